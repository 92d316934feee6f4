package mosaic_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/internal/mosaicsim"
	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
	"github.com/unswag/unswagc/kernels/mosaic"
)

// interpreted runs the kernels' text in the interpreter. Y is not theirs: XLA makes it, and
// here the reference does.
type interpreted struct{ modules sync.Map }

func (*interpreted) Name() string { return "interpreted mosaic" }

var (
	errFlat = errors.New("the kernels for TPUs have the tiled layout only")
	errType = errors.New("there are no kernels for TPUs of this type")
)

// TestConformance runs the suite on the kernels of elements.
func TestConformance(t *testing.T) {
	kernelstest.RunTiled(t, &interpreted{},
		kernelstest.Omission{Test: "float16", Reason: errType.Error()},
		kernelstest.Omission{Test: "double", Reason: errType.Error()},
		kernelstest.Omission{Test: "lengths", Reason: "a kernel is made for each shape, and TestShapes has those that differ"},
		kernelstest.Omission{Test: "misaligned", Reason: "XLA places the operands, on boundaries of its own"},
		kernelstest.Omission{Test: "large", Reason: "the interpreter would take minutes, and a large matrix is more blocks of the same"})
}

func (k *interpreted) Pack16(mask []uint32, y, v []uint16, h kernels.Half, o kernels.PackOptions) error {
	if h != kernels.BFloat16 {
		return errType
	}
	if err := pack(k, mask, y, v, mosaic.BF16, o); err != nil || y == nil {
		return err
	}
	return kernels.Reference().Pack16(make([]uint32, len(mask)), y, v, h, o)
}

func (k *interpreted) Pack32(mask []uint32, y, v []float32, o kernels.PackOptions) error {
	if err := pack(k, mask, y, v, mosaic.F32, o); err != nil || y == nil {
		return err
	}
	return kernels.Reference().Pack32(make([]uint32, len(mask)), y, v, o)
}

func (k *interpreted) Pack64(_ []uint32, _, _ []float64, _ kernels.PackOptions) error {
	return errType
}

func (k *interpreted) GradMask16(dx, dy []uint16, mask []uint32, h kernels.Half, o kernels.MaskOptions) error {
	if h != kernels.BFloat16 {
		return errType
	}
	return gradMask(k, dx, dy, mask, mosaic.BF16, o)
}

func (k *interpreted) GradMask32(dx, dy []float32, mask []uint32, o kernels.MaskOptions) error {
	return gradMask(k, dx, dy, mask, mosaic.F32, o)
}

func (k *interpreted) GradMask64(_, _ []float64, _ []uint32, _ kernels.MaskOptions) error {
	return errType
}

func pack[E uint16 | float32](k *interpreted, mask []uint32, y, v []E, t mosaic.Type, o kernels.PackOptions) error {
	if err := kernels.CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	return k.run(mosaic.Kernel{Op: mosaic.Pack, Type: t, Predicate: o.Predicate}, o.Layout, bytesOf(v), bytesOf(mask), nil)
}

func gradMask[E uint16 | float32](k *interpreted, dx, dy []E, mask []uint32, t mosaic.Type, o kernels.MaskOptions) error {
	if err := kernels.CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	return k.run(mosaic.Kernel{Op: mosaic.GradMask, Type: t, Combine: o.Combine}, o.Layout, bytesOf(dy), bytesOf(mask), bytesOf(dx))
}

func bytesOf[E uint8 | uint16 | uint32 | float32](s []E) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(E))))
}

// run runs a kernel on elements and mask, in the order of its operands.
func (k *interpreted) run(kernel mosaic.Kernel, l kernels.Layout, in, mask, out []byte) error {
	if _, err := fmt.Sscanf(l.String(), "tiled %dx%d", &kernel.Rows, &kernel.Cols); err != nil {
		return errFlat
	}
	if kernel.Check() != nil { // of no elements there is no call
		return nil
	}
	m, err := k.module(kernel)
	if err != nil {
		return err
	}
	rows, cols := int(kernel.Rows), int(kernel.Cols)
	elements := func(data []byte, output bool) mosaicsim.Operand {
		return mosaicsim.Operand{Rows: rows, Cols: cols, Data: data, Output: output}
	}
	words := mosaicsim.Operand{Rows: (rows + 255) / 256 * 8, Cols: cols, Data: mask, Output: kernel.Op == mosaic.Pack}
	switch kernel.Op {
	case mosaic.Pack:
		return m.Run(elements(in, false), words)
	case mosaic.Unpack:
		return m.Run(words, elements(out, true))
	}
	return m.Run(elements(in, false), words, elements(out, true))
}

// module parses a kernel's text, once.
func (k *interpreted) module(kernel mosaic.Kernel) (*mosaicsim.Module, error) {
	if m, ok := k.modules.Load(kernel); ok {
		return m.(*mosaicsim.Module), nil
	}
	m, err := mosaicsim.Parse(kernel.Text())
	if err != nil {
		return nil, fmt.Errorf("%+v: %w", kernel, err)
	}
	k.modules.Store(kernel, m)
	return m, nil
}
