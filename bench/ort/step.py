"""Takes training steps in ONNX Runtime and prints what they need, as JSON.

step.py memory LIBRARY MODEL CHECKPOINT BATCH    MiB above what was there before the step
step.py time LIBRARY MODEL MODEL CHECKPOINT BATCH ROUNDS    two models in turn, ms

LIBRARY is "-" for none, CHECKPOINT is "-" for a graph that has all of its parameters
as inputs. ORDER, MEMORY_REUSE and THREADS in the environment set options of the session.
"""
import ctypes
import json
import os
import statistics
import sys
import time

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path[0] = os.path.join(HERE, "..", "..", "testdata", "models")
sys.path.insert(1, HERE)

import numpy as np  # noqa: E402
import onnx  # noqa: E402
import onnxruntime  # noqa: E402
from maker.engine import api  # noqa: E402

import models  # noqa: E402


def options(library, lean):
    so = onnxruntime.SessionOptions()
    so.log_severity_level = 3
    so.intra_op_num_threads = int(os.environ.get("THREADS", 2))
    so.execution_order = getattr(onnxruntime.ExecutionOrder, os.environ.get("ORDER", "DEFAULT"))
    so.enable_mem_reuse = os.environ.get("MEMORY_REUSE", "1") == "1"
    if lean:  # every tensor is a block of its own
        so.enable_cpu_mem_arena = so.enable_mem_pattern = False
    if library != "-":
        so.register_custom_ops_library(library)
    return so


def stepper(library, model, checkpoint, batch, lean):
    """A function that takes one step and returns the loss, and the step's session."""
    graph = onnx.load(model, load_external_data=False).graph
    so = options(library, lean)
    if checkpoint == "-":
        session = onnxruntime.InferenceSession(model, so, providers=["CPUExecutionProvider"])
        given = {i.name for i in graph.initializer}
        feed = {i.name: models.feed(i, batch) for i in graph.input if i.name not in given}
        return lambda: [np.asarray(v).ravel()[:1].tolist() for v in session.run(None, feed)][:1]
    state = api.CheckpointState.load_checkpoint(checkpoint)
    module = api.Module(model, state, session_options=so)
    infos = {i.name: i for i in graph.input}
    feed = [onnxruntime.OrtValue.ortvalue_from_numpy(models.feed(infos[n], batch)) for n in module.input_names()]
    module.train()

    def step():
        loss = module(*feed)
        loss = loss[0] if isinstance(loss, tuple) else loss
        module.lazy_reset_grad()
        return float(loss.numpy() if hasattr(loss, "numpy") else loss)
    step.keep = state
    return step


def status(key):
    with open("/proc/self/status") as f:
        return next(int(line.split()[1]) / 1024 for line in f if line.startswith(key))


def memory(library, model, checkpoint, batch):
    step = stepper(library, model, checkpoint, int(batch), lean=True)
    count = ctypes.CDLL(None)
    count.count_start.restype = count.count_peak.restype = ctypes.c_long
    out = {}
    for _ in range(2):  # the second step is like all that follow
        with open("/proc/self/clear_refs", "w") as f:
            f.write("5")
        resident, live = status("VmRSS"), count.count_start()
        out["loss"] = step()
        out["blocks"] = (count.count_peak() - live) / 2**20
        out["resident"] = status("VmHWM") - resident
    print(json.dumps(out))


def seconds(library, first, second, checkpoint, batch, rounds):
    steps = [stepper(library, m, checkpoint, int(batch), lean=False) for m in (first, second)]
    wall = [[], []]
    for s in steps * 2:
        s()
    for r in range(int(rounds)):
        for k in (0, 1) if r % 2 else (1, 0):
            start = time.perf_counter()
            steps[k]()
            wall[k].append(time.perf_counter() - start)
    ratios = sorted(b / a for a, b in zip(*wall))
    print(json.dumps({"first": statistics.median(wall[0]) * 1e3, "second": statistics.median(wall[1]) * 1e3,
                      "ratio": statistics.median(ratios), "least": ratios[0], "largest": ratios[-1]}))


if __name__ == "__main__":
    {"memory": memory, "time": seconds}[sys.argv[1]](*sys.argv[2:])
