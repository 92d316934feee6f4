// Package onnxpb holds generated protobuf code for ONNX models. The tests of onnxio
// check against it, and bench/protobufgo measures it; nothing that users run depends
// on it.
package onnxpb

//go:generate ./generate.sh
