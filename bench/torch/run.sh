#!/bin/sh
# Tests and measures unswag.torch on the machine's GPU.
#
#   bench/torch/run.sh
#
# `make wheel` builds what it needs into bin/; beside that it needs python3 with torch. The
# wheel is unpacked into a folder of its own, nothing is installed. Tables go to stdout, JSON
# to the folder OUT (default: out/torch). The exit code is 1 if something failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${OUT:-out/torch}
PYTHON=${PYTHON:-python3}
mkdir -p "$OUT"
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
"$PYTHON" -m zipfile -e bin/unswag-*.whl "$packages" || exit 1
export PYTHONPATH="$packages${PYTHONPATH:+:$PYTHONPATH}" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
result=0
"$PYTHON" -m unittest discover -s python/tests -p 'test_torch*.py' || result=1
"$PYTHON" bench/torch/ffn.py "$OUT" || result=1
exit $result
