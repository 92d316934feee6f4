"""Runs training graphs in ONNX Runtime's training build and writes what they compute.

usage: run_values.py [-checkpoint FILE] [-optimizer FILE] [-batch N] [-steps N] [-choices]
                     MODEL DIR

Without -steps: one run of the graph. DIR/feed.npz gets its inputs, DIR/result.npz its
outputs, what YieldOps take and the gradient buffers, DIR/set.npz the random outputs of
dropouts, with -choices DIR/choices.npz what decides where gradients go: the inputs of ReLUs, and the
indices that pools give. With -steps: that many steps of AdamW through the training API. DIR/feedN.npz
gets the data of step N, DIR/result.npz the losses (loss0 ...) and all parameters at the
end.
"""
import argparse
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "testdata", "models"))

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from maker.engine import api  # noqa: E402
from onnxruntime.capi import _pybind_state as native  # noqa: E402

import feeds as data  # noqa: E402
from run_training import check_finite, values  # noqa: E402

SEED = 3


def save(args, name, arrays):
    np.savez(os.path.join(args.dir, name), **arrays)


def random_outputs(model):
    return [o for n in model.graph.node if n.op_type in ("Dropout", "BitmaskDropout") for o in n.output if o]


def choices(model):
    given = {i.name for i in model.graph.input} | {i.name for i in model.graph.initializer}
    relus = [n.input[0] for n in model.graph.node if n.op_type == "Relu" and n.input[0] not in given]
    return relus + [n.output[1] for n in model.graph.node if n.op_type == "MaxPool" and len(n.output) > 1]


def show(model, names):
    """Makes values outputs of the graph."""
    have = {o.name for o in model.graph.output}
    model.graph.output.extend(onnx.ValueInfoProto(name=n) for n in dict.fromkeys(names) if n not in have)


def once(args):
    model = onnx.load(args.model)
    outputs = [o.name for o in model.graph.output]
    masks, chosen = random_outputs(model), []
    if args.choices:
        chosen = choices(model)
    show(model, masks + chosen)
    feed = data.feeds(model.graph, args.batch, 0)
    if args.checkpoint:
        feed |= {name: p.data for name, p in api.CheckpointState.load_checkpoint(args.checkpoint).parameters if name in feed}
    s = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    node = next((n for n in model.graph.node if n.op_type == "YieldOp"), None)
    save(args, "feed.npz", feed)
    if node is None:
        names = list(dict.fromkeys(outputs + masks + chosen))
        result = dict(zip(names, s.run(names, feed)))
        result |= {k: v for k, v in feed.items() if k.endswith(".accumulation.buffer")}
    else:
        result = forward_backward(args, s, model, node, feed)
    for name, v in result.items():
        check_finite(v, name)
    save(args, "set.npz", {n: result.pop(n) for n in masks})
    save(args, "choices.npz", {n: result[n] if n in outputs else result.pop(n) for n in dict.fromkeys(chosen)})
    save(args, "result.npz", result)


def forward_backward(args, s, model, node, feed):
    """Runs up to the YieldOp, then back from random gradients, which join the feed."""
    outputs = [o.name for o in model.graph.output]
    cpu = native.OrtDevice(native.OrtDevice.cpu(), native.OrtDevice.default_memory(), 0)
    agent = native.TrainingAgent(s._sess, [i.name for i in model.graph.input], [cpu] * len(node.input),
                                 outputs, [cpu] * len(outputs), 0)
    state, forward, backward = native.PartialGraphExecutionState(), values([]), values([])
    agent.run_forward(values(list(feed.values())), forward, state, None)
    result = {name: v.numpy().copy() for name, v in zip(node.input, forward)}
    gradients = {name: data.random_for(name, 0).standard_normal(v.shape).astype(v.dtype)
                 for name, v in zip(node.output, result.values())}
    agent.run_backward(values(list(gradients.values())), backward, state)
    save(args, "feed.npz", feed | gradients)
    return result | {name: v.numpy() for name, v in zip(outputs, backward)}


def train(args):
    state = api.CheckpointState.load_checkpoint(args.checkpoint)
    module = api.Module(args.model, state)
    optimizer = api.Optimizer(args.optimizer, module)
    inputs = {i.name: i for i in onnx.load(args.model).graph.input}
    result = {}
    for step in range(args.steps):
        feed = {name: tensor(inputs[name], args, step) for name in module.input_names()}
        save(args, f"feed{step}.npz", feed)
        module.train()
        loss = module(*feed.values())
        result[f"loss{step}"] = np.asarray(loss[0] if isinstance(loss, tuple) else loss)
        optimizer.step()
        module.lazy_reset_grad()
    result |= {name: p.data for name, p in state.parameters}
    for name, v in result.items():
        check_finite(v, name)
    save(args, "result.npz", result)


def tensor(info, args, step):
    """As feeds.tensor, with the size of -features for a symbolic dim that is no batch."""
    if args.features and len(info.type.tensor_type.shape.dim) > 1:
        info.type.tensor_type.shape.dim[1].dim_value = args.features
        return data.random_for(info.name, step).standard_normal((args.batch, args.features), np.float32)
    return data.tensor(info, args.batch, step)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-checkpoint")
    parser.add_argument("-optimizer")
    parser.add_argument("-batch", type=int, default=5)
    parser.add_argument("-features", type=int)
    parser.add_argument("-choices", action="store_true")
    parser.add_argument("-steps", type=int, default=0)
    parser.add_argument("model")
    parser.add_argument("dir")
    args = parser.parse_args()
    onnxruntime.set_default_logger_severity(3)
    onnxruntime.set_seed(SEED)
    train(args) if args.steps else once(args)


if __name__ == "__main__":
    main()
