"""Runs models of nothing but calls of our operators, with their function bodies.

usage: run_bodies.py FOLDER

Feeds every model of the folder special values in tensors of many shapes, checks it with
onnx.checker, runs it in onnxruntime and in onnx's ReferenceEvaluator, and holds each
result against the definition of the operator, as bits. Prints a line of JSON for each
model: what was wrong, or nothing.
"""
import glob
import json
import os
import sys

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from onnx.reference import ReferenceEvaluator

try:
    import ml_dtypes
    BFLOAT16 = ml_dtypes.bfloat16
except ImportError:  # the training engine's environment; it gets no bfloat16
    BFLOAT16 = None

# By element type: numpy's type, the unsigned type of its bits, exponent bits.
TYPES = {TensorProto.FLOAT16: (np.float16, np.uint16, 5), TensorProto.BFLOAT16: (BFLOAT16, np.uint16, 8),
         TensorProto.FLOAT: (np.float32, np.uint32, 8), TensorProto.DOUBLE: (np.float64, np.uint64, 11)}
SHAPES = [[()], [(0,), (1,), (31,), (32,), (33,)], [(1, 7), (64, 17)], [(3, 5, 7), (2, 0, 3), (1, 1, 1)]]
# Reshape makes no dim of 0 before opset 14.
EMPTY_OPSET = 14


def patterns(elem, count=4096):
    """Bit patterns: all of a 16-bit type, otherwise special and random ones."""
    _, bits, exponent = TYPES[elem]
    width = bits(0).itemsize * 8
    if width == 16:
        return np.arange(1 << 16, dtype=bits)
    fraction = width - 1 - exponent
    infinity = ((1 << exponent) - 1) << fraction
    positive = [0, 1, 2, (1 << fraction) - 1, 1 << fraction, infinity >> 1, infinity - 1, infinity, infinity + 1,
                infinity | 1 << (fraction - 1), (1 << (width - 1)) - 1]
    special = np.array(positive + [p | 1 << (width - 1) for p in positive], bits)
    random = np.random.default_rng(elem).integers(0, 1 << width, count, dtype=np.uint64, endpoint=False) \
        if width < 64 else np.random.default_rng(elem).integers(0, (1 << 64) - 1, count, dtype=np.uint64, endpoint=True)
    return np.concatenate([special, random.astype(bits)])


def feeds(info, name):
    """Tensors for V and dY of one type: each shape, and in one every pattern. dY runs
    through the patterns in another order, so that special values meet each other."""
    kind = info.type.tensor_type
    dtype, _, _ = TYPES[kind.elem_type]
    all_bits = patterns(kind.elem_type)
    rank = len(kind.shape.dim)
    order = np.random.default_rng(7 if name == "v" else 8)
    shapes = list(SHAPES[rank])
    if rank == 1:
        shapes.append((len(all_bits),))
    for shape in shapes:
        n = int(np.prod(shape))
        chosen = order.permutation(all_bits)[:n] if n < len(all_bits) or name == "g" else all_bits
        yield shape, np.ascontiguousarray(chosen).view(dtype).reshape(shape)


def as_bits(a):
    a = np.ascontiguousarray(a)
    return a.reshape(-1).view({2: np.uint16, 4: np.uint32, 8: np.uint64}[a.dtype.itemsize])


def passes(v, predicate):
    with np.errstate(invalid="ignore"):
        wide = v.reshape(-1).astype(np.float64)
        return wide > 0 if predicate == "g" else ~(wide <= 0)


