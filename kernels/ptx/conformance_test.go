package ptx_test

import (
	"errors"
	"fmt"
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/internal/ptxsim"
	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
	"github.com/unswag/unswagc/kernels/ptx"
)

// interpreted runs the PTX text in the interpreter. Each call has a device memory of its
// own, in which the slices lie as far from a boundary of 256 bytes as on the host, so
// that a call takes the path that it would take on a card.
type interpreted struct{ module *ptxsim.Module }

func interpret(t *testing.T) interpreted {
	t.Helper()
	text, err := ptx.Module(ptx.All())
	if err != nil {
		t.Fatal(err)
	}
	m, err := ptxsim.Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return interpreted{m}
}

func (k interpreted) Name() string { return "interpreted ptx" }

var errTiled = errors.New("the PTX kernels have the flat layout only")

// TestConformance runs the suite on every entry.
func TestConformance(t *testing.T) {
	kernelstest.Run(t, interpret(t), kernelstest.Omission{Test: "tiled", Reason: errTiled.Error()})
}

func TestTiledIsRefused(t *testing.T) {
	k, mask, data := interpret(t), make([]uint32, 24), make([]float32, 6)
	err := k.Pack32(mask, nil, data, kernels.PackOptions{Layout: kernels.Tiled(2, 3)})
	if !errors.Is(err, errTiled) {
		t.Errorf("Pack32 of a tiled mask gives %v", err)
	}
	err = k.GradMask32(data, data, mask, kernels.MaskOptions{Layout: kernels.Tiled(2, 3)})
	if !errors.Is(err, errTiled) {
		t.Errorf("GradMask32 with a tiled mask gives %v", err)
	}
}

func (k interpreted) Pack16(mask []uint32, y, v []uint16, h kernels.Half, o kernels.PackOptions) error {
	t, err := halfType(h)
	if err != nil {
		return err
	}
	return pack(k, mask, y, v, t, o)
}

func (k interpreted) Pack32(mask []uint32, y, v []float32, o kernels.PackOptions) error {
	return pack(k, mask, y, v, ptx.F32, o)
}

func (k interpreted) Pack64(mask []uint32, y, v []float64, o kernels.PackOptions) error {
	return pack(k, mask, y, v, ptx.F64, o)
}

func (k interpreted) GradMask16(dx, dy []uint16, mask []uint32, h kernels.Half, o kernels.MaskOptions) error {
	t, err := halfType(h)
	if err != nil {
		return err
	}
	return gradMask(k, dx, dy, mask, t, o)
}

func (k interpreted) GradMask32(dx, dy []float32, mask []uint32, o kernels.MaskOptions) error {
	return gradMask(k, dx, dy, mask, ptx.F32, o)
}

func (k interpreted) GradMask64(dx, dy []float64, mask []uint32, o kernels.MaskOptions) error {
	return gradMask(k, dx, dy, mask, ptx.F64, o)
}

func halfType(h kernels.Half) (ptx.Type, error) {
	switch h {
	case kernels.Float16:
		return ptx.F16, nil
	case kernels.BFloat16:
		return ptx.BF16, nil
	}
	return 0, fmt.Errorf("unknown 16-bit format %d", h)
}

func pack[E uint16 | float32 | float64](k interpreted, mask []uint32, y, v []E, t ptx.Type, o kernels.PackOptions) error {
	if err := kernels.CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return errTiled
	}
	e := ptx.Entry{Op: ptx.Pack, Type: t, Predicate: o.Predicate, Y: y != nil, Zeros: o.Zeros}
	return k.launch(e, len(v), map[string][]byte{"v": bytesOf(v), "y": bytesOf(y), "mask": bytesOf(mask)})
}

func gradMask[E uint16 | float32 | float64](k interpreted, dx, dy []E, mask []uint32, t ptx.Type, o kernels.MaskOptions) error {
	if err := kernels.CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return errTiled
	}
	e := ptx.Entry{Op: ptx.GradMask, Type: t, Combine: o.Combine}
	return k.launch(e, len(dy), map[string][]byte{"dy": bytesOf(dy), "dx": bytesOf(dx), "mask": bytesOf(mask)})
}

func bytesOf[E uint16 | uint32 | float32 | float64](s []E) []byte {
	return unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s))), len(s)*int(unsafe.Sizeof(*new(E))))
}

// launch copies the slices in, runs the entry, and copies what it may write out. What it
// may not write is protected, so that a write there is an error.
func (k interpreted) launch(e ptx.Entry, n int, slices map[string][]byte) error {
	g := e.Geometry()
	if n == 0 {
		return nil
	}
	var mem ptxsim.Memory
	var params []uint64
	buffers := map[*byte]ptxsim.Pointer{} // one for both of y and v, or dx and dy, in place
	outputs := map[ptxsim.Pointer][]byte{}
	for _, p := range e.Params() {
		if p.Kind == ptx.Count {
			params = append(params, uint64(n))
			continue
		}
		host := slices[p.Name]
		start := unsafe.SliceData(host)
		device, ok := buffers[start]
		if !ok {
			device = mem.Alloc(len(host), int(uintptr(unsafe.Pointer(start))%256))
			copy(mem.Bytes(device), host)
			buffers[start] = device
		}
		if p.Kind == ptx.Output {
			outputs[device] = host
		}
		params = append(params, uint64(device))
	}
	for _, device := range buffers {
		if outputs[device] == nil {
			mem.Protect(device)
		}
	}
	if err := k.module.Launch(&mem, e.Name(), int(g.Grid(int64(n))), g.Block, params...); err != nil {
		return err
	}
	for device, host := range outputs {
		copy(host, mem.Bytes(device))
	}
	return nil
}
