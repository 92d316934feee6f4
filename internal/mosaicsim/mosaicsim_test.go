package mosaicsim_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/mosaicsim"
)

// double adds every element to itself, in blocks of 16 x 128, eight rows at a time.
const double = `module attributes {stable_mosaic.version = 11 : i64} {
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32, %x: memref<16x128xi32, #tpu.memory_space<vmem>>, %y: memref<16x128xi32, #tpu.memory_space<vmem>>):
    %1 = "stable_mosaic.arith.constant"() {value = 0 : index} : () -> index
    %2 = "stable_mosaic.arith.constant"() {value = 2 : index} : () -> index
    %3 = "stable_mosaic.arith.constant"() {value = 1 : index} : () -> index
    "stable_mosaic.scf.for"(%1, %2, %3) ({
    ^bb0(%k: index):
    %4 = "stable_mosaic.arith.constant"() {value = 8 : index} : () -> index
    %5 = "stable_mosaic.arith.muli"(%k, %4) : (index, index) -> index
    %6 = "stable_mosaic.vector.load"(%x, %5, %1) : (memref<16x128xi32, #tpu.memory_space<vmem>>, index, index) -> vector<8x128xi32>
    %7 = "stable_mosaic.arith.addi"(%6, %6) : (vector<8x128xi32>, vector<8x128xi32>) -> vector<8x128xi32>
    "stable_mosaic.tpu.vector_store"(%7, %y, %5, %1) {add = false, operandSegmentSizes = array<i32: 1, 1, 2, 0>, strides = array<i32>} : (vector<8x128xi32>, memref<16x128xi32, #tpu.memory_space<vmem>>, index, index) -> ()
    "stable_mosaic.scf.yield"() : () -> ()
    }) : (index, index, index) -> ()
    "stable_mosaic.func.return"() : () -> ()
  }) {dimension_semantics = [#tpu.dimension_semantics<parallel>, #tpu.dimension_semantics<parallel>], function_type = (i32, i32, memref<16x128xi32, #tpu.memory_space<vmem>>, memref<16x128xi32, #tpu.memory_space<vmem>>) -> (), iteration_bounds = array<i64: 2, 2>, scalar_prefetch = 0 : i64, scratch_operands = 0 : i64, sym_name = "double", tpu.core_type = #tpu.core_type<tc>, window_params = [{transform_indices = @t0, window_bounds = array<i64: 16, 128>}, {transform_indices = @t1, window_bounds = array<i64: 16, 128>}]} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t0"} : () -> ()
  "stable_mosaic.func.func"() ({
  ^bb0(%i: i32, %j: i32):
    "stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()
  }) {function_type = (i32, i32) -> (i32, i32), sym_name = "t1"} : () -> ()
}
`

// operand is a matrix of 32-bit integers whose elements all are v.
func operand(rows, cols int, v byte, output bool) mosaicsim.Operand {
	return mosaicsim.Operand{Rows: rows, Cols: cols, Data: bytes.Repeat([]byte{v, 0, 0, 0}, rows*cols), Output: output}
}

// run runs a text on operands of 20 x 200, which end within a block.
func run(text string, x, y mosaicsim.Operand) error {
	m, err := mosaicsim.Parse(text)
	if err != nil {
		return err
	}
	return m.Run(x, y)
}

func TestRun(t *testing.T) {
	x, y := operand(20, 200, 3, false), operand(20, 200, 0, true)
	if err := run(double, x, y); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(y.Data, operand(20, 200, 6, true).Data) {
		t.Error("not every element is doubled")
	}
	y.Data = x.Data
	if err := run(double, x, y); err != nil || !bytes.Equal(x.Data, operand(20, 200, 6, true).Data) {
		t.Errorf("in place: %v", err)
	}
}

