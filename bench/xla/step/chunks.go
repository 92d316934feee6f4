package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"os"

	"github.com/unswag/unswagc/runtime/pjrt"
)

// chunks runs a module of the same graph for fewer rows on every chunk of the rows, and
// compares what it gives with the same rows of the first module's results.
func (b *bench) chunks(name string, m *loaded) error {
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	types, err := arguments(string(text))
	if err != nil {
		return err
	}
	n, err := b.parts(types)
	if err != nil {
		return err
	}
	e, err := b.c.Compile(text, pjrt.CompileOptions{})
	if err != nil {
		return err
	}
	for i := range n {
		got, err := b.chunk(e, types, i)
		if err != nil {
			return err
		}
		for k, data := range got {
			whole := b.first[k]
			if int64(len(data))*n != int64(len(whole)) {
				return fmt.Errorf("result %d is no sum over rows that chunks can be compared with", k)
			}
			differ, far := compare(whole[i*int64(len(data)):][:len(data)], data, types[0].elem.Size() == 2)
			m.ChunksDiffer, m.ChunksFarthest = m.ChunksDiffer+differ, max(m.ChunksFarthest, far)
		}
	}
	return e.Close()
}

// parts is how many chunks there are.
func (b *bench) parts(types []argument) (int64, error) {
	if len(types) != len(b.types) {
		return 0, errors.New("it has another number of arguments than the first module")
	}
	n := int64(1)
	for i, t := range types {
		if !t.equal(b.types[i]) {
			n = b.types[i].rows() / t.rows()
			if n*t.rows() != b.types[i].rows() {
				return 0, fmt.Errorf("its argument %d has %d rows, which do not divide %d", i, t.rows(), b.types[i].rows())
			}
		}
	}
	return n, nil
}

// chunk runs the i-th chunk.
func (b *bench) chunk(e *pjrt.Executable, types []argument, i int64) ([][]byte, error) {
	inputs := append([]*pjrt.Buffer{}, b.inputs...)
	for k, t := range types {
		if t.equal(b.types[k]) {
			continue
		}
		size := t.count() * t.elem.Size()
		part, err := b.c.Buffer(t.elem, t.dims, b.data[k][i*size:(i+1)*size])
		if err != nil {
			return nil, err
		}
		defer part.Close()
		inputs[k] = part
	}
	return results(e, inputs)
}

// compare counts the elements that differ, and tells the largest difference as a part of
// the largest magnitude.
func compare(a, b []byte, narrow bool) (differ int, farthest float64) {
	most := 0.0
	for i := range number(len(a), narrow) {
		x, y := float(a, i, narrow), float(b, i, narrow)
		most = max(most, math.Abs(x))
		if x != y {
			differ, farthest = differ+1, max(farthest, math.Abs(x-y))
		}
	}
	if differ == 0 {
		return 0, 0
	}
	return differ, farthest / most
}

func number(bytes int, narrow bool) int {
	if narrow {
		return bytes / 2
	}
	return bytes / 4
}

func float(data []byte, i int, narrow bool) float64 {
	if narrow {
		return float64(math.Float32frombits(uint32(binary.LittleEndian.Uint16(data[2*i:])) << 16))
	}
	return float64(math.Float32frombits(binary.LittleEndian.Uint32(data[4*i:])))
}
