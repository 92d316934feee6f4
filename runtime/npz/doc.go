// Package npz reads and writes tensors as NumPy's .npy and .npz files.
//
// A bfloat16 array is stored as ml_dtypes and NumPy store it together: as elements of
// two bytes without a meaning ("<V2"), which `array.view(ml_dtypes.bfloat16)` makes
// numbers of. Strings, objects and records are not read.
//
// The code is this package's own: sbinet/npyio v0.9.0 writes slices as vectors and only
// matrices of float64 with their shape, knows no float16 for writing and no bfloat16,
// and would bring gonum and a pickle reader with it.
//
// The package may import onnxio and runtime/tensor.
package npz
