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
            if os.name != "nt" and shutil.which(os.environ.get("CC", "cc")):  # unswag.jax does without the library
                library = "libunswag_ffi.dylib" if sys.platform == "darwin" else "libunswag_ffi.so"
                subprocess.run(["runtime/plugin/xla/build.sh", out / "bin" / library], **go)
        except FileNotFoundError:
            sys.exit("unswag is built with Go 1.26 or newer, which is not on PATH: get it from https://go.dev/dl")
        # unswag.onnxruntime tells what to do where it is missing.
        if os.name != "nt" and shutil.which(os.environ.get("CC", "cc").split()[0]):
            suffix = ".dylib" if sys.platform == "darwin" else ".so"
            build = here.parent / "runtime" / "plugin" / "ort" / "build.sh"
            subprocess.run([build, out / "lib" / f"libunswag_ort{suffix}"], check=True)
        else:
            print("unswag: no C compiler was found, so the wheel has no kernels for CPUs", file=sys.stderr)


class Binary(Distribution):
    def has_ext_modules(self):  # the wheel is for one kind of machine
        return True


class AnyPython(bdist_wheel):
    def get_tag(self):
        return "py3", "none", super().get_tag()[2]


setup(cmdclass={"build_py": BuildWithGo, "bdist_wheel": AnyPython}, distclass=Binary)
