package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/ptx"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/lower/targets"
	"github.com/unswag/unswagc/onnxio"
)

// lowering is the part of the command line that belongs to targets.
type lowering struct {
	target, zeros choice
	gpus          smList
	stableHLO     stableHLOFlags
}

// noTarget is the target that makes no files.
const noTarget = "none"

func (l *lowering) register(f *flagSet) {
	l.target = choice{noTarget, targetNames()}
	l.zeros = choice{"keep", []string{"keep", "plus"}}
	f.Var(&l.target, "target", "")
	f.Var(&l.zeros, "zeros", "")
	f.Var(&l.gpus, "ptx-for", "")
	l.stableHLO.register(f)
}

// check refuses flags without their target.
func (l *lowering) check(given map[string]bool) error {
	for _, f := range []struct{ name, target string }{{"zeros", "ptx"}, {"ptx-for", "ptx"}, {"stablehlo", "stablehlo"}, {"stablehlo-for", "stablehlo"}, {"tune", "stablehlo"},
		{"shard", "stablehlo"}, {"mesh", "stablehlo"}, {"shardy", "stablehlo"}} {
		if given[f.name] && l.target.value != f.target {
			return usagef("", "flag -%s belongs to -target %s: give that too, or leave it out", f.name, f.target)
		}
	}
	return l.stableHLO.check(given)
}

func targetNames() []string {
	out := []string{noTarget}
	for _, t := range targets.All() {
		out = append(out, t.Name())
	}
	return out
}

// lower makes the files of the target, which are saved beside the model.
func (c *compileFlags) lower(ctx context.Context, m *onnxio.Model, p *progress) ([]onnxio.Companion, error) {
	t := targets.Named(c.lowering.target.value)
	if t == nil {
		return nil, nil
	}
	t = c.lowering.stableHLO.apply(t)
	p.stage("lowering to " + t.Name())
	o := lower.Options{Dims: c.options.Dims}
	if c.lowering.zeros.value == "plus" {
		o.Zeros = kernels.Plus
	}
	artifacts, err := c.lowering.artifacts(ctx, t, m, o, p)
	if err == nil {
		artifacts, err = c.lowering.assemble(ctx, artifacts)
	}
	if err != nil {
		return nil, fmt.Errorf("%s cannot be lowered to %s: %w", shownName(c.in), t.Name(), err)
	}
	base := strings.TrimSuffix(filepath.Base(c.out), ".onnx")
	files := make([]onnxio.Companion, len(artifacts))
	for i, a := range artifacts {
		files[i] = onnxio.Companion{Name: base + a.Suffix, Data: a.Data}
	}
	return files, nil
}

// artifacts lowers m, or searches for the best way to lower it.
func (l *lowering) artifacts(ctx context.Context, t lower.Target, m *onnxio.Model, o lower.Options, p *progress) ([]lower.Artifact, error) {
	if x, ok := t.(stablehlo.Target); ok && l.stableHLO.at != (place{}) {
		return l.stableHLO.tune(ctx, x, m, o, p)
	}
	return t.Lower(ctx, m, o)
}

// filesNote tells which files lie beside the model, if any, and what -tune found.
func (c *compileFlags) filesNote(files []onnxio.Companion) string {
	var found string
	if r := c.lowering.stableHLO.tuned; r != nil {
		found = "\nThe module has its masks written in the way that takes the least net memory.\n" + r.String()
	}
	if len(files) == 0 || c.dryRun {
		return found
	}
	what := "Kernels"
	if c.lowering.target.value == (stablehlo.Target{}).Name() {
		what = "Module"
	}
	names := make([]string, len(files))
	for i, f := range files {
		names[i] = f.Name
	}
	return fmt.Sprintf("%s beside the model: %s.\n", what, strings.Join(names, ", ")) + found
}

// assemble adds the modules that -ptx-for asks for.
func (l *lowering) assemble(ctx context.Context, artifacts []lower.Artifact) ([]lower.Artifact, error) {
	if len(l.gpus) == 0 {
		return artifacts, nil
	}
	ptxas, err := findPtxas()
	if err != nil {
		return nil, err
	}
	i := slices.IndexFunc(artifacts, func(a lower.Artifact) bool { return a.Suffix == ptx.ModuleSuffix })
	for _, sm := range l.gpus {
		data, err := ptx.Assemble(ctx, ptxas, sm, artifacts[i].Data)
		if err != nil {
			return nil, err
		}
		artifacts = append(artifacts, lower.Artifact{Suffix: ptx.CubinSuffix(sm), Data: data})
	}
	return artifacts, nil
}

// findPtxas finds NVIDIA's assembler.
func findPtxas() (string, error) {
	if path := os.Getenv("UNSWAG_PTXAS"); path != "" {
		return path, nil
	}
	path, err := exec.LookPath("ptxas")
	if err != nil {
		return "", errors.New("-ptx-for needs NVIDIA's assembler ptxas, which is not on PATH: it comes with the CUDA toolkit and as bin/ptxas in the Python package nvidia-cuda-nvcc; put its folder on PATH, or its name into UNSWAG_PTXAS")
	}
	return path, nil
}

// smList is the flag -ptx-for: kinds of GPUs, repeated or as a comma list.
type smList []string

func (l *smList) String() string { return strings.Join(*l, ",") }

func (l *smList) Set(s string) error {
	for part := range strings.SplitSeq(s, ",") {
		sm := strings.TrimSpace(part)
		if err := ptx.CheckSM(sm); err != nil {
			return err
		}
		if !slices.Contains(*l, sm) {
			*l = append(*l, sm)
		}
	}
	return nil
}
