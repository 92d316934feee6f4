package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// variant is a module to compile.
type variant struct {
	name string
	text []byte
}

func stableHLOForms() choice { return choice{stablehlo.Forms()[0], stablehlo.Forms()} }

// variants reads the modules, or lowers the model. The one with masks is the last.
func (c *aotFlags) variants(ctx context.Context, e *env, p *progress) ([]variant, error) {
	if c.isModel() {
		return c.lowered(ctx, e, p)
	}
	var out []variant
	for _, path := range []string{c.against, c.in} {
		if path == "" {
			continue
		}
		p.stage("reading " + path)
		text, err := os.ReadFile(path)
		if err != nil {
			return nil, err
		}
		out = append(out, variant{path, text})
	}
	return out, nil
}

// lowered lowers the model as it is, and with masks if that makes any.
func (c *aotFlags) lowered(ctx context.Context, e *env, p *progress) ([]variant, error) {
	m, err := e.load(ctx, c.in, p)
	if err != nil {
		return nil, err
	}
	defer m.Close()
	o := pass.Options{Policy: pass.Policy(c.policy.value), Dims: c.dims, Loss: c.loss}
	check := &compileFlags{command: "aot", options: o}
	if err := check.checkNames(m); err != nil {
		return nil, err
	}
	if err := c.sharding.checkModel(ctx, "aot", m, c.dims); err != nil {
		return nil, err
	}
	return c.lowerBoth(ctx, m, o, p)
}

// lowerBoth lowers the model, rewrites it and lowers it again; with -tune also with its
// masks in every form.
func (c *aotFlags) lowerBoth(ctx context.Context, m *onnxio.Model, o pass.Options, p *progress) ([]variant, error) {
	t := stablehlo.Target{Form: c.form.value, Device: c.place.kind(), Sharding: c.sharding.target()}
	sizes := lower.Options{Dims: c.dims}
	failed := func(err error) error { return fmt.Errorf("%s cannot be lowered to %s: %w", c.in, t.Name(), err) }
	plain, err := lowerVariant(ctx, "as it is", t, m, sizes, p)
	if err != nil {
		return nil, failed(err)
	}
	p.stage("rewriting")
	r, err := pass.Run(ctx, m, o)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", c.in, err)
	}
	if r.Rewritten() == 0 {
		return []variant{plain}, nil
	}
	name := fmt.Sprintf("with masks at %d sites", r.Rewritten())
	if r.Rewritten() == 1 {
		name = "with masks at 1 site"
	}
	masked, err := lowerVariant(ctx, name, t, m, sizes, p)
	if err != nil {
		return nil, failed(err)
	}
	out := []variant{plain, masked}
	if !c.tune {
		return out, nil
	}
	masks, err := everyMask(ctx, t, m, sizes, p)
	if err != nil {
		return nil, failed(err)
	}
	return append(out, masks...), nil
}

// compileAll opens the compiler and compiles all variants, one after another.
func (r *aotResult) compileAll(ctx context.Context, at place, variants []variant, o pjrt.CompileOptions, p *progress) error {
	p.stage("opening " + r.For)
	t, plugin, err := at.open(o.Partitions)
	if err != nil {
		return err
	}
	r.Plugin, r.Devices, r.Kind = plugin.String(), len(t.Devices()), t.Devices()[0].Kind
	for _, v := range variants {
		if err := ctx.Err(); err != nil {
			return errors.Join(err, t.Close())
		}
		p.stage("compiling " + v.name)
		var row aotRow
		if err = giveFFI(plugin, v.text, at.ffi); err == nil {
			row, err = measureVariant(t, v, o)
		}
		if err != nil {
			return errors.Join(fmt.Errorf("%s: %w", v.name, err), t.Close())
		}
		r.Rows = append(r.Rows, row)
	}
	return t.Close()
}

// measureVariant compiles a module. That it does not fit is no error.
func measureVariant(t compiler, v variant, o pjrt.CompileOptions) (aotRow, error) {
	row := aotRow{Name: v.name}
	start := time.Now()
	e, err := t.Compile(v.text, o)
	if errors.Is(err, pjrt.ErrMemory) {
		row.TooLarge = err.Error()
		return row, nil
	}
	if err != nil {
		return row, err
	}
	row.Seconds = time.Since(start).Seconds()
	m, err := e.MemoryStats()
	if err != nil {
		return row, errors.Join(err, e.Close())
	}
	row.Argument, row.Output, row.Alias, row.Temp, row.Code = m.Argument, m.Output, m.Alias, m.Temp, m.Code
	row.Peak, row.Net, row.Estimated = m.Peak, m.Net(), !m.HasPeak
	// Not every plugin tells the following.
	if cost, err := e.Cost(); err == nil {
		row.Accessed = cost["bytes accessed"]
	}
	if ops, err := e.Operations(); err == nil {
		row.Collectives = collectives(ops)
	}
	return row, e.Close()
}

// collectives are the operations by which devices talk to each other.
func collectives(ops map[string]int) map[string]int {
	out := map[string]int{}
	for _, name := range []string{"all-reduce", "all-gather", "reduce-scatter", "all-to-all", "collective-permute"} {
		if n := ops[name] + ops[name+"-start"]; n > 0 {
			out[name] = n
		}
	}
	return out
}
