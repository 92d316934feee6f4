package main

import (
	"context"

	"github.com/unswag/unswagc/pass"
)

const inspectHelp = `Usage: unswagc inspect model.onnx [flags]

Shows the ReLU sites of a training graph, who keeps each activation alive, and
the bytes held and at the peak, before and after compiling, along the file's
order and ONNX Runtime's. The model is not written; "-" reads standard input.
Example: unswagc inspect training_model.onnx -dim batch=32

  -policy P        auto (default) | always
  -schedule S      ort (default) | file
  -only K,..       producers: gemm, matmul, conv, bn, add, other
  -dim NAME=N,..   bind symbolic dims, for figures in bytes
  -loss NAME       the value where the forward pass ends
  -max-rewrites N  rewrite at most N sites (0: no limit)
  -report R        text (default) | json
  -html FILE       write a page too: memory over the step, sites, reasons
  -v               a log of the passes on stderr
`

// inspectFlagSet makes the flags of inspect; see compileFlagSet.
func inspectFlagSet() (c *compileFlags, f *flagSet, finish func()) {
	c, f = &compileFlags{command: "inspect"}, newFlags("inspect")
	f.StringVar(&c.html, "html", "", "")
	return c, f, c.analysisFlags(f)
}

// runInspect compiles in memory and shows what that found.
func runInspect(ctx context.Context, e *env, args []string) error {
	c, f, finish := inspectFlagSet()
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	finish()
	if c.in, err = oneFile(c.command, files); err != nil {
		return err
	}
	p := startProgress(e.stderr, true)
	defer p.stop()
	m, err := e.load(ctx, c.in, p)
	if err != nil {
		return err
	}
	defer m.Close()
	if err := c.checkNames(m); err != nil {
		return err
	}
	r, err := inspect(ctx, e, c, m, p)
	if err != nil {
		return err
	}
	p.stop()
	r.Verification = pass.ReportVerification{Outcome: pass.VerificationNone, Reason: "inspect writes no model"}
	return c.writeReport(e, r, (*pass.Report).WriteStash)
}