// TestTraps changes the kernel to what must not pass.
func TestTraps(t *testing.T) {
	for _, c := range []struct{ name, old, new, want string }{
		{"version", "version = 11", "version = 12", "line 1: the module is not of version 11"},
		{"operation", "arith.addi", "arith.subi", `the operation arith.subi is outside of the subset`},
		{"undefined", `"(%6, %6)`, `"(%6, %9)`, `line 12: "%9" is not defined here`},
		{"defined twice", "%5 = ", "%4 = ", `"%4" is defined already`},
		{"out of scope", `vector_store"(%7, %y, %5, %1)`, `vector_store"(%7, %y, %k0, %1)`, `"%k0" is not defined here`},
		{"types of arguments", "(index, index) -> index\n    %6", "(i32, i32) -> i32\n    %6", "argument 0 of arith.muli has another type than i32"},
		{"type of a result", "(vector<8x128xi32>, vector<8x128xi32>) -> vector<8x128xi32>", "(vector<8x128xi32>, vector<8x128xi32>) -> vector<8x128xf32>", "arith.addi: its types do not fit together"},
		{"element type", "-> vector<8x128xi32>\n    %7", "-> vector<8x128xf64>\n    %7", `the element type "f64" is outside of the subset`},
		{"attribute", `{value = 8 : index}`, `{value = 8 : index, more = 1 : i32}`, "arith.constant has 0 arguments and the attributes [more value]"},
		{"constant", `{value = 8 : index}`, `{value = 8 : i32}`, `"8 : i32" is no index`},
		{"parameter", "%x: memref<16x128xi32, #tpu.memory_space<vmem>>", "%x: i32", "the kernel's parameters are not"},
		{"window", "window_bounds = array<i64: 16, 128>}]", "window_bounds = array<i64: 8, 128>}]", "the kernel's attributes are"},
		{"map", `"stable_mosaic.func.return"(%i, %j) : (i32, i32) -> ()`, `"stable_mosaic.func.return"(%j, %i) : (i32, i32) -> ()`, "is missing before"},
		{"alignment", "{value = 8 : index}", "{value = 4 : index}", "(4, 0) is no place for 8 rows in memref<16x128xi32"},
		{"end of the block", "{value = 8 : index}", "{value = 16 : index}", "(16, 0) is no place for 8 rows"},
		{"written twice", "{value = 8 : index}", "{value = 0 : index}", "it writes element 0 of a block again"},
		{"not written", "{value = 2 : index}", "{value = 1 : index}", "of an output was not written"},
		{"endless loop", "{value = 1 : index}", "{value = 0 : index}", "the loop goes by 0"},
		{"reads an output", `vector.load"(%x,`, `vector.load"(%y,`, "it reads an output"},
		{"writes an input", `(%7, %y,`, `(%7, %x,`, "it writes an input"},
		{"too few blocks", "array<i64: 2, 2>", "array<i64: 1, 2>", "[1 2] blocks of memref<16x128xi32, #tpu.memory_space<vmem>> do not cover operand 0, of 20 x 200"},
		{"too many blocks", "array<i64: 2, 2>", "array<i64: 2, 3>", "do not cover operand 0"},
		{"rest", "}\n", "}\n}\n", "line"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if !strings.Contains(double, c.old) {
				t.Fatalf("the kernel has no %q", c.old)
			}
			text := strings.Replace(double, c.old, c.new, 1)
			err := run(text, operand(20, 200, 3, false), operand(20, 200, 0, true))
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want %s", err, c.want)
			}
		})
	}
}

func TestOperands(t *testing.T) {
	x, y := operand(20, 200, 3, false), operand(20, 200, 0, true)
	short := x
	short.Data = short.Data[4:]
	for want, err := range map[string]error{
		"operand 0 has 15996 bytes, not 20 x 200 elements":         run(double, short, y),
		"which are not in whole registers":                         run(strings.NewReplacer("16x128", "16x100", "16, 128", "16, 100", "8x128", "8x100").Replace(double), x, y),
		"bytes of the memory of a core, which has 16777216":        run(strings.NewReplacer("16x128", "16x131072", "16, 128", "16, 131072", "8x128", "8x131072", "64: 2, 2", "64: 2, 1").Replace(double), operand(20, 131072, 3, false), operand(20, 131072, 3, true)),
		"[2 2] blocks of memref<16x128xi32, #tpu.memory_space<vme": run(double, x, operand(20, 300, 0, true)),
	} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}
