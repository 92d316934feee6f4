package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// Set implements flag.Value: a topology of TPUs, or a PJRT plugin.
func (c *place) Set(s string) error {
	if strings.HasPrefix(s, devicePrefix) {
		*c = place{device: s}
		return nil
	}
	if _, _, err := pjrt.TPUTopology(s); err != nil {
		return fmt.Errorf("%w, or pjrt:cuda, pjrt:cpu, pjrt:PATH", err)
	}
	*c = place{topology: s}
	return nil
}

// tune lowers m with its masks written in every way, compiles all modules for the place,
// and takes the one with the least net memory. The table of all of them is kept for the
// user.
func (s *stableHLOFlags) tune(ctx context.Context, t stablehlo.Target, m *onnxio.Model, o lower.Options, p *progress) ([]lower.Artifact, error) {
	t.Device = s.at.kind()
	table, err := lowerVariant(ctx, "by the table", t, m, o, p)
	if err != nil {
		return nil, err
	}
	masks, err := everyMask(ctx, t, m, o, p)
	if err != nil {
		return nil, err
	}
	variants := append([]variant{table}, masks...)
	r := &aotResult{For: s.at.String()}
	err = interruptible(ctx, func() error { return r.compileAll(ctx, s.at, variants, s.sharding.options(), p) })
	if err != nil {
		return nil, err
	}
	s.tuned = r
	best := lightest(r.Rows)
	if best < 0 {
		return nil, errors.New("however its masks are written it does not fit into the memory of " + r.For + ": give smaller sizes with -dim")
	}
	return []lower.Artifact{{Suffix: stablehlo.Suffix, Data: variants[best].text}}, nil
}

// everyMask lowers m with its masks written in every way that the target has.
func everyMask(ctx context.Context, t stablehlo.Target, m *onnxio.Model, o lower.Options, p *progress) ([]variant, error) {
	var out []variant
	for _, mask := range t.Masks() {
		t.Mask = mask
		v, err := lowerVariant(ctx, mask, t, m, o, p)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, nil
}

func lowerVariant(ctx context.Context, name string, t stablehlo.Target, m *onnxio.Model, o lower.Options, p *progress) (variant, error) {
	p.stage("lowering " + name)
	module, err := t.Module(ctx, m, o)
	if err != nil {
		return variant{}, err
	}
	return variant{name, module.Text}, nil
}
