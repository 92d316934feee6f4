package main

import (
	"context"
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

const parseHelp = `Usage: unswagc parse model.txt -o model.onnx

Makes a model of ONNX text syntax, as "unswagc print" and onnx.printer write it.
"-" as the input reads standard input, "-o -" writes the model to stdout. A text
that refers to data files can only go to stdout.
Example: unswagc print a.onnx | sed s/Relu/Elu/ | unswagc parse - -o b.onnx

  -o FILE          where to write the model
`

// runParse makes a model of text.
func runParse(ctx context.Context, e *env, args []string) error {
	f := newFlags("parse")
	var out string
	f.StringVar(&out, "o", "", "")
	files, err := f.parse(args)
	if err != nil {
		return err
	}
	in, err := oneFile("parse", files)
	if err != nil {
		return err
	}
	switch {
	case out == "":
		return usagef("parse", "give -o FILE for the model, or -o - for stdout")
	case in != "-" && sameFile(in, out):
		return usagef("parse", "%s is the input: give -o another name", out)
	case out == "-" && isTerminal(e.stdout):
		return usagef("parse", "a model is not text: give -o a file name, or send stdout to a file or a pipe")
	}
	text, err := e.readAll(ctx, in)
	if err != nil {
		return err
	}
	m, err := onnxio.ParseText(string(text))
	if err != nil {
		return placed(shownName(in), err)
	}
	defer m.Close()
	if out != "-" {
		return m.Save(ctx, out, e.saveOptions(nil, false, false))
	}
	data, err := m.Marshal()
	if err != nil {
		return fmt.Errorf("%s: %w", in, err)
	}
	return e.write(string(data))
}

// placed puts the file's name before err, close to its line and column if it has any.
func placed(name string, err error) error {
	if text := err.Error(); text[0] >= '0' && text[0] <= '9' {
		return fmt.Errorf("%s:%w", name, err)
	}
	return fmt.Errorf("%s: %w", name, err)
}
