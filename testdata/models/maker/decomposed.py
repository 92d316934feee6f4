"""Gradients of ReLU in standard operators, as other toolchains write them.

These graphs are made by hand: no exporter wrote them. They hold nothing of com.microsoft,
so that any ONNX engine runs them. The loss is a mean of squares; the parameters are
graph inputs, the loss and every parameter's gradient graph outputs.
"""
import os

import numpy as np
from onnx import TensorProto

from .net import Net

HALF, FLOAT = TensorProto.FLOAT16, TensorProto.FLOAT


class Step:
    """The forward and backward pass of Gemm -> Relu -> ... -> Gemm."""

    def __init__(self, name, opset, widths, trained, half=()):
        self.net = Net(name, opset)
        self.widths, self.trained, self.half = widths, trained, half
        self.axis = self.net.constant("axis0", np.array([0], np.int64))
        self.gradients = []

    def kind(self, i):
        return HALF if i in self.half else FLOAT

    def zero(self, i):
        dtype = np.float16 if i in self.half else np.float32
        return self.net.constant(f"zero_{np.dtype(dtype).name}", dtype(0))

    def cast(self, x, name, of, to):
        """x as layer to's type; layers of one type need no Cast."""
        if self.kind(of) == self.kind(to):
            return x
        return self.net.op("Cast", x, name=name, to=self.kind(to))

    def forward(self):
        net, w, last = self.net, self.widths, len(self.widths) - 2
        net.input("input", ["batch", w[0]], self.kind(0))
        net.input("target", ["batch", w[-1]], self.kind(last))
        self.x, self.z, self.y = ["input"], [], []
        for i in range(last + 1):
            net.input(f"fc{i}.weight", [w[i + 1], w[i]], self.kind(i))
            net.input(f"fc{i}.bias", [w[i + 1]], self.kind(i))
            x = self.cast(self.x[-1], f"x{i}", i - 1, i) if i else "input"
            self.x[-1] = x
            self.z.append(net.op("Gemm", x, f"fc{i}.weight", f"fc{i}.bias", name=f"z{i}", transB=1))
            if i < last:
                self.y.append(net.op("Relu", self.z[-1], name=f"y{i}"))
                self.x.append(self.y[-1])
        self.error = net.op("Sub", self.z[-1], "target", name="error")
        square = net.op("Mul", self.error, self.error, name="square")
        loss = net.op("ReduceMean", square, name="loss", keepdims=0)
        net.output(loss, [], self.kind(last))

    def backward(self, relus):
        """relus[i](step, i, dy) writes the gradient of the i-th ReLU."""
        dtype = np.float16 if len(self.widths) - 2 in self.half else np.float32
        scale = self.net.constant("scale", dtype(0.125))
        dz = self.net.op("Mul", self.error, scale, name=f"dz{len(relus)}")
        for i in reversed(range(len(self.widths) - 1)):
            if i in self.trained:
                self.layer_gradients(i, dz)
            if i == min(self.trained):
                break
            dx = self.net.op("Gemm", dz, f"fc{i}.weight", name=f"dx{i}")
            dz = relus[i - 1](self, i - 1, self.cast(dx, f"dy{i - 1}", i, i - 1))
        for name, shape, kind in reversed(self.gradients):
            self.net.output(name, shape, kind)

    def layer_gradients(self, i, dz):
        n_in, n_out = self.widths[i:i + 2]
        w = self.net.op("Gemm", dz, self.x[i], name=f"fc{i}.weight_grad", transA=1)
        b = self.net.op("ReduceSum", dz, self.axis, name=f"fc{i}.bias_grad", keepdims=0)
        self.gradients += [(b, [n_out], self.kind(i)), (w, [n_out, n_in], self.kind(i))]

    def save(self, folder):
        with open(os.path.join(folder, self.net.name + ".onnx"), "wb") as f:
            m = self.net.model()
            m.producer_name, m.doc_string = "unswagc testdata", "Made by hand."
            f.write(m.SerializeToString(deterministic=True))


def where_greater(step, i, dy):
    c = step.net.op("Greater", step.z[i], step.zero(i), name=f"passes{i}")
    return step.net.op("Where", c, dy, step.zero(i), name=f"dz{i}")


def where_less_or_equal(step, i, dy):
    """PyTorch's threshold_backward: a NaN lets the gradient pass."""
    c = step.net.op("LessOrEqual", step.y[i], step.zero(i), name=f"stops{i}")
    return step.net.op("Where", c, step.zero(i), dy, name=f"dz{i}")


def mul_cast(step, i, dy):
    c = step.net.op("Greater", step.y[i], step.zero(i), name=f"passes{i}")
    f = step.net.op("Cast", c, name=f"factor{i}", to=step.kind(i))
    return step.net.op("Mul", dy, f, name=f"dz{i}")


def mul_sign(step, i, dy):
    return step.net.op("Mul", dy, step.net.op("Sign", step.y[i], name=f"sign{i}"), name=f"dz{i}")


def decomposed(relus, trained, opset=17, half=()):
    def make(name, folder):
        step = Step(name, opset, [20, 40, 33, 24, 10][:len(relus) + 1] + [8], trained, half)
        step.forward()
        step.backward(relus)
        step.save(folder)
    return make


# The masks of a batch of 7 end within a word: 40, 33 and 24 columns are taken for that.
GRAPHS = {
    "decomposed_where": decomposed([where_greater] * 3, trained=[0, 2, 3], opset=13),
    "decomposed_mul": decomposed([mul_cast] * 3, trained=[0, 2, 3]),
    "decomposed_sign": decomposed([mul_sign] * 2, trained=[0, 2]),
    "decomposed_mixed": decomposed([mul_cast, where_less_or_equal, where_greater],
                                   trained=[0, 3], opset=21, half=[1, 2]),
}
