"""Runs single nodes in onnxruntime-training and writes model, inputs and outputs:

    python ort_nodes.py FOLDER

For each case FOLDER/NAME.onnx and FOLDER/NAME.npz with arrays in.NAME and out.NAME.
"""
import sys

import numpy as np
import onnxruntime as ort
from onnx import TensorProto, helper

MS = "com.microsoft"
rng = np.random.default_rng(1)


def rand(*shape):
    return rng.standard_normal(shape).astype(np.float32)


def positive(*shape):
    return rng.uniform(0.5, 2, shape).astype(np.float32)


def case(folder, name, op, inputs, outputs, domain="", opset=17, **attrs):
    """inputs: arrays or None; outputs: (type, shape) or None where the node has none."""
    ins = [f"i{k}" if x is not None else "" for k, x in enumerate(inputs)]
    outs = [f"o{k}" if o is not None else "" for k, o in enumerate(outputs)]
    node = helper.make_node(op, ins, outs, domain=domain, **attrs)
    graph = helper.make_graph(
        [node], name,
        [helper.make_tensor_value_info(n, helper.np_dtype_to_tensor_dtype(x.dtype), x.shape)
         for n, x in zip(ins, inputs) if x is not None],
        [helper.make_tensor_value_info(n, o[0], o[1]) for n, o in zip(outs, outputs) if o is not None])
    model = helper.make_model(graph, ir_version=8, opset_imports=[
        helper.make_opsetid("", opset), helper.make_opsetid(MS, 1)])
    data = model.SerializeToString()
    feeds = {n: x for n, x in zip(ins, inputs) if x is not None}
    options = ort.SessionOptions()
    options.log_severity_level = 3
    session = ort.InferenceSession(data, options, providers=["CPUExecutionProvider"])
    names = [o.name for o in session.get_outputs()]
    got = session.run(names, feeds)
    with open(f"{folder}/{name}.onnx", "wb") as f:
        f.write(data)
    np.savez(f"{folder}/{name}.npz", **{f"in.{k}": v for k, v in feeds.items()},
             **{f"out.{k}": v for k, v in zip(names, got)})


F, I = TensorProto.FLOAT, TensorProto.INT64


def products(out):
    a, b, c = rand(37, 53), rand(53, 41), rand(41)
    case(out, "gemm", "Gemm", [a, b, c], [(F, [37, 41])], alpha=0.5, beta=2.0)
    case(out, "gemm_wide", "Gemm", [rand(700, 90).T.copy(), rand(1100, 90), None], [(F, [700, 1100])], transA=1, transB=1)
    x, y = rand(2, 3, 5, 7), rand(2, 3, 7, 4)
    case(out, "fused_matmul", "FusedMatMul", [x, y], [(F, [2, 3, 5, 4])], MS, alpha=0.25)
    case(out, "fused_matmul_trans", "FusedMatMul", [x.swapaxes(2, 3).copy(), y.swapaxes(2, 3).copy()],
         [(F, [2, 3, 5, 4])], MS, transA=1, transB=1)
    case(out, "fused_matmul_batch_a", "FusedMatMul", [rand(5, 2, 3, 7), y], [(F, [2, 3, 5, 4])], MS, transBatchA=1)
    case(out, "fused_matmul_batch_both", "FusedMatMul", [rand(7, 2, 3, 5), rand(4, 2, 3, 7)],
         [(F, [2, 3, 5, 4])], MS, transA=1, transB=1, transBatchA=1, transBatchB=1)
    case(out, "fused_matmul_rows", "FusedMatMul", [rand(3, 4, 8), rand(5, 8)], [(F, [3, 4, 5])], MS, transB=1)
    case(out, "fused_gemm", "FusedGemm", [a, b, c], [(F, [37, 41])], MS, activation="Relu")


CONVS = {
    # name: batch, channels, spatial, filters, kernel, attributes, spatial of the output
    "plain": (3, 4, [9, 8], 6, [3, 3], {}, [7, 6]),
    "padded": (2, 3, [9, 8], 5, [3, 2], dict(pads=[1, 0, 2, 1], strides=[2, 1]), [5, 8]),
    "dilated": (2, 2, [11, 10], 4, [3, 3], dict(dilations=[2, 3], pads=[1, 1, 1, 1]), [9, 6]),
    "groups": (2, 6, [7, 7], 4, [3, 3], dict(group=2, pads=[1, 1, 1, 1]), [7, 7]),
    "depthwise": (3, 5, [9, 9], 10, [3, 3], dict(group=5, pads=[1, 1, 1, 1], strides=[2, 2]), [5, 5]),
    "pointwise": (3, 8, [5, 6], 7, [1, 1], {}, [5, 6]),
    "pointwise_strided": (2, 8, [5, 6], 7, [1, 1], dict(strides=[2, 2]), [3, 3]),
    "line": (2, 3, [20], 4, [5], dict(pads=[2, 2], strides=[3]), [7]),
    "cube": (2, 2, [5, 6, 7], 3, [2, 3, 3], dict(pads=[1, 1, 1, 0, 1, 1]), [5, 6, 7]),
    "large": (5, 16, [40, 40], 24, [5, 5], dict(pads=[2, 2, 2, 2]), [40, 40]),
}


