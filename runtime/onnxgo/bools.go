package onnxgo

import (
	"errors"

	"google.golang.org/protobuf/encoding/protowire"
)

// onnx-go takes eight bytes of raw_data for one bool, where ONNX has one. Dropout's
// training_mode is such a constant in every graph that ONNX Runtime writes. unrawBools
// moves them to int32_data, which onnx-go reads right.

// Field numbers of onnx.proto.
const (
	modelGraph       = 7
	graphNode        = 1
	graphInitializer = 5
	nodeAttribute    = 5
	attributeTensor  = 5
	tensorType       = 2
	tensorInt32Data  = 5
	tensorRawData    = 9
	typeBool         = 9
)

// edit changes the contents of one field.
type edit func(contents []byte) ([]byte, error)

// unrawBools returns the encoded model with the bools of constant tensors in int32_data.
func unrawBools(model []byte) ([]byte, error) {
	node := within(nodeAttribute, within(attributeTensor, unrawBool))
	return fields(model, map[protowire.Number]edit{modelGraph: func(b []byte) ([]byte, error) {
		return fields(b, map[protowire.Number]edit{graphInitializer: unrawBool, graphNode: node})
	}})
}

func within(num protowire.Number, e edit) edit {
	return func(b []byte) ([]byte, error) { return fields(b, map[protowire.Number]edit{num: e}) }
}

var errEncoding = errors.New("it is no protobuf message")

// fields copies a message and edits those of its fields that have an edit.
func fields(msg []byte, edits map[protowire.Number]edit) ([]byte, error) {
	out := make([]byte, 0, len(msg))
	for len(msg) > 0 {
		num, typ, n := protowire.ConsumeField(msg)
		if n < 0 {
			return nil, errEncoding
		}
		field, e := msg[:n], edits[num]
		msg = msg[n:]
		if e == nil || typ != protowire.BytesType {
			out = append(out, field...)
			continue
		}
		_, _, tag := protowire.ConsumeTag(field)
		old, _ := protowire.ConsumeBytes(field[tag:])
		b, err := e(old)
		if err != nil {
			return nil, err
		}
		out = protowire.AppendBytes(protowire.AppendTag(out, num, typ), b)
	}
	return out, nil
}

// unrawBool rewrites a tensor of bools.
func unrawBool(tensor []byte) ([]byte, error) {
	var elem uint64
	var raw []byte
	for b := tensor; len(b) > 0; {
		num, typ, n := protowire.ConsumeTag(b)
		if n < 0 {
			return nil, errEncoding
		}
		switch {
		case num == tensorType && typ == protowire.VarintType:
			elem, _ = protowire.ConsumeVarint(b[n:])
		case num == tensorRawData && typ == protowire.BytesType:
			raw, _ = protowire.ConsumeBytes(b[n:])
		}
		m := protowire.ConsumeFieldValue(num, typ, b[n:])
		if m < 0 {
			return nil, errEncoding
		}
		b = b[n+m:]
	}
	if elem != typeBool || len(raw) == 0 {
		return tensor, nil
	}
	var packed []byte
	for _, v := range raw {
		packed = protowire.AppendVarint(packed, uint64(min(v, 1)))
	}
	out, err := fields(tensor, map[protowire.Number]edit{tensorRawData: func([]byte) ([]byte, error) { return nil, nil }})
	return protowire.AppendBytes(protowire.AppendTag(out, tensorInt32Data, protowire.BytesType), packed), err
}
