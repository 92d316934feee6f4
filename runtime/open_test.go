package runtime

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/runtime/cuda"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// TestOpen opens what this machine has and packs two elements there.
func TestOpen(t *testing.T) {
	all, missing := Detect()
	names := []string{"auto"}
	for _, d := range all {
		if d.Kind != pjrtKind || d.ID() == "pjrt:cpu" { // others have no device perhaps
			names = append(names, d.ID())
		}
	}
	for _, name := range names {
		b, err := Open(name)
		if err != nil {
			t.Fatal(err)
		}
		mask := []uint32{7}
		if err := b.Kernels.Pack32(mask, nil, []float32{-1, 1}, kernels.PackOptions{}); err != nil || mask[0] != 2 {
			t.Errorf("%s: the mask is %#x, %v", name, mask[0], err)
		}
		if (b.CUDA != nil) != strings.HasPrefix(b.Device.ID(), "cuda:") || name != "auto" && b.Device.ID() != name {
			t.Errorf("%s opens %+v", name, b.Device)
		}
		want := all[0].ID()
		if len(all) > 1 && all[1].Kind == "cuda" {
			want = all[1].ID()
		}
		if name == "auto" && b.Device.ID() != want {
			t.Errorf("auto opens %s, want %s", b.Device.ID(), want)
		}
		if err := b.Close(); err != nil {
			t.Error(err)
		}
	}
	if !slices.ContainsFunc(all, func(d Device) bool { return d.Kind == "cuda" }) && os.Getenv("UNSWAG_REQUIRE_CUDA") == "1" {
		t.Errorf("no GPU was found: %v", errors.Join(missing...))
	}
}

func TestOpenErrors(t *testing.T) {
	for _, name := range []string{"", "tpu", "cuda:", "cuda:-1", "cuda:0x1", "cpu:0", "pjrt", "pjrt:"} {
		if _, err := Open(name); err == nil || !strings.Contains(err.Error(), "give auto, cpu, cuda or cuda:N, or pjrt:NAME") {
			t.Errorf("%q: %v", name, err)
		}
	}
	for _, name := range []string{"pjrt:nothing", "pjrt:./nothing.so"} {
		if _, err := Open(name); !errors.Is(err, pjrt.ErrNoPlugin) {
			t.Errorf("%q: %v", name, err)
		}
	}
	_, err := Open("cuda:4711")
	if !errors.Is(err, cuda.ErrNoDevice) && !errors.Is(err, cuda.ErrNoDriver) && !errors.Is(err, cuda.ErrOldDriver) {
		t.Error(err)
	}
}

func TestStringOfGPU(t *testing.T) {
	got := gpu(cuda.Device{Ordinal: 1, Name: "NVIDIA X", Major: 9, Memory: 3 << 30, Driver: 13000}).String()
	const want = "cuda:1: NVIDIA X, 3.0 GiB\n  features: sm_90\n  mask kernels: ptx\n  driver: CUDA 13.0\n"
	if got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestStringOfPlugin(t *testing.T) {
	d := Device{Kind: pjrtKind, Name: "tpu", Driver: "0.117", Path: "/a/libtpu.so", Found: "UNSWAG_PJRT_TPU"}
	const want = "pjrt:tpu: XLA by /a/libtpu.so\n  PJRT API: 0.117, found by UNSWAG_PJRT_TPU\n"
	if got := d.String(); got != want {
		t.Errorf("%q, want %q", got, want)
	}
	if d.Ordinal = 1; d.ID() != "pjrt:/a/libtpu.so" {
		t.Errorf("the second plugin of a name is %s", d.ID())
	}
}
