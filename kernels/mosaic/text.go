package mosaic

import (
	"fmt"
	"strings"
)

// writer writes one kernel. Each of its methods that returns a value writes one operation.
type writer struct {
	Kernel
	block
	body strings.Builder
	n    int // values so far
	// constants are those so far. Nothing comes behind a loop, so that they can be used
	// wherever text is written later.
	constants map[string]value
}

// value is an SSA value.
type value struct{ name, typ string }

const prefix = "stable_mosaic."

// version of the dialect, in which the names and attributes here have their meaning.
const version = 11

func (w *writer) line(format string, args ...any) {
	w.body.WriteString("    ")
	fmt.Fprintf(&w.body, format, args...)
	w.body.WriteByte('\n')
}

// op writes an operation with one result.
func (w *writer) op(name, attributes, result string, args ...value) value {
	w.n++
	v := value{fmt.Sprintf("%%%d", w.n), result}
	if attributes != "" {
		attributes = " {" + attributes + "}"
	}
	w.line("%s = \"%s%s\"(%s)%s : (%s) -> %s", v.name, prefix, name, names(args), attributes, typesOf(args), result)
	return v
}

func names(v []value) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = x.name
	}
	return strings.Join(s, ", ")
}

func typesOf(v []value) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = x.typ
	}
	return strings.Join(s, ", ")
}

// vector is the type of eight rows of a block.
func (w *writer) vector(elem string) string {
	return fmt.Sprintf("vector<%dx%dx%s>", tileWords, w.cols, elem)
}

// memory is the type of a block of elements or, where words is set, of the mask.
func (w *writer) memory(words bool) string {
	rows, elem := w.tiles*tileRows, w.Type.String()
	if words {
		rows, elem = w.tiles*tileWords, "i32"
	}
	return fmt.Sprintf("memref<%dx%dx%s, #tpu.memory_space<vmem>>", rows, w.cols, elem)
}

// number is a scalar constant of the type i32 or index.
func (w *writer) number(elem string, v int64) value {
	if elem == "i32" {
		v = int64(int32(v))
	}
	return w.constant(fmt.Sprintf("%d : %s", v, elem), elem)
}

// splat is a vector of equal 32-bit integers.
func (w *writer) splat(v int64) value {
	t := w.vector("i32")
	return w.constant(fmt.Sprintf("dense<%d> : %s", int32(v), t), t)
}

func (w *writer) constant(text, typ string) value {
	v, ok := w.constants[text]
	if !ok {
		v = w.op("arith.constant", "value = "+text, typ)
		w.constants[text] = v
	}
	return v
}

// binary writes an operation of two values of one type.
func (w *writer) binary(name string, x, y value) value { return w.op("arith."+name, "", x.typ, x, y) }

// Predicates of arith.cmpi, which all take integers as signed.
const (
	eq = 0
	ne = 1
	lt = 2
	ge = 5
	gt = 4
)

func (w *writer) compare(predicate int, x, y value) value {
	t := "i1"
	if x.typ == w.vector("i32") {
		t = w.vector("i1")
	}
	return w.op("arith.cmpi", fmt.Sprintf("predicate = %d : i64", predicate), t, x, y)
}

func (w *writer) selected(p, x, y value) value { return w.op("arith.select", "", x.typ, p, x, y) }

// load reads eight rows from a row on.
func (w *writer) load(from value, elem string, row value) value {
	return w.op("vector.load", "", w.vector(elem), from, row, w.number("index", 0))
}

// store writes the rows of a vector from a row on.
func (w *writer) store(v, to, row value) {
	args := []value{v, to, row, w.number("index", 0)}
	w.line("\"%stpu.vector_store\"(%s) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (%s) -> ()",
		prefix, names(args), typesOf(args))
}

// module puts the body into a function, which runs for every block. Function tN says which
// block operand N has there.
func (w *writer) module() string {
	operands := w.operands()
	params, windows := []value{{"%i", "i32"}, {"%j", "i32"}}, ""
	for i, o := range operands {
		params = append(params, o.value)
		if i > 0 {
			windows += ", "
		}
		windows += fmt.Sprintf("{transform_indices = @t%d, window_bounds = array<i64: %d, %d>}", i, o.rows, w.cols)
	}
	var t strings.Builder
	fmt.Fprintf(&t, "module attributes {%sversion = %d : i64} {\n", prefix, version)
	fmt.Fprintf(&t, "  \"%sfunc.func\"() ({\n  ^bb0(%s):\n%s    \"%sfunc.return\"() : () -> ()\n", prefix, declared(params), w.body.String(), prefix)
	fmt.Fprintf(&t, "  }) {dimension_semantics = [#tpu.dimension_semantics<parallel>, #tpu.dimension_semantics<parallel>], "+
		"function_type = (%s) -> (), iteration_bounds = array<i64: %d, %d>, scalar_prefetch = 0 : i64, scratch_operands = 0 : i64, "+
		"sym_name = \"%s\", tpu.core_type = #tpu.core_type<tc>, window_params = [%s]} : () -> ()\n", typesOf(params), w.down, w.across, w.Name(), windows)
	for i := range operands {
		fmt.Fprintf(&t, "  \"%sfunc.func\"() ({\n  ^bb0(%%i: i32, %%j: i32):\n    \"%sfunc.return\"(%%i, %%j) : (i32, i32) -> ()\n"+
			"  }) {function_type = (i32, i32) -> (i32, i32), sym_name = \"t%d\"} : () -> ()\n", prefix, prefix, i)
	}
	return t.String() + "}\n"
}

// declared are parameters with their types.
func declared(v []value) string {
	s := make([]string, len(v))
	for i, x := range v {
		s[i] = x.name + ": " + x.typ
	}
	return strings.Join(s, ", ")
}

// operand is a parameter of the kernel, and the rows of its blocks.
type operand struct {
	value
	rows int64
}

func (w *writer) operands() []operand {
	elements := func(name string) operand { return operand{value{name, w.memory(false)}, w.tiles * tileRows} }
	mask := operand{value{"%mask", w.memory(true)}, w.tiles * tileWords}
	switch w.Op {
	case Pack:
		return []operand{elements("%v"), mask}
	case Unpack:
		return []operand{mask, elements("%p")}
	}
	return []operand{elements("%dy"), mask, elements("%dx")}
}
