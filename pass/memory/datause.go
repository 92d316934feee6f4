package memory

import "github.com/unswag/unswagc/onnxio"

// ReadsData reports whether input i of n is read as data. It is not where the
// operator needs no more than the shape: Shape and Size, and the X of ConvGrad where the
// weight gradient is absent.
func ReadsData(n *onnxio.Node, i int) bool {
	if i != 0 && i != 1 {
		return true
	}
	switch n.OpType {
	case "Shape", "Size":
		return i != 0 || n.Domain != ""
	case "ConvGrad": // (dY, X, W) -> (dX, dW, dB); only dW is made from X
		return i != 1 || n.Domain != ms || n.Output(1) != nil
	case "ConvTransposeGrad":
		return i != 1 || n.Domain != ms || n.Output(1) != nil
	}
	return true
}

// HoldsInput reports whether input i of n must still be in memory when n runs. It
// must be wherever an engine hands the tensor to the kernel, so ConvGrad's X is held
// even where ReadsData is false; an engine that knows the shape needs no data for
// Shape and Size.
func HoldsInput(n *onnxio.Node, i int) bool {
	return i != 0 || n.Domain != "" || (n.OpType != "Shape" && n.OpType != "Size")
}
