package pjrt

import (
	"fmt"
	"os"
	"strconv"
	"strings"
)

// tpu is a generation of TPUs, as libtpu names it.
type tpu struct {
	name  string
	rank  int    // dimensions of its grid of chips
	usual string // a small grid, for lists
}

// tpus are what libtpu has been compiled for without a device.
var tpus = []tpu{{"v2", 2, "2x2"}, {"v3", 2, "2x2"}, {"v4", 3, "2x2x1"}, {"v5e", 2, "2x2"}, {"v5p", 3, "2x2x1"}, {"v6e", 2, "2x2"}, {"tpu7x", 3, "2x2x1"}}

// TPUTopologies lists a topology of each generation of TPUs that libtpu knows.
func TPUTopologies() []string {
	var out []string
	for _, t := range tpus {
		out = append(out, t.name+":"+t.usual)
	}
	return out
}

// TPUTopology reads what the user calls TPUs, "v5e:2x2" or "v4:2x2x1/megacore", into what
// Plugin.Topology takes. The grid counts chips; behind the slash stands how the cores of a
// chip are used, "default" if nothing does. "v7x" is short for libtpu's "tpu7x".
func TPUTopology(name string) (grid string, options []Option, err error) {
	rest, config, ok := strings.Cut(name, "/")
	if !ok {
		config = "default"
	}
	generation, size, _ := strings.Cut(rest, ":")
	if generation == "v7x" {
		generation = "tpu7x"
	}
	for _, t := range tpus {
		if t.name != generation {
			continue
		}
		bounds, err := t.bounds(size)
		if err != nil {
			return "", nil, fmt.Errorf("topology %q: %w", name, err)
		}
		return generation + ":" + size, []Option{{"chips_per_host_bounds", bounds}, {"num_slices", int64(1)}, {"chip_config_name", config}}, nil
	}
	return "", nil, fmt.Errorf("there is no topology %q: give one such as %s", name, strings.Join(TPUTopologies(), ", "))
}

// bounds are the chips of one host along each dimension: 2 by 2, or fewer.
func (t tpu) bounds(size string) ([]int64, error) {
	parts := strings.Split(size, "x")
	if len(parts) != t.rank {
		return nil, fmt.Errorf("the grid of %s has %d dimensions, write it as %s", t.name, t.rank, t.usual)
	}
	out := []int64{1, 1, 1}
	for i, part := range parts {
		n, err := strconv.ParseInt(part, 10, 32)
		if err != nil || n < 1 {
			return nil, fmt.Errorf("%q is no number of chips, write the grid as %s", part, t.usual)
		}
		if i < 2 {
			out[i] = min(n, 2)
		}
	}
	return out, nil
}

// tpuEnvironment is what libtpu must find in the environment where there is no TPU: it
// then asks no server about the machine, lets several processes use it, and writes no logs.
var tpuEnvironment = []struct{ name, value string }{
	{"TPU_SKIP_MDS_QUERY", "1"}, {"TPU_WORKER_HOSTNAMES", "localhost"},
	{"TPU_ACCELERATOR_TYPE", "v5e-4"}, {"ALLOW_MULTIPLE_LIBTPU_LOAD", "1"}, {"TPU_LOG_DIR", "disabled"},
}

// PrepareTPU sets the environment variables that libtpu needs to compile without a TPU,
// where they are not set. A program calls it before Open, and not if it has a TPU to run on.
func PrepareTPU() error {
	for _, v := range tpuEnvironment {
		if _, ok := os.LookupEnv(v.name); ok {
			continue
		}
		if err := os.Setenv(v.name, v.value); err != nil {
			return err
		}
	}
	return nil
}
