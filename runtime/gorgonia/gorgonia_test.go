package gorgonia

import (
	"encoding/binary"
	"math/rand/v2"
	"strings"
	"testing"
	"unsafe"

	"gorgonia.org/cu"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// setup makes a context of cu on device 0, current on the test's thread.
func setup(t *testing.T) (cu.CUContext, cu.Stream) {
	t.Helper()
	device, err := cu.GetDevice(0)
	check1(t, err)
	ctx, err := device.MakeContext(cu.SchedAuto)
	check1(t, err)
	check1(t, ctx.Lock())
	s, err := cu.MakeStream(cu.DefaultStream)
	check1(t, err)
	t.Cleanup(func() {
		check1(t, s.Destroy())
		check1(t, ctx.Unlock())
		check1(t, ctx.Destroy())
	})
	return ctx, s
}

func check1(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func alloc(t *testing.T, bytes int64) cu.DevicePtr {
	t.Helper()
	p, err := cu.MemAlloc(bytes)
	check1(t, err)
	t.Cleanup(func() { check1(t, cu.MemFree(p)) })
	return p
}

func upload(t *testing.T, to cu.DevicePtr, data []byte) {
	t.Helper()
	check1(t, cu.MemcpyHtoD(to, unsafe.Pointer(&data[0]), int64(len(data))))
}

func download(t *testing.T, from cu.DevicePtr, n int) []byte {
	t.Helper()
	out := make([]byte, n)
	check1(t, cu.MemcpyDtoH(unsafe.Pointer(&out[0]), from, int64(n)))
	return out
}

// TestPackAndMask packs float32 with y and masks a gradient in place, through a context,
// a stream and pointers of cu, and compares with the reference.
func TestPackAndMask(t *testing.T) {
	ctx, s := setup(t)
	pack, grad := ptx.Entry{Op: ptx.Pack, Type: ptx.F32, Y: true}, ptx.Entry{Op: ptx.GradMask, Type: ptx.F32}
	k, err := Load(ctx, []ptx.Entry{pack, grad})
	check1(t, err)
	const n = 1<<20 + 37
	in := make([]float32, n)
	for i := range in {
		in[i] = rand.Float32() - 0.5
	}
	wantY, wantMask, wantDX := make([]float32, n), make([]uint32, (n+31)/32), make([]float32, n)
	check1(t, kernels.Reference().Pack32(wantMask, wantY, in, kernels.PackOptions{}))
	check1(t, kernels.Reference().GradMask32(wantDX, in, wantMask, kernels.MaskOptions{}))

	v, y, mask := alloc(t, 4*n), alloc(t, 4*n), alloc(t, 4*int64(len(wantMask)))
	upload(t, v, encode(t, in))
	check1(t, k.Launch(s, pack, n, v, y, mask))
	check1(t, k.Launch(s, grad, n, v, mask, v))
	check1(t, s.Synchronize())
	for name, c := range map[string]struct {
		at   cu.DevicePtr
		want any
	}{"y": {y, wantY}, "mask": {mask, wantMask}, "dx": {v, wantDX}} {
		want := encode(t, c.want)
		if got := download(t, c.at, len(want)); string(got) != string(want) {
			t.Errorf("%s differs from the reference", name)
		}
	}
	check1(t, k.Close())
	if err := k.Close(); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a second Close says %v", err)
	}
	if err := k.Launch(s, pack, n, v, y, mask); err == nil || !strings.Contains(err.Error(), "closed") {
		t.Errorf("a launch after Close says %v", err)
	}
}

func encode(t *testing.T, data any) []byte {
	t.Helper()
	out, err := binary.Append(nil, binary.LittleEndian, data)
	check1(t, err)
	return out
}

// TestRefusals checks the sentences for wrong arguments.
func TestRefusals(t *testing.T) {
	ctx, s := setup(t)
	pack := ptx.Entry{Op: ptx.Pack, Type: ptx.F32}
	k, err := Load(ctx, []ptx.Entry{pack})
	check1(t, err)
	v, mask := alloc(t, 1024), alloc(t, 1024)
	for _, c := range []struct {
		err  error
		want string
	}{
		{k.Launch(s, pack, 257, v, mask), "v of 257 elements needs 1028 bytes"},
		{k.Launch(s, pack, 10, v+2, mask), "is not aligned to 4 bytes"},
		{k.Launch(s, pack, 10, v), "it takes 2 pointers and got 1"},
		{k.Launch(s, ptx.Entry{Op: ptx.Pack, Type: ptx.F64}, 10, v, mask), "was not loaded: name it in Load"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%v, want %q", c.err, c.want)
		}
	}
	check1(t, k.Launch(s, pack, 0, 0, 0))
	if got := k.Entries(); len(got) != 1 || got[0] != pack {
		t.Errorf("%v is loaded", got)
	}
	check1(t, k.Close())
}
