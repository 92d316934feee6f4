package nodetests

import (
	"os"

	"google.golang.org/protobuf/encoding/protowire"

	"github.com/unswag/unswagc/internal/onnxpb"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// UnknownType is the error of a value that there is no tensor for.
type UnknownType struct{ What string }

func (e UnknownType) Error() string { return "type not known: " + e.What }

// Datum is what a file of a node test holds: a tensor or a sequence of tensors.
type Datum struct {
	Tensor   *tensor.Tensor
	Sequence []*tensor.Tensor
}

// readDatum reads input_*.pb or output_*.pb, whose type the model tells.
func readDatum(path string, typ *onnxpb.TypeProto) (d Datum, err error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return d, err
	}
	switch {
	case typ.GetSequenceType() != nil:
		d.Sequence, err = readSequence(data)
	case typ.GetOptionalType() != nil:
		return readOptional(data)
	default:
		d.Tensor, err = readTensor(data)
	}
	return d, err
}

// readSequence reads a SequenceProto of tensors.
func readSequence(data []byte) ([]*tensor.Tensor, error) {
	seq := []*tensor.Tensor{}
	err := eachMessage(data, func(num protowire.Number, val []byte) error {
		switch num {
		case 3:
			t, err := readTensor(val)
			seq = append(seq, t)
			return err
		case 4, 5, 6, 7:
			return UnknownType{"a sequence of what are no tensors"}
		}
		return nil
	})
	return seq, err
}

// readOptional reads what is in an OptionalProto.
func readOptional(data []byte) (d Datum, err error) {
	err = eachMessage(data, func(num protowire.Number, val []byte) (err error) {
		switch num {
		case 3:
			d.Tensor, err = readTensor(val)
		case 5:
			d.Sequence, err = readSequence(val)
		}
		return err
	})
	if err == nil && d.Tensor == nil && d.Sequence == nil {
		err = UnknownType{"an optional without a value"}
	}
	return d, err
}

// eachMessage calls do for every field that holds bytes.
func eachMessage(data []byte, do func(num protowire.Number, val []byte) error) error {
	for len(data) > 0 {
		num, typ, n := protowire.ConsumeTag(data)
		if n < 0 {
			return protowire.ParseError(n)
		}
		size := protowire.ConsumeFieldValue(num, typ, data[n:])
		if size < 0 {
			return protowire.ParseError(size)
		}
		if typ == protowire.BytesType {
			val, _ := protowire.ConsumeBytes(data[n:])
			if err := do(num, val); err != nil {
				return err
			}
		}
		data = data[n+size:]
	}
	return nil
}

// readTensor decodes a TensorProto, by way of a model that has it as an initializer.
func readTensor(data []byte) (*tensor.Tensor, error) {
	named := protowire.AppendString(protowire.AppendTag(data[:len(data):len(data)], 8, protowire.BytesType), "t")
	graph := protowire.AppendBytes(protowire.AppendTag(nil, 5, protowire.BytesType), named)
	m, err := onnxio.Unmarshal(protowire.AppendBytes(protowire.AppendTag(nil, 7, protowire.BytesType), graph))
	if err != nil {
		return nil, err
	}
	init := m.Graph.Value("t").Init
	if !tensor.HasNumbers(init.Elem) {
		return nil, UnknownType{init.Elem.String()}
	}
	return tensor.FromONNX(init)
}
