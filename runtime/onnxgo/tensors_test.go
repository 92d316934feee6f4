package onnxgo_test

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"strings"
	"testing"

	gorgonia "gorgonia.org/tensor"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// toGorgonia copies a tensor of the engine. It shares no code with the package.
func toGorgonia(t *testing.T, x *tensor.Tensor) gorgonia.Tensor {
	t.Helper()
	types := map[onnxio.DType]gorgonia.Dtype{
		onnxio.Float: gorgonia.Float32, onnxio.Double: gorgonia.Float64, onnxio.Bool: gorgonia.Bool, onnxio.Int64: gorgonia.Int64,
		onnxio.Int32: gorgonia.Int32, onnxio.Uint32: gorgonia.Uint32, onnxio.Uint8: gorgonia.Uint8,
	}
	of, ok := types[x.Elem]
	if !ok {
		t.Fatalf("the test has no gorgonia type for %s", x)
	}
	shape := make([]int, len(x.Shape))
	for i, d := range x.Shape {
		shape[i] = int(d)
	}
	n := int(x.Len())
	backing := reflect.MakeSlice(reflect.SliceOf(of.Type), n, n).Interface()
	if _, err := binary.Decode(x.Data, binary.LittleEndian, backing); err != nil {
		t.Fatal(err)
	}
	return gorgonia.New(gorgonia.WithShape(shape...), gorgonia.WithBacking(backing))
}

// raw are the bytes of a tensor whose elements lie one behind another.
func raw(t *testing.T, x gorgonia.Tensor) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := binary.Write(&b, binary.LittleEndian, x.Data()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func wantError(t *testing.T, err error, part string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), part) {
		t.Errorf("got the error %v, want one that says %q", err, part)
	}
}