def packed(bit):
    padded = np.zeros(-(-len(bit) // 32) * 32, np.uint8)
    padded[:len(bit)] = bit
    return np.packbits(padded, bitorder="little").view("<u4").astype(np.uint32)


def fault(name, feed, value, relu):
    """What is wrong with an output, or ""."""
    i, suffix = name[1], name[2:]
    v, g = feed["v" + i], feed["g" + i]
    if name[0] == "m":
        want = packed(passes(v, suffix[0]))
        return "" if value.dtype == np.uint32 and value.shape == want.shape and (value == want).all() else "mask"
    if value.shape != v.shape or value.dtype != v.dtype:
        return f"{value.dtype}{list(value.shape)}"
    got = as_bits(value)
    if name[0] == "y":
        want = as_bits(relu["v" + i])
    elif name[0] in "ts":
        want = as_bits(g)
    elif suffix[1] == "s":
        want = np.where(passes(v, suffix[0]), as_bits(g), 0).astype(got.dtype)
    else:
        with np.errstate(invalid="ignore"):
            product = (g.reshape(-1).astype(np.float64) * passes(v, suffix[0])).astype(g.dtype)
            nan = np.isnan(product.astype(np.float64))
        if not np.isnan(value.reshape(-1).astype(np.float64)[nan]).all():
            return "no NaN where the product is"
        got, want = got[~nan], as_bits(product)[~nan]  # a NaN's payload is unspecified
    bad = np.flatnonzero(got != want)
    return f"{len(bad)} of {len(got)}: {got[bad[0]]:#x}, not {want[bad[0]]:#x}" if len(bad) else ""


def ort_run(model):
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 4
    session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    names = [o.name for o in model.graph.output]
    kinds = {v.name: v.type.tensor_type.elem_type for v in list(model.graph.input) + list(model.graph.output)}
    if TensorProto.BFLOAT16 not in kinds.values():
        return lambda feed: dict(zip(names, session.run(names, feed)))

    def value(name, a):
        if kinds[name] != TensorProto.BFLOAT16:
            return onnxruntime.OrtValue.ortvalue_from_numpy(a)
        return onnxruntime.OrtValue.ortvalue_from_numpy_with_onnx_type(a.view(np.uint16), TensorProto.BFLOAT16)

    def array(name, v):
        if kinds[name] != TensorProto.BFLOAT16:
            return v.numpy()
        import ctypes
        n = int(np.prod(v.shape()))
        memory = (ctypes.c_uint16 * n).from_address(v.data_ptr()) if n else []
        return np.array(memory, np.uint16).view(BFLOAT16).reshape(v.shape())

    def run(feed):
        values = session.run_with_ort_values(names, {k: value(k, a) for k, a in feed.items()})
        return {k: array(k, v) for k, v in zip(names, values)}
    return run


def reference_run(model):
    """ReferenceEvaluator wants a call to have as many inputs as its function."""
    declared = {f.name: len(f.input) for f in model.functions}
    for n in model.graph.node:
        n.input.extend([""] * (declared.get(n.op_type, 0) - len(n.input)))
    evaluator = ReferenceEvaluator(model)
    names = [o.name for o in model.graph.output]
    return lambda feed: dict(zip(names, evaluator.run(names, feed)))


def relus(model, make, cpu):
    """The engine's own Relu of each input; the input where the body has no Relu."""
    inputs = [i for i in model.graph.input if i.name[0] == "v"]
    if cpu:
        return lambda feed: feed
    nodes = [helper.make_node("Relu", [i.name], ["r" + i.name]) for i in inputs]
    outputs = [helper.make_value_info("r" + i.name, i.type) for i in inputs]
    graph = helper.make_graph(nodes, "relu", inputs, outputs)
    opset = helper.make_opsetid("", model.opset_import[0].version)
    run = make(helper.make_model(graph, opset_imports=[opset], ir_version=model.ir_version))
    return lambda feed: {k[1:]: v for k, v in run({i.name: feed[i.name] for i in inputs}).items()}


def engines(model, cpu):
    bfloat16 = any(i.type.tensor_type.elem_type == TensorProto.BFLOAT16 for i in model.graph.input)
    if cpu or not bfloat16:
        yield "onnxruntime", ort_run
    if not cpu:
        yield "reference", reference_run


def check(path):
    """Returns how many results were compared and the first fault."""
    model = onnx.load(path)
    onnx.checker.check_model(model, full_check=True)
    cpu, opset = path.endswith("_cpu.onnx"), model.opset_import[0].version
    inputs = {i.name: list(feeds(i, i.name[0])) for i in model.graph.input}
    compared = 0
    for engine, make in engines(model, cpu):
        run, relu = make(model), relus(model, make, cpu)
        for k in range(min(map(len, inputs.values()))):
            feed = {name: tensors[k][1] for name, tensors in inputs.items()}
            if opset < EMPTY_OPSET and any(0 in a.shape and a.ndim > 1 for a in feed.values()):
                continue
            rectified = relu(feed)
            for name, value in run(feed).items():
                f = fault(name, feed, np.asarray(value), rectified)
                compared += 1
                if f:
                    return compared, f"{engine}, shape {feed['v' + name[1]].shape}, {name}: {f}"
    return compared, ""


def main():
    for path in sorted(glob.glob(os.path.join(sys.argv[1], "*.onnx"))):
        try:
            compared, wrong = check(path)
        except Exception as e:  # the test names the model
            compared, wrong = 0, f"{type(e).__name__}: {str(e)[:400]}"
        print(json.dumps({"model": os.path.basename(path), "compared": compared, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main()
