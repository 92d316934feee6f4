#!/bin/sh
# Builds runtime/gorgonia without a CUDA toolkit, its tests too, as bin/gorgonia.test for a
# machine with a GPU; and runs them here on the library that stands for the driver.
set -eu
cd "$(dirname "$0")"
env=$(./setup.sh)
eval "$env"
export CGO_ENABLED=1
go vet .
mkdir -p ../../bin
go test -c -trimpath -ldflags=-s -o ../../bin/gorgonia.test .
fake=$(mktemp -d)
trap 'rm -rf "$fake"' EXIT
${CC:-cc} -fno-builtin -shared -fPIC -o "$fake/libcuda.so.1" ../cuda/testdata/fakecuda.c "$UNSWAG_CUDA_INCLUDE/../lib/stub.c" -lpthread 2>"$fake/log" || {
	cat "$fake/log" >&2
	exit 1
}
LD_LIBRARY_PATH=$fake ../../bin/gorgonia.test -test.v
