package ptx

import (
	"fmt"
	"strings"
)

// kernel collects the text of one entry. Its methods and the functions that take it
// first each write one instruction and are named after it; those with a result put it
// into a new register.
type kernel struct {
	lines                 []string
	narrows, wides, preds int // registers so far
	guard                 pred
}

// emit writes an instruction.
func (k *kernel) emit(opcode string, operands ...fmt.Stringer) {
	line := "\t"
	if k.guard.text != "" {
		line += "@" + k.guard.text + " "
	}
	line += opcode
	for i, o := range operands {
		line += []string{" ", ", "}[min(i, 1)] + o.String()
	}
	k.lines = append(k.lines, line+";")
}

// note writes a comment: the step of the algorithm that follows.
func (k *kernel) note(format string, args ...any) {
	k.lines = append(k.lines, fmt.Sprintf("\t// "+format, args...))
}

// called writes what v, the result of the last instruction, is, as a comment behind that.
func called[T any](k *kernel, v T, what string) T {
	k.lines[len(k.lines)-1] += " // " + what
	return v
}

// where lets only the threads that have p carry out the instructions of f.
func (k *kernel) where(p pred, f func()) {
	k.guard = p
	f()
	k.guard = pred{}
}

// name is an operand that is a word of its own: a label, a parameter.
type name string

func (n name) String() string { return string(n) }

// label marks a place to branch to.
func (k *kernel) label(l name) { k.lines = append(k.lines, l.String()+":") }

// bra branches. All threads of a warp must take the same way.
func (k *kernel) bra(l name) { k.emit("bra", l) }

func (k *kernel) ret() { k.emit("ret") }

// text is the whole entry.
func (k *kernel) text(name string, params []Param, t tuning) string {
	var b strings.Builder
	fmt.Fprintf(&b, ".visible .entry %s(\n", name)
	for i, p := range params {
		comma := ","
		if i == len(params)-1 {
			comma = ""
		}
		fmt.Fprintf(&b, "\t.param .u64 %s%s\n", p.Name, comma)
	}
	fmt.Fprintf(&b, ")\n.reqntid %d, 1, 1\n.maxnreg %d\n{\n", t.threads, registers)
	for _, r := range []struct {
		kind, prefix string
		n            int
	}{{"pred", "p", k.preds}, {"b32", "r", k.narrows}, {"b64", "rd", k.wides}} {
		if r.n > 0 {
			fmt.Fprintf(&b, "\t.reg .%s %%%s<%d>;\n", r.kind, r.prefix, r.n+1)
		}
	}
	b.WriteString(strings.Join(k.lines, "\n") + "\n")
	b.WriteString("}\n")
	return b.String()
}
