package main

import (
	"context"
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

const printHelp = `Usage: unswagc print model.onnx [flags]

Prints a model in ONNX text syntax on stdout; "-" reads standard input.
"unswagc parse" reads the text back. What the syntax of onnx.printer cannot say
stands in comments that start with #@.
Example: unswagc print model.onnx | less

  -plain           leave the #@ comments out
  -max-tensor N    leave out the contents of tensors of N bytes and more; such a
                   text cannot be parsed again (0: leave nothing out)
`

// runPrint prints a model.
func runPrint(ctx context.Context, e *env, args []string) error {
	f := newFlags("print")
	var o onnxio.TextOptions
	var limit count
	f.BoolVar(&o.Plain, "plain", false, "")
	f.Var(&limit, "max-tensor", "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	o.MaxTensorBytes = int64(limit)
	in, err := oneFile("print", files)
	if err != nil {
		return err
	}
	p := startProgress(e.stderr, true)
	defer p.stop()
	m, err := e.load(ctx, in, p)
	if err != nil {
		return err
	}
	defer m.Close()
	p.stage("printing " + in)
	if _, err := m.Marshal(); err != nil {
		return fmt.Errorf("%s cannot be printed: %w", in, err)
	}
	text := m.TextWith(o)
	if err := ctx.Err(); err != nil {
		return err
	}
	p.stop()
	return e.write(text)
}
