package pjrt

import (
	"fmt"
	"os"
	"testing"
)

func TestTPUTopologyNames(t *testing.T) {
	for name, want := range map[string]string{
		"v5e:2x2":           "v5e:2x2 [{chips_per_host_bounds [2 2 1]} {num_slices 1} {chip_config_name default}]",
		"v5e:1x1":           "v5e:1x1 [{chips_per_host_bounds [1 1 1]} {num_slices 1} {chip_config_name default}]",
		"v4:2x2x1/megacore": "v4:2x2x1 [{chips_per_host_bounds [2 2 1]} {num_slices 1} {chip_config_name megacore}]",
		"v7x:4x4x4":         "tpu7x:4x4x4 [{chips_per_host_bounds [2 2 1]} {num_slices 1} {chip_config_name default}]",
		"v5p:2x2":           `topology "v5p:2x2": the grid of v5p has 3 dimensions, write it as 2x2x1`,
		"v5e":               `topology "v5e": the grid of v5e has 2 dimensions, write it as 2x2`,
		"v5e:2x0":           `topology "v5e:2x0": "0" is no number of chips, write the grid as 2x2`,
		"v9:2x2":            `there is no topology "v9:2x2": give one such as v2:2x2, v3:2x2, v4:2x2x1, v5e:2x2, v5p:2x2x1, v6e:2x2, tpu7x:2x2x1`,
	} {
		grid, options, err := TPUTopology(name)
		got := fmt.Sprint(grid, " ", options)
		if err != nil {
			got = err.Error()
		}
		if got != want {
			t.Errorf("%s: %s, want %s", name, got, want)
		}
	}
}

// tpuPlugin is libtpu, which make tpu-check gets: it is proprietary and not part of the
// usual tests.
func tpuPlugin(t *testing.T) *Plugin {
	t.Helper()
	path := os.Getenv(EnvTPU)
	if path == "" {
		t.Skipf("libtpu is not part of the usual tests: make tpu-check gets it and sets %s", EnvTPU)
	}
	noError(t, PrepareTPU())
	return must[*Plugin](t)(Open(path))
}

// TestTPU compiles for every generation with no TPU present.
func TestTPU(t *testing.T) {
	p := tpuPlugin(t)
	t.Log(p)
	devices := map[string]int{"v2:2x2": 8, "v3:2x2": 8, "v4:2x2x1": 8, "v4:2x2x1/megacore": 4, "v5e:2x2": 4, "v5e:1x1": 1,
		"v5p:2x2x1": 4, "v6e:2x2": 4, "v6e:1x1": 1, "v7x:2x2x1": 8}
	for name, want := range devices {
		t.Run(name, func(t *testing.T) {
			grid, options, err := TPUTopology(name)
			noError(t, err)
			top := must[*Topology](t)(p.Topology(grid, options...))
			all := top.Devices()
			if len(all) != want || top.Platform() != "tpu" {
				t.Errorf("%d devices of %q, want %d", len(all), top.Platform(), want)
			}
			e := must[*Executable](t)(top.Compile([]byte(accumulate), CompileOptions{}))
			m := must[MemoryStats](t)(e.MemoryStats())
			if m.Argument != 2*16384 || m.Output != 16384 || m.Alias != 16384 || !m.HasPeak || m.Code == 0 {
				t.Errorf("%+v", m)
			}
			cost := must[map[string]float64](t)(e.Cost())
			t.Logf("%d x %s: %+v, net %d, %v bytes accessed", len(all), all[0].Kind, m, m.Net(), cost["bytes accessed"])
			_, err = e.Run(nil)
			wantError(t, err, nil, "does not run: compile it by a client")
			_, err = all[0].Memory()
			wantError(t, err, nil, "is of a topology")
			_, err = top.Compile([]byte(accumulate), CompileOptions{Partitions: 16})
			wantError(t, err, nil, fmt.Sprintf("the program is for 16 devices, and the topology %q of ", grid))
			noError(t, top.Close())
			wantError(t, top.Close(), ErrClosed)
			_, err = e.MemoryStats()
			wantError(t, err, ErrClosed)
		})
	}
	_, err := p.Topology("v5e:2x2", Option{"chips_per_host_bounds", "none"})
	wantError(t, err, nil, `has no topology "v5e:2x2"`)
	t.Log(err)
}

// TestTPURefusesUnknownCalls is why foreign functions are refused for TPUs.
func TestTPURefusesUnknownCalls(t *testing.T) {
	p := tpuPlugin(t)
	grid, options, err := TPUTopology("v5e:2x2")
	noError(t, err)
	top := must[*Topology](t)(p.Topology(grid, options...))
	defer top.Close()
	_, err = top.Compile([]byte(`module { func.func @main(%x: tensor<8xf32>) -> tensor<8xf32> {
		%a = stablehlo.custom_call @unswag.nothing(%x) {api_version = 4 : i32} : (tensor<8xf32>) -> tensor<8xf32>
		return %a : tensor<8xf32> } }`), CompileOptions{})
	wantError(t, err, nil, "Custom emitter for unswag.nothing not found")
}
