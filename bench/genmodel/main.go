// Genmodel writes the models of benchmarks, as in.onnx in the folder DIR:
//
//	genmodel chain SITES DIR      in.onnx: many small nodes, seven for each site
//	genmodel lean SITES DIR       the same with five nodes for each site
//	genmodel inline BYTES DIR     in.onnx: a few nodes and so many bytes of weights
//	genmodel external BYTES DIR   the same with the weights in weights.bin
//	genmodel ffn LAYERS DIR [float|float16|bfloat16] [trained] [loss] [WIDTHxHIDDEN]
//	                              Gemm, Relu, Gemm for each layer, of 3584x14336 in float;
//	                              the weights frozen, and the last gradient given
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/onnxio"
)

func main() {
	if len(os.Args) < 4 || len(os.Args) > 4 && os.Args[1] != "ffn" {
		fmt.Fprintln(os.Stderr, "usage: genmodel chain|lean|inline|external|ffn SITES|BYTES|LAYERS DIR [WORDS]")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3], os.Args[4:]); err != nil {
		fmt.Fprintln(os.Stderr, "genmodel:", err)
		os.Exit(1)
	}
}

// dataFile is what an external model calls its weights.
const dataFile = "weights.bin"

func run(kind, number, dir string, words []string) error {
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		return err
	}
	if n < 1 {
		return fmt.Errorf("%d is too few", n)
	}
	model, err := os.Create(filepath.Join(dir, "in.onnx"))
	if err != nil {
		return err
	}
	switch kind {
	case "chain":
		_, err = model.Write(genmodel.Chain(int(n)))
	case "lean":
		_, err = model.Write(genmodel.LeanChain(int(n)))
	case "inline":
		err = genmodel.WriteWeights(model, n, nil, "")
	case "external":
		err = external(model, n, filepath.Join(dir, dataFile))
	case "ffn":
		err = ffn(model, int(n), words)
	default:
		err = fmt.Errorf("there is no model %q: give chain, lean, inline, external or ffn", kind)
	}
	return errors.Join(err, model.Close())
}

func external(model *os.File, n int64, path string) error {
	data, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(genmodel.WriteWeights(model, n, data, dataFile), data.Close())
}

func ffn(model *os.File, layers int, words []string) error {
	f := genmodel.FFN{Layers: layers, Width: 3584, Hidden: 14336, Elem: "float"}
	for _, w := range words {
		switch w {
		case "float", "float16", "bfloat16":
			f.Elem = w
		case "trained":
			f.Trained = true
		case "loss":
			f.Loss = true
		default:
			if _, err := fmt.Sscanf(w, "%dx%d", &f.Width, &f.Hidden); err != nil {
				return fmt.Errorf("%q is none of float, float16, bfloat16, trained, loss and WIDTHxHIDDEN", w)
			}
		}
	}
	m, err := onnxio.ParseText(f.Text())
	if err != nil {
		return err
	}
	data, err := m.Marshal()
	if err != nil {
		return err
	}
	_, err = model.Write(data)
	return err
}
