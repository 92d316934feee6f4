package main

import (
	"flag"
	"io"
	"log/slog"
	"strings"

	"github.com/unswag/unswagc/pass"
)

const compileHelp = `Usage: unswagc in.onnx -o out.onnx [flags]
       unswagc inspect|run|verify|print|parse|bench|aot|devices|version [-h]

Replaces stored ReLU activations of an ONNX training graph by 1-bit masks.
Example: unswagc training_model.onnx -o small.onnx -dim batch=32

  -o FILE          where to write; -f allows that to be the input
  -policy P        auto: where it lowers memory (default) | always: every site
  -schedule S      arrange the file for: ort (default) | file (runs as written)
  -only K,..       producers: gemm, matmul, conv, bn, add, other
  -dim NAME=N,..   bind symbolic dims, for figures in bytes
  -loss NAME       the value where the forward pass ends
  -max-rewrites N  rewrite at most N sites (0: no limit)
  -require N       exit 3 and write nothing if fewer than N sites are rewritten
  -report R        text (default) | json, on stdout; -dry-run writes no file
  -explain NODE    every rule's verdict for that node, write nothing
  -dump-after P,.. print the graph as text on stderr after these passes
  -target T        files beside the model: none | ptx (CUDA) | stablehlo (XLA)
  -zeros Z, -ptx-for SM, -stablehlo FORM, -stablehlo-for D, -tune T,
  -shard DIM=N, -mesh AXIS=N,.., -shardy   for those
  -no-verify       keep the result without comparing it with the original
  -q | -v          no report | a log of the passes on stderr

Exit code: 0 done, 1 failed, 2 wrong command line, 3 -require is not met.
`

// compileFlags is the command line of the bare form and of inspect.
type compileFlags struct {
	command        string // "inspect", or "" for the bare form
	in, out, html  string
	options        pass.Options
	report         choice
	explain        string
	require, limit count
	dump           words
	dryRun, force  bool
	noVerify       bool
	quiet, verbose bool
	lowering       lowering
}

// analysisFlags adds the flags that steer the analysis.
func (c *compileFlags) analysisFlags(f *flagSet) (finish func()) {
	policy := &choice{"auto", []string{"auto", "always"}}
	schedule := &choice{"ort", []string{"ort", "file"}}
	only := &words{allowed: pass.Producers()}
	bind := dims{}
	c.report = choice{"text", []string{"text", "json"}}
	f.Var(policy, "policy", "")
	f.Var(schedule, "schedule", "")
	f.Var(only, "only", "")
	f.Var(bind, "dim", "")
	f.Var(&c.report, "report", "")
	f.Var(&c.limit, "max-rewrites", "")
	f.StringVar(&c.options.Loss, "loss", "", "")
	f.BoolVar(&c.verbose, "v", false, "")
	return func() {
		c.options.Policy, c.options.Schedule = pass.Policy(policy.value), pass.Schedule(schedule.value)
		c.options.Only, c.options.Dims = only.values, bind
		c.options.MaxRewrites = int(c.limit)
	}
}

// compileFlagSet makes the flags of the bare form. finish carries their values into c
// once they are parsed.
func compileFlagSet() (c *compileFlags, f *flagSet, finish func()) {
	c, f = &compileFlags{}, newFlags("")
	finish = c.analysisFlags(f)
	c.dump.allowed = passNames()
	c.lowering.register(f)
	f.Var(&c.require, "require", "")
	f.Var(&c.dump, "dump-after", "")
	f.StringVar(&c.out, "o", "", "")
	f.StringVar(&c.explain, "explain", "", "")
	f.BoolVar(&c.dryRun, "dry-run", false, "")
	f.BoolVar(&c.force, "f", false, "")
	f.BoolVar(&c.quiet, "q", false, "")
	f.BoolVar(&c.noVerify, "no-verify", false, "")
	return c, f, finish
}

// parseCompile reads the command line of the bare form.
func parseCompile(args []string) (*compileFlags, error) {
	c, f, finish := compileFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return nil, err
	}
	finish()
	if len(files) > 1 && isCommand(files[0]) {
		return nil, usagef("", "the command comes before its flags: unswagc %s ...", files[0])
	}
	if c.in, err = oneFile("", files); err != nil {
		return nil, err
	}
	return c, c.check(given(f))
}

// check refuses combinations that contradict each other or do nothing.
func (c *compileFlags) check(given map[string]bool) error {
	writes := !c.dryRun && !given["explain"]
	switch {
	case given["explain"] && c.explain == "":
		return usagef("", "flag -explain needs the name of a node, or of its first output")
	case given["explain"]:
		return checkExplain(given)
	case given["loss"] && c.options.Loss == "":
		return usagef("", "flag -loss needs the name of a value")
	case writes && c.out == "":
		return usagef("", "give -o FILE for the result, or -dry-run for the report alone")
	case c.out == "-":
		return usagef("", "stdout takes the report, so the model cannot go there: give -o a file name")
	case c.quiet && c.verbose:
		return usagef("", "-q and -v contradict each other: give one of them")
	case writes && !c.force && sameFile(c.in, c.out):
		return usagef("", "%s is the input: give -o another name, or -f to overwrite it", c.out)
	}
	return c.lowering.check(given)
}

// checkExplain refuses what has no effect beside -explain.
func checkExplain(given map[string]bool) error {
	for _, name := range []string{"report", "require", "dump-after", "target", "q"} {
		if given[name] {
			return usagef("", "-explain prints one node's verdicts and writes nothing, so -%s has no effect: leave it out", name)
		}
	}
	return nil
}

// given lists the flags that the command line holds.
func given(f *flagSet) map[string]bool {
	set := map[string]bool{}
	f.Visit(func(x *flag.Flag) { set[x.Name] = true })
	return set
}

// oneFile takes the one file name that a command wants.
func oneFile(command string, files []string) (string, error) {
	switch {
	case len(files) == 0:
		return "", usagef(command, "name the file to read")
	case len(files) > 1:
		return "", usagef(command, "one file at a time: %s", strings.Join(files, " "))
	case files[0] == "":
		return "", usagef(command, "the file name is empty: name the file to read")
	}
	return files[0], nil
}

func passNames() []string {
	var out []string
	for _, p := range pass.Pipeline() {
		out = append(out, p.Name())
	}
	return out
}

// newLog logs the passes: one line each with its name, the nodes it left and the time
// it took.
func newLog(w io.Writer, verbose bool) *slog.Logger {
	if !verbose {
		return slog.New(slog.DiscardHandler)
	}
	plain := func(_ []string, a slog.Attr) slog.Attr {
		if a.Key == slog.TimeKey || a.Key == slog.LevelKey {
			return slog.Attr{}
		}
		if a.Key == slog.MessageKey {
			a.Key = "pass"
		}
		return a
	}
	return slog.New(slog.NewTextHandler(w, &slog.HandlerOptions{ReplaceAttr: plain}))
}
