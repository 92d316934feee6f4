import pathlib
import subprocess
import sys
import tempfile
import unittest

import unswag

MODELS = pathlib.Path(__file__).resolve().parents[2] / "testdata" / "models"


class Compile(unittest.TestCase):
    def test_file(self):
        with tempfile.TemporaryDirectory() as folder:
            out = pathlib.Path(folder, "out.onnx")
            report = unswag.compile(MODELS / "lenet.onnx", out, dims={"batch": 256})
            self.assertEqual((len(report.sites), report.rewritten), (4, 2))
            self.assertLess(report.memory["ort"]["peak_after"]["value"], report.memory["ort"]["peak_before"]["value"])
            self.assertTrue(out.exists())
            with self.assertRaisesRegex(unswag.CompileError, "out.onnx"):
                unswag.compile(out, out)
            self.assertEqual(unswag.compile(out, out, in_place=True, verify=False).rewritten, 0)

    def test_model(self):
        try:
            import onnx
        except ImportError:
            self.skipTest("onnx is not installed")
        model = onnx.load(MODELS / "lenet.onnx")
        report = unswag.compile(model)
        ops = {n.op_type for n in report.model.graph.node}
        self.assertLessEqual({"UnSwagPack", "UnSwagGradMask"}, ops)
        self.assertNotIn("UnSwagPack", {n.op_type for n in model.graph.node})

    def test_errors(self):
        with self.assertRaisesRegex(unswag.CompileError, "needs an output"):
            unswag.compile("in.onnx")
        with self.assertRaisesRegex(unswag.CompileError, "missing.onnx"):
            unswag.compile("missing.onnx", "out.onnx")

    def test_command_line(self):
        done = subprocess.run([sys.executable, "-m", "unswag", "version"], capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("unswagc", done.stdout)
        self.assertEqual(subprocess.run([sys.executable, "-m", "unswag", "-bad"], capture_output=True).returncode, 2)


if __name__ == "__main__":
    unittest.main()
