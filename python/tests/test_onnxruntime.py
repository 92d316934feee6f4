"""Rewritten models in ONNX Runtime with the package's library and without, byte for byte."""

import pathlib
import tempfile
import unittest
from unittest import mock

try:
    import numpy as np
    import onnx
    import onnxruntime
except ImportError as e:
    raise unittest.SkipTest(f"onnxruntime, onnx or numpy cannot be imported: {e}")

import unswag
import unswag.onnxruntime
from unswag import native

MODELS = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "models"


def feeds(model):
    """Random values for the graph's inputs."""
    random = np.random.default_rng(1)
    out = {}
    for i in model.graph.input:
        shape = [d.dim_value or 5 for d in i.type.tensor_type.shape.dim]
        dtype = onnx.helper.tensor_dtype_to_np_dtype(i.type.tensor_type.elem_type)
        out[i.name] = random.standard_normal(shape).astype(dtype)
    return out


class Register(unittest.TestCase):
    def run_model(self, model, options, folder):
        """The outputs, and how many of our operators the session keeps."""
        options.log_severity_level = 3
        options.optimized_model_filepath = str(pathlib.Path(folder, "optimized.onnx"))
        session = onnxruntime.InferenceSession(model.SerializeToString(), options, providers=["CPUExecutionProvider"])
        out = [(v.dtype, v.shape, v.tobytes()) for v in session.run(None, feeds(model))]
        written = onnx.load(options.optimized_model_filepath)
        return out, sum(n.domain == "ai.unswag" for n in written.graph.node)

    def test_same_bytes(self):
        # decomposed_mixed is left out: which float16 values ONNX Runtime rounds depends on the nodes around.
        for name in ["decomposed_where", "decomposed_mul"]:
            with self.subTest(name), tempfile.TemporaryDirectory() as folder:
                report = unswag.compile(onnx.load(MODELS / f"{name}.onnx"), policy="always")
                ours = sum(n.domain == "ai.unswag" for n in report.model.graph.node)
                self.assertGreater(ours, 0)
                bodies, left = self.run_model(report.model, onnxruntime.SessionOptions(), folder)
                self.assertEqual(left, 0)
                options = onnxruntime.SessionOptions()
                unswag.onnxruntime.register(options)
                kernels, left = self.run_model(report.model, options, folder)
                self.assertEqual(left, ours)
                self.assertEqual(kernels, bodies)

    def test_without_library(self):
        with mock.patch.object(native, "LIBRARY", pathlib.Path("/none/libunswag_ort.so")):
            with self.assertRaisesRegex(RuntimeError, "C compiler"):
                unswag.onnxruntime.register(onnxruntime.SessionOptions())


if __name__ == "__main__":
    unittest.main()
