package main

import (
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
)

// stableHLOFlags say how a StableHLO module is written.
type stableHLOFlags struct{ form, device choice }

func (s *stableHLOFlags) register(f *flagSet) {
	s.form = choice{stablehlo.Forms()[0], stablehlo.Forms()}
	s.device = choice{stablehlo.Devices()[0], stablehlo.Devices()}
	f.Var(&s.form, "stablehlo", "")
	f.Var(&s.device, "stablehlo-for", "")
}

// apply gives the target StableHLO what the flags say, and other targets nothing.
func (s *stableHLOFlags) apply(t lower.Target) lower.Target {
	if _, ok := t.(stablehlo.Target); ok {
		return stablehlo.Target{Form: s.form.value, Device: s.device.value}
	}
	return t
}
