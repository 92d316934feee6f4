// Genmodel writes the models of io.sh:
//
//	genmodel chain SITES DIR      in.onnx: many small nodes, seven for each site
//	genmodel lean SITES DIR       the same with five nodes for each site
//	genmodel inline BYTES DIR     in.onnx: a few nodes and so many bytes of weights
//	genmodel external BYTES DIR   the same with the weights in weights.bin
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"github.com/unswag/unswagc/internal/genmodel"
)

func main() {
	if len(os.Args) != 4 {
		fmt.Fprintln(os.Stderr, "usage: genmodel chain|lean|inline|external SITES|BYTES DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Fprintln(os.Stderr, "genmodel:", err)
		os.Exit(1)
	}
}

// dataFile is what an external model calls its weights.
const dataFile = "weights.bin"

func run(kind, number, dir string) error {
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
	default:
		err = fmt.Errorf("there is no model %q: give chain, lean, inline or external", kind)
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
