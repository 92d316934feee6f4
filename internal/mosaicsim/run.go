package mosaicsim

import (
	"fmt"
	"unsafe"
)

// frame is one run of a kernel. values has the elements of scalars and vectors by number,
// blocks what operands have in a core's memory.
type frame struct {
	values [][]int64
	blocks []*held
}

// coreMemory is the memory of the smallest TPU's core in bytes. Each block is there twice:
// the compiler copies the next one while a kernel is at work.
const coreMemory = 16 << 20

// Run runs the kernel for every block of its operands, the last first: a kernel must not
// rely on an order.
func (m *Module) Run(operands ...Operand) error {
	if err := m.check(operands); err != nil {
		return err
	}
	f := &frame{values: make([][]int64, len(m.slots)), blocks: make([]*held, len(m.slots))}
	held := make([]*held, len(operands))
	for slot, t := range m.slots {
		if !t.memory {
			f.values[slot] = make([]int64, t.count())
		}
	}
	for i, o := range operands {
		held[i] = newHeld(m.params[i], o.Output)
		f.blocks[2+i] = held[i]
	}
	for i := m.grid[0] - 1; i >= 0; i-- {
		for j := m.grid[1] - 1; j >= 0; j-- {
			f.values[0][0], f.values[1][0] = int64(i), int64(j)
			if err := m.block(f, held, operands, i, j); err != nil {
				return err
			}
		}
	}
	return nil
}

func newHeld(t typ, output bool) *held {
	return &held{typ: t, output: output, data: make([]int64, t.count()), written: make([]bool, t.count())}
}

func (m *Module) block(f *frame, held []*held, operands []Operand, i, j int) error {
	for n, o := range operands {
		if !o.Output {
			held[n].in(o, i, j)
		}
	}
	if err := f.run(m.body); err != nil {
		return err
	}
	for n, o := range operands {
		if o.Output {
			if err := held[n].out(o, i, j); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *frame) run(ops []*op) error {
	for _, o := range ops {
		if err := o.run(f); err != nil {
			return err
		}
	}
	return nil
}

// check compares the operands with what the kernel says.
func (m *Module) check(operands []Operand) error {
	if len(operands) != len(m.params) {
		return fmt.Errorf("the kernel has %d operands and got %d", len(m.params), len(operands))
	}
	memory := 0
	for i, o := range operands {
		t := m.params[i]
		size := sizes[t.elem] / 8
		switch {
		case len(o.Data) != o.Rows*o.Cols*size || o.Rows < 1 || o.Cols < 1:
			return fmt.Errorf("operand %d has %d bytes, not %d x %d elements", i, len(o.Data), o.Rows, o.Cols)
		case (o.Rows+t.dims[0]-1)/t.dims[0] != m.grid[0] || (o.Cols+t.dims[1]-1)/t.dims[1] != m.grid[1]:
			return fmt.Errorf("%v blocks of %s do not cover operand %d, of %d x %d", m.grid, t, i, o.Rows, o.Cols)
		case t.dims[0]*size%32 != 0 || t.dims[1]%128 != 0 && t.dims[1] != o.Cols:
			return fmt.Errorf("operand %d has blocks of %s, which are not in whole registers", i, t)
		}
		for n, other := range operands[:i] {
			if unsafe.SliceData(o.Data) == unsafe.SliceData(other.Data) && !t.same(m.params[n]) {
				return fmt.Errorf("the operands %d and %d share their memory, but have other blocks", n, i)
			}
		}
		memory += 2 * t.dims[0] * ((t.dims[1] + 127) / 128 * 128) * size
	}
	if memory > coreMemory {
		return fmt.Errorf("the blocks take %d bytes of the memory of a core, which has %d", memory, coreMemory)
	}
	return nil
}
