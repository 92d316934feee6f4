package onnxgo

import (
	"fmt"

	"github.com/owulveryck/onnx-go"
)

// Decode decodes a model with onnx-go onto a backend of its own. What onnx-go does not
// tell a backend is read from the same bytes (Options.For), and where onnx-go panics on a
// model Decode returns an error.
func Decode(data []byte, o Options) (m *onnx.Model, b *Backend, err error) {
	defer recovered("decoding the model with onnx-go", &err)
	if o, err = o.For(data); err != nil {
		return nil, nil, err
	}
	b = New(o)
	m = onnx.NewModel(b)
	if err := m.UnmarshalBinary(data); err != nil {
		return nil, nil, fmt.Errorf("onnx-go cannot decode the model: %w", err)
	}
	return m, b, nil
}
