#!/bin/sh
# Makes the Python environment with PyTorch, JAX, ONNX Runtime and transformers in which
# test-all.sh tests this package, and prints where it is:
#
#   env=$(python/setup.sh) && eval "$env"
#
#   UNSWAG_PYTHON_FRAMEWORKS   the packages of requirements-test.txt
#
# It lies beside the environments of tests/setup.sh: a download of 2.9 GB, 5.2 GB on the disk.
# PYTHON names the interpreter to use, otherwise Python 3.12 or 3.11 is looked for: JAX for 3.11 is an older one.
set -eu
cd "$(dirname "$0")/.."
. tests/environment.sh

PYTHON=${PYTHON:-$(python/interpreters.sh 3.12 3.11 | cut -d ' ' -f 2)}
python=$(find_python)
frameworks=$(environment frameworks python/requirements-test.txt "jax, onnx, onnxruntime, torch, transformers" triton)
export_line UNSWAG_PYTHON_FRAMEWORKS "$frameworks/bin/python"
