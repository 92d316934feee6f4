// Package sym computes with polynomials over symbolic dimensions: element counts
// and bytes of tensors whose dims are not all numbers. It imports nothing.
package sym

// Poly is an immutable polynomial with int64 coefficients over symbols, each of
// which stands for an integer >= 1, and over atoms ceil(p/k) of a polynomial p.
// The zero Poly is 0. Canonical: equal polynomials print alike.
type Poly struct{ stub int64 }

// Const returns the constant c.
func Const(c int64) Poly { return Poly{c} }

// Symbol returns the polynomial that is just the symbol name.
func Symbol(name string) Poly { return Poly{} }

// Add returns p + q; overflow saturates at the int64 limits (see Overflowed).
func (p Poly) Add(q Poly) Poly { return p }

// Sub returns p - q.
func (p Poly) Sub(q Poly) Poly { return p }

// Mul returns p * q.
func (p Poly) Mul(q Poly) Poly { return p }

// CeilDiv returns ceil(p / k), k > 0: exact where k divides every coefficient or p
// is constant, otherwise an atom.
func (p Poly) CeilDiv(k int64) Poly { return p }

// FloorDiv returns p / k where k divides p for every value of the symbols, and
// false where that is not certain.
func (p Poly) DivExact(q Poly) (Poly, bool) { return p, false }

// Int returns the value of a constant polynomial.
func (p Poly) Int() (int64, bool) { return 0, false }

// Equal reports whether p and q are the same polynomial.
func (p Poly) Equal(q Poly) bool { return false }

// Bind replaces the symbols that have a value.
func (p Poly) Bind(values map[string]int64) Poly { return p }

// Symbols lists the symbols, sorted.
func (p Poly) Symbols() []string { return nil }

// AtMost reports whether p <= q is certain for all symbols >= 1: with every symbol
// s replaced by 1+t, q-p has no negative coefficient (atoms bounded by their
// polynomial bounds).
func (p Poly) AtMost(q Poly) bool { return false }

// String prints like "128*batch*seq + 4", biggest degree first, deterministic.
func (p Poly) String() string { return "" }
