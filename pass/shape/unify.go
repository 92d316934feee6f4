package shape

import (
	"strconv"
	"strings"

	"github.com/unswag/unswagc/pass/sym"
)

// symbols is the set of symbolic dims of one inference and what is known of them.
//
// Two dims are unified where an operator requires them to be equal, or where the file
// states a shape that inference finds too. Broadcasting operators require nothing: of
// two different symbols one may be 1, so their result is a dim of its own unless the
// file states which. The symbol that stays is the one that occurs first in the graph
// inputs; unknown dims ("?3") give way to everything.
type symbols struct {
	bind map[string]int64
	// rank orders the symbols that the file names; inputs counts those of the inputs.
	rank   map[string]int
	inputs int
	polys  map[string]sym.Poly
	known  map[string]sym.Poly // what a symbol was found to be
	fresh  int
	// sealed tells that the graph inputs have been seen.
	sealed bool
}

func newSymbols(bind map[string]int64) *symbols {
	return &symbols{bind: bind, rank: map[string]int{}, polys: map[string]sym.Poly{},
		known: map[string]sym.Poly{}}
}

// named reports whether a dim_param names a dim: exporters write "?" for any.
func named(param string) bool { return param != "" && !strings.HasPrefix(param, "?") }

// symbol returns the dim that the file calls name.
func (s *symbols) symbol(name string) sym.Poly {
	if p, ok := s.polys[name]; ok {
		return p
	}
	p := sym.Symbol(name)
	if k, ok := s.bind[name]; ok {
		p = sym.Const(k)
	}
	s.polys[name] = p
	s.rank[name] = len(s.rank)
	if !s.sealed {
		s.inputs++
	}
	return p
}

// unknown returns a dim that nothing is known about.
func (s *symbols) unknown() sym.Poly {
	s.fresh++
	return sym.Symbol("?" + strconv.Itoa(s.fresh))
}

// order ranks symbols: those of the inputs, other named ones, unknown ones by age.
func (s *symbols) order(name string) int {
	if r, ok := s.rank[name]; ok {
		return r
	}
	age, _ := strconv.Atoi(name[1:])
	return 1<<32 + age
}

func (s *symbols) ofInput(name string) bool {
	r, ok := s.rank[name]
	return ok && r < s.inputs
}

// resolve writes p in the symbols that stay.
func (s *symbols) resolve(p sym.Poly) sym.Poly {
	if len(s.known) == 0 {
		return p
	}
	if _, ok := p.Int(); ok {
		return p
	}
	return p.Replace(s.lookup)
}

// lookup returns what the symbol name was found to be. It shortens chains of symbols.
func (s *symbols) lookup(name string) (sym.Poly, bool) {
	p, ok := s.known[name]
	if !ok {
		return p, false
	}
	root := p
	for {
		next, isSymbol := pure(root)
		if !isSymbol {
			root = s.resolve(root)
			break
		}
		q, more := s.known[next]
		if !more {
			break
		}
		root = q
	}
	for !p.Equal(root) {
		s.known[name] = root
		next, isSymbol := pure(p)
		if !isSymbol {
			break
		}
		name, p = next, s.known[next]
	}
	return root, true
}

// pure returns the name of a polynomial that is just a symbol.
func pure(p sym.Poly) (string, bool) { return p.IsSymbol() }

// unify records that a and b are equal and reports whether they can be.
func (s *symbols) unify(a, b sym.Poly) bool {
	if a.Equal(b) {
		return true
	}
	a, b = s.resolve(a), s.resolve(b)
	if a.Equal(b) {
		return true
	}
	if a.Overflowed() || b.Overflowed() {
		return false
	}
	x, xs := pure(a)
	y, ys := pure(b)
	if xs && ys && s.order(x) < s.order(y) || !xs {
		a, b, x, xs = b, a, y, ys
	}
	if !xs {
		p, q := sym.Cancel(a, b)
		_, pure1 := pure(p)
		_, pure2 := pure(q)
		return (pure1 || pure2) && s.unify(p, q)
	}
	if k, isInt := b.Int(); isInt && k < 0 || b.Has(x) || s.ofInput(x) && !isInt && hasUnknown(b) {
		return false
	}
	s.known[x] = b
	return true
}
