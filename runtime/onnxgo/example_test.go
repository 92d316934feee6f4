package onnxgo_test

import (
	"fmt"
	"log"

	"github.com/owulveryck/onnx-go"
	"gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/onnxgo"
)

// A program that decodes with onnx-go needs nothing but another backend.
func ExampleNew() {
	backend := onnxgo.New(onnxgo.Options{Opset: 17})
	model := onnx.NewModel(backend)
	if err := model.UnmarshalBinary(exampleModel()); err != nil {
		log.Fatal(err)
	}
	x := tensor.New(tensor.WithShape(4), tensor.WithBacking([]float32{1, -2, 0, 4}))
	if err := model.SetInput(0, x); err != nil {
		log.Fatal(err)
	}
	if err := backend.Run(); err != nil {
		log.Fatal(err)
	}
	out, err := model.GetOutputTensors()
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("mask %b, gradient %v\n", out[0].Data(), out[1].Data())
	// Output: mask [1001], gradient [1 0 0 4]
}

// Decode asks the model itself for its opset, its domains and its outputs.
func ExampleDecode() {
	model, backend, err := onnxgo.Decode(exampleModel(), onnxgo.Options{})
	if err != nil {
		log.Fatal(err)
	}
	err = backend.Run()
	fmt.Println(err)
	fmt.Println(len(model.Input), "input,", len(model.Output), "outputs")
	// Output:
	// input "x" is not set: give it a tensor with Model.SetInput, or with SetTensor of the node that Model.GetNodeByName("x") returns
	// 1 input, 2 outputs
}

// exampleModel stands for the bytes of a file.
func exampleModel() []byte {
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "ai.unswag" : 1]>
g (float[4] x) => (uint32[1] m, float[4] dx) {
	m, y = ai.unswag.UnSwagPack(x)
	dx = ai.unswag.UnSwagGradMask(y, m)
}`)
	if err != nil {
		log.Fatal(err)
	}
	data, err := m.Marshal()
	if err != nil {
		log.Fatal(err)
	}
	return data
}
