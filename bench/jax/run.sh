#!/bin/sh
# Tests and measures unswag.jax on the machine's GPU.
#
#   bench/jax/run.sh
#
# `make wheel` builds what it needs into bin/; beside that it needs python3 with jax. The
# wheel is unpacked into a folder of its own, nothing is installed. Tables go to stdout, JSON
# to the folder OUT (default: out/jax). The exit code is 1 if something failed.
set -u
cd "$(dirname "$0")/../.."
OUT=${OUT:-out/jax}
PYTHON=${PYTHON:-python3}
mkdir -p "$OUT"
packages=$(mktemp -d)
trap 'rm -rf "$packages"' EXIT
"$PYTHON" -m zipfile -e bin/unswag-*.whl "$packages" || exit 1
export PYTHONPATH="$packages${PYTHONPATH:+:$PYTHONPATH}" PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
result=0
"$PYTHON" -m unittest discover -s python/tests -p 'test_jax.py' || result=1
"$PYTHON" bench/jax/ffn.py "$OUT" || result=1
exit $result
