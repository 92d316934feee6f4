package ptxsim

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// form is a statement on its way to an instruction. Its methods take the operands and
// modifiers off and keep the first error.
type form struct {
	*compiler
	in   *instruction
	op   string
	mods []string // those not taken yet
	args []string
	used int // the number of args taken
	err  error
}

func (f *form) fail(format string, args ...any) {
	if f.err == nil {
		f.err = fmt.Errorf(format, args...)
	}
}

// typ is an instruction's type: b, u, s or f and a size, or pred with 1 bit.
type typ struct {
	letter byte
	bits   int
}

func (t typ) mask() uint64 { return 1<<t.bits - 1 }

// signed extends a value of t's size by its sign.
func (t typ) signed(v uint64) int64 { return int64(v<<(64-t.bits)) >> (64 - t.bits) }

// typeOf takes the last modifier, which must be one of the names in allowed.
func (f *form) typeOf(allowed string) typ {
	if len(f.mods) == 0 {
		f.fail("the type is missing")
		return typ{'b', 32}
	}
	name := f.mods[len(f.mods)-1]
	f.mods = f.mods[:len(f.mods)-1]
	if !slices.Contains(strings.Fields(allowed), name) {
		f.fail("the type .%s is outside of the subset for %s", name, f.op)
		return typ{'b', 32}
	}
	if name == "pred" {
		return typ{'p', 1}
	}
	size, _ := strconv.Atoi(name[1:])
	return typ{name[0], size}
}

// modifier takes the next modifier if it is one of names, or returns "".
func (f *form) modifier(names ...string) string {
	if len(f.mods) == 0 || !slices.Contains(names, f.mods[0]) {
		return ""
	}
	m := f.mods[0]
	f.mods = f.mods[1:]
	return m
}

// need takes the next modifier, which must be one of names.
func (f *form) need(names ...string) string {
	m := f.modifier(names...)
	if m == "" {
		f.fail("%s needs one of .%s", f.op, strings.Join(names, " ."))
	}
	return m
}

func (f *form) arg() string {
	if f.used >= len(f.args) {
		f.fail("an operand is missing")
		return ""
	}
	f.used++
	return f.args[f.used-1]
}

// size checks a register against the size that an instruction wants.
func (f *form) size(name string, r register, want int) {
	if r.bits != want {
		f.fail("%s has %d bits where %d are wanted", name, r.bits, want)
	}
}

// dest takes the register that is written.
func (f *form) dest(bits int) int { return f.destNamed(f.arg(), bits) }

func (f *form) destNamed(name string, bits int) int {
	r, ok := f.registers[name]
	if !ok {
		f.fail("%q is no declared register", name)
		return 0
	}
	f.size(name, r, bits)
	f.in.writes = append(f.in.writes, r.number)
	return r.number
}

// source takes a register or a number that is read.
func (f *form) source(bits int) int { return f.sourceNamed(f.arg(), bits) }

func (f *form) sourceNamed(name string, bits int) int {
	if r, ok := f.registers[name]; ok {
		f.size(name, r, bits)
		f.in.reads = append(f.in.reads, r.number)
		return r.number
	}
	v, err := immediate(name, bits)
	if err != nil {
		f.fail("%w", err)
	}
	return f.constant(v)
}

// predicate takes a predicate that is read, perhaps negated by a "!".
func (f *form) predicate() (number int, negate bool) {
	name, negate := strings.CutPrefix(f.arg(), "!")
	r, ok := f.registers[name]
	if !ok || r.bits != 1 {
		f.fail("%q is no declared predicate", name)
		return 0, false
	}
	f.in.reads = append(f.in.reads, r.number)
	return r.number, negate
}

// number takes an operand that must be a number, not a register.
func (f *form) number(bits int) uint64 {
	v, err := immediate(f.arg(), bits)
	if err != nil {
		f.fail("%w", err)
	}
	return v
}

// group takes one register, or several in braces.
func (f *form) group() []string {
	s := f.arg()
	if !strings.HasPrefix(s, "{") {
		return []string{s}
	}
	return split(strings.Trim(s, "{}"))
}
