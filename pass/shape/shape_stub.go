// Package shape infers element types and symbolic shapes for every value of a
// graph. It imports onnxio and pass/sym.
package shape

import (
	"context"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/sym"
)

// Type is what is known of a tensor.
type Type struct {
	Elem onnxio.DType // Undefined where unknown
	// Ranked is false where not even the rank is known.
	Ranked bool
	// Dims in elements; a dim that nothing is known about is a symbol of its own
	// ("?3"), so that Dims is always complete.
	Dims []sym.Poly
}

// Result holds the types of the values of one graph and of the graphs inside it.
type Result struct{ stub int }

// Conflict is a place where the file states one thing and inference finds another.
type Conflict struct {
	Value            *onnxio.Value
	Stated, Inferred string
}

// Infer infers the types of all values of m's main graph. bind gives symbolic dims
// a size ("batch": 32). Symbols that operators prove equal are unified: all get the
// name that occurs first in the graph inputs. An operator without a rule leaves its
// outputs to value_info, and is listed by Result.Unknown.
func Infer(ctx context.Context, m *onnxio.Model, bind map[string]int64) (*Result, error) {
	return &Result{}, nil
}

// Of returns the type of v.
func (r *Result) Of(v *onnxio.Value) Type { return Type{} }

// Bytes returns the size of v, elements x element size, false where rank or element
// type are unknown.
func (r *Result) Bytes(v *onnxio.Value) (sym.Poly, bool) { return sym.Poly{}, false }

// Elements returns the number of elements of v, false where the rank is unknown.
func (r *Result) Elements(v *onnxio.Value) (sym.Poly, bool) { return sym.Poly{}, false }

// SameShape reports whether a and b certainly have the same shape.
func (r *Result) SameShape(a, b *onnxio.Value) bool { return false }

// Declare states the type of a value that a pass made after inference.
func (r *Result) Declare(v *onnxio.Value, t Type) {}

// Unknown lists the operators without a rule, "domain.Op", sorted.
func (r *Result) Unknown() []string { return nil }

// Conflicts lists where the file contradicts inference, in value order.
func (r *Result) Conflicts() []Conflict { return nil }

// Symbols lists the free symbols of the graph inputs, sorted.
func (r *Result) Symbols() []string { return nil }
