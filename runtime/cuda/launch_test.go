//go:build linux && (amd64 || arm64)

package cuda

import (
	"errors"
	"math"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/kernelstest"
	"github.com/unswag/unswagc/kernels/ptx"
)

// TestHostKernels runs the conformance suite on what the fake library computes, which
// tests the order of arguments, the copies and what is in place.
func TestHostKernels(t *testing.T) {
	c := newFake(t).open(t)
	defer c.Close()
	kernelstest.Run(t, must[kernels.Kernels](t)(c.Kernels()),
		kernelstest.Omission{Test: "tiled", Reason: "the CUDA kernels have the flat layout only"},
		kernelstest.Omission{Test: "large", Reason: "the fake library computes a byte at a time"},
		kernelstest.Omission{Test: "lengths", Reason: "the lengths are the kernels' matter, not the copies'"})
}

func TestTiledLayoutIsRefused(t *testing.T) {
	c := newFake(t).open(t)
	defer c.Close()
	k := must[kernels.Kernels](t)(c.Kernels())
	mask, v := make([]uint32, 8*3), make([]float32, 2*3)
	layout := kernels.Tiled(2, 3)
	wantError(t, k.Pack32(mask, nil, v, kernels.PackOptions{Layout: layout}), ErrLayout, "flat layout only")
	wantError(t, k.GradMask32(v, v, mask, kernels.MaskOptions{Layout: layout}), ErrLayout)
}

func TestWildWritesAreSeen(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	k := must[kernels.Kernels](t)(c.Kernels())
	f.set("wild", 1)
	err := k.Pack32(make([]uint32, 1), nil, make([]float32, 3), kernels.PackOptions{})
	wantError(t, err, nil, "unswag_pack_f32_gt0 on device 0 (Fake 0) wrote outside of its arguments")
}

func TestLaunchArguments(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	p := must[Pointer](t)(c.Alloc(400))
	mask := must[Pointer](t)(c.Alloc(16))
	f.calls()
	const name = "unswag_pack_f32_gt0_y_keep on device 0 (Fake 0): "
	for _, q := range []struct {
		n        int64
		pointers []Pointer
		want     string
	}{
		{10, []Pointer{p, mask}, name + "it takes 3 pointers and got 2"},
		{-1, []Pointer{p, p, mask}, name + "a tensor cannot have -1 elements"},
		{math.MaxInt64, []Pointer{p, p, mask}, "are more than one launch takes"},
		{10, []Pointer{p, 0, mask}, name + "y is a null pointer"},
		{10, []Pointer{p + 2, p, mask}, "is not aligned to 4 bytes"},
		{10, []Pointer{p, p, mask + 2}, "mask (0x"},
		{101, []Pointer{p, p, mask}, name + "v of 101 elements needs 404 bytes at 0x"},
		{100, []Pointer{p, p, mask + 4}, "mask of 100 elements needs 16 bytes at 0x"},
		{10, []Pointer{p, p + 4, mask}, "overlap"},
		{64, []Pointer{p, p, p + 252}, "overlap"},
		{1, []Pointer{p, p + 4, p}, "v (0x"},
	} {
		err := m.Launch(nil, packYF32, q.n, q.pointers...)
		wantError(t, err, nil, q.want)
	}
	wantError(t, m.Launch(nil, ptx.Entry{Type: 9}, 1, p, mask), nil, "there is no kernel for")
	wantError(t, m.Launch(nil, ptx.Entry{Predicate: 9}, 1, p, mask), nil, "there is no kernel for")
	noError(t, m.Launch(nil, packYF32, 0, 0, 0, 0))
	if got := f.calls(); strings.Contains(got, "cuLaunchKernel") {
		t.Errorf("refused and empty launches call the driver: %s", got)
	}
	noError(t, m.Launch(nil, packYF32, 100, p, p, mask))
	// Where the memory is another library's, nothing is known of its size.
	if k, err := m.kernel(packYF32); err != nil || k.check(1<<40, []Pointer{1 << 52, 1 << 52, 1 << 53}, c.owned.left) != nil {
		t.Error("pointers of another library are refused")
	}
}

func TestCheckArguments(t *testing.T) {
	left := func(Pointer) int64 { return 100 }
	wantError(t, CheckArguments(packF32, 26, []Pointer{256, 1024}, left), nil, "unswag_pack_f32_gt0: v of 26 elements needs 104 bytes at 0x100, and the buffer has 100")
	wantError(t, CheckArguments(ptx.Entry{Type: 9}, 26, nil, left), nil, "there is no kernel for")
	noError(t, CheckArguments(packF32, 25, []Pointer{256, 1024}, left))
}

// TestLaunchCount checks that grids larger than the driver takes are refused before.
func TestLaunchCount(t *testing.T) {
	k := &kernel{size: 2, geometry: ptx.Geometry{Block: 256, Elements: 8192}}
	wantError(t, k.check(maxGrid*8192+1, nil, nil), nil, "are more than one launch takes, which are 17592186036224")
}

