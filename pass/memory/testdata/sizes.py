"""Writes a training graph with the bytes of every value, as ONNX Runtime ran it.

    python sizes.py MODEL.onnx BATCH OUT.txt

The lines are those that build_test.go reads. Needs onnx and onnxruntime-training 1.19.2.
sizes_squeezenet.txt and sizes_alexnet.txt come from the light_* graphs at batch 16.
"""
import json
import sys

import numpy as np
import onnx
import onnxruntime as ort

TYPES = {"tensor(float)": np.float32, "tensor(int64)": np.int64, "tensor(bool)": np.bool_}
SIZES = {"float": 4, "int64": 8, "bool": 1, "int32": 4, "uint8": 1, "double": 8}


def ran(model, batch):
    """Returns by node the types and shapes of its outputs."""
    for i, n in enumerate(model.graph.node):
        n.name = str(i)
    options = ort.SessionOptions()
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_DISABLE_ALL
    options.enable_profiling = True
    options.log_severity_level = 4
    session = ort.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
    session.run(None, {i.name: np.ones([d if isinstance(d, int) else batch for d in i.shape], TYPES[i.type]) for i in session.get_inputs()})
    with open(session.end_profiling()) as f:
        events = json.load(f)
    return {int(e["name"].split("_")[0]): e["args"]["output_type_shape"] for e in events if e.get("cat") == "Node" and e["name"].endswith("_kernel_time")}


def main():
    model = onnx.load(sys.argv[1])
    shapes = ran(model, int(sys.argv[2]))
    nodes = model.graph.node
    made = {x for n in nodes for x in n.output if x}
    names = {}

    def name(x):
        return names.setdefault(x, f"v{len(names)}") if x else "_"

    with open(sys.argv[3], "w") as f:
        for x in sorted({x for n in nodes for x in n.input if x} - made):
            print("in", name(x) + ":8", file=f)
        for i, n in enumerate(nodes):
            given = iter(shapes[i])
            outs = []
            for x in n.output:
                if x:
                    [(kind, dims)] = next(given).items()
                    outs.append(f"{name(x)}:{int(np.prod(dims, dtype=np.int64)) * SIZES[kind]}")
                else:
                    outs.append("_")
            domain = "ms." if n.domain == "com.microsoft" else ""
            print(domain + n.op_type, *map(name, n.input), "->", *outs, file=f)
        print("out", *(name(x.name) for x in model.graph.output), file=f)


main()
