"""onnxruntime.training without torch.

The package's __init__ imports modules that need torch; artifacts, onnxblock and api do
not. An empty package in its place lets them be imported alone.
"""
import os
import sys
import types

import onnxruntime

onnxruntime.set_default_logger_severity(3)
_package = types.ModuleType("onnxruntime.training")
_package.__path__ = [os.path.join(os.path.dirname(onnxruntime.__file__), "training")]
sys.modules["onnxruntime.training"] = _package
onnxruntime.training = _package

from onnxruntime.training import onnxblock  # noqa: E402
_package.onnxblock = onnxblock
from onnxruntime.training import api, artifacts  # noqa: E402
_package.api, _package.artifacts = api, artifacts