func TestKernelThatTheModuleLacks(t *testing.T) {
	c := newFake(t).open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadEntries([]ptx.Entry{packYF32}))
	wantError(t, m.Launch(nil, ptx.Entry{Op: ptx.GradMask, Type: ptx.F64}, 1, 256, 512, 1024), nil,
		"the module has no kernel unswag_gradmask_f64_select: load one that was made for it")
}

func TestFault(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	s := must[*Stream](t)(c.NewStream())
	e := must[*Event](t)(c.NewEvent())
	p := must[Pointer](t)(c.Alloc(1024))
	noError(t, m.Launch(s, packYF32, 10, p, p, p+512)) // it ends well, so that nobody blames it
	noError(t, s.Synchronize())
	f.set("fault", codeIllegalAddress)
	noError(t, m.Launch(s, packF32, 10, p, p+512))
	err := s.Synchronize()
	const want = "kernel unswag_pack_f32_gt0 faulted on device 0 (Fake 0): it read or wrote an address that is not there (cuStreamSynchronize returned CUDA_ERROR_ILLEGAL_ADDRESS (700): illegal address): the context is lost, end this process and start anew"
	wantError(t, err, ErrLost, want)
	if r, ok := errors.AsType[*Result](err); !ok || r.Code != codeIllegalAddress {
		t.Errorf("the error has no result: %v", err)
	}
	f.calls()
	for name, err := range everything(c, m, s, e, p) {
		t.Run(name, func(t *testing.T) { wantError(t, err, ErrLost, want) })
	}
	if got := f.calls(); got != "" {
		t.Errorf("after a fault the driver is called: %s", got)
	}
	noError(t, c.Close())
	wantError(t, c.Close(), ErrClosed)
}

func TestFaultOfSeveral(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	s := must[*Stream](t)(c.NewStream())
	p := must[Pointer](t)(c.Alloc(1024))
	f.set("fault", codeIllegalAddress)
	noError(t, m.Launch(s, packYF32, 10, p, p, p+512))
	noError(t, m.Launch(nil, packF32, 10, p, p+512))
	wantError(t, c.Synchronize(), ErrLost, "one of the kernels unswag_pack_f32_gt0, unswag_pack_f32_gt0_y_keep faulted")
}

func TestFaultOfOthers(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	f.set("fault", codeIllegalAddress)
	wantError(t, c.Close(), ErrLost, "work on device 0 (Fake 0) faulted")
}

func TestFailedLaunch(t *testing.T) {
	f := newFake(t)
	c := f.open(t)
	defer c.Close()
	m := must[*Module](t)(c.LoadEntries(ptx.All()))
	p := must[Pointer](t)(c.Alloc(1024))
	f.set("cuLaunchKernel", 1)
	wantError(t, m.Launch(nil, packF32, 10, p, p+512), nil,
		"cannot launch unswag_pack_f32_gt0 on device 0 (Fake 0): cuLaunchKernel returned CUDA_ERROR_INVALID_VALUE (1): invalid argument")
	noError(t, c.Synchronize())
}

func TestLoadErrors(t *testing.T) {
	const text = ".version 7.4\n.target sm_80\n"
	for _, q := range []struct {
		code, version int64
		image         string
		kind          error
		parts         []string
	}{
		{222, 11000, text, ErrOldDriver, []string{"the driver (CUDA 11.0) reads PTX up to 7.0, the module needs >= 7.4: install driver 470 or newer"}},
		{218, 11020, text, ErrOldDriver, []string{"reads PTX up to 7.2, the module needs >= 7.4"}},
		{222, 99000, ".version 98.0\n.target sm_75\n", ErrOldDriver, []string{"reads older versions of PTX only, the module needs >= 98.0: install a newer driver"}},
		{218, 12040, text, nil, []string{"cannot load the module", "(PTX 7.4 for sm_80)", "CUDA_ERROR_INVALID_PTX (218)", "the driver's compiler says: ptxas fatal: not today"}},
		{209, 12040, "\x7fELF", nil, []string{"it holds no code for compute capability 9.0: compile it with -ptx-for sm_90, or load the PTX text"}},
		{221, 12040, text, nil, []string{"libnvidia-ptxjitcompiler", "-ptx-for sm_90"}},
		{2, 12040, text, ErrMemory, []string{"CUDA_ERROR_OUT_OF_MEMORY"}},
	} {
		f := newFake(t)
		f.set("version", q.version)
		c := f.open(t)
		f.set("cuModuleLoadDataEx", q.code)
		_, err := c.Load([]byte(q.image))
		wantError(t, err, q.kind, q.parts...)
		noError(t, c.Close())
	}
	c := newFake(t).open(t)
	defer c.Close()
	_, err := c.Load(nil)
	wantError(t, err, nil, "the module is empty")
	_, err = c.LoadEntries([]ptx.Entry{{Type: 9}})
	wantError(t, err, nil)
}
