package onnxgo

import (
	"fmt"

	"github.com/owulveryck/onnx-go"
)

// Decode decodes a model with onnx-go onto a backend of its own. What onnx-go does not
// tell a backend is read from the same bytes (Options.For), bools are handed to onnx-go
// in the form that it reads right, and where it returns an error or panics Decode says
// what in the model it cannot take.
func Decode(data []byte, o Options) (m *onnx.Model, b *Backend, err error) {
	model, err := unmarshal(data)
	if err != nil {
		return nil, nil, err
	}
	if o, err = o.of(model); err != nil {
		return nil, nil, err
	}
	b = New(o)
	m = onnx.NewModel(b)
	if err := unmarshalWith(m, data); err != nil {
		if why := explain(model); why != "" {
			err = fmt.Errorf("%s (%w)", why, err)
		}
		return nil, nil, fmt.Errorf("onnx-go cannot decode the model: %w", err)
	}
	return m, b, nil
}

// unmarshalWith lets onnx-go decode the model.
func unmarshalWith(m *onnx.Model, data []byte) (err error) {
	defer recovered("decoding", &err)
	data, err = unrawBools(data)
	if err != nil {
		return err
	}
	return m.UnmarshalBinary(data)
}
