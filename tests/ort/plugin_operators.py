"""Runs the library's operators on all special values, alone in a model.

usage: plugin_operators.py LIBRARY FOLDER

The models of the folder are those of run_bodies.py, whose inputs and definitions are used
here. Each runs with its function bodies in it and without; the library's kernels have to
run in both. Prints a line of JSON for each model, as run_bodies.py does.
"""
import glob
import json
import os
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto

import run_bodies as bodies

Options = onnxruntime.SessionOptions
LARGE = 300_001  # elements: several tasks of the thread pool, and an end within a word


def options(library):
    so = Options()
    so.log_severity_level = 4
    so.intra_op_num_threads = 2
    so.register_custom_ops_library(library)
    return so


def relu(v):
    """The definition of Y: +0 where V < 0, the bits of V elsewhere."""
    with np.errstate(invalid="ignore"):
        negative = (v.astype(np.float64) < 0).reshape(-1)
    bits = bodies.as_bits(v).copy()
    bits[negative] = 0
    return bits.view(v.dtype).reshape(v.shape)


def same_relu(theirs, ours):
    """Whether ONNX Runtime's own Relu gives Y. It computes float16 as float, and makes
    every NaN of it a quiet one: those are left out."""
    number = ~np.isnan(ours) if ours.dtype == np.float16 else np.full(ours.shape, True)
    number = number.reshape(-1)
    return (bodies.as_bits(theirs)[number] == bodies.as_bits(ours)[number]).all()


def feeds(info, name):
    yield from bodies.feeds(info, name)
    kind = info.type.tensor_type
    if len(kind.shape.dim) == 1:
        dtype, _, _ = bodies.TYPES[kind.elem_type]
        patterns = np.random.default_rng(9 if name == "v" else 10).permutation(bodies.patterns(kind.elem_type))
        yield (LARGE,), np.resize(patterns, LARGE).view(dtype)


def runner(model, library):
    """run_bodies's engine, with the library in its sessions."""
    onnxruntime.SessionOptions = lambda: options(library)
    try:
        return bodies.ort_run(model)
    finally:
        onnxruntime.SessionOptions = Options


def kept(model, library):
    """Whether the session keeps each call: a body would be put in its place."""
    with tempfile.TemporaryDirectory() as work:
        so = options(library)
        so.optimized_model_filepath = os.path.join(work, "optimized.onnx")
        onnxruntime.InferenceSession(model.SerializeToString(), so, providers=["CPUExecutionProvider"])
        written = onnx.load(so.optimized_model_filepath)
    return all(n.domain == "ai.unswag" for n in written.graph.node) and len(written.graph.node) == len(model.graph.node)


def check(path, library):
    compared = 0
    model = onnx.load(path)
    bare = onnx.load(path)
    del bare.functions[:]
    inputs = {i.name: list(feeds(i, i.name[0])) for i in model.graph.input}
    engines_relu = None
    if not any(i.type.tensor_type.elem_type == TensorProto.BFLOAT16 for i in model.graph.input):
        engines_relu = bodies.relus(model, bodies.ort_run, False)
    for which in (model, bare):
        if not kept(which, library):
            return compared, "the library's kernels do not run"
        run = runner(which, library)
        for k in range(min(map(len, inputs.values()))):
            feed = {name: tensors[k][1] for name, tensors in inputs.items()}
            rectified = {name: relu(v) for name, v in feed.items() if name[0] == "v"}
            for name, v in engines_relu(feed).items() if engines_relu else ():
                if not same_relu(v, rectified[name]):
                    return compared, f"ONNX Runtime's own Relu is another, shape {v.shape}"
            for name, value in run(feed).items():
                wrong = bodies.fault(name, feed, np.asarray(value), rectified)
                compared += 1
                if wrong:
                    return compared, f"shape {feed['v' + name[1]].shape}, {name}: {wrong}"
    return compared, ""


def main():
    for path in sorted(glob.glob(os.path.join(sys.argv[2], "*.onnx"))):
        try:
            compared, wrong = check(path, sys.argv[1])
        except Exception as e:  # the test names the model
            compared, wrong = 0, f"{type(e).__name__}: {str(e)[:400]}"
        print(json.dumps({"model": os.path.basename(path), "compared": compared, "wrong": wrong}), flush=True)


if __name__ == "__main__":
    main()
