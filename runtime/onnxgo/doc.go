// Package onnxgo runs models that are decoded with onnx-go
// (github.com/owulveryck/onnx-go) on the embedded engine, the operators UnSwagPack,
// UnSwagGradMask and UnSwagTie included.
//
// A Backend is onnx-go's backend.ComputationBackend: hand it to onnx.NewModel, decode,
// set the inputs, Run, and take the outputs. onnx-go does not tell a backend the domains
// of operators, the opset and which values are outputs; Options say how each is decided,
// and Decode reads them from the model's bytes.
//
// It is a module of its own, so that nobody else pulls in onnx-go and gorgonia. It may
// import onnxio, pass/shape, runtime/interp and runtime/tensor of this project, its tests
// more.
package onnxgo
