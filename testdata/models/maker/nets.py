"""The networks of this folder that are our own. Each function writes one graph."""
import numpy as np
from onnx import TensorProto

from .net import Net
from .training import save_artifacts, save_yield_graph

WIDTHS = [20, 32, 48, 32, 32]


def classifier(name, opset=17, features=20):
    net = Net(name, opset)
    return net, net.input("input", ["batch", features])


def mlp(name, widths, opset=17):
    """Gemm -> Relu for each width, then a head of 10 classes."""
    net, x = classifier(name, opset, widths[0])
    for i, (a, b) in enumerate(zip(widths, widths[1:])):
        x = net.relu(net.gemm(x, f"fc{i}", a, b))
    net.output(net.gemm(x, "head", widths[-1], 10), ["batch", 10])
    return net


def pair(*layers):
    return [f"{x}.{p}" for x in layers for p in ("weight", "bias")]


def mlp_all(name, folder):
    save_artifacts(mlp(name, WIDTHS), folder)


def mlp_frozen_middle(name, folder):
    save_artifacts(mlp(name, WIDTHS), folder, trained=pair("fc0", "head"))


def mlp_frozen_as_initializers(name, folder):
    save_artifacts(mlp(name, [20, 64, 48]), folder, trained=pair("fc0"), frozen=[])


def mlp_opset(opset):
    return lambda name, folder: save_artifacts(mlp(name, [20, 32], opset), folder)


def mlp_no_relu(name, folder):
    net, x = classifier(name)
    for i, kind in enumerate(["Tanh", "Sigmoid"]):
        x = net.op(kind, net.gemm(x, f"fc{i}", [20, 32][i], 32))
    net.output(net.gemm(x, "head", 32, 10), ["batch", 10])
    save_artifacts(net, folder)


def mlp_relu6(name, folder):
    net, x = classifier(name)
    low, high = net.constant("low", np.float32(0)), net.constant("high", np.float32(6))
    x = net.op("Clip", net.gemm(x, "fc0", 20, 32), low, high)
    net.output(net.gemm(x, "head", 32, 10), ["batch", 10])
    save_artifacts(net, folder)


def mlp_relu_is_output(name, folder):
    net = mlp(name, [20, 32])
    y = next(n.output[0] for n in net.nodes if n.op_type == "Relu")
    save_artifacts(net, folder, extra=[y])


def mlp_two_relus_one_x(name, folder):
    net, x = classifier(name)
    x = net.gemm(x, "fc0", 20, 32)
    heads = [net.gemm(net.relu(x), f"head{i}", 32, 10) for i in range(2)]
    net.output(net.op("Add", *heads), ["batch", 10])
    save_artifacts(net, folder)


def mlp_autocast_fp16(name, folder):
    """fp32 parameters, fp16 layers with the Casts that autocast writes, an fp32 head."""
    net, x = classifier(name)

    def half(x):
        return net.op("Cast", x, to=TensorProto.FLOAT16)

    for i, (a, b) in enumerate([(20, 32), (32, 48)]):
        w, bias = net.weight(f"fc{i}.weight", b, a), net.filled(f"fc{i}.bias", 0, b)
        x = net.op("Gemm", half(x) if i == 0 else x, half(w), half(bias), name=f"fc{i}", transB=1)
        x = net.relu(x)
    x = net.op("Cast", x, to=TensorProto.FLOAT)
    net.output(net.gemm(x, "head", 48, 10), ["batch", 10])
    save_artifacts(net, folder)


def gemm_relu_dropout_gemm(name, folder):
    net, x = classifier(name)
    for i, (a, b) in enumerate([(20, 48), (48, 40)]):
        x = net.dropout(net.relu(net.gemm(x, f"fc{i}", a, b)), 0.5)
    net.output(net.gemm(x, "head", 40, 10), ["batch", 10])
    save_artifacts(net, folder)


