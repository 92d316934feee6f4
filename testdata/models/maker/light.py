"""Training graphs of the light_* nets that the onnx package ships (Apache-2.0)."""
import os

import numpy as np
import onnx
from onnx import helper, numpy_helper

from .net import Net
from .training import save_artifacts

FOLDER = os.path.join(os.path.dirname(onnx.__file__), "backend", "test", "data", "light")


def shape_of(info):
    return [d.dim_value for d in info.type.tensor_type.shape.dim]


class Light:
    """Copies a light net into a Net, node by node, as training wants it."""

    def __init__(self, name, source):
        self.net = Net(name)
        self.graph = onnx.load(os.path.join(FOLDER, source + ".onnx")).graph
        self.tensors = {i.name: numpy_helper.to_array(i) for i in self.graph.initializer}
        self.renamed = {}

    def convert(self):
        nodes = list(self.graph.node)
        last = self.graph.output[0].name
        if nodes[-1].op_type == "Softmax":  # the loss has its own
            last = nodes.pop().input[0]
        data = next(i for i in self.graph.input if i.name not in self.tensors)
        self.net.input(data.name, ["batch"] + shape_of(data)[1:])
        for n in nodes:
            getattr(self, "on_" + n.op_type, self.keep)(n, [self.renamed.get(x, x) for x in n.input])
        return self.finish(self.renamed.get(last, last))

    def finish(self, last):
        m = onnx.shape_inference.infer_shapes(self.net_model(last))
        shape = shape_of(next(v for v in m.graph.value_info if v.name == last))
        if len(shape) == 4:
            last = self.net.op("Flatten", last, name="logits", axis=1)
        self.net.output(last, ["batch", shape[1]])
        return self.net

    def net_model(self, last):
        m = self.net.model(check=False)
        probe = helper.make_node("Identity", [last], ["probe"])
        m.graph.node.append(probe)
        return m

    def keep(self, n, inputs):
        for x in inputs:
            if x in self.tensors:
                self.net.params[x] = self.tensors[x]
        attributes = {a.name: helper.get_attribute_value(a) for a in n.attribute}
        self.net.nodes.append(helper.make_node(
            n.op_type, inputs, n.output, name=n.name or n.output[0], **attributes))

    def on_ConstantOfShape(self, n, inputs):
        """A weight: its values do not matter, for it becomes a graph input."""
        self.net.filled(n.output[0], 0, *self.tensors[inputs[0]])

    def on_LRN(self, n, inputs):
        """Left out: ONNX Runtime has no gradient for it."""
        self.renamed[n.output[0]] = inputs[0]

    def on_Reshape(self, n, inputs):
        """The batch is left open."""
        shape = self.tensors[inputs[1]]
        shape = np.array([0, -1] if len(shape) == 2 else [0, *shape[1:]], np.int64)
        self.keep(n, [inputs[0], self.net.constant(n.output[0] + "_shape", shape)])

    def on_Dropout(self, n, inputs):
        ratio = next((a.f for a in n.attribute if a.name == "ratio"), 0.5)
        self.renamed[n.output[0]] = self.net.dropout(inputs[0], ratio, name=n.output[0] + "_dropped")


def light(source):
    def make(name, folder):
        save_artifacts(Light(name, source).convert(), folder, checkpoint=False)
    return make


GRAPHS = {"light_alexnet": light("light_bvlc_alexnet"), "light_squeezenet": light("light_squeezenet")}
