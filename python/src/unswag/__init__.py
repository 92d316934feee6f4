"""1-bit ReLU activations.

`unswag.compile` rewrites ONNX training graphs. `unswag.torch` and `unswag.jax` have ReLU
for PyTorch and JAX.
"""

from .compiler import CompileError, Report, compile

__all__ = ["CompileError", "Report", "compile"]
