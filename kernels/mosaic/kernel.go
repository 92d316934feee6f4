package mosaic

import (
	"fmt"

	"github.com/unswag/unswagc/kernels"
)

// Type is the type of a tensor's elements.
type Type uint8

// Types of elements.
const (
	F32 Type = iota
	BF16
	// Byte holds predicates that were computed already: 0, and 1 or another number.
	Byte
)

// types are the types' names in MLIR, their bits, and the patterns of infinity and of a
// quiet NaN as sign-extended integers.
var types = [...]struct {
	name     string
	bits     int
	inf, nan int64
}{
	F32:  {"f32", 32, 0x7f800000, 0x7fc00000},
	BF16: {"bf16", 16, 0x7f80, 0x7fc0},
	Byte: {name: "i8", bits: 8},
}

// String names the type as MLIR does.
func (t Type) String() string { return types[t].name }

// Op is an operation of the ONNX domain ai.unswag.
type Op uint8

// Operations.
const (
	// Pack has the operands v, of Rows x Cols elements, and the mask, which it writes.
	Pack Op = iota
	// GradMask has the operands dY, the mask, and dX, which it writes and which may be dY.
	// It has no bytes.
	GradMask
	// Unpack has the operands mask and p, which it writes, of bytes only: 1 where the bit
	// is set, else 0.
	Unpack
)

// Kernel is one operation on a matrix. The mask is a matrix of 32-bit words with 8 rows
// for every 256 rows begun, and Cols columns, laid out as kernels.Tiled says.
type Kernel struct {
	Op         Op
	Type       Type
	Rows, Cols int64             // at least 1 each
	Predicate  kernels.Predicate // of Pack
	Combine    kernels.Combine   // of GradMask
}

// Name is the name of the kernel's function, which compilers show: unswag_pack_f32_gt0,
// unswag_pack_i8, unswag_unpack_i8, unswag_gradmask_bf16_select.
func (k Kernel) Name() string {
	switch {
	case k.Op == Unpack:
		return "unswag_unpack_" + k.Type.String()
	case k.Op == GradMask:
		return fmt.Sprintf("unswag_gradmask_%s_%s", k.Type, [...]string{kernels.Select: "select", kernels.Mul: "mul"}[k.Combine])
	case k.Type == Byte:
		return "unswag_pack_" + k.Type.String()
	}
	return fmt.Sprintf("unswag_pack_%s_%s", k.Type, [...]string{kernels.GT0: "gt0", kernels.NotLE0: "not_le0"}[k.Predicate])
}

// maxRows keeps the numbers of rows within 32 bits, in which a kernel counts them.
const maxRows = 1<<31 - 1<<16

// Check is an error where there is no such kernel.
func (k Kernel) Check() error {
	switch {
	case k.Op == GradMask && k.Type == Byte || k.Op == Unpack && k.Type != Byte:
		return fmt.Errorf("there is no kernel %s: only Unpack and Pack have bytes, and Unpack has nothing else", k.Name())
	case k.Rows < 1 || k.Cols < 1:
		return fmt.Errorf("a kernel for TPUs needs elements, and a matrix of %d x %d has none", k.Rows, k.Cols)
	case k.Rows > maxRows || k.Cols > maxRows:
		return fmt.Errorf("a matrix of %d x %d is too large for a kernel for TPUs, which counts in 32 bits", k.Rows, k.Cols)
	}
	return nil
}

// Text is the kernel as a module of MLIR. The kernel must pass Check.
func (k Kernel) Text() string {
	w := &writer{Kernel: k, block: k.blocks(), constants: map[string]value{}}
	switch k.Op {
	case Pack:
		w.pack()
	case GradMask:
		w.gradMask()
	case Unpack:
		w.unpack()
	}
	return w.module()
}
