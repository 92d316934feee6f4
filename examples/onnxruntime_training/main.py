"""Trains a classifier in ONNX Runtime with and without masks: same losses, less memory.

    examples/onnxruntime_training/run.sh

A network of five layers whose middle ones are frozen learns ten kinds of pictures that
are made up here. main.py -unswagc FILE -library FILE [-batch N] takes other programs than bin/'s.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import types

import numpy as np
import onnx
import onnxruntime

onnxruntime.set_default_logger_severity(3)
# The package's __init__ imports what needs torch; the parts used here do not.
package = types.ModuleType("onnxruntime.training")
package.__path__ = [os.path.join(os.path.dirname(onnxruntime.__file__), "training")]
sys.modules["onnxruntime.training"] = onnxruntime.training = package
from onnxruntime.training import onnxblock  # noqa: E402
package.onnxblock = onnxblock
from onnxruntime.training import api, artifacts  # noqa: E402

ROOT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..")
WIDTHS = [784, 1024, 1024, 1024, 1024, 10]
TRAINED, STEPS = (0, 4), 4


def forward():
    """Gemm -> Relu, four times, and a Gemm."""
    random, nodes, weights, x = np.random.default_rng(1), [], [], "pictures"
    for i, (a, b) in enumerate(zip(WIDTHS, WIDTHS[1:])):
        w = random.standard_normal((a, b), np.float32) * np.float32((2 / a) ** 0.5)
        weights += [onnx.numpy_helper.from_array(w, f"w{i}"), onnx.numpy_helper.from_array(np.zeros(b, np.float32), f"b{i}")]
        nodes.append(onnx.helper.make_node("Gemm", [x, f"w{i}", f"b{i}"], [f"z{i}"], f"gemm{i}"))
        x = f"z{i}"
        if b != 10:
            nodes.append(onnx.helper.make_node("Relu", [x], [f"y{i}"], f"relu{i}"))
            x = f"y{i}"
    info = lambda name, width: onnx.helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, ["batch", width])
    graph = onnx.helper.make_graph(nodes, "classifier", [info("pictures", 784)], [info(x, 10)], weights)
    return onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", 17)], ir_version=8)


def make_artifacts(folder):
    names = lambda layers: [f"{k}{i}" for i in layers for k in "wb"]
    artifacts.generate_artifacts(forward(), requires_grad=names(TRAINED), frozen_params=names((1, 2, 3)),
                                 loss=artifacts.LossType.CrossEntropyLoss, optimizer=artifacts.OptimType.AdamW,
                                 artifact_directory=folder)


def pictures(batch, step):
    """Ten kinds: a smooth pattern each, and noise."""
    patterns = np.random.default_rng(0).standard_normal((10, 7, 7), np.float32).repeat(4, 1).repeat(4, 2)
    random = np.random.default_rng(100 + step)
    labels = random.integers(0, 10, batch)
    return patterns[labels].reshape(batch, 784) + random.standard_normal((batch, 784), np.float32), labels


def status(key):
    with open("/proc/self/status") as f:
        return next(int(line.split()[1]) / 1024 for line in f if line.startswith(key))


def train(folder, model, library, batch):
    """Prints the losses and the MiB that the last step took above what was there before it."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    options.enable_cpu_mem_arena = options.enable_mem_pattern = False  # each tensor is freed by itself
    if library:
        options.register_custom_ops_library(library)
    state = api.CheckpointState.load_checkpoint(os.path.join(folder, "checkpoint"))
    module = api.Module(model, state, session_options=options)
    optimizer = api.Optimizer(os.path.join(folder, "optimizer_model.onnx"), module)
    losses, mib = [], None
    for step in range(STEPS):
        x, labels = pictures(batch, step)
        module.train()
        if sys.platform == "linux":
            with open("/proc/self/clear_refs", "w") as f:
                f.write("5")  # forgets the peak
            before = status("VmRSS")
        losses.append(np.float32(module(x, labels)).item().hex())
        if sys.platform == "linux":
            mib = status("VmHWM") - before
        optimizer.step()
        module.lazy_reset_grad()
    print(json.dumps({"losses": losses, "mib": mib}))


def in_own_process(folder, model, library, batch):
    env = dict(os.environ, MALLOC_MMAP_THRESHOLD_="262144")  # freed memory goes back at once
    done = subprocess.run([sys.executable, __file__, "-train", folder, model, library, str(batch)],
                          env=env, stdout=subprocess.PIPE, text=True)
    return json.loads(done.stdout.splitlines()[-1]) if done.returncode == 0 else sys.exit("training failed")


def main():
    parser = argparse.ArgumentParser()
    suffix = "dylib" if sys.platform == "darwin" else "so"
    parser.add_argument("-unswagc", default=os.path.join(ROOT, "bin", "unswagc"))
    parser.add_argument("-library", default=os.path.join(ROOT, "bin", f"libunswag_ort.{suffix}"))
    parser.add_argument("-batch", type=int, default=4096)
    parser.add_argument("-train", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.train:
        return train(*args.train[:3], int(args.train[3]))
    with tempfile.TemporaryDirectory() as folder:
        make_artifacts(folder)
        model, rewritten = os.path.join(folder, "training_model.onnx"), os.path.join(folder, "rewritten.onnx")
        subprocess.run([args.unswagc, model, "-o", rewritten, "-dim", f"batch={args.batch}", "-q"],
                       check=True, stdout=subprocess.DEVNULL)
        plain = in_own_process(folder, model, "", args.batch)
        masks = in_own_process(folder, rewritten, args.library, args.batch)
    print(f"{'':10}{'loss of each step':40}MiB of a step")
    for name, r in [("original", plain), ("rewritten", masks)]:
        told = "not measured here" if r["mib"] is None else f"{r['mib']:.0f}"
        print(f"{name:10}{'  '.join(f'{float.fromhex(x):.6f}' for x in r['losses']):40}{told}")
    if plain["losses"] != masks["losses"]:
        sys.exit("the losses differ")
    print("the losses are the same, bit for bit")


if __name__ == "__main__":
    main()
