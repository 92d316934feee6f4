#!/bin/sh
# Compares a training step of the embedded engine with one of ONNX Runtime.
#
#   bench/engine.sh [NET...]     nets: mlp lenet alexnet (default: all)
#
# Takes about five minutes and 6 GB of memory. Makes the Python environments and OpenBLAS
# of tests/setup.sh, and its models (1 GB) under
# ${BENCH_DIR:-${XDG_CACHE_HOME:-~/.cache}/unswagc/bench-data}, and uses them again.
# Prints markdown: see engine.py for what is measured. THREADS is "1 2", ROUNDS is 7.
# UNSWAG_OPENBLAS=none measures the engine with its library in Go.
set -eu
cd "$(dirname "$0")/.."
asked=${UNSWAG_OPENBLAS-}
env=$(tests/setup.sh)
eval "$env"
[ -z "$asked" ] || export UNSWAG_OPENBLAS="$asked"
work=${BENCH_DIR:-${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}/bench-data}/engine
mkdir -p "$work" bin
go build -o bin/enginestep ./bench/enginestep
echo "$(uname -sm), $(nproc) cores, $(go version | cut -d' ' -f3), $("$UNSWAG_PYTHON_TRAIN" --version)"
exec "$UNSWAG_PYTHON_TRAIN" bench/engine.py -threads "${THREADS:-1 2}" -rounds "${ROUNDS:-7}" -work "$work" -step bin/enginestep "$@"
