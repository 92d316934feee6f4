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
	var modules [][]lower.Artifact
	var variants []variant
	for _, mask := range append([]string{""}, t.Masks()...) {
		t.Mask = mask
		name := mask
		if mask == "" {
			name = "by the table"
		}
		p.stage("lowering: " + name)
		artifacts, err := t.Lower(ctx, m, o)
		if err != nil {
			return nil, err
		}
		modules, variants = append(modules, artifacts), append(variants, variant{name, artifacts[0].Data})
	}
	r := &aotResult{For: s.at.String()}
	err := interruptible(ctx, func() error { return r.compileAll(ctx, s.at, variants, s.sharding.options(), p) })
	if err != nil {
		return nil, err
	}
	s.tuned = r
	best := lightest(r.Rows)
	if best < 0 {
		return nil, errors.New("however its masks are written it does not fit into the memory of " + r.For + ": give smaller sizes with -dim")
	}
	return modules[best], nil
}
