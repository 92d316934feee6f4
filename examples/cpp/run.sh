#!/bin/sh
# Compiles kernels for a training graph and the host program, and runs it. The exit code is
# 77 where there is no NVIDIA GPU.
set -eu
cd "$(dirname "$0")/../.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
go run ./cmd/unswagc testdata/models/lenet.onnx -o "$folder/out.onnx" -target ptx -dim batch=256 -q >/dev/null
${CXX:-c++} -std=c++17 -O2 -Wall -Wextra -Werror examples/cpp/main.cpp -ldl -o "$folder/main"
"$folder/main" "$folder/out.ptx" "$folder/out.launch.json"
