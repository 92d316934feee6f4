package main

import (
	"context"
	"strings"

	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/runtime/pjrt"
)

const aotHelp = `Usage: unswagc aot FILE -topology T | -device D [flags]

Compiles a StableHLO module with XLA, for TPUs that need not be there or for a
device of this machine, and prints the memory that one run takes on a device. A
model (.onnx) is lowered first, as it is and with masks, and both are compared.
Example: unswagc aot out.mlir -topology v5e:2x2

  -topology T      TPUs, by libtpu, such as v5e:2x2 (see "unswagc devices")
  -device D        pjrt:cpu, pjrt:cuda or pjrt:PATH
  -plugin PATH     the library for -topology (default: libtpu where it is found)
  -against FILE    a module without masks to compare with
  -partitions N    devices that one run is split among (default: 1)
  -ffi PATH        the library of a module in the form ffi (default: UNSWAG_FFI,
                   or libunswag_ffi.so beside this program)
  -shardy          the shardings are Shardy's, not GSPMD's
  -json            print JSON, in bytes
For a model:
  -dim NAME=N,..   sizes of symbolic dims
  -policy P        auto (default) | always
  -stablehlo FORM  composite (default) | inline | ffi | mosaic
  -loss NAME       the value where the forward pass ends
  -tune            compile every way in which masks can be written
  -shard DIM=N     split a dim among N devices; or DIM=AXIS, INPUT=AXIS,..
  -mesh AXIS=N,..  the devices as a grid, for -shard
`

// aotFlags is the command line of aot.
type aotFlags struct {
	in, against  string
	place        place
	partitions   count
	sharding     sharding
	json, tune   bool
	dims         dims
	policy, form choice
	loss         string
}

func aotFlagSet() (*aotFlags, *flagSet) {
	c, f := &aotFlags{dims: dims{}, policy: choice{"auto", []string{"auto", "always"}}}, newFlags("aot")
	c.form = stableHLOForms()
	f.StringVar(&c.place.topology, "topology", "", "")
	f.StringVar(&c.place.device, "device", "", "")
	f.StringVar(&c.place.plugin, "plugin", "", "")
	f.StringVar(&c.place.ffi, "ffi", "", "")
	f.StringVar(&c.against, "against", "", "")
	f.Var(&c.partitions, "partitions", "")
	c.sharding.register(f)
	f.BoolVar(&c.json, "json", false, "")
	f.Var(c.dims, "dim", "")
	f.Var(&c.policy, "policy", "")
	f.Var(&c.form, "stablehlo", "")
	f.StringVar(&c.loss, "loss", "", "")
	f.BoolVar(&c.tune, "tune", false, "")
	return c, f
}

// parseAOT reads the command line of aot.
func parseAOT(args []string) (*aotFlags, error) {
	c, f := aotFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return nil, err
	}
	if c.in, err = oneFile("aot", files); err != nil {
		return nil, err
	}
	set := given(f)
	switch {
	case (c.place.topology == "") == (c.place.device == ""):
		return nil, usagef("aot", "say what to compile for: -topology, such as v5e:2x2, or -device, such as pjrt:cpu")
	case c.place.plugin != "" && c.place.topology == "":
		return nil, usagef("aot", "flag -plugin belongs to -topology: write the plugin's path into -device, as pjrt:%s", c.place.plugin)
	case c.place.device != "" && !strings.HasPrefix(c.place.device, devicePrefix):
		return nil, usagef("aot", "flag -device: %q is not possible, give pjrt:cpu, pjrt:cuda or pjrt:PATH", c.place.device)
	case c.tune && c.form.value == stablehlo.FFI:
		return nil, usagef("aot", "-tune has nothing to choose for -stablehlo ffi: leave one of them out")
	case set["shard"] && set["partitions"]:
		return nil, usagef("aot", "-shard and -mesh tell the number of devices: leave -partitions out")
	case c.isModel() && c.against != "":
		return nil, usagef("aot", "flag -against belongs to a module: a model is compared with itself without masks")
	case c.place.topology != "":
		if _, _, err := pjrt.TPUTopology(c.place.topology); err != nil {
			return nil, usagef("aot", "flag -topology: %v", err)
		}
	}
	for _, name := range []string{"dim", "policy", "stablehlo", "loss", "tune", "shard", "mesh"} {
		if set[name] && !c.isModel() {
			return nil, usagef("aot", "flag -%s belongs to a model, and %s is taken for a module as its name does not end in .onnx", name, c.in)
		}
	}
	if c.isModel() {
		if err := checkFFI("aot", set, c.form); err != nil {
			return nil, err
		}
	}
	return c, c.sharding.check("aot", c.form)
}

// options are how the modules are compiled.
func (c *aotFlags) options() pjrt.CompileOptions {
	o := c.sharding.options()
	if c.partitions > 0 {
		o.Partitions = int(c.partitions)
	}
	return o
}

func (c *aotFlags) isModel() bool { return strings.HasSuffix(c.in, ".onnx") }

// runAOT compiles ahead of time.
func runAOT(ctx context.Context, e *env, args []string) error {
	c, err := parseAOT(args)
	if err != nil {
		return err
	}
	p := startProgress(e.stderr, true)
	defer p.stop()
	variants, err := c.variants(ctx, e, p)
	if err != nil {
		return err
	}
	r := &aotResult{For: c.place.String()}
	// A compiler does not hear of an interrupt, so that it is left at work then.
	err = interruptible(ctx, func() error { return r.compileAll(ctx, c.place, variants, c.options(), p) })
	if err != nil {
		return err
	}
	p.stop()
	if c.json {
		return e.writeJSON(r)
	}
	return e.write(printable(r.String()))
}

// interruptible returns the error of f, or that of ctx where it ends first.
func interruptible(ctx context.Context, f func() error) error {
	done := make(chan error, 1)
	go func() { done <- f() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}
