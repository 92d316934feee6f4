package ptx

import (
	"fmt"
	"strings"

	"github.com/unswag/unswagc/kernels"
)

// Type is the type of a tensor's elements.
type Type uint8

// Types of elements.
const (
	F16 Type = iota
	BF16
	F32
	F64
)

// String names the type as entries do: "f16", "bf16", "f32", "f64".
func (t Type) String() string {
	if int(t) < len(types) {
		return types[t].name
	}
	return fmt.Sprintf("type %d", uint8(t))
}

// Size is the number of bytes of an element.
func (t Type) Size() int { return types[t].size }

// Op is an operation of the ONNX domain ai.unswag.
type Op uint8

// Operations.
const (
	Pack Op = iota
	GradMask
)

// String names the operation as entries do: "pack", "gradmask".
func (o Op) String() string {
	if int(o) < len(ops) {
		return ops[o].name
	}
	return fmt.Sprintf("op %d", uint8(o))
}

// Entry is one kernel of a module. Its zero value packs float16 by v > 0 without y.
type Entry struct {
	Op        Op
	Type      Type
	Predicate kernels.Predicate // of Pack
	Y         bool              // of Pack: Relu(v) is written too
	Zeros     kernels.Zeros     // of Pack with Y
	Combine   kernels.Combine   // of GradMask
}

// Canonical sets the fields that do not matter for the entry to zero. Two entries
// are the same kernel if their canonical forms are equal.
func (e Entry) Canonical() Entry {
	switch {
	case e.Op == GradMask:
		return Entry{Op: e.Op, Type: e.Type, Combine: e.Combine}
	case !e.Y:
		return Entry{Op: e.Op, Type: e.Type, Predicate: e.Predicate}
	}
	e.Combine = 0
	return e
}

// Name is the entry's name in the module: unswag_pack_f32_gt0,
// unswag_pack_f32_gt0_y_keep, unswag_gradmask_bf16_select.
func (e Entry) Name() string {
	e = e.Canonical()
	parts := []string{"unswag", e.Op.String(), e.Type.String()}
	if e.Op == GradMask {
		return strings.Join(append(parts, combineNames[e.Combine]), "_")
	}
	parts = append(parts, predicateNames[e.Predicate])
	if e.Y {
		parts = append(parts, "y", zerosNames[e.Zeros])
	}
	return strings.Join(parts, "_")
}

// Names of the options, as in the attributes of the ONNX operations.
var (
	predicateNames = [...]string{kernels.GT0: "gt0", kernels.NotLE0: "not_le0"}
	zerosNames     = [...]string{kernels.Keep: "keep", kernels.Plus: "plus"}
	combineNames   = [...]string{kernels.Select: "select", kernels.Mul: "mul"}
)

// check is an error where a field has a value that no constant names.
func (e Entry) check() error {
	switch {
	case int(e.Op) >= len(ops):
		return fmt.Errorf("unknown operation %d: give Pack or GradMask", e.Op)
	case int(e.Type) >= len(types):
		return fmt.Errorf("unknown element type %d: give F16, BF16, F32 or F64", e.Type)
	case int(e.Predicate) >= len(predicateNames):
		return fmt.Errorf("unknown predicate %d: give GT0 or NotLE0", e.Predicate)
	case int(e.Zeros) >= len(zerosNames):
		return fmt.Errorf("unknown treatment of zeros %d: give Keep or Plus", e.Zeros)
	case int(e.Combine) >= len(combineNames):
		return fmt.Errorf("unknown combine %d: give Select or Mul", e.Combine)
	}
	return nil
}

// All lists every canonical entry: by operation, type, and then the options.
func All() []Entry {
	var out []Entry
	for o := range ops {
		for t := range types {
			out = append(out, ops[o].variants(Type(t))...)
		}
	}
	return out
}

// packVariants lists the entries of Pack for a type.
func packVariants(t Type) []Entry {
	var out []Entry
	for p := range predicateNames {
		e := Entry{Op: Pack, Type: t, Predicate: kernels.Predicate(p)}
		out = append(out, e)
		for z := range zerosNames {
			e.Y, e.Zeros = true, kernels.Zeros(z)
			out = append(out, e)
		}
	}
	return out
}

// gradMaskVariants lists the entries of GradMask for a type.
func gradMaskVariants(t Type) []Entry {
	var out []Entry
	for c := range combineNames {
		out = append(out, Entry{Op: GradMask, Type: t, Combine: kernels.Combine(c)})
	}
	return out
}
