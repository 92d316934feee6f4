"""Random inputs for training graphs, the same for every graph with the same inputs."""
import hashlib
import zlib

import numpy as np
from onnx import helper

CLASSES = 10  # no label is larger; every classifier here has as many classes or more
SIZES = {"sequence": 7}


def digest(array):
    """Names an array by its type, shape and bytes."""
    array = np.asarray(array)
    head = f"{array.dtype.str} {list(array.shape)} "
    return hashlib.sha256(head.encode() + np.ascontiguousarray(array).tobytes()).hexdigest()


def random_for(name, seed):
    return np.random.default_rng([zlib.crc32(name.encode()), seed])


def variances(graph):
    """Inputs that have to be positive: the running variances of batch norms."""
    return {n.input[4] for n in graph.node if n.op_type.startswith("BatchNorm") and len(n.input) > 4}


def tensor(info, batch, seed, positive=False):
    """A random value for one graph input. Weights are scaled by their fan-in, so that
    activations of deep nets neither vanish nor overflow."""
    kind = info.type.tensor_type
    dtype = helper.tensor_dtype_to_np_dtype(kind.elem_type)
    shape = [d.dim_value or SIZES.get(d.dim_param, batch) for d in kind.shape.dim]
    random = random_for(info.name, seed)
    if dtype == np.bool_:
        return np.full(shape, seed == 0)  # lazy_reset_grad
    if np.issubdtype(dtype, np.integer):
        return random.integers(0, CLASSES, shape).astype(dtype)
    value = random.standard_normal(shape, np.float32)
    if not any(d.dim_param for d in kind.shape.dim) and len(shape) > 1:
        value *= np.float32((2 / np.prod(shape[1:])) ** 0.5)
    return (np.abs(value) + 0.5 if positive else value).astype(dtype)


def feeds(graph, batch, seed):
    """All inputs of a graph. A fixed-size data input counts as a weight; that is fine."""
    given = {i.name for i in graph.initializer}
    positive = variances(graph)
    return {i.name: tensor(i, batch, seed, i.name in positive) for i in graph.input if i.name not in given}
