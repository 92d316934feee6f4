package main

import (
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
)

// stableHLOFlags say how a StableHLO module is written.
type stableHLOFlags struct {
	form, device choice
	sharding     sharding
	// at is where the masks are tuned, and tuned what was found there.
	at    place
	tuned *aotResult
}

func (s *stableHLOFlags) register(f *flagSet) {
	s.form = choice{stablehlo.Forms()[0], stablehlo.Forms()}
	s.device = choice{stablehlo.Devices()[0], stablehlo.Devices()}
	f.Var(&s.form, "stablehlo", "")
	f.Var(&s.device, "stablehlo-for", "")
	f.Var(&s.at, "tune", "")
	s.sharding.register(f)
}

// apply gives the target StableHLO what the flags say, and other targets nothing.
func (s *stableHLOFlags) apply(t lower.Target) lower.Target {
	if _, ok := t.(stablehlo.Target); ok {
		return stablehlo.Target{Form: s.form.value, Device: s.device.value, Sharding: s.sharding.target()}
	}
	return t
}

// check refuses what contradicts -tune or -shard.
func (s *stableHLOFlags) check(given map[string]bool) error {
	if err := s.sharding.check("", s.form); err != nil {
		return err
	}
	switch {
	case given["shardy"] && !given["shard"]:
		return usagef("", "-shardy says how shardings are written: give -shard too, or leave it out")
	case !given["tune"]:
		return nil
	case s.form.value == stablehlo.FFI:
		return usagef("", "-tune has nothing to choose for -stablehlo ffi: leave one of them out")
	case given["stablehlo-for"] && s.device.value != s.at.kind():
		return usagef("", "-tune %s writes the masks for %s: leave -stablehlo-for %s out", s.at, s.at.kind(), s.device.value)
	}
	return nil
}