def lenet(name, folder):
    net = Net(name)
    x = net.input("input", ["batch", 1, 28, 28])
    for i, (a, b) in enumerate([(1, 6), (6, 16)]):
        x = net.relu(net.conv(x, f"conv{i}", a, b, 5, pads=[2, 2, 2, 2] if i == 0 else [0, 0, 0, 0]))
        x = net.op("MaxPool", x, kernel_shape=[2, 2], strides=[2, 2])
    x = net.op("Flatten", x, axis=1)
    for i, (a, b) in enumerate([(400, 120), (120, 84)]):
        x = net.relu(net.gemm(x, f"fc{i}", a, b))
    net.output(net.gemm(x, "head", 84, 10), ["batch", 10])
    save_artifacts(net, folder)


def resnet_block(name, folder):
    """A stem and two residual blocks: the second one changes the width."""
    net = Net(name)
    x = net.input("input", ["batch", 3, 16, 16])

    def unit(x, layer, n_in, n_out, k=3):
        x = net.conv(x, f"{layer}.conv", n_in, n_out, k, bias=False, pads=[k // 2] * 4)
        return net.norm(x, f"{layer}.bn", n_out)

    x = net.relu(unit(x, "stem", 3, 8))
    for i, (a, b) in enumerate([(8, 8), (8, 12)]):
        y = unit(net.relu(unit(x, f"block{i}.0", a, b)), f"block{i}.1", b, b)
        if a != b:
            x = unit(x, f"block{i}.down", a, b, 1)
        x = net.relu(net.op("Add", y, x))
    x = net.op("Flatten", net.op("GlobalAveragePool", x), axis=1)
    net.output(net.gemm(x, "head", 12, 10), ["batch", 10])
    statistics = [p for p in net.params if "running" in p]
    save_artifacts(net, folder, trained=[p for p in net.params if p not in statistics])


def ffn(name, adapters=(), layers=2, d=16, f=64):
    """fc1 -> Relu -> fc2 on [batch, sequence, d]; adapters name the layers with LoRA."""
    net = Net(name)
    x = net.input("hidden", ["batch", "sequence", d])

    def linear(x, layer, n_in, n_out):
        y = net.linear(x, layer, n_in, n_out)
        if layer.split(".")[1] not in adapters:
            return y
        low = net.op("MatMul", x, net.weight(f"{layer}.lora_A", n_in, 4))
        b = net.weight(f"{layer}.lora_B", 4, n_out)
        return net.op("Add", y, net.op("MatMul", low, b))

    for i in range(layers):
        x = linear(net.relu(linear(x, f"l{i}.fc1", d, f)), f"l{i}.fc2", f, d)
    net.output(x, ["batch", "sequence", d])
    return net


def ffn3d(name, folder):
    save_artifacts(ffn(name), folder, loss="mse")


def lora_ffn3d(*adapters):
    def make(name, folder):
        net = ffn(name, adapters)
        save_artifacts(net, folder, trained=[p for p in net.params if "lora" in p], loss="mse")
    return make


def ortmodule_mlp(name, folder):
    save_yield_graph(mlp(name, [20, 32, 48]), folder)


def ortmodule_ffn3d(name, folder):
    save_yield_graph(ffn(name, layers=1), folder)


GRAPHS = {
    "mlp_all": mlp_all,
    "mlp_frozen_middle": mlp_frozen_middle,
    "mlp_frozen_as_initializers": mlp_frozen_as_initializers,
    "mlp_opset12": mlp_opset(12),
    "mlp_opset21": mlp_opset(21),
    "mlp_no_relu": mlp_no_relu,
    "mlp_relu6": mlp_relu6,
    "mlp_relu_is_output": mlp_relu_is_output,
    "mlp_two_relus_one_x": mlp_two_relus_one_x,
    "mlp_autocast_fp16": mlp_autocast_fp16,
    "gemm_relu_dropout_gemm": gemm_relu_dropout_gemm,
    "lenet": lenet,
    "resnet_block": resnet_block,
    "ffn3d": ffn3d,
    "lora_ffn3d_fc1": lora_ffn3d("fc1"),
    "lora_ffn3d_both": lora_ffn3d("fc1", "fc2"),
    "ortmodule_mlp": ortmodule_mlp,
    "ortmodule_ffn3d": ortmodule_ffn3d,
}