def convolutions(out):
    for name, (n, c, dims, m, kernel, attrs, made) in CONVS.items():
        attrs = dict(attrs, kernel_shape=kernel)
        x, w, b = rand(n, c, *dims), rand(m, c // attrs.get("group", 1), *kernel), rand(m)
        case(out, f"conv_{name}", "Conv", [x, w, b], [(F, [n, m, *made])], **attrs)
        dy = rand(n, m, *made)
        case(out, f"conv_grad_{name}", "ConvGrad", [dy, x, w], [(F, x.shape), (F, w.shape), (F, b.shape)], MS, **attrs)
        case(out, f"conv_grad_w_{name}", "ConvGrad", [dy, x, w], [None, (F, w.shape)], MS, **attrs)
    case(out, "conv_same", "Conv", [rand(1, 2, 7, 8), rand(3, 2, 4, 3)], [(F, [1, 3, 4, 4])], auto_pad="SAME_LOWER", strides=[2, 2])
    case(out, "fused_conv", "FusedConv", [rand(1, 2, 7, 8), rand(3, 2, 3, 3), rand(3)], [(F, [1, 3, 5, 6])], MS, activation="Relu")
    case(out, "conv_transpose", "ConvTranspose", [rand(2, 4, 5, 6), rand(4, 3, 3, 3), rand(6)], [(F, [2, 6, 11, 13])],
         group=2, strides=[2, 2], pads=[1, 0, 0, 1], output_padding=[1, 1])


def pools(out):
    x = rand(2, 3, 9, 8)
    case(out, "max_pool", "MaxPool", [x], [(F, [2, 3, 5, 4]), (I, [2, 3, 5, 4])], kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 0])
    index = rng.integers(0, x.size, (2, 3, 5, 4))
    case(out, "max_pool_grad", "MaxPoolGrad", [rand(2, 3, 5, 4), index], [(F, [2, 3, 9, 8])],
         kernel_shape=[3, 3], strides=[2, 2], pads=[1, 1, 1, 0])
    for include in (0, 1):
        attrs = dict(kernel_shape=[3, 2], strides=[2, 2], pads=[1, 1, 1, 0], count_include_pad=include)
        case(out, f"average_pool_{include}", "AveragePool", [x], [(F, [2, 3, 5, 4])], **attrs)
        case(out, f"average_pool_grad_{include}", "AveragePoolGrad", [rand(2, 3, 5, 4)], [(F, [2, 3, 9, 8])], **attrs)
    case(out, "lp_pool", "LpPool", [x], [(F, [2, 3, 8, 7])], kernel_shape=[2, 2], p=3)


def norms(out):
    x, s, b, mean, var = rand(4, 3, 5, 6) * 3 + 1, rand(3), rand(3), rand(3), positive(3)
    v = (F, [3])
    case(out, "batch_norm", "BatchNormalization", [x, s, b, mean, var], [(F, x.shape)], epsilon=1e-3)
    case(out, "batch_norm_training", "BatchNormalization", [x, s, b, mean, var], [(F, x.shape), v, v], training_mode=1, momentum=0.7)
    case(out, "batch_norm_internal", "BatchNormInternal", [x, s, b, mean, var], [(F, x.shape), v, v, v, v], MS, training_mode=1)
    case(out, "batch_norm_grad", "BatchNormalizationGrad", [rand(*x.shape), x, s, mean, var], [(F, x.shape), v, v], MS, epsilon=1e-5)
    x, s, b = rand(4, 7, 10) * 2 + 1, rand(10), rand(10)
    stat = (F, [4, 7, 1])
    case(out, "layer_norm", "LayerNormalization", [x, s, b], [(F, x.shape), stat, stat])
    case(out, "layer_norm_grad", "LayerNormalizationGrad", [rand(*x.shape), x, s, rand(4, 7, 1), positive(4, 7, 1)],
         [(F, x.shape), (F, [10]), (F, [10])], MS, axis=-1)
    case(out, "simple_norm", "SimplifiedLayerNormalization", [x, s], [(F, x.shape), stat], axis=-1, epsilon=1e-5, stash_type=1)
    case(out, "simple_norm_grad", "SimplifiedLayerNormalizationGrad", [rand(*x.shape), x, s, positive(4, 7, 1)],
         [(F, x.shape), (F, [10])], MS, axis=-1)
    case(out, "instance_norm", "InstanceNormalization", [x, rand(7), rand(7)], [(F, x.shape)])
    case(out, "lrn", "LRN", [rand(2, 7, 4, 4)], [(F, [2, 7, 4, 4])], size=5, alpha=0.5, beta=0.7, bias=1.5)


if __name__ == "__main__":
    for make in (products, convolutions, pools, norms):
        make(sys.argv[1])
