"""1-bit ReLU activations.

`unswag.compile` rewrites ONNX training graphs. `unswag.torch` has operators for PyTorch.
"""

from .compiler import CompileError, Report, compile

__all__ = ["CompileError", "Report", "compile"]
