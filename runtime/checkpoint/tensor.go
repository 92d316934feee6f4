package checkpoint

import (
	"fmt"

	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// The slots of a tensor's table. Between them stand doc_string (1) and string_data (5).
const tensorName, tensorDims, tensorElem, tensorData, tensorExternal = 0, 2, 3, 4, 6

// readTensor copies a tensor. The schema numbers element types as ONNX does.
func readTensor(t table) (name string, x *tensor.Tensor, err error) {
	if name, err = t.text(tensorName); err != nil {
		return "", nil, err
	}
	elem, err := t.int32(tensorElem)
	if err != nil {
		return "", nil, err
	}
	dims, err := t.dims()
	if err != nil {
		return "", nil, err
	}
	external, err := t.int64(tensorExternal, -1)
	if err != nil {
		return "", nil, err
	}
	if external >= 0 {
		return "", nil, fmt.Errorf("the elements of %q stand in another file, which is not supported", name)
	}
	data, err := t.bytes(tensorData)
	if err != nil {
		return "", nil, err
	}
	width := tensor.Size(onnxio.DType(elem))
	if width == 0 {
		return "", nil, fmt.Errorf("tensor %q is %s, which the engine does not compute with", name, onnxio.DType(elem))
	}
	// The bytes are there, so their number bounds what is allocated.
	if n, ok := count(dims, int64(len(data))); !ok || n*width != int64(len(data)) {
		return "", nil, fmt.Errorf("tensor %q has %d bytes, which do not fit %s%v", name, len(data), onnxio.DType(elem), dims)
	}
	x = tensor.New(onnxio.DType(elem), dims...)
	copy(x.Data, data)
	return name, x, nil
}

// dims reads the shape.
func (t table) dims() ([]int64, error) {
	pos, n, err := t.vector(tensorDims, flatbuffers.SizeInt64)
	if err != nil {
		return nil, err
	}
	out := make([]int64, n)
	for i := range out {
		out[i] = flatbuffers.GetInt64(t.b.data[pos+i*flatbuffers.SizeInt64:])
	}
	return out, nil
}

// count multiplies dims; ok is false where one is negative or the product is above most.
func count(dims []int64, most int64) (n int64, ok bool) {
	n = 1
	for _, d := range dims {
		if d == 0 {
			n = 0
		}
	}
	for _, d := range dims {
		if d < 0 || d > 0 && n > most/d {
			return 0, false
		}
		n *= d
	}
	return n, true
}
