#!/bin/sh
# Measures what a training step needs in ONNX Runtime, original and rewritten.
#
#   bench/ort/memory.sh [table|graphs|time [NAME...]]    default: all three, one by one
#
# Linux with glibc. Takes about 20 minutes, 4 GB of memory and 1 GB of disk under
# ${BENCH_DIR:-${XDG_CACHE_HOME:-~/.cache}/unswagc/bench-data}. Makes the environments of
# tests/setup.sh. Prints markdown: see memory.py for what is measured.
set -eu
cd "$(dirname "$0")/../.."
env=$(tests/setup.sh)
eval "$env"
work=${BENCH_DIR:-${UNSWAG_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/unswagc}/bench-data}/ort
mkdir -p "$work" bin
go build -o bin/unswagc ./cmd/unswagc
make -s plugin
${CC:-cc} -O2 -fPIC -shared -Wall -Wextra -Werror bench/ort/count.c -o "$work/count.so"
run() {
	"$UNSWAG_PYTHON_TRAIN" bench/ort/memory.py -unswagc bin/unswagc -library bin/libunswag_ort.so \
		-counter "$work/count.so" -work "$work" -rounds "${ROUNDS:-9}" "$@"
	echo
}
[ $# -eq 0 ] || {
	run "$@"
	exit
}
for mode in table graphs time; do
	run $mode
done
