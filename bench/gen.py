"""Writes the models that io.sh measures with.

gen.py chain SITES NODES_PER_SITE OUT   many small nodes, weights shared by all sites
gen.py inline BYTES OUT                 few nodes, BYTES of weights in the file
gen.py external BYTES OUT               the same with the weights in weights.bin beside it

Each is a training graph: SITES times Gemm -> Relu with frozen weights, then the
backward pass with ReluGrad and the gradients of the biases. Values are random bytes
of a fixed seed, so that no file system compresses them away.
"""
import os
import sys

import numpy as np
import onnx
from onnx import TensorProto as T
from onnx import helper as h

BATCH = 32


def backward(i, grad, width, weight, per_site):
    """The backward pass of site i: five nodes with its two forward ones, or seven."""
    nodes = [h.make_node("ReluGrad", [grad, f"y{i}"], [f"dz{i}"], f"relugrad{i}", domain="com.microsoft"),
             h.make_node("ReduceSum", [f"dz{i}", "axis0"], [f"db{i}"], f"db{i}", keepdims=0)]
    if per_site == 7:
        nodes += [h.make_node("Identity", [f"db{i}"], [f"dbi{i}"], f"view{i}"),
                  h.make_node("Neg", [f"dbi{i}"], [f"step{i}"], f"neg{i}")]
    nodes.append(h.make_node("Gemm", [f"dz{i}", weight], [f"dx{i}"], f"dgrad{i}", transB=1))
    return nodes


def model(sites, width, weights, initializers, per_site=5):
    nodes, x = [], "x"
    for i in range(sites):
        nodes.append(h.make_node("Gemm", [x, weights[i], "bias"], [f"z{i}"], f"gemm{i}"))
        nodes.append(h.make_node("Relu", [f"z{i}"], [f"y{i}"], f"relu{i}"))
        x = f"y{i}"
    nodes.append(h.make_node("ReduceMean", [x], ["loss"], "loss", keepdims=0))
    grad = "seed"
    outputs = [h.make_tensor_value_info("loss", T.FLOAT, [])]
    for i in reversed(range(sites)):
        nodes += backward(i, grad, width, weights[i], per_site)
        grad = f"dx{i}"
        outputs.append(h.make_tensor_value_info(f"step{i}" if per_site == 7 else f"db{i}", T.FLOAT, [width]))
    small = [h.make_tensor("bias", T.FLOAT, [width], np.zeros(width, np.float32).tobytes(), raw=True),
             h.make_tensor("axis0", T.INT64, [1], [0]),
             h.make_tensor("seed", T.FLOAT, [BATCH, width], np.ones((BATCH, width), np.float32).tobytes(), raw=True)]
    inputs = [h.make_tensor_value_info("x", T.FLOAT, [BATCH, width])]
    graph = h.make_graph(nodes, "bench", inputs, outputs, initializers + small)
    imports = [h.make_opsetid("", 17), h.make_opsetid("com.microsoft", 1)]
    return h.make_model(graph, opset_imports=imports, ir_version=8)


def chain(sites, per_site, out):
    w = np.random.default_rng(1).standard_normal((16, 16), np.float32)
    init = [h.make_tensor("w", T.FLOAT, w.shape, w.tobytes(), raw=True)]
    onnx.save(model(sites, 16, ["w"] * sites, init, per_site), out)


def weights(size):
    """Splits size bytes into square matrices of about 200 MB."""
    sites = max(2, round(size / 200e6))
    width = int((size / sites / 4) ** 0.5)
    rng = np.random.default_rng(1)
    return width, sites, (rng.bytes(width * width * 4) for _ in range(sites))


def inline(size, out):
    width, sites, data = weights(size)
    init = [h.make_tensor(f"w{i}", T.FLOAT, [width, width], d, raw=True) for i, d in enumerate(data)]
    m = model(sites, width, [f"w{i}" for i in range(sites)], init)
    del init
    with open(out, "wb") as f:
        f.write(m.SerializeToString())


def external(size, out):
    width, sites, data = weights(size)
    init, offset = [], 0
    with open(os.path.join(os.path.dirname(out), "weights.bin"), "wb") as f:
        for i, d in enumerate(data):
            f.write(d)
            t = T(name=f"w{i}", data_type=T.FLOAT, dims=[width, width], data_location=T.EXTERNAL)
            for k, v in (("location", "weights.bin"), ("offset", offset), ("length", len(d))):
                t.external_data.add(key=k, value=str(v))
            init.append(t)
            offset += len(d)
    onnx.save(model(sites, width, [f"w{i}" for i in range(sites)], init), out)


if __name__ == "__main__":
    kind, *args = sys.argv[1:]
    if kind == "chain":
        chain(int(args[0]), int(args[1]), args[2])
    else:
        {"inline": inline, "external": external}[kind](int(args[0]), args[1])
