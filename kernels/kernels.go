package kernels

// Half tells how the bits of a 16-bit element are read.
type Half uint8

// Formats of 16-bit elements.
const (
	// Float16 is IEEE 754 binary16.
	Float16 Half = iota
	// BFloat16 is the upper half of a binary32.
	BFloat16
)

// Predicate decides an element's mask bit.
type Predicate uint8

// Predicates. They differ where the element is NaN.
const (
	// GT0 is v > 0: NaN does not pass (ONNX Runtime's ReluGrad).
	GT0 Predicate = iota
	// NotLE0 is not(v <= 0): NaN passes (PyTorch's threshold_backward).
	NotLE0
)

// Combine says how a gradient is combined with the mask.
type Combine uint8

// Combines.
const (
	// Select gives dY's bits where the mask bit is 1 and +0 where it is 0.
	Select Combine = iota
	// Mul gives the product of dY with 1 or 0: -0 for a negative dY times 0, NaN for
	// NaN and for infinity times 0. Where the product is NaN its payload is
	// unspecified; everywhere else it is exact.
	Mul
)

// Zeros says what Relu makes of -0.
type Zeros uint8

// Treatments of -0.
const (
	// Keep passes -0: ONNX Runtime's and torch's CPU kernels, torch.compile.
	Keep Zeros = iota
	// Plus turns -0 into +0: torch eager on CUDA, XLA.
	Plus
)

// PackOptions steer Pack. The zero value is the ONNX default: v > 0, -0 kept, flat.
type PackOptions struct {
	Predicate Predicate
	Zeros     Zeros // matters only where Y is written
	Layout    Layout
}

// MaskOptions steer GradMask. The zero value is the ONNX default: select, flat.
type MaskOptions struct {
	Combine Combine
	Layout  Layout
}

// Kernels is one implementation of the mask operations. All implementations give the
// same bits for the same arguments, save the payload of a NaN product (see Mul).
//
// PackN reads v and writes mask, which has Layout.Words(len(v)) words; bits that
// belong to no element become 0. If y is not nil it has v's length and becomes
// Relu(v): +0 where v < 0, v's bits where v > 0 or v is NaN, and -0 as Zeros says.
// y may be v itself (in place).
//
// GradMaskN writes dx, of dy's length, from dy and the mask's bits. dx may be dy
// itself.
//
// Slices may start at any element; those that are not the same must not overlap. A
// wrong length or an unknown option is an error and leaves all slices as they were.
// Methods may be called by several goroutines at once.
type Kernels interface {
	// Name names the implementation: "reference", "avx2" ...
	Name() string

	Pack16(mask []uint32, y, v []uint16, h Half, o PackOptions) error
	Pack32(mask []uint32, y, v []float32, o PackOptions) error
	Pack64(mask []uint32, y, v []float64, o PackOptions) error

	GradMask16(dx, dy []uint16, mask []uint32, h Half, o MaskOptions) error
	GradMask32(dx, dy []float32, mask []uint32, o MaskOptions) error
	GradMask64(dx, dy []float64, mask []uint32, o MaskOptions) error
}
