package mosaicsim

import (
	"fmt"
	"strconv"
	"strings"
)

// typ is a scalar, where dims is nil, a vector, or a block in memory.
type typ struct {
	dims   []int
	elem   string
	memory bool
}

// sizes are the bits of the element types. An index has those of the interpreter's numbers.
var sizes = map[string]int{"i1": 1, "i8": 8, "i16": 16, "bf16": 16, "i32": 32, "f32": 32, "index": 64}

const space = ", #tpu.memory_space<vmem>"

func parseType(s string) (typ, error) {
	var t typ
	inner, vector := strings.CutPrefix(s, "vector<")
	if !vector {
		inner, t.memory = strings.CutPrefix(s, "memref<")
	}
	if vector || t.memory {
		end := ">"
		if t.memory {
			end = space + ">"
		}
		body, ok := strings.CutSuffix(inner, end)
		parts := strings.Split(body, "x")
		if !ok || len(parts) != 3 {
			return t, fmt.Errorf("the type %q is outside of the subset", s)
		}
		for _, p := range parts[:2] {
			n, err := strconv.Atoi(p)
			if err != nil || n < 1 {
				return t, fmt.Errorf("the type %q has no size %q", s, p)
			}
			t.dims = append(t.dims, n)
		}
		s = parts[2]
	}
	t.elem = s
	if sizes[s] == 0 {
		return t, fmt.Errorf("the element type %q is outside of the subset", s)
	}
	return t, nil
}

// count is the number of elements.
func (t typ) count() int {
	n := 1
	for _, d := range t.dims {
		n *= d
	}
	return n
}

func (t typ) String() string {
	if t.dims == nil {
		return t.elem
	}
	kind, end := "vector", ""
	if t.memory {
		kind, end = "memref", space
	}
	return fmt.Sprintf("%s<%dx%dx%s%s>", kind, t.dims[0], t.dims[1], t.elem, end)
}

// with is a vector of the same shape, or a scalar.
func (t typ) with(elem string) typ { t.elem = elem; return t }

func (t typ) same(u typ) bool { return t.String() == u.String() }

func (t typ) integer() bool { return t.elem[0] == 'i' && !t.memory }

// wrap keeps the bits that t has: numbers are sign-extended, and i1 is 0 or 1.
func (t typ) wrap(v int64) int64 {
	if t.elem == "i1" {
		return v & 1
	}
	shift := 64 - sizes[t.elem]
	return v << shift >> shift
}
