package onnxio

import "testing"

// TestLastImportCounts: of two imports of one domain onnx.checker and ONNX Runtime take
// the last.
func TestLastImportCounts(t *testing.T) {
	m, err := ParseText(`<ir_version: 8, opset_import: ["" : 21, "" : 17, "a" : 1]>
g (float[2] x) => (float[2] y) { y = Relu (x) }`)
	if err != nil {
		t.Fatal(err)
	}
	if v := m.Opset(""); v != 17 {
		t.Errorf("opset %d, want 17", v)
	}
	m.Import("", 21)
	if v := m.Opset(""); v != 21 {
		t.Errorf("opset %d after Import, want 21", v)
	}
}
