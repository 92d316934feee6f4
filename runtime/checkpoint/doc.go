// Package checkpoint reads the checkpoints of ONNX Runtime's training API (.ckpt): the
// parameters of a module, the state of optimizers and the user's properties. The format
// is a FlatBuffer whose schema ONNX Runtime publishes as ort_training_checkpoint.fbs;
// what is read here is what version 1.19.2 writes. Any file that is not such a
// checkpoint, however it was made, is an error and nothing worse.
//
// The package may import onnxio, runtime/tensor and the FlatBuffers runtime.
package checkpoint
