"""Runs training graphs in ONNX Runtime's training build.

usage: run_training.py [-checkpoint FILE [-optimizer FILE]] [-feeds N] [-batch N] MODEL...

With a checkpoint: 5 steps of AdamW through the training API. Without: one run per feed
in a plain session, or in a training agent if the graph has a YieldOp. Prints, for each
MODEL, one line of JSON: the digest of every loss, output, parameter and gradient buffer.
"""
import argparse
import json
import os
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "testdata", "models"))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from maker.engine import api, onnxblock  # noqa: E402
from onnxruntime.capi import _pybind_state as native  # noqa: E402

import feeds as data  # noqa: E402

STEPS = 5


def adamw(state, path):
    """Builds the optimizer's model for the parameters that have a gradient."""
    trained = [onnx.TensorProto(name=name, data_type=onnx.TensorProto.FLOAT)
               for name, p in state.parameters if p.requires_grad]
    block = onnxblock.optim.AdamW()
    with onnxblock.empty_base():
        block((trained, []))
        model = block.to_model_proto()
    for domain in model.opset_import:
        if domain.domain == "":
            domain.version = min(domain.version, 21)  # the newest that the engine takes
    onnx.save(model, path)
    return path


def train(path, args, work):
    """5 steps; digests of what each step returns and of all parameters at the end."""
    state = api.CheckpointState.load_checkpoint(args.checkpoint)
    module = api.Module(path, state, session_options=args.options())
    optimizer = api.Optimizer(args.optimizer or adamw(state, os.path.join(work, "adamw.onnx")), module)
    inputs = {i.name: i for i in onnx.load(path).graph.input}
    out, before = {}, {name: p.data.tobytes() for name, p in state.parameters}
    for step in range(STEPS):
        feed = [data.tensor(inputs[name], args.batch, step) for name in module.input_names()]
        module.train()
        got = module(*feed)
        got = got if isinstance(got, tuple) else (got,)
        check_finite(got[0], "loss")
        out |= {f"step {step} output {i}": data.digest(v) for i, v in enumerate(got)}
        optimizer.step()
        module.lazy_reset_grad()
    for name, p in state.parameters:
        check_finite(p.data, name)
        if p.requires_grad and p.data.tobytes() == before[name]:
            sys.exit(f"{name} did not change in {STEPS} steps")
        out[f"parameter {name}"] = data.digest(p.data)
    return out


def session(path, args):
    """Digests of every output, and of the gradients that are added up in the inputs."""
    graph = onnx.load(path).graph
    s = onnxruntime.InferenceSession(path, args.options(), providers=["CPUExecutionProvider"])
    names = [o.name for o in graph.output]
    out = {}
    for seed in range(args.feeds):
        feed = data.feeds(graph, args.batch, seed)
        buffers = {k: v.copy() for k, v in feed.items() if k.endswith(".accumulation.buffer")}
        for name, value in zip(names, s.run(names, feed)):
            check_finite(value, name)
            out[f"feed {seed} output {name}"] = data.digest(value)
        for name, old in buffers.items():
            if feed[name].tobytes() == old.tobytes():
                sys.exit(f"{name} was not written")
            check_finite(feed[name], name)
            out[f"feed {seed} buffer {name}"] = data.digest(feed[name])
    return out


def with_yield(path, args):
    """What ORTModule does: forward up to the YieldOp, then backward from gradients."""
    graph = onnx.load(path).graph
    node = next(n for n in graph.node if n.op_type == "YieldOp")
    s = onnxruntime.InferenceSession(path, args.options(), providers=["CPUExecutionProvider"])
    names = [o.name for o in graph.output]
    cpu = native.OrtDevice(native.OrtDevice.cpu(), native.OrtDevice.default_memory(), 0)
    agent = native.TrainingAgent(s._sess, [i.name for i in graph.input], [cpu] * len(node.input),
                                 names, [cpu] * len(names), 0)
    out = {}
    for seed in range(args.feeds):
        state, forward, backward = native.PartialGraphExecutionState(), values([]), values([])
        feed = list(data.feeds(graph, args.batch, seed).values())
        agent.run_forward(values(feed), forward, state, None)
        results = [v.numpy().copy() for v in forward]  # the backward pass may use the memory
        gradients = [data.random_for(name, seed).standard_normal(v.shape).astype(v.dtype)
                     for name, v in zip(node.output, results)]
        agent.run_backward(values(gradients), backward, state)
        out |= {f"feed {seed} yield {i}": data.digest(v) for i, v in enumerate(results)}
        for name, v in zip(names, backward):
            check_finite(v.numpy(), name)
            out[f"feed {seed} output {name}"] = data.digest(v.numpy())
    return out


def values(arrays):
    """The vector points to the arrays' memory: the caller keeps them."""
    vector = native.OrtValueVector()
    for a in arrays:
        vector.push_back(onnxruntime.OrtValue.ortvalue_from_numpy(a)._ortvalue)
    return vector


def check_finite(array, name):
    """Keeps a comparison of nothing but NaN from counting as a proof."""
    array = np.asarray(array)
    if array.dtype.kind == "f" and not np.isfinite(array).all():
        sys.exit(f"{name} is not finite: choose other feeds")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-checkpoint")
    parser.add_argument("-optimizer")
    parser.add_argument("-feeds", type=int, default=2)
    parser.add_argument("-batch", type=int, default=5)
    parser.add_argument("models", nargs="+")
    args = parser.parse_args()
    args.options = onnxruntime.SessionOptions
    onnxruntime.set_default_logger_severity(3)
    for path in args.models:
        onnxruntime.set_seed(1)
        if args.checkpoint:
            with tempfile.TemporaryDirectory() as work:
                out = train(path, args, work)
        elif any(n.op_type == "YieldOp" for n in onnx.load(path).graph.node):
            out = with_yield(path, args)
        else:
            out = session(path, args)
        print(json.dumps(out), flush=True)


if __name__ == "__main__":
    main()
