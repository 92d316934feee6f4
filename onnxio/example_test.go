package onnxio_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	"github.com/unswag/unswagc/onnxio"
)

const exampleText = `<ir_version: 8, opset_import: ["" : 17]>
net (float[N,4] x) => (float[N,4] y)
{
   a = Relu (x)
   y = Relu (a)
}
`

// Load a model, change one node and save it: what was not touched keeps its bytes.
func Example() {
	ctx := context.Background()
	dir, err := os.MkdirTemp("", "unswag")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	m, err := onnxio.ParseText(exampleText)
	if err != nil {
		log.Fatal(err)
	}
	in, out := filepath.Join(dir, "in.onnx"), filepath.Join(dir, "out.onnx")
	if err := m.Save(ctx, in, onnxio.SaveOptions{}); err != nil {
		log.Fatal(err)
	}

	m, err = onnxio.Load(ctx, in)
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close()
	a := m.Graph.Value("a")
	tanh := m.Graph.NewNode("", "Tanh", "", a.Producer.Inputs(), []*onnxio.Value{a})
	m.Graph.Apply([]*onnxio.Patch{{Replace: []onnxio.Replacement{{Old: a.Producer, New: []*onnxio.Node{tanh}}}}})
	if err := m.Save(ctx, out, onnxio.SaveOptions{}); err != nil {
		log.Fatal(err)
	}
	fmt.Print(m.Text())
	// Output:
	// <
	//    ir_version: 8,
	//    opset_import: ["" : 17]
	// >
	// net (float[N,4] x) => (float[N,4] y) {
	//    a = Tanh (x)
	//    y = Relu (a)
	// }
}

// Follow the links between values and nodes.
func ExampleValue_Uses() {
	m, err := onnxio.ParseText(exampleText)
	if err != nil {
		log.Fatal(err)
	}
	for _, v := range m.Graph.Values() {
		fmt.Printf("%s: made by a node: %t, read by %d\n", v.Name, v.Producer != nil, len(v.Uses()))
	}
	// Output:
	// x: made by a node: false, read by 1
	// a: made by a node: true, read by 1
	// y: made by a node: true, read by 0
}
