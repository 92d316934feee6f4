package onnxio

import (
	"fmt"
	"testing"
)

// chainModel is a chain of n Gemm nodes with names and doc strings.
func chainModel(n int) []byte {
	g := []any{2, "g", 11, encoded(1, "x0")}
	for i := range n {
		g = append(g, 1, encoded(1, fmt.Sprintf("x%d", i), 2, fmt.Sprintf("x%d", i+1),
			3, fmt.Sprintf("/n/%d", i), 4, "Gemm", 5, encoded(1, "alpha", 2, floatBits(1), 20, 1),
			6, "Backward pass"))
	}
	return encoded(1, 8, 7, encoded(g...))
}

func BenchmarkTextPrint10kNodes(b *testing.B) {
	m := chainModel(10_000)
	for b.Loop() {
		textOfModel(m, TextOptions{})
	}
}

func BenchmarkTextParse10kNodes(b *testing.B) {
	text := textOfModel(chainModel(10_000), TextOptions{})
	for b.Loop() {
		if _, err := encodeText(text); err != nil {
			b.Fatal(err)
		}
	}
}

func TestTextLeavesOutLargeTensorsOnDemand(t *testing.T) {
	b := withTensor(1, 300, 2, 2, 9, make([]byte, 300))
	text := textOfModel(b, TextOptions{MaxTensorBytes: 100})
	const want = "<\n   ir_version: 8\n>\ng () => ()\n   <uint8[300] w = {}  #@ elided 300\n      >\n{\n}\n"
	if text != want {
		t.Errorf("got\n%s\nwant\n%s", text, want)
	}
	_, err := encodeText(text)
	const refused = "5:27: the contents of this tensor were left out when the model was printed"
	if err == nil || err.Error() != refused {
		t.Errorf("got %v, want %s", err, refused)
	}
}
