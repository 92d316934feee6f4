// Command example decodes a model with onnx-go and runs it on UnSwag's engine:
//
//	go run ./example -dim 4 ../../testdata/models/mlp_all.onnx
//
// Every symbolic dim has the size of -dim; floats are small numbers in a pattern,
// integers 0 and bools true, so that the labels of a training graph are valid and its
// gradients are reset. The model may be the output of unswagc.
package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/owulveryck/onnx-go"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/onnxgo"
)

func main() {
	if err := run(os.Args[1:], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "example:", err)
		os.Exit(1)
	}
}

// run is main without the process.
func run(args []string, stdout io.Writer) error {
	flags := flag.NewFlagSet("example", flag.ContinueOnError)
	dim := flags.Int("dim", 2, "size of every symbolic dim")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if flags.NArg() != 1 {
		return fmt.Errorf("give one model: example [-dim N] model.onnx")
	}
	data, err := os.ReadFile(flags.Arg(0))
	if err != nil {
		return err
	}
	model, backend, err := onnxgo.Decode(data, onnxgo.Options{})
	if err != nil {
		return fmt.Errorf("%s: %w", flags.Arg(0), err)
	}
	if err := setInputs(model, backend, data, *dim); err != nil {
		return err
	}
	if err := backend.Run(); err != nil {
		return err
	}
	return print(stdout, model, backend)
}

// setInputs feeds the model. onnx-go gives shapes without their symbolic dims, so they
// are read from the file.
func setInputs(model *onnx.Model, backend *onnxgo.Backend, data []byte, dim int) error {
	file, err := onnxio.Unmarshal(data)
	if err != nil {
		return err
	}
	for i, id := range model.Input {
		name := backend.Node(id).(onnx.Namer).GetName()
		t, err := input(file.Graph.Value(name), dim)
		if err != nil {
			return err
		}
		if err := model.SetInput(i, t); err != nil {
			return err
		}
	}
	return nil
}

// input makes a tensor of the type that the file states.
func input(v *onnxio.Value, dim int) (tensor.Tensor, error) {
	var shape []int
	n := 1
	for _, d := range v.Type.Shape {
		if d.Value < 0 {
			d.Value = int64(dim)
		}
		shape = append(shape, int(d.Value))
		n *= int(d.Value)
	}
	var backing any
	switch v.Type.Elem {
	case onnxio.Float:
		f := make([]float32, n)
		for i := range f {
			f[i] = float32(i%7-3) / 16
		}
		backing = f
	case onnxio.Int64:
		backing = make([]int64, n)
	case onnxio.Bool:
		b := make([]bool, n)
		for i := range b {
			b[i] = true
		}
		backing = b
	default:
		return nil, fmt.Errorf("the example makes no inputs of %s, as %q is", v.Type.Elem, v.Name)
	}
	return tensor.New(tensor.WithShape(shape...), tensor.WithBacking(backing)), nil
}

// print lists the outputs with their first elements.
func print(w io.Writer, model *onnx.Model, backend *onnxgo.Backend) error {
	outputs, err := model.GetOutputTensors()
	if err != nil {
		return err
	}
	for i, t := range outputs {
		first, err := t.At(make([]int, t.Dims())...)
		if err != nil {
			first = t.Data() // without dims
		}
		fmt.Fprintf(w, "output %s: %s of the shape %v, first element %v\n", backend.Node(model.Output[i]).(onnx.Namer).GetName(), t.Dtype(), t.Shape(), first)
	}
	for i, t := range model.GetInputTensors() {
		name := backend.Node(model.Input[i]).(onnx.Namer).GetName()
		if strings.HasSuffix(name, ".accumulation.buffer") { // where ONNX Runtime's graphs sum gradients
			fmt.Fprintf(w, "gradient %s: %s of the shape %v\n", name, t.Dtype(), t.Shape())
		}
	}
	held, peak := backend.Memory()
	_, err = fmt.Fprintf(w, "held between the passes: %d bytes, peak: %d bytes\n", held, peak)
	return err
}
