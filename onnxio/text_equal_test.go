package onnxio

import (
	"bytes"
	"slices"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// messageKind is the part of the ONNX schema that comparing messages needs: which
// fields hold messages, and which hold packed numbers of which wire type.
type messageKind struct {
	sub    map[protowire.Number]string
	packed map[protowire.Number]protowire.Type
}

var messageKinds = map[string]messageKind{
	"model": {sub: map[protowire.Number]string{7: "graph", 8: "plain", 14: "plain", 20: "training", 25: "function"}},
	"graph": {sub: map[protowire.Number]string{1: "node", 5: "tensor", 11: "value", 12: "value", 13: "value",
		14: "quantization", 15: "sparse", 16: "plain"}},
	"training":     {sub: map[protowire.Number]string{1: "graph", 2: "graph", 3: "plain", 4: "plain"}},
	"quantization": {sub: map[protowire.Number]string{2: "plain"}},
	"function":     {sub: map[protowire.Number]string{7: "node", 9: "plain", 11: "attr", 12: "value", 14: "plain"}},
	"node":         {sub: map[protowire.Number]string{5: "attr", 9: "plain"}},
	"attr": {sub: map[protowire.Number]string{5: "tensor", 6: "graph", 10: "tensor", 11: "graph", 14: "type",
		15: "type", 22: "sparse", 23: "sparse"},
		packed: map[protowire.Number]protowire.Type{7: protowire.Fixed32Type, 8: protowire.VarintType}},
	"tensor": {sub: map[protowire.Number]string{13: "plain", 16: "plain"},
		packed: map[protowire.Number]protowire.Type{1: protowire.VarintType, 4: protowire.Fixed32Type,
			5: protowire.VarintType, 7: protowire.VarintType, 10: protowire.Fixed64Type, 11: protowire.VarintType}},
	"sparse": {sub: map[protowire.Number]string{1: "tensor", 2: "tensor"},
		packed: map[protowire.Number]protowire.Type{3: protowire.VarintType}},
	"value":      {sub: map[protowire.Number]string{2: "type", 4: "plain"}},
	"type":       {sub: map[protowire.Number]string{1: "tensortype", 4: "type1", 5: "map", 7: "plain", 8: "tensortype", 9: "type1"}},
	"type1":      {sub: map[protowire.Number]string{1: "type"}},
	"map":        {sub: map[protowire.Number]string{2: "type"}},
	"tensortype": {sub: map[protowire.Number]string{2: "shape"}},
	"shape":      {sub: map[protowire.Number]string{1: "plain"}},
	"plain":      {},
}

// canonical brings an encoded message to one form: fields ordered by number,
// numbers unpacked, the same inside. Two messages are equal exactly if their
// forms are, as long as no singular field occurs twice. What is not well formed
// stays as it is.
func canonical(b []byte, kind string) []byte {
	k := messageKinds[kind]
	type part struct {
		num protowire.Number
		b   []byte
	}
	var parts []part
	clean := scanFields(b, func(f wireField) {
		raw := f.raw
		if sub, ok := k.sub[f.num]; ok && f.typ == protowire.BytesType {
			raw = protowire.AppendTag(nil, f.num, f.typ)
			raw = protowire.AppendBytes(raw, canonical(f.val, sub))
		}
		if typ, ok := k.packed[f.num]; ok && f.typ == protowire.BytesType {
			raw = unpackedFields(f, typ)
		}
		parts = append(parts, part{f.num, raw})
	})
	if !clean {
		return b
	}
	slices.SortStableFunc(parts, func(a, b part) int { return int(a.num - b.num) })
	var out []byte
	for _, p := range parts {
		out = append(out, p.b...)
	}
	return out
}

func unpackedFields(f wireField, typ protowire.Type) (out []byte) {
	for b := f.val; len(b) > 0; {
		n := protowire.ConsumeFieldValue(f.num, typ, b)
		if n < 0 {
			return f.raw
		}
		out = append(protowire.AppendTag(out, f.num, typ), b[:n]...)
		b = b[n:]
	}
	return out
}

// roundTripText checks that an encoded model survives printing and parsing, and
// returns its text.
func roundTripText(t *testing.T, b []byte) string {
	t.Helper()
	text := textOfModel(b, TextOptions{})
	again, err := encodeText(text)
	if err != nil {
		t.Fatalf("the printed text does not parse: %v\n%.2000s", err, text)
	}
	if !bytes.Equal(canonical(b, "model"), canonical(again, "model")) {
		t.Errorf("the model that was parsed is not the one that was printed:\n%.3000s", text)
	}
	if text2 := textOfModel(again, TextOptions{}); text2 != text {
		t.Errorf("printing again gives another text")
	}
	return text
}
