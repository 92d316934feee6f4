#!/bin/sh
# Generates unswag_onnx.pb.go from unswag_onnx.proto with pinned tools: protoc of the
# Python package grpcio-tools and protoc-gen-go, both in a temporary folder.
set -eu
cd "$(dirname "$0")/../.."
tools=$(mktemp -d)
trap 'rm -rf "$tools"' EXIT
"${PYTHON:-python3}" -m venv "$tools/venv"
"$tools/venv/bin/python" -m pip install -q --disable-pip-version-check grpcio-tools==1.76.0 setuptools==80.9.0
GOBIN=$tools/bin go install google.golang.org/protobuf/cmd/protoc-gen-go@v1.36.12
PATH=$tools/bin:$PATH "$tools/venv/bin/python" -m grpc_tools.protoc -I . \
	--go_out=. --go_opt=paths=source_relative internal/onnxpb/unswag_onnx.proto
