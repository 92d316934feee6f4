"""Holds rewritten models against their original with the newest onnx and onnxruntime.

usage: run_stock.py [-run [-positive-zeros] [-library FILE]] ORIGINAL REWRITTEN...

Each has to load, and to pass onnx.checker's full check if the original does. With -run
they are run by onnxruntime, with and without its optimizations, and by onnx's
ReferenceEvaluator. Prints, for each model, one line of JSON: what the checker says, and
the digest of every output; with -positive-zeros as if every -0.0 in it were +0.0. With a
custom-op library onnxruntime runs the models with that, and the reference is left out.
"""
import argparse
import json
import sys

import numpy as np
import onnx
import onnxruntime
from onnx.reference import ReferenceEvaluator

import feeds as data

SPECIAL = [0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 6e-8, -6e-8]


def check(path):
    """What the checker says of a model: "" is nothing."""
    try:
        onnx.checker.check_model(path, full_check=True)
    except (onnx.checker.ValidationError, onnx.shape_inference.InferenceError) as e:
        return str(e)
    return ""


def special(feed):
    """The feed with special values strewn over the data, not the weights."""
    x = feed["input"].copy()
    x.reshape(-1)[::3] = np.resize(np.array(SPECIAL, x.dtype), x.reshape(-1)[::3].shape)
    return feed | {"input": x}


def engines(path, model, library):
    for name, level in [("plain", onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL),
                        ("optimized", onnxruntime.GraphOptimizationLevel.ORT_ENABLE_ALL)]:
        options = onnxruntime.SessionOptions()
        options.graph_optimization_level = level
        options.log_severity_level = 3
        if library:
            options.register_custom_ops_library(library)
        yield name, onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]).run
    if not library:
        yield "reference", ReferenceEvaluator(model).run


def run(path, model, positive_zeros, library):
    names = [o.name for o in model.graph.output]
    out = {}
    for engine, call in engines(path, model, library):
        for seed in range(2):
            feed = data.feeds(model.graph, 5, seed)
            for kind, f in [("normal", feed), ("special", special(feed))]:
                with np.errstate(all="ignore"):
                    results = call(names, f)
                for name, value in zip(names, results):
                    if kind == "normal" and not np.isfinite(value).all():
                        sys.exit(f"{name} is not finite: choose other feeds")
                    if positive_zeros:
                        value = value + np.zeros((), value.dtype)
                    out[f"{engine} {kind} {seed} {name}"] = data.digest(value)
    return out


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-run", action="store_true")
    parser.add_argument("-positive-zeros", action="store_true")
    parser.add_argument("-library")
    parser.add_argument("models", nargs="+")
    args = parser.parse_args()
    original = check(args.models[0])
    for path in args.models:
        model = onnx.load(path)
        complaint = original if path == args.models[0] else check(path)
        out = {"accepted": not complaint, "complaint": complaint}
        out["outputs"] = run(path, model, args.positive_zeros, args.library) if args.run else {}
        print(json.dumps(out), flush=True)


if __name__ == "__main__":
    main()
