"""Runs training graphs in ONNX Runtime under the options that each cell states.

usage: plugin_training.py [-checkpoint FILE [-optimizer FILE]] [-feeds N] [-batch N] <CELLS

CELLS is a list in JSON of {"Model", "Library", "Order", "Threads"}; Library is "" for the
function bodies. Prints, for each cell, what run_training.py does. A graph that runs with
the library must keep its operators: a body in their place would prove nothing.
"""
import argparse
import json
import os
import sys
import tempfile

from types import SimpleNamespace

import run_training as base  # first: it finds the maker's engine

import onnx
import onnxruntime

OURS = "ai.unswag"


def options_of(cell, work):
    """A function, for a session is made of options of its own."""
    def make():
        so = onnxruntime.SessionOptions()
        so.intra_op_num_threads = cell["Threads"]
        so.execution_order = getattr(onnxruntime.ExecutionOrder, cell["Order"])
        so.log_severity_level = 3
        if cell["Library"]:
            so.register_custom_ops_library(cell["Library"])
            so.optimized_model_filepath = os.path.join(work, "optimized.onnx")
        return so
    return make


def check_kept(cell, work):
    if not cell["Library"]:
        return
    written = onnx.load(os.path.join(work, "optimized.onnx"))
    left = sum(n.domain == OURS for n in written.graph.node)
    want = sum(n.domain == OURS for n in onnx.load(cell["Model"]).graph.node)
    if left != want:
        sys.exit(f"{left} of {want} operators of {OURS} are left in {cell['Model']}")


def checking(api, cell, work):
    """The training API with a check behind each module: an optimizer's session has the
    same options and overwrites the file."""
    api = getattr(api, "original", api)

    def module(*args, **options):
        m = api.Module(*args, **options)
        check_kept(cell, work)
        return m
    return SimpleNamespace(Module=module, Optimizer=api.Optimizer, CheckpointState=api.CheckpointState, original=api)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-checkpoint")
    parser.add_argument("-optimizer")
    parser.add_argument("-feeds", type=int, default=2)
    parser.add_argument("-batch", type=int, default=5)
    args = parser.parse_args()
    onnxruntime.set_default_logger_severity(3)
    for cell in json.load(sys.stdin):
        onnxruntime.set_seed(1)
        with tempfile.TemporaryDirectory() as work:
            args.options = options_of(cell, work)
            path = cell["Model"]
            if args.checkpoint:
                base.api = checking(base.api, cell, work)
                out = base.train(path, args, work)
            elif any(n.op_type == "YieldOp" for n in onnx.load(path).graph.node):
                out = base.with_yield(path, args)
            else:
                out = base.session(path, args)
            if not args.checkpoint:
                check_kept(cell, work)
        print(json.dumps(out), flush=True)


if __name__ == "__main__":
    main()
