//go:build linux || darwin

package ort

import (
	"errors"
	"testing"
	"unsafe"

	"github.com/ebitengine/purego"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
)

// TestPluginKernels holds each of the library's implementations that this machine can
// run against the conformance suite of package kernels.
func TestPluginKernels(t *testing.T) {
	library, err := purego.Dlopen(plugin(t), purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		t.Fatal(err)
	}
	var has func(*byte) int32
	purego.RegisterLibFunc(&has, library, "unswag_has")
	if has(cString("sse9")) != 0 {
		t.Error("the library has an implementation sse9")
	}
	if has(nil) == 0 || has(cString("plain")) == 0 {
		t.Error("the library has no plain implementation")
	}
	for _, name := range []string{"plain", "avx2", "avx512", "neon"} {
		t.Run(name, func(t *testing.T) {
			if has(cString(name)) == 0 {
				t.Skipf("this machine cannot run %s", name)
			}
			k := pluginKernels{name: name}
			purego.RegisterLibFunc(&k.pack, library, "unswag_pack")
			purego.RegisterLibFunc(&k.grad, library, "unswag_grad_mask")
			kernelstest.Run(t, k, kernelstest.Omission{Test: "tiled", Reason: "the library has the flat layout only"},
				kernelstest.Omission{Test: "large", Reason: "a call does the same at every length; TestPluginOperators cuts tensors into tasks"})
		})
	}
}

// The numbers of enum unswag_type.
const (
	pluginFloat16 = iota
	pluginBFloat16
	pluginFloat
	pluginDouble
)

// pluginKernels calls the C kernels. Lengths and options are checked here: in C the
// shapes of tensors are.
type pluginKernels struct {
	name string
	pack func(name *byte, elem, predicate, zeros int32, v, y, mask unsafe.Pointer, n uint64) int32
	grad func(name *byte, elem, combine int32, dy, mask, dx unsafe.Pointer, n uint64) int32
}

func (k pluginKernels) Name() string { return "C " + k.name }

func (k pluginKernels) Pack16(mask []uint32, y, v []uint16, h kernels.Half, o kernels.PackOptions) error {
	elem, err := pluginHalf(h)
	if err != nil {
		return err
	}
	return pluginPack(k, elem, mask, y, v, o)
}

func (k pluginKernels) Pack32(mask []uint32, y, v []float32, o kernels.PackOptions) error {
	return pluginPack(k, pluginFloat, mask, y, v, o)
}

func (k pluginKernels) Pack64(mask []uint32, y, v []float64, o kernels.PackOptions) error {
	return pluginPack(k, pluginDouble, mask, y, v, o)
}

func (k pluginKernels) GradMask16(dx, dy []uint16, mask []uint32, h kernels.Half, o kernels.MaskOptions) error {
	elem, err := pluginHalf(h)
	if err != nil {
		return err
	}
	return pluginGradMask(k, elem, dx, dy, mask, o)
}

func (k pluginKernels) GradMask32(dx, dy []float32, mask []uint32, o kernels.MaskOptions) error {
	return pluginGradMask(k, pluginFloat, dx, dy, mask, o)
}

func (k pluginKernels) GradMask64(dx, dy []float64, mask []uint32, o kernels.MaskOptions) error {
	return pluginGradMask(k, pluginDouble, dx, dy, mask, o)
}

var errPluginArgument = errors.New("the library refuses an argument")

func pluginHalf(h kernels.Half) (int32, error) {
	switch h {
	case kernels.Float16:
		return pluginFloat16, nil
	case kernels.BFloat16:
		return pluginBFloat16, nil
	}
	return 0, errPluginArgument
}

func pluginPack[E any](k pluginKernels, elem int32, mask []uint32, y, v []E, o kernels.PackOptions) error {
	if err := kernels.CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return errPluginArgument
	}
	out := unsafe.Pointer(unsafe.SliceData(y))
	if k.pack(cString(k.name), elem, int32(o.Predicate), int32(o.Zeros), unsafe.Pointer(unsafe.SliceData(v)), out, unsafe.Pointer(unsafe.SliceData(mask)), uint64(len(v))) != 0 {
		return errPluginArgument
	}
	return nil
}

func pluginGradMask[E any](k pluginKernels, elem int32, dx, dy []E, mask []uint32, o kernels.MaskOptions) error {
	if err := kernels.CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	if o.Layout != kernels.Flat() {
		return errPluginArgument
	}
	if k.grad(cString(k.name), elem, int32(o.Combine), unsafe.Pointer(unsafe.SliceData(dy)), unsafe.Pointer(unsafe.SliceData(mask)), unsafe.Pointer(unsafe.SliceData(dx)), uint64(len(dy))) != 0 {
		return errPluginArgument
	}
	return nil
}

// cString ends a string with a zero byte.
func cString(s string) *byte { return unsafe.SliceData(append([]byte(s), 0)) }
