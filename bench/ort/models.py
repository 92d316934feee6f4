"""Builds the training graphs whose memory is measured, and variants of any graph."""
import os

import numpy as np
import onnx
from onnx import TensorProto, helper

from maker import light, nets
from maker.net import Net
from maker.training import save_artifacts


def mlp(name, folder, trained=None):
    """784 inputs, eight hidden layers of 1024."""
    save_artifacts(nets.mlp(name, [784] + [1024] * 8), folder, trained=trained)


def ffn(name, folder):
    """Gemm -> Relu -> Gemm, 256-1024-256."""
    net = Net(name)
    x = net.input("input", ["batch", 256])
    x = net.gemm(net.relu(net.gemm(x, "fc1", 256, 1024)), "fc2", 1024, 256)
    net.output(x, ["batch", 256])
    save_artifacts(net, folder, loss="mse")


class Folded(light.Light):
    """Views of weights are weights of another shape."""

    def on_Reshape(self, n, inputs):
        if inputs[0] in self.net.params:
            self.net.params[n.output[0]] = self.net.params.pop(inputs[0]).reshape(self.tensors[inputs[1]])
        else:
            super().on_Reshape(n, inputs)

    def on_Unsqueeze(self, n, inputs):
        if inputs[0] not in self.net.params:
            self.keep(n, inputs)
            return
        value = self.net.params.pop(inputs[0])
        for axis in sorted(n.attribute[0].ints):
            value = np.expand_dims(value, axis)
        self.net.params[n.output[0]] = value


def light_net(name, folder, source, batch=None):
    """A light net with random weights; batch fixes the batch in the file, which ONNX
    Runtime's gradient of AveragePool needs."""
    made = Folded(name, source)
    net = made.convert()
    for parameter, value in net.params.items():
        if value.ndim > 1:
            net.weight(parameter, *value.shape)
    for info in net.inputs + net.outputs if batch else []:
        dim = info.type.tensor_type.shape.dim[0]
        dim.Clear()
        dim.dim_value = batch
    save_artifacts(net, folder)


BUILDERS = {
    "mlp_frozen": lambda n, f: mlp(n, f, nets.pair("fc0", "head")),
    "mlp_all": mlp,
    "ffn": ffn,
    "squeezenet": lambda n, f: light_net(n, f, "light_squeezenet"),
    "inception": lambda n, f: light_net(n, f, "light_inception_v1", 8),
    "alexnet": lambda n, f: light_net(n, f, "light_bvlc_alexnet"),
}


def naive(source, target):
    """Every ReluGrad reads a mask that a node of its own packs, right behind the tensor:
    what one writes who does not know in which order the engine runs the nodes."""
    m = onnx.load(source)
    out, masks = [], {}
    wanted = {n.input[1] for n in m.graph.node if n.op_type == "ReluGrad"}
    for n in m.graph.node:
        if n.op_type == "ReluGrad":
            mask = masks[n.input[1]]
            n = helper.make_node("UnSwagGradMask", [n.input[0], mask], n.output, name=n.name,
                                 domain="ai.unswag", doc_string=n.doc_string)
        out.append(n)
        for y in n.output:
            if y in wanted:
                masks[y] = y + "_mask"
                out.append(helper.make_node("UnSwagPack", [y], [masks[y], ""], name=masks[y], domain="ai.unswag"))
    del m.graph.node[:]
    m.graph.node.extend(out)
    if not any(o.domain == "ai.unswag" for o in m.opset_import):
        m.opset_import.append(helper.make_opsetid("ai.unswag", 1))
    onnx.save(m, target)


def feed(info, batch, sequence=32, seed=3):
    """A random value for one graph input. Weights are small, whatever their fan-in."""
    kind = info.type.tensor_type
    shape = [d.dim_value or {"sequence": sequence}.get(d.dim_param, batch) for d in kind.shape.dim]
    random = np.random.default_rng([seed, len(info.name)])
    if kind.elem_type == TensorProto.BOOL:
        return np.full(shape, True)  # lazy_reset_grad
    dtype = helper.tensor_dtype_to_np_dtype(kind.elem_type)
    if np.issubdtype(dtype, np.integer):
        return random.integers(0, 10, shape).astype(dtype)
    value = random.standard_normal(shape, np.float32)
    fixed = not any(d.dim_param for d in kind.shape.dim)
    return (value * np.float32(0.02) if fixed else value).astype(dtype)


def build(name, folder):
    """Makes NAME.onnx and NAME.ckpt unless they are there."""
    path = os.path.join(folder, name + ".onnx")
    if not os.path.exists(os.path.join(folder, name + ".done")):
        BUILDERS[name](name, folder)
        open(os.path.join(folder, name + ".done"), "w").close()
    return path
