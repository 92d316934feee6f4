package main

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/pjrt"
)

// sharding is the flags that split a module among devices: -mesh, -shard and -shardy.
type sharding struct {
	mesh   meshFlag
	rules  rulesFlag
	shardy bool
}

func (s *sharding) register(f *flagSet) {
	f.Var(&s.mesh, "mesh", "")
	f.Var(&s.rules, "shard", "")
	f.BoolVar(&s.shardy, "shardy", false, "")
}

// target is what the flags say. Each -shard DIM=N adds an axis of that name and size.
func (s *sharding) target() stablehlo.Sharding {
	out := stablehlo.Sharding{Mesh: append([]stablehlo.Axis{}, s.mesh...), Shardy: s.shardy}
	for _, r := range s.rules {
		if n, ok := r.devices(); ok {
			out.Mesh = append(out.Mesh, stablehlo.Axis{Name: r.Name, Size: n})
			r.Axes = []string{r.Name}
		}
		out.Rules = append(out.Rules, stablehlo.Rule(r))
	}
	return out
}

// devices is the number of devices, on more than which the module does not run.
func (s *sharding) devices() int { return int(s.target().Devices()) }

// options are how the module is compiled.
func (s *sharding) options() pjrt.CompileOptions {
	return pjrt.CompileOptions{Partitions: s.devices(), Shardy: s.shardy}
}

// check refuses flags that contradict each other or the form, or do nothing.
func (s *sharding) check(command string, form choice) error {
	if len(s.rules) > 0 && (form.value == stablehlo.FFI || form.value == stablehlo.Mosaic) {
		return usagef(command, "-stablehlo %s calls functions whose masks cannot be split among devices: leave -shard out, or choose another form", form.value)
	}
	for _, r := range s.rules {
		if n, ok := r.devices(); ok && len(s.mesh) > 0 {
			return usagef(command, "flag -shard: %s=%d makes a mesh of its own, and -mesh is given: write %s=AXIS with an axis of the mesh", r.Name, n, r.Name)
		}
	}
	if len(s.mesh) > 0 && len(s.rules) == 0 {
		return usagef(command, "-mesh alone splits nothing: say what by -shard, as in -shard batch=%s", s.mesh[0].Name)
	}
	if err := s.target().Check(); err != nil {
		return usagef(command, "flag -shard: %v", err)
	}
	return nil
}

// checkModel refuses rules that name what the model does not have, or cannot split it.
func (s *sharding) checkModel(ctx context.Context, command string, m *onnxio.Model, dims map[string]int64) error {
	if len(s.rules) == 0 {
		return nil
	}
	err := s.target().Resolve(ctx, m, dims)
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return usagef(command, "flag -shard: %v", err)
}

// meshFlag is the flag -mesh: the axes of a grid of devices, name=N as a comma list.
type meshFlag []stablehlo.Axis

func (m *meshFlag) String() string { return fmt.Sprint([]stablehlo.Axis(*m)) }

func (m *meshFlag) Set(s string) error {
	if len(*m) > 0 {
		return errors.New("give it once, with all axes of the mesh, as in data=4,model=2")
	}
	for part := range strings.SplitSeq(s, ",") {
		name, number, ok := strings.Cut(strings.TrimSpace(part), "=")
		n, err := strconv.ParseInt(number, 10, 64)
		_, digits := shardRule{Axes: []string{name}}.devices()
		if !ok || err != nil || name == "" || digits {
			return fmt.Errorf("%q is not possible, give axes as NAME=N, as in data=4,model=2", part)
		}
		*m = append(*m, stablehlo.Axis{Name: name, Size: n})
	}
	return stablehlo.Sharding{Mesh: *m}.Check()
}

// rulesFlag is the flag -shard, which may be repeated.
type rulesFlag []shardRule

func (r *rulesFlag) String() string { return fmt.Sprint([]shardRule(*r)) }

func (r *rulesFlag) Set(s string) error {
	at := strings.LastIndex(s, "=")
	if at < 1 {
		return fmt.Errorf("%q is not possible, give DIM=N, DIM=AXIS or INPUT=AXIS,AXIS", s)
	}
	rule := shardRule{Name: s[:at]}
	for axis := range strings.SplitSeq(s[at+1:], ",") {
		rule.Axes = append(rule.Axes, strings.TrimSpace(axis))
	}
	*r = append(*r, rule)
	return nil
}

// shardRule is one -shard: an axis for a dim or for each dim of an input, or a number of
// devices for a dim.
type shardRule stablehlo.Rule

// devices is the number, if it is one.
func (r shardRule) devices() (int64, bool) {
	if len(r.Axes) != 1 {
		return 0, false
	}
	n, err := strconv.ParseInt(r.Axes[0], 10, 64)
	return n, err == nil
}
