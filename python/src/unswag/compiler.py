"""The compiler, which is a program in this package, as a function."""

from __future__ import annotations

import dataclasses
import json
import os
import pathlib
import shutil
import subprocess
import tempfile
from typing import Any, Mapping

_HERE = pathlib.Path(__file__).parent


class CompileError(RuntimeError):
    """What unswagc said when it failed."""


@dataclasses.dataclass(frozen=True)
class Report:
    """What the compiler did. `json` is the whole report, as docs/REPORT.md describes it."""

    json: Mapping[str, Any]
    model: Any = None
    """The rewritten model, where `compile` was given a ModelProto."""

    @property
    def sites(self) -> list[Mapping[str, Any]]:
        """The ReLUs whose gradients were found, each with its strategy and reason."""
        return self.json["sites"]

    @property
    def rewritten(self) -> int:
        """How many of them were rewritten."""
        return sum(s["strategy"] != "left" for s in self.sites)

    @property
    def memory(self) -> Mapping[str, Any]:
        """Held and peak bytes before and after, along the orders "file" and "ort"."""
        return self.json["memory"]


def program() -> str:
    """The path of unswagc: in this package, or on PATH."""
    name = "unswagc.exe" if os.name == "nt" else "unswagc"
    own = _HERE / "bin" / name
    if own.exists():
        return str(own)
    found = shutil.which(name)
    if found is None:
        raise CompileError(f"{name} is neither in {own.parent} nor on PATH: install this package with pip install ./python in a clone")
    return found


def compile(
    model: Any,
    output: str | os.PathLike[str] | None = None,
    *,
    policy: str = "auto",
    schedule: str = "ort",
    only: str | None = None,
    dims: Mapping[str, int] | None = None,
    loss: str | None = None,
    target: str = "none",
    verify: bool = True,
    in_place: bool = False,
) -> Report:
    """Rewrites an ONNX training graph.

    model is the path of a file, or an onnx.ModelProto: then output may be left out, and the
    result is Report.model. in_place allows output to be the input's file. The other options are
    those of the command line (docs/CLI.md). Raises CompileError with the compiler's words.
    """
    flags = ["-report", "json", "-policy", policy, "-schedule", schedule, "-target", target]
    flags += ["-only", only] if only else []
    flags += ["-loss", loss] if loss else []
    flags += [f for name, size in (dims or {}).items() for f in ("-dim", f"{name}={size}")]
    flags += [] if verify else ["-no-verify"]
    flags += ["-f"] if in_place else []
    if isinstance(model, (str, os.PathLike)):
        if output is None:
            raise CompileError("a model that is given as a file needs an output: compile(path, output)")
        return Report(_run(os.fspath(model), os.fspath(output), flags))
    with tempfile.TemporaryDirectory() as folder:
        source, result = os.path.join(folder, "in.onnx"), os.path.join(folder, "out.onnx")
        with open(source, "wb") as f:
            f.write(model.SerializeToString())
        report = _run(source, os.fspath(output or result), flags)
        rewritten = type(model)()
        with open(output or result, "rb") as f:
            rewritten.ParseFromString(f.read())
    return Report(report, rewritten)


def _run(source: str, result: str, flags: list[str]) -> Mapping[str, Any]:
    done = subprocess.run([program(), source, "-o", result, *flags], capture_output=True, text=True)
    if done.returncode:
        raise CompileError(done.stderr.strip() or f"unswagc ended with {done.returncode}")
    return json.loads(done.stdout)
