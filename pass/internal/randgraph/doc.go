// Package randgraph makes random training graphs for tests: a random network of
// Gemm, MatMul+Add, Relu, Mul, Add and views over [batch, width] tensors, a loss, and
// the true gradients, with some parameters frozen. Equal seeds give equal graphs. It
// imports onnxio only.
package randgraph
