package onnxio

import (
	"math"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// encoded encodes a message: alternately a field number and a string, []byte or
// uint64 value.
func encoded(nv ...any) []byte {
	var e encoder
	for i := 0; i < len(nv); i += 2 {
		num := protowire.Number(nv[i].(int))
		switch v := nv[i+1].(type) {
		case string:
			e.str(num, v)
		case []byte:
			e.bytes(num, v)
		case int:
			e.varint(num, uint64(v))
		case uint32:
			e.fixed32(num, v)
		}
	}
	return e.b
}

func withGraph(graph ...any) []byte {
	return encoded(1, 8, 7, encoded(append([]any{2, "g"}, graph...)...))
}

func withNode(node ...any) []byte { return withGraph(1, encoded(node...)) }

func withAttr(attr ...any) []byte { return withNode(4, "Op", 5, encoded(attr...)) }

func withTensor(tensor ...any) []byte {
	return withGraph(5, encoded(append([]any{8, "w"}, tensor...)...))
}

// oddNaN is a NaN that has more than its sign to tell.
const oddNaN = uint32(0x7fc0beef)

func floatBits(f float32) uint32 { return math.Float32bits(f) }

// cornerModels are messages that the official syntax cannot say, or only just.
var cornerModels = map[string][]byte{
	"nothing":              {},
	"no graph":             encoded(1, 8),
	"empty graph":          encoded(7, []byte{}),
	"unknown fields":       encoded(1, 8, 7, encoded(2, "g", 900, "x"), 901, 7, 902, uint32(5)),
	"training info":        encoded(7, encoded(2, "g"), 20, encoded(1, encoded(2, "init"))),
	"all header keys":      encoded(1, 8, 8, encoded(1, "", 2, 17), 2, "p\"\\", 3, "", 4, "d", 5, 3, 6, "a\nb # c", 7, encoded(2, "g"), 14, encoded(1, "k", 2, "v")),
	"import without name":  encoded(7, encoded(2, "g"), 8, encoded(2, 17), 8, encoded(1, "x", 2, 1)),
	"metadata without key": encoded(7, encoded(2, "g"), 14, encoded(2, "v")),
	"graph extras":         withGraph(10, "", 14, encoded(1, "w"), 15, encoded(1, encoded(2, 1)), 16, encoded(1, "k", 2, "v;\n\"\x00\xff")),
	"graph in two parts":   encoded(7, encoded(2, "g", 1, encoded(4, "A")), 7, encoded(1, encoded(4, "B"))),
	"names of all sorts":   withNode(1, "", 1, "/a/b", 2, "float", 2, "", 2, "a::b", 2, "ä\n\t\"\\", 3, "", 4, "Op", 7, ""),
	"odd operator":         withNode(3, "n", 4, "my-op", 7, "a..b", 8, ""),
	"op type absent":       withNode(2, "y", 5, encoded(1, "a", 2, floatBits(1), 20, 1)),
	"overload":             withNode(4, "Op", 7, "a.b", 8, "v2"),
	"node extras":          withNode(4, "Op", 6, "Backward pass", 9, encoded(1, "k", 2, "v"), 9, encoded(1, "k"), 10, "x"),
	"undefined names":      withNode(1, "x", 2, "y", 2, "y", 4, "Op"),
	"floats": withAttr(1, "f", 7, floatBits(1), 7, floatBits(0), 7, uint32(1<<31), 7, uint32(1), 7,
		floatBits(float32(math.Inf(1))), 7, uint32(0x7fc00000), 7, uint32(0xffc00000), 20, 6),
	"float max":           withAttr(1, "f", 2, floatBits(math.MaxFloat32), 20, 1),
	"NaN with payload":    withAttr(1, "f", 2, oddNaN, 20, 1),
	"int extremes":        withAttr(1, "i", 8, math.MinInt64, 8, math.MaxInt64, 20, 7),
	"packed ints":         withAttr(1, "i", 8, []byte{1, 2, 3}, 20, 7),
	"empty lists":         withNode(4, "Op", 5, encoded(1, "a", 20, 6), 5, encoded(1, "b", 20, 9), 5, encoded(1, "c", 20, 12)),
	"binary string":       withAttr(1, "s", 4, "\xff\x00", 20, 3),
	"strings":             withAttr(1, "s", 9, "", 9, "\"#@ x\n", 20, 8),
	"attribute type":      withAttr(1, "i", 3, 7),
	"attribute two kinds": withAttr(1, "i", 3, 7, 4, "s", 20, 2),
	"int without value":   withAttr(1, "i", 20, 2),
	"attribute name":      withAttr(1, "a-b", 3, 7, 13, "doc", 20, 2),
	"reference":           withAttr(1, "a", 20, 1, 21, "alpha"),
	"reference no type":   withAttr(1, "a", 21, "al pha"),
	"types in attributes": withAttr(1, "t", 15, encoded(1, encoded(1, 1)), 15, encoded(6, "d"), 20, 14),
	"type":                withAttr(1, "t", 14, encoded(4, encoded(1, encoded(1, encoded(1, 1, 2, []byte{})))), 20, 13),
	"sparse":              withAttr(1, "s", 22, encoded(1, encoded(2, 1)), 20, 11),
	"tensor attribute":    withAttr(1, "t", 5, encoded(1, 2, 2, 1, 4, floatBits(1), 4, floatBits(2), 8, "a b", 12, "d"), 20, 4),
	"tensor and doc":      withAttr(1, "t", 5, encoded(2, 7, 9, make([]byte, 8)), 13, "d", 20, 4),
	"tensors":             withAttr(1, "t", 10, encoded(2, 7, 9, make([]byte, 8)), 10, encoded(2, 7, 7, []byte{5}, 8, ""), 20, 9),
	"graphs":              withAttr(1, "g", 11, encoded(2, "float", 10, "d"), 11, encoded(2, ""), 11, []byte{}, 20, 10),
	"raw float16":         withTensor(1, 2, 2, 10, 9, []byte{0, 60, 1, 252}),
	"raw odd NaN":         withTensor(2, 1, 9, []byte{0xef, 0xbe, 0xc0, 0x7f}),
	"typed odd NaN":       withTensor(2, 1, 4, oddNaN),
	"raw of wrong size":   withTensor(1, 2, 2, 1, 9, []byte{1, 2, 3}),
	"raw empty":           withTensor(1, 0, 2, 1, 9, ""),
	"raw int4":            withTensor(1, 3, 2, 22, 9, []byte{0x21, 3}),
	"raw and typed":       withTensor(2, 7, 9, make([]byte, 8), 7, 1),
	"raw many":            withTensor(1, 1000, 2, 2, 9, make([]byte, 1000)),
	"typed int4":          withTensor(1, 3, 2, 22, 5, []byte{0x21, 3}),
	"int8 negative":       withTensor(1, 2, 2, 3, 5, math.MaxInt32, 5, -1),
	"int32 too wide":      withTensor(2, 6, 5, math.MaxInt64),
	"strings tensor":      withTensor(1, 2, 2, 8, 6, "a", 6, ""),
	"binary strings":      withTensor(2, 8, 6, "\xff"),
	"complex":             withTensor(2, 14, 4, floatBits(1), 4, floatBits(2)),
	"wrong typed field":   withTensor(2, 1, 7, 5),
	"uint64":              withTensor(2, 13, 11, -1),
	"external":            withTensor(1, 2, 2, 1, 13, encoded(1, "location", 2, "w.bin"), 13, encoded(1, "offset", 2, "0"), 14, 1),
	"external odd":        withTensor(2, 1, 13, encoded(1, "location"), 14, 1),
	"location default":    withTensor(2, 1, 4, floatBits(1), 14, 0),
	"element type":        withTensor(2, 99, 9, "x"),
	"segment":             withTensor(2, 1, 3, encoded(1, 1), 4, floatBits(1)),
	"tensor without name": withGraph(5, encoded(2, 1, 4, floatBits(1))),
	"value types": withGraph(11, encoded(1, "x", 2, encoded(1, encoded(1, 1, 2, encoded(1, encoded(1, -1), 1, encoded(2, "N+1"),
		1, encoded(2, ""), 1, []byte{})))), 12, encoded(1, "map"), 13, encoded(1, "d", 2, encoded(1, encoded(1, 1, 2, encoded(1, encoded(1, 2, 3, "NC")))), 3, "doc", 4, encoded(1, "k", 2, "v")),
		13, encoded(1, "o", 2, encoded(9, encoded(1, encoded(5, encoded(1, 7, 2, encoded(1, encoded(1, 8))))))), 13, encoded(1, "e", 2, ""), 13, encoded(1, "s", 2, encoded(8, encoded(1, 1))), 13, encoded(2, "")),
	"function": encoded(7, encoded(2, "g"), 25, encoded(1, "f-1", 4, "x", 4, "int64", 5, "y", 6, "alpha", 6, "b c", 7, encoded(1, "x", 2, "y", 4, "Op"),
		8, "doc", 9, encoded(1, "", 2, 17), 9, encoded(2, 1), 10, "d", 11, encoded(1, "b", 2, floatBits(1), 20, 1), 11, encoded(1, "c"),
		12, encoded(1, "y", 2, encoded(1, encoded(1, 1))), 13, "o", 14, encoded(1, "k", 2, "v"), 99, "u")),
	"function without name": encoded(7, encoded(2, "g"), 25, encoded(4, "x", 5, "x")),
	"not well formed":       encoded(7, "\x0a\xff"),
}

func TestTextRoundTripOfCorners(t *testing.T) {
	for name, b := range cornerModels {
		t.Run(strings.ReplaceAll(name, " ", "_"), func(t *testing.T) {
			if name == "graph in two parts" {
				b2, err := encodeText(textOfModel(b, TextOptions{}))
				want := encoded(7, encoded(1, encoded(4, "A"), 1, encoded(4, "B"), 2, "g"))
				if err != nil || string(b2) != string(want) {
					t.Errorf("got %x, %v, want %x", b2, err, want)
				}
				return
			}
			if name == "not well formed" {
				text := textOfModel(b, TextOptions{})
				if _, err := encodeText(text); err == nil {
					t.Errorf("a graph of broken fields is accepted:\n%s", text)
				}
				return
			}
			roundTripText(t, b)
		})
	}
}
