package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/unswag/unswagc/runtime/pjrt"
)

// argument is the type of an argument of @main.
type argument struct {
	elem pjrt.DType
	dims []int64
}

func (a argument) equal(b argument) bool { return a.elem == b.elem && slices.Equal(a.dims, b.dims) }

// rows is the first dim, row the bytes of one.
func (a argument) rows() int64 {
	if len(a.dims) == 0 {
		return 1
	}
	return a.dims[0]
}

func (a argument) count() int64 {
	n := int64(1)
	for _, d := range a.dims {
		n *= d
	}
	return n
}

// arguments reads the types of the arguments out of a module's text.
func arguments(text string) ([]argument, error) {
	_, rest, ok := strings.Cut(text, "@main(")
	list, _, end := strings.Cut(rest, ") -> ")
	if !ok || !end {
		return nil, errors.New("it has no function @main")
	}
	if strings.Contains(list, "tf.aliasing_output") {
		return nil, errors.New("it donates inputs, which this program gives to several runs")
	}
	var out []argument
	for _, part := range strings.Split(list, "tensor<")[1:] {
		shape, _, _ := strings.Cut(part, ">")
		fields := strings.Split(shape, "x")
		a := argument{elem: map[string]pjrt.DType{"f32": pjrt.F32, "bf16": pjrt.BF16}[fields[len(fields)-1]]}
		if a.elem == 0 {
			return nil, fmt.Errorf("an argument is a tensor of %s, and this program makes f32 and bf16", fields[len(fields)-1])
		}
		for _, f := range fields[:len(fields)-1] {
			n, err := strconv.ParseInt(f, 10, 64)
			if err != nil {
				return nil, err
			}
			a.dims = append(a.dims, n)
		}
		out = append(out, a)
	}
	return out, nil
}

// random makes an argument: uniform numbers of both signs, scaled by the root of the rows
// so that products keep their magnitude.
func (a argument) random(seed uint64) ([]byte, error) {
	n, size := a.count(), a.elem.Size()
	data := make([]byte, n*size)
	scale := float32(math.Sqrt(3 / float64(a.rows())))
	var wait sync.WaitGroup
	workers := int64(runtime.NumCPU())
	for w := range workers {
		wait.Go(func() {
			for i := n * w / workers; i < n*(w+1)/workers; i++ {
				bits := math.Float32bits(scale * uniform(seed<<40+uint64(i)))
				if size == 2 {
					binary.LittleEndian.PutUint16(data[2*i:], uint16(bits>>16))
				} else {
					binary.LittleEndian.PutUint32(data[4*i:], bits)
				}
			}
		})
	}
	wait.Wait()
	return data, nil
}

// uniform is the i-th number of a fixed sequence in [-1, 1).
func uniform(i uint64) float32 {
	i = (i ^ i>>30) * 0xbf58476d1ce4e5b9
	i = (i ^ i>>27) * 0x94d049bb133111eb
	return float32(int32((i^i>>31)>>32)) / (1 << 31)
}
