package mosaicsim

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// kind is what an operation must look like. prepare checks its types and gives what runs it.
type kind struct {
	args    int
	result  bool
	attrs   []string
	prepare func(*op) (func(*frame) error, error)
}

var kinds map[string]kind

func init() {
	kinds = map[string]kind{
		"arith.constant":               {0, true, []string{"value"}, constant},
		"arith.index_cast":             {1, true, nil, convert("index", "i32")},
		"arith.extsi":                  {1, true, nil, convert("i8", "i32", "i16", "i32")},
		"arith.trunci":                 {1, true, []string{"overflowFlags"}, convert("i32", "i8", "i32", "i16")},
		"tpu.bitcast":                  {1, true, nil, convert("f32", "i32", "i32", "f32", "bf16", "i16", "i16", "bf16")},
		"arith.addi":                   {2, true, nil, arithmetic(func(x, y int64) int64 { return x + y })},
		"arith.muli":                   {2, true, nil, arithmetic(func(x, y int64) int64 { return x * y })},
		"arith.andi":                   {2, true, nil, arithmetic(func(x, y int64) int64 { return x & y })},
		"arith.ori":                    {2, true, nil, arithmetic(func(x, y int64) int64 { return x | y })},
		"arith.cmpi":                   {2, true, []string{"predicate"}, compare},
		"arith.select":                 {3, true, nil, choose},
		"vector.broadcast":             {1, true, nil, broadcast},
		"tpu.iota":                     {0, true, []string{"dimensions"}, iota},
		"vector.extract_strided_slice": {1, true, []string{"offsets", "sizes", "strides"}, slice},
		"tpu.concatenate":              {4, true, []string{"dimension"}, concatenate},
		"vector.load":                  {3, true, nil, load},
		"tpu.vector_store":             {4, false, []string{"add", "operandSegmentSizes", "strides"}, store},
		"scf.for":                      {3, false, nil, loop},
	}
}

var errTypes = errors.New("its types do not fit together")

// constant is "5 : i32" or "dense<5> : vector<8x4xi32>".
func constant(o *op) (func(*frame) error, error) {
	text, ok := strings.CutSuffix(o.attrs["value"], " : "+o.typ.String())
	if o.typ.dims != nil {
		text = strings.TrimSuffix(strings.TrimPrefix(text, "dense<"), ">")
	}
	v, err := strconv.ParseInt(text, 10, sizes[o.typ.elem])
	if err != nil || !ok || !o.typ.integer() {
		return nil, fmt.Errorf("%q is no %s", o.attrs["value"], o.typ)
	}
	return func(f *frame) error { fill(f.values[o.result], v); return nil }, nil
}

func fill(out []int64, v int64) {
	for i := range out {
		out[i] = v
	}
}

// convert keeps the bits, as far as the result has them, between pairs of element types.
func convert(pairs ...string) func(*op) (func(*frame) error, error) {
	return func(o *op) (func(*frame) error, error) {
		if flags, ok := o.attrs["overflowFlags"]; ok && flags != "#arith.overflow<none>" {
			return nil, fmt.Errorf("it has the flags %s", flags)
		}
		for i := 0; i < len(pairs); i += 2 {
			if o.types[0].elem == pairs[i] && o.typ.same(o.types[0].with(pairs[i+1])) {
				return each(o, func(f *frame, i int) int64 { return f.values[o.args[0]][i] }), nil
			}
		}
		return nil, errTypes
	}
}

// each computes the elements of the result.
func each(o *op, element func(f *frame, i int) int64) func(*frame) error {
	return func(f *frame) error {
		out := f.values[o.result]
		for i := range out {
			out[i] = o.typ.wrap(element(f, i))
		}
		return nil
	}
}

func arithmetic(compute func(x, y int64) int64) func(*op) (func(*frame) error, error) {
	return func(o *op) (func(*frame) error, error) {
		if !o.types[0].integer() || !o.typ.same(o.types[0]) || !o.typ.same(o.types[1]) {
			return nil, errTypes
		}
		return each(o, func(f *frame, i int) int64 { return compute(f.values[o.args[0]][i], f.values[o.args[1]][i]) }), nil
	}
}

