package mosaicsim

import (
	"encoding/binary"
	"fmt"
)

// Operand is a matrix in memory, row by row, of elements in little-endian bytes. Two
// operands may share their data, if their blocks are the same.
type Operand struct {
	Rows, Cols int
	Data       []byte
	// Output is set for what the kernel writes, and does not read.
	Output bool
}

// held is a block in the memory of a core.
type held struct {
	typ
	output bool
	data   []int64
	// written has the elements of an output that were stored.
	written []bool
}

// together is how many rows of a type are loaded and stored together.
func together(t typ) int {
	if t.elem == "i8" {
		return 32
	}
	return 8
}

// place checks that a vector lies in a block, and returns its first element.
func (h *held) place(o *op, row, col int64, v typ) (int, error) {
	if rows := v.dims[0]; int(row)%rows != 0 || col != 0 || row < 0 || int(row)+rows > h.dims[0] {
		return 0, fmt.Errorf("line %d: (%d, %d) is no place for %d rows in %s", o.line, row, col, rows, h.typ)
	}
	return int(row) * v.dims[1], nil
}

// fits tells that a vector has the type v of rows of a block.
func fits(v, block typ, row, col typ) error {
	if !block.memory || v.memory || v.dims == nil || v.dims[0] != together(v) || v.dims[1] != block.dims[1] || v.elem != block.elem || row.elem != "index" || col.elem != "index" {
		return errTypes
	}
	return nil
}

func load(o *op) (func(*frame) error, error) {
	if err := fits(o.typ, o.types[0], o.types[1], o.types[2]); err != nil {
		return nil, err
	}
	return func(f *frame) error {
		h := f.blocks[o.args[0]]
		if h.output {
			return fmt.Errorf("line %d: it reads an output", o.line)
		}
		at, err := h.place(o, f.values[o.args[1]][0], f.values[o.args[2]][0], o.typ)
		if err == nil {
			copy(f.values[o.result], h.data[at:])
		}
		return err
	}, nil
}

func store(o *op) (func(*frame) error, error) {
	if o.attrs["add"] != "false" || o.attrs["operandSegmentSizes"] != "array<i32: 1, 1, 2, 0>" || o.attrs["strides"] != "array<i32>" {
		return nil, fmt.Errorf("its attributes are %v", o.attrs)
	}
	if err := fits(o.types[0], o.types[1], o.types[2], o.types[3]); err != nil {
		return nil, err
	}
	return func(f *frame) error {
		h := f.blocks[o.args[1]]
		if !h.output {
			return fmt.Errorf("line %d: it writes an input", o.line)
		}
		at, err := h.place(o, f.values[o.args[2]][0], f.values[o.args[3]][0], o.types[0])
		if err != nil {
			return err
		}
		for i, v := range f.values[o.args[0]] {
			if h.written[at+i] {
				return fmt.Errorf("line %d: it writes element %d of a block again", o.line, at+i)
			}
			h.data[at+i], h.written[at+i] = v, true
		}
		return nil
	}, nil
}

// inside calls f for the elements of block (i, j) that the operand has: its number in the
// block and its first byte.
func (h *held) inside(o Operand, i, j int, f func(element, at int)) {
	size := sizes[h.elem] / 8
	for r := range min(h.dims[0], o.Rows-i*h.dims[0]) {
		for c := range min(h.dims[1], o.Cols-j*h.dims[1]) {
			f(r*h.dims[1]+c, ((i*h.dims[0]+r)*o.Cols+j*h.dims[1]+c)*size)
		}
	}
}

// in copies a block from an operand, with noise around it.
func (h *held) in(o Operand, i, j int) {
	noise := uint64(i*31+j) + 1
	for n := range h.data {
		noise = noise*6364136223846793005 + 1442695040888963407
		h.data[n] = h.wrap(int64(noise >> 20))
	}
	h.inside(o, i, j, func(n, at int) {
		var b [8]byte
		copy(b[:], o.Data[at:at+sizes[h.elem]/8])
		h.data[n] = h.wrap(int64(binary.LittleEndian.Uint64(b[:])))
	})
}

// out copies a block to an operand.
func (h *held) out(o Operand, i, j int) error {
	var err error
	h.inside(o, i, j, func(n, at int) {
		if !h.written[n] {
			err = fmt.Errorf("block (%d, %d): element %d of an output was not written", i, j, n)
		}
		var b [8]byte
		binary.LittleEndian.PutUint64(b[:], uint64(h.data[n]))
		copy(o.Data[at:], b[:sizes[h.elem]/8])
	})
	clear(h.written)
	return err
}
