package stablehlo_test

import (
	"context"
	"fmt"
	"os"
	"testing"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// topology opens TPUs that are not there, where make tpu-check got libtpu.
func topology(t *testing.T, name string) *pjrt.Topology {
	t.Helper()
	path := os.Getenv(pjrt.EnvTPU)
	if path == "" {
		t.Skipf("libtpu is not part of the usual tests: make tpu-check gets it and sets %s", pjrt.EnvTPU)
	}
	grid, options, err := pjrt.TPUTopology(name)
	ok(t, err)
	ok(t, pjrt.PrepareTPU())
	p, err := pjrt.Open(path)
	ok(t, err)
	top, err := p.Topology(grid, options...)
	ok(t, err)
	t.Cleanup(func() { ok(t, top.Close()) })
	return top
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// memory compiles a module and returns what it takes.
func memory(t *testing.T, top *pjrt.Topology, module []byte) pjrt.MemoryStats {
	t.Helper()
	e, err := top.Compile(module, pjrt.CompileOptions{})
	ok(t, err)
	m, err := e.MemoryStats()
	ok(t, err)
	ok(t, e.Close())
	return m
}

// callMemory is more than what XLA keeps for the calls themselves; a copy of a gradient
// below takes at least 1 MiB.
const callMemory = 64 << 10

// TestTPUKernels compiles every kernel for every generation of TPUs. Where rows are whole
// lanes, so that arguments are laid out by rows, the only memory that a mask of an argument
// takes is its own: the gradient is masked in place.
func TestTPUKernels(t *testing.T) {
	for _, name := range []string{"v3:2x2", "v4:2x2x1/megacore", "v5e:2x2", "v5p:2x2x1", "v6e:2x2", "tpu7x:2x2x1"} {
		t.Run(name, func(t *testing.T) {
			top := topology(t, name)
			for _, elem := range []string{"float", "bfloat16"} {
				for _, s := range [][2]int{{512, 1024}, {300, 200}, {1000, 3000}, {2304, 100}, {4100, 128}, {777, 1}, {16384, 14336}} {
					for i, combine := range []string{"select", "mul"} {
						dims := fmt.Sprintf("%d,%d", s[0], s[1])
						model := site(elem, dims, false, []string{"gt0", "not_le0"}[i], combine)
						text := lowerAs(t, parse(t, model), lower.Options{}, "tpu", stablehlo.Target{Device: "tpu", Mask: "mosaic"})
						if n := len(calls(t, text)); n != 2 {
							t.Fatalf("%s of %s calls %d kernels", elem, dims, n)
						}
						m, words := memory(t, top, text), int64((s[0]+255)/256*8*s[1]*4)
						if s[1]%128 == 0 && m.Temp > words+callMemory {
							t.Errorf("%s of %s, %s: %d bytes beside arguments and results, and the mask has %d", elem, dims, combine, m.Temp, words)
						}
					}
				}
			}
		})
	}
}

// TestTPUKernelsBesideProducts compiles what stands beside products.
func TestTPUKernelsBesideProducts(t *testing.T) {
	for _, name := range []string{"v3:2x2", "v4:2x2x1/megacore", "v5e:2x2", "v5p:2x2x1", "v6e:2x2", "tpu7x:2x2x1"} {
		t.Run(name, func(t *testing.T) {
			top := topology(t, name)
			for _, elem := range []string{"float", "bfloat16"} {
				for _, dims := range []string{"512,64", "300,64", "2,777,64"} {
					for _, combine := range []string{"select", "mul"} {
						text := lowerAs(t, parse(t, site(elem, dims, true, "not_le0", combine)), lower.Options{}, "tpu", stablehlo.Target{Device: "tpu", Mask: "mosaic"})
						if n := len(calls(t, text)); n != 2 {
							t.Fatalf("%s of %s calls %d kernels", elem, dims, n)
						}
						memory(t, top, text)
					}
				}
			}
		})
	}
}

// TestTPUMemory checks what docs/STABLEHLO.md says of four frozen layers on v5e.
func TestTPUMemory(t *testing.T) {
	for elem, most := range map[string]int64{"float": 690e6, "bfloat16": 600e6} {
		t.Run(elem, func(t *testing.T) {
			top := topology(t, "v5e:2x2")
			m := parse(t, genmodel.FFN{Layers: 4, Width: 3584, Hidden: 14336, Elem: elem}.Text())
			_, err := pass.Run(context.Background(), m, pass.Options{})
			ok(t, err)
			o := lower.Options{Dims: map[string]int64{"tokens": 16384}}
			stats := memory(t, top, lowerAs(t, m, o, "mosaic", stablehlo.Target{Form: stablehlo.Mosaic, Device: "tpu"}))
			t.Logf("net %.1f MB", float64(stats.Net())/1e6)
			if stats.Net() > most {
				t.Errorf("net %d bytes, want at most %d", stats.Net(), most)
			}
		})
	}
}
