package npz

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// magic starts every .npy file.
const magic = "\x93NUMPY"

// maxHeader is the most bytes of a header that are read. NumPy's own are shorter than
// 256 for every array without records.
const maxHeader = 1 << 16

// maxDims is the most dims that NumPy knows.
const maxDims = 64

// descrs are the element types as NumPy writes them, without the byte order.
var descrs = []struct {
	elem  onnxio.DType
	descr string
}{
	{onnxio.Float, "f4"}, {onnxio.Double, "f8"}, {onnxio.Float16, "f2"}, {onnxio.BFloat16, "V2"},
	{onnxio.Bool, "b1"}, {onnxio.Int8, "i1"}, {onnxio.Int16, "i2"}, {onnxio.Int32, "i4"}, {onnxio.Int64, "i8"},
	{onnxio.Uint8, "u1"}, {onnxio.Uint16, "u2"}, {onnxio.Uint32, "u4"}, {onnxio.Uint64, "u8"},
	{onnxio.Complex64, "c8"}, {onnxio.Complex128, "c16"},
}

// header is what stands before the elements.
type header struct {
	elem    onnxio.DType
	shape   []int64
	fortran bool // the first dim varies fastest
	swap    int  // big endian numbers of so many bytes, or 0
}

var headerText = regexp.MustCompile(`^\{\s*'descr':\s*'([<>|=]?)(\w+)',\s*'fortran_order':\s*(True|False),\s*'shape':\s*\(([0-9, ]*)\),?\s*\}\s*$`)

// readHeader reads the header of a .npy file.
func readHeader(r io.Reader) (*header, error) {
	start := make([]byte, len(magic)+2)
	if _, err := io.ReadFull(r, start); err != nil || string(start[:len(magic)]) != magic {
		return nil, errors.New("it does not start as a NumPy array does")
	}
	size := make([]byte, 2)
	if start[len(magic)] > 1 { // versions 2 and 3
		size = make([]byte, 4)
	}
	if _, err := io.ReadFull(r, size); err != nil {
		return nil, errors.New("its header is cut short")
	}
	var n uint64
	for i, b := range size {
		n |= uint64(b) << (8 * i)
	}
	if n > maxHeader {
		return nil, fmt.Errorf("its header has %d bytes, more than any array without records", n)
	}
	text := make([]byte, n)
	if _, err := io.ReadFull(r, text); err != nil {
		return nil, errors.New("its header is cut short")
	}
	return parseHeader(string(text))
}

// parseHeader reads the Python dict that a header is.
func parseHeader(text string) (*header, error) {
	m := headerText.FindStringSubmatch(text)
	if m == nil {
		return nil, fmt.Errorf("its header %.200q is not that of a plain array", text)
	}
	h := &header{fortran: m[3] == "True", shape: []int64{}}
	for _, d := range descrs {
		if d.descr == m[2] {
			h.elem = d.elem
		}
	}
	if h.elem == onnxio.Undefined {
		return nil, fmt.Errorf("its elements are %q, which has no ONNX type that the engine computes with", m[1]+m[2])
	}
	if m[1] == ">" {
		h.swap = int(tensor.Size(h.elem))
		if h.elem == onnxio.Complex64 || h.elem == onnxio.Complex128 {
			h.swap /= 2
		}
	}
	bytes := tensor.Size(h.elem)
	for part := range strings.SplitSeq(m[4], ",") {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		d, err := strconv.ParseInt(part, 10, 64)
		if err != nil || len(h.shape) == maxDims || d > 0 && bytes > (1<<62)/d {
			return nil, fmt.Errorf("its shape (%.100s) is too large", m[4])
		}
		if bytes *= d; d == 0 {
			bytes = 0
		}
		h.shape = append(h.shape, d)
	}
	return h, nil
}

// writeHeader returns the header of a tensor, so that the elements start at a multiple
// of 64 bytes.
func writeHeader(t *tensor.Tensor) ([]byte, error) {
	descr := ""
	for _, d := range descrs {
		if d.elem == t.Elem {
			descr = d.descr
		}
	}
	if descr == "" {
		return nil, fmt.Errorf("NumPy has no array of %s", t.Elem)
	}
	order := "<"
	if tensor.Size(t.Elem) == 1 {
		order = "|"
	}
	dims := ""
	for _, d := range t.Shape {
		dims += strconv.FormatInt(d, 10) + ", "
	}
	if len(t.Shape) > 1 {
		dims = strings.TrimSuffix(dims, ", ")
	} else {
		dims = strings.TrimSuffix(dims, " ")
	}
	text := fmt.Sprintf("{'descr': '%s%s', 'fortran_order': False, 'shape': (%s), }", order, descr, dims)
	const before = len(magic) + 4
	pad := -(before + len(text) + 1) & 63
	text += strings.Repeat(" ", pad) + "\n"
	out := append([]byte(magic), 1, 0)
	return append(binary.LittleEndian.AppendUint16(out, uint16(len(text))), text...), nil
}
