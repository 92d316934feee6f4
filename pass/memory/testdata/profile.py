"""Prints the order in which ONNX Runtime really ran the nodes of training graphs.

    python profile.py MODEL.onnx ...

Output like that of orders.py; the order comes from a profile of one step with all inputs
set to ones and symbolic dims to 4. Needs onnx and onnxruntime-training 1.19.2; a model that
this ONNX Runtime cannot run is left out, with the reason on stderr.
"""
import json
import os
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime as ort

TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": np.bool_, "tensor(float16)": np.float16}


def ran(path, folder):
    model = onnx.load(path)
    for i, n in enumerate(model.graph.node):
        n.name = str(i)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_profiling = True
    options.profile_file_prefix = os.path.join(folder, "profile")
    options.log_severity_level = 4
    options.intra_op_num_threads = 1
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    session.run(None, {i.name: np.ones([d if isinstance(d, int) else 4 for d in i.shape], TYPES[i.type]) for i in session.get_inputs()})
    with open(session.end_profiling()) as f:
        events = [e for e in json.load(f) if e.get("cat") == "Node" and e["name"].endswith("_kernel_time")]
    events.sort(key=lambda e: e["ts"])
    return model.graph.node, [int(e["name"].split("_")[0]) for e in events]


def main():
    with tempfile.TemporaryDirectory() as folder:
        for path in sys.argv[1:]:
            try:
                nodes, order = ran(path, folder)
            except Exception as e:
                print(os.path.basename(path), str(e)[:200], file=sys.stderr)
                continue
            print("model", os.path.basename(path))
            for n in nodes:
                print("node", n.op_type, *[x or "_" for x in n.input], "->", *[o or "_" for o in n.output])
            print("order", *order)


main()
