"""Compiles a model by bin/unswagc and runs the programs of docs/CUDA.md on its kernels.

Each must print what the page says.

`docs.py build` builds the Go program, bin/docs-go, where Go is. BIN names another
folder than bin, INCLUDE the folder of cuda.h, and LIBCUDA a driver's library.
"""

import ctypes
import glob
import os
import re
import shutil
import subprocess
import sys
import tempfile

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BIN = os.environ.get("BIN", os.path.join(ROOT, "bin"))
WANT = "mask 0xa, dx 0 20 0 40"


def program(language):
    """The page's program in a language."""
    with open(os.path.join(ROOT, "docs", "CUDA.md")) as f:
        found = re.findall(rf"^```{language}\n(.*?)^```", f.read(), re.S | re.M)
    if len(found) != 1:
        sys.exit(f"docs/CUDA.md has {len(found)} programs in {language}, not one")
    return found[0]


def write(folder, name, text):
    path = os.path.join(folder, name)
    with open(path, "w") as f:
        f.write(text)
    return path


def build_go(folder):
    source = write(folder, "main.go", program("go"))
    subprocess.run(["go", "build", "-trimpath", "-o", os.path.join(BIN, "docs-go"), source], check=True, cwd=ROOT)


def compile_model(folder):
    """Writes out.ptx and out.launch.json, for a model with Relu in float."""
    compiler, model = os.path.join(BIN, "unswagc"), os.path.join(ROOT, "cmd", "unswagc", "testdata", "models", "early.txt")
    subprocess.run([compiler, "parse", model, "-o", "in.onnx"], check=True, cwd=folder)
    subprocess.run([compiler, "in.onnx", "-o", "out.onnx", "-target", "ptx", "-q"], check=True, cwd=folder)


def driver():
    """The path of the driver's library."""
    if "LIBCUDA" in os.environ:
        return os.environ["LIBCUDA"]
    ctypes.CDLL("libcuda.so.1")
    with open("/proc/self/maps") as f:
        return re.search(r"\S*/libcuda\.so\S*", f.read())[0]


def include():
    """The folder of cuda.h."""
    folders = [os.environ.get("INCLUDE"), "/usr/local/cuda/include", "/usr/include"]
    folders += [os.path.join(os.path.dirname(os.path.dirname(p)), "include") for p in [shutil.which("nvcc")] if p]
    for path in sys.path:
        folders += glob.glob(os.path.join(path, "nvidia", "*", "include"))
    for folder in folders:
        if folder and os.path.exists(os.path.join(folder, "cuda.h")):
            return folder
    sys.exit("cuda.h was not found: give its folder in INCLUDE")


def build_cpp(folder):
    source = write(folder, "main.cpp", program("cpp"))
    compiler = shutil.which("g++") or shutil.which("c++") or sys.exit("there is no C++ compiler")
    out = os.path.join(folder, "docs-cpp")
    subprocess.run([compiler, "-std=c++17", "-Wall", "-I", include(), source, "-o", out, driver()], check=True)
    return [out]


def main():
    with tempfile.TemporaryDirectory() as folder:
        if sys.argv[1:] == ["build"]:
            return build_go(folder)
        compile_model(folder)
        commands = {"C++": lambda: build_cpp(folder), "Python": lambda: [sys.executable, write(folder, "main.py", program("python"))],
                    "Go": lambda: [os.path.join(BIN, "docs-go")]}
        failed = False
        for language in sys.argv[1:] or commands:
            run = subprocess.run(commands[language](), cwd=folder, capture_output=True, text=True)
            right = run.stdout == WANT + "\n" and run.returncode == 0
            print(f"{language}: {run.stdout.strip()}{'' if right else ' IS WRONG, exit code %d %s' % (run.returncode, run.stderr)}", flush=True)
            failed = failed or not right
        sys.exit(failed)


main()