// comparisons are the predicates of signed integers.
var comparisons = map[string]func(x, y int64) bool{
	"0 : i64": func(x, y int64) bool { return x == y },
	"1 : i64": func(x, y int64) bool { return x != y },
	"2 : i64": func(x, y int64) bool { return x < y },
	"3 : i64": func(x, y int64) bool { return x <= y },
	"4 : i64": func(x, y int64) bool { return x > y },
	"5 : i64": func(x, y int64) bool { return x >= y },
}

func compare(o *op) (func(*frame) error, error) {
	test := comparisons[o.attrs["predicate"]]
	// Comparisons of 16 and 8 bits are not there on every TPU.
	if test == nil || o.types[0].elem != "i32" || !o.types[0].same(o.types[1]) || !o.typ.same(o.types[0].with("i1")) {
		return nil, errTypes
	}
	return each(o, func(f *frame, i int) int64 {
		if test(f.values[o.args[0]][i], f.values[o.args[1]][i]) {
			return 1
		}
		return 0
	}), nil
}

func choose(o *op) (func(*frame) error, error) {
	if o.typ.elem != "i32" || !o.typ.same(o.types[1]) || !o.typ.same(o.types[2]) || !o.types[0].same(o.typ.with("i1")) {
		return nil, errTypes
	}
	return each(o, func(f *frame, i int) int64 {
		if f.values[o.args[0]][i] != 0 {
			return f.values[o.args[1]][i]
		}
		return f.values[o.args[2]][i]
	}), nil
}

func broadcast(o *op) (func(*frame) error, error) {
	if o.types[0].dims != nil || o.typ.dims == nil || o.typ.memory || o.typ.elem != o.types[0].elem {
		return nil, errTypes
	}
	return each(o, func(f *frame, _ int) int64 { return f.values[o.args[0]][0] }), nil
}

func iota(o *op) (func(*frame) error, error) {
	if o.attrs["dimensions"] != "array<i32: 0>" || o.typ.dims == nil || o.typ.elem != "i32" || o.typ.memory {
		return nil, errTypes
	}
	return each(o, func(_ *frame, i int) int64 { return int64(i / o.typ.dims[1]) }), nil
}

// slice takes rows of a vector.
func slice(o *op) (func(*frame) error, error) {
	var at int
	if n, err := fmt.Sscanf(o.attrs["offsets"], "[%d, 0]", &at); n != 1 || err != nil || at < 0 {
		return nil, fmt.Errorf("its offsets are %s", o.attrs["offsets"])
	}
	in := o.types[0]
	if in.dims == nil || in.memory || o.typ.dims == nil || o.typ.memory || o.typ.elem != in.elem || o.typ.dims[1] != in.dims[1] || at+o.typ.dims[0] > in.dims[0] ||
		o.attrs["sizes"] != fmt.Sprintf("[%d, %d]", o.typ.dims[0], o.typ.dims[1]) || o.attrs["strides"] != "[1, 1]" {
		return nil, errTypes
	}
	return each(o, func(f *frame, i int) int64 { return f.values[o.args[0]][at*in.dims[1]+i] }), nil
}

// concatenate puts four vectors under each other.
func concatenate(o *op) (func(*frame) error, error) {
	in := o.types[0]
	for _, t := range o.types {
		if t.dims == nil || t.memory || !t.same(in) {
			return nil, errTypes
		}
	}
	if o.attrs["dimension"] != "0 : i32" || !o.typ.same(typ{dims: []int{in.dims[0] * len(o.types), in.dims[1]}, elem: in.elem}) {
		return nil, errTypes
	}
	return each(o, func(f *frame, i int) int64 { return f.values[o.args[i/in.count()]][i%in.count()] }), nil
}

func loop(o *op) (func(*frame) error, error) {
	for _, t := range o.types {
		if t.String() != "index" {
			return nil, errTypes
		}
	}
	return func(f *frame) error {
		low, high, step := f.values[o.args[0]][0], f.values[o.args[1]][0], f.values[o.args[2]][0]
		if step < 1 {
			return fmt.Errorf("line %d: the loop goes by %d", o.line, step)
		}
		for i := low; i < high; i += step {
			f.values[o.loop][0] = i
			if err := f.run(o.inner); err != nil {
				return err
			}
		}
		return nil
	}, nil
}
