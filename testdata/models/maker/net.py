"""A small builder of forward networks."""
import zlib

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper


class Net:
    """A forward graph that grows node by node; methods return value names."""

    def __init__(self, name, opset=17):
        self.name, self.opset = name, opset
        self.nodes, self.inputs, self.outputs = [], [], []
        self.params, self.constants = {}, {}
        self.random = np.random.default_rng(zlib.crc32(name.encode()))

    def input(self, name, shape, kind=TensorProto.FLOAT):
        self.inputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def output(self, name, shape, kind=TensorProto.FLOAT):
        self.outputs.append(helper.make_tensor_value_info(name, kind, shape))
        return name

    def weight(self, name, *shape):
        """A parameter with He-scaled normal values."""
        fan = int(np.prod(shape[1:])) if len(shape) > 2 else max(shape[0], 1)
        scale = np.sqrt(2.0 / fan)
        self.params[name] = (self.random.standard_normal(shape) * scale).astype(np.float32)
        return name

    def filled(self, name, value, *shape):
        """A parameter with one value, such as a bias."""
        self.params[name] = np.full(shape, value, np.float32)
        return name

    def constant(self, name, value):
        """An initializer that is no parameter."""
        self.constants[name] = np.asarray(value)
        return name

    def op(self, kind, *inputs, name=None, outputs=1, **attributes):
        name = name or f"{kind.lower()}{len(self.nodes)}"
        outs = [name if i == 0 else f"{name}_{i}" for i in range(outputs)]
        self.nodes.append(helper.make_node(kind, inputs, outs, name=f"/{name}", **attributes))
        return outs[0] if outputs == 1 else outs

    def gemm(self, x, name, n_in, n_out):
        return self.op("Gemm", x, self.weight(f"{name}.weight", n_out, n_in),
                       self.filled(f"{name}.bias", 0, n_out), name=name, transB=1)

    def linear(self, x, name, n_in, n_out):
        """MatMul and Add, as for tensors of three and more dims."""
        y = self.op("MatMul", x, self.weight(f"{name}.weight", n_in, n_out), name=f"{name}.matmul")
        return self.op("Add", y, self.filled(f"{name}.bias", 0, n_out), name=name)

    def conv(self, x, name, n_in, n_out, k, bias=True, **attributes):
        inputs = [x, self.weight(f"{name}.weight", n_out, n_in, k, k)]
        if bias:
            inputs.append(self.filled(f"{name}.bias", 0, n_out))
        return self.op("Conv", *inputs, name=name, kernel_shape=[k, k], **attributes)

    def norm(self, x, name, n):
        """BatchNormalization in training mode; its statistics are frozen parameters."""
        inputs = [x, self.filled(f"{name}.weight", 1, n), self.filled(f"{name}.bias", 0, n),
                  self.filled(f"{name}.running_mean", 0, n), self.filled(f"{name}.running_var", 1, n)]
        return self.op("BatchNormalization", *inputs, name=name, outputs=3, training_mode=1)[0]

    def relu(self, x):
        return self.op("Relu", x)

    def dropout(self, x, ratio, name=None):
        """The mask has to be an output, or there is no gradient."""
        name = name or f"dropout{len(self.nodes)}"
        return self.op("Dropout", x, self.constant(f"{name}.ratio", np.float32(ratio)),
                       self.constant(f"{name}.training", np.bool_(True)),
                       name=name, outputs=2, seed=1)[0]

    def model(self, check=True):
        tensors = [numpy_helper.from_array(v, k) for k, v in (self.params | self.constants).items()]
        graph = helper.make_graph(self.nodes, self.name, self.inputs, self.outputs, tensors)
        m = helper.make_model(graph, opset_imports=[helper.make_opsetid("", self.opset)],
                              ir_version=8, producer_name="unswagc testdata")
        if check:
            onnx.checker.check_model(m, full_check=True)
        return onnx.shape_inference.infer_shapes(m)
