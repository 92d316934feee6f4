"""Builds the wheel: what the repository around compiles to goes into it."""

import os
import pathlib
import shutil
import subprocess
import sys

from setuptools import Distribution, setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py

here = pathlib.Path(__file__).resolve().parent


def library(name):
    """What a library's file is called here; None where there is no C compiler that can build it."""
    if os.name == "nt" or not shutil.which(os.environ.get("CC", "cc").split()[0]):
        return None
    return name + (".dylib" if sys.platform == "darwin" else ".so")


class BuildWithGo(build_py):
    def run(self):
        super().run()
        if not (here.parent / "go.mod").exists():
            sys.exit("unswag is built in a clone of its repository: pip install ./python there")
        out = pathlib.Path(self.build_lib).resolve() / "unswag"
        (out / "bin").mkdir(parents=True, exist_ok=True)
        (out / "kernels").mkdir(exist_ok=True)
        program = "unswagc.exe" if os.name == "nt" else "unswagc"
        go = dict(cwd=here.parent, env={**os.environ, "CGO_ENABLED": "0"}, check=True)
        try:
            subprocess.run(["go", "build", "-trimpath", "-ldflags=-s", "-o", out / "bin" / program, "./cmd/unswagc"], **go)
            subprocess.run(["go", "run", "./bench/cuda/emit", out / "kernels" / "kernels"], **go)
        except FileNotFoundError:
            sys.exit("unswag is built with Go 1.26 or newer, which is not on PATH: get it from https://go.dev/dl")
        # Without them unswag.onnxruntime tells what to do, and unswag.jax uses operations of JAX's own.
        for host, folder, name in [("ort", "lib", "libunswag_ort"), ("xla", "bin", "libunswag_ffi")]:
            file = library(name)
            if file is None:
                print(f"unswag: no C compiler was found, or this is Windows: the wheel has no {name}", file=sys.stderr)
            else:
                subprocess.run([f"runtime/plugin/{host}/build.sh", out / folder / file], **go)


class Binary(Distribution):
    def has_ext_modules(self):  # the wheel is for one kind of machine
        return True


class AnyPython(bdist_wheel):
    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(cmdclass={"build_py": BuildWithGo, "bdist_wheel": AnyPython}, distclass=Binary)
