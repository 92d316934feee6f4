package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

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
  -shardy          the module's shardings are Shardy's, not GSPMD's
  -json            print JSON, in bytes
For a model:
  -dim NAME=N,..   sizes of symbolic dims
  -policy P        auto (default) | always
  -stablehlo FORM  composite (default) | inline | ffi
  -loss NAME       the value where the forward pass ends
`

// aotFlags is the command line of aot.
type aotFlags struct {
	in, against              string
	topology, device, plugin string
	partitions               count
	shardy, json             bool
	dims                     dims
	policy, form             choice
	loss                     string
}

func aotFlagSet() (*aotFlags, *flagSet) {
	c, f := &aotFlags{dims: dims{}, policy: choice{"auto", []string{"auto", "always"}}}, newFlags("aot")
	c.form = stableHLOForms()
	f.StringVar(&c.topology, "topology", "", "")
	f.StringVar(&c.device, "device", "", "")
	f.StringVar(&c.plugin, "plugin", "", "")
	f.StringVar(&c.against, "against", "", "")
	f.Var(&c.partitions, "partitions", "")
	f.BoolVar(&c.shardy, "shardy", false, "")
	f.BoolVar(&c.json, "json", false, "")
	f.Var(c.dims, "dim", "")
	f.Var(&c.policy, "policy", "")
	f.Var(&c.form, "stablehlo", "")
	f.StringVar(&c.loss, "loss", "", "")
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
	case (c.topology == "") == (c.device == ""):
		return nil, usagef("aot", "say what to compile for: -topology, such as v5e:2x2, or -device, such as pjrt:cpu")
	case c.plugin != "" && c.topology == "":
		return nil, usagef("aot", "flag -plugin belongs to -topology: write the plugin's path into -device, as pjrt:%s", c.plugin)
	case c.device != "" && !strings.HasPrefix(c.device, devicePrefix):
		return nil, usagef("aot", "flag -device: %q is not possible, give pjrt:cpu, pjrt:cuda or pjrt:PATH", c.device)
	case c.isModel() && c.against != "":
		return nil, usagef("aot", "flag -against belongs to a module: a model is compared with itself without masks")
	case c.topology != "":
		if _, _, err := pjrt.TPUTopology(c.topology); err != nil {
			return nil, usagef("aot", "flag -topology: %v", err)
		}
	}
	for _, name := range []string{"dim", "policy", "stablehlo", "loss"} {
		if set[name] && !c.isModel() {
			return nil, usagef("aot", "flag -%s belongs to a model, and %s is taken for a module as its name does not end in .onnx", name, c.in)
		}
	}
	return c, nil
}

func (c *aotFlags) isModel() bool { return strings.HasSuffix(c.in, ".onnx") }

// devicePrefix is how the names of PJRT plugins start.
const devicePrefix = "pjrt:"

// compiler is a topology or a client.
type compiler interface {
	Compile([]byte, pjrt.CompileOptions) (*pjrt.Executable, error)
	Devices() []pjrt.Device
	Close() error
}

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
	r := &aotResult{For: c.topology + c.device}
	// A compiler does not hear of an interrupt, so that it is left at work then.
	err = interruptible(ctx, func() error { return c.compileAll(ctx, r, variants, p) })
	if err != nil {
		return err
	}
	p.stop()
	if c.json {
		text, err := json.MarshalIndent(r, "", "  ")
		if err != nil {
			return err
		}
		return e.write(string(text) + "\n")
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

// compileAll opens the compiler and compiles all variants, one after another.
func (c *aotFlags) compileAll(ctx context.Context, r *aotResult, variants []variant, p *progress) error {
	p.stage("opening " + r.For)
	t, plugin, err := c.open()
	if err != nil {
		return err
	}
	r.Plugin, r.Devices, r.Kind = plugin.String(), len(t.Devices()), t.Devices()[0].Kind
	for _, v := range variants {
		if err := ctx.Err(); err != nil {
			return err
		}
		p.stage("compiling " + v.name)
		row, err := measureVariant(t, v, pjrt.CompileOptions{Partitions: int(c.partitions), Shardy: c.shardy})
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", v.name, err), t.Close())
		}
		r.Rows = append(r.Rows, row)
	}
	return t.Close()
}

// open opens what is compiled for.
func (c *aotFlags) open() (compiler, *pjrt.Plugin, error) {
	if err := quiet(); err != nil {
		return nil, nil, err
	}
	if c.device != "" {
		path, err := pjrt.Named(strings.TrimPrefix(c.device, devicePrefix))
		if err != nil {
			return nil, nil, err
		}
		plugin, err := pjrt.Open(path)
		if err != nil {
			return nil, nil, err
		}
		options := pjrt.Sparing(path)
		if c.kind() == "cpu" && c.partitions > 1 {
			options = append(options, pjrt.Option{Name: "cpu_device_count", Value: int64(c.partitions)})
		}
		client, err := plugin.Client(options...)
		return client, plugin, err
	}
	path := c.plugin
	if path == "" {
		var err error
		if path, err = pjrt.Named("tpu"); err != nil {
			return nil, nil, err
		}
	}
	if err := pjrt.PrepareTPU(); err != nil {
		return nil, nil, err
	}
	plugin, err := pjrt.Open(path)
	if err != nil {
		return nil, nil, err
	}
	grid, options, err := pjrt.TPUTopology(c.topology)
	if err != nil {
		return nil, nil, err
	}
	t, err := plugin.Topology(grid, options...)
	return t, plugin, err
}

// quiet keeps XLA from logging on stderr, unless the user wants that.
func quiet() error {
	const variable = "TF_CPP_MIN_LOG_LEVEL"
	if os.Getenv(variable) != "" {
		return nil
	}
	return os.Setenv(variable, "3")
}
