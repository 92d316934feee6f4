"""python -m unswag in.onnx -o out.onnx: the compiler's command line."""

import subprocess
import sys

from .compiler import program


def main() -> int:
    return subprocess.run([program(), *sys.argv[1:]]).returncode


if __name__ == "__main__":
    sys.exit(main())
