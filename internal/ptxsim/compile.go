package ptxsim

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// kind says what the main loop does with an instruction.
type kind uint8

const (
	step    kind = iota // run it for the active threads
	branch              // go to target
	exit                // end the thread
	barrier             // wait for the block
)

// instruction is one compiled statement. Registers are numbers; constants and special
// registers have numbers too.
type instruction struct {
	kind    kind
	line    int
	text    string
	guard   int // the predicate register, or -1
	negate  bool
	uniform bool // a branch that all active threads take, or none
	reads   []int
	writes  []int
	target  int
	exec    func(w *warp, act uint32)
}

// Numbers of the special registers. Those of the text follow.
const (
	tid = iota
	ntid
	ctaid
	nctaid
	laneid
	specials
)

var specialNames = map[string]int{"%tid.x": tid, "%ntid.x": ntid, "%ctaid.x": ctaid, "%nctaid.x": nctaid, "%laneid": laneid}

// register is a declared register. A predicate has 1 bit.
type register struct{ number, bits int }

// compiler turns the statements of one entry into instructions.
type compiler struct {
	entry     *entry
	version   int
	registers map[string]register
	constants map[uint64]int
	labels    map[string]int
	jumps     map[int]string // label by instruction
}

func newCompiler(e *entry, version int) *compiler {
	e.registers, e.names = specials, make([]string, specials)
	return &compiler{entry: e, version: version, registers: map[string]register{},
		constants: map[uint64]int{}, labels: map[string]int{}, jumps: map[int]string{}}
}

// finish resolves the labels.
func (c *compiler) finish() error {
	code := c.entry.code
	if len(code) == 0 || code[len(code)-1].guard >= 0 || code[len(code)-1].kind != exit && code[len(code)-1].kind != branch {
		return fmt.Errorf("entry %s does not end with ret", c.entry.name)
	}
	for at, label := range c.jumps {
		target, ok := c.labels[label]
		if !ok || target == len(code) {
			return fmt.Errorf("line %d: entry %s has no instruction behind the label %s", code[at].line, c.entry.name, label)
		}
		code[at].target = target
	}
	return nil
}

var guardPattern = regexp.MustCompile(`^@(!?)(%[\w$]+) `)

func (c *compiler) statement(line int, text string) error {
	if strings.HasPrefix(text, ".reg ") {
		return c.declare(strings.TrimPrefix(text, ".reg "))
	}
	in := instruction{line: line, text: text, guard: -1}
	rest := text
	if m := guardPattern.FindStringSubmatch(text); m != nil {
		p, ok := c.registers[m[2]]
		if !ok || p.bits != 1 {
			return fmt.Errorf("%s is no declared predicate", m[2])
		}
		in.guard, in.negate, rest = p.number, m[1] == "!", text[len(m[0]):]
	}
	op, args, _ := strings.Cut(rest, " ")
	parts := strings.Split(op, ".")
	make := opcodes[parts[0]]
	if make == nil {
		return fmt.Errorf("the instruction %s is outside of the subset", parts[0])
	}
	f := &form{compiler: c, in: &in, op: parts[0], mods: parts[1:], args: split(args)}
	make(f)
	if f.err == nil && len(f.args) > f.used {
		f.fail("it has more operands than expected")
	}
	if f.err == nil && len(f.mods) > 0 {
		f.fail("the modifier .%s is outside of the subset", strings.Join(f.mods, "."))
	}
	c.entry.code = append(c.entry.code, in)
	return f.err
}

var (
	regRange = regexp.MustCompile(`^(%[\w$]+?)<(\d+)>$`)
	regName  = regexp.MustCompile(`^%?[A-Za-z_$][\w$]*$`)
)

// declare reads what follows .reg: a type and names, or a name with a count.
func (c *compiler) declare(text string) error {
	typ, names, _ := strings.Cut(text, " ")
	size := map[string]int{".pred": 1, ".b16": 16, ".u16": 16, ".s16": 16, ".b32": 32, ".u32": 32, ".s32": 32, ".f32": 32,
		".b64": 64, ".u64": 64, ".s64": 64, ".f64": 64}[typ]
	if size == 0 {
		return fmt.Errorf("registers of type %s are outside of the subset", typ)
	}
	for _, n := range split(names) {
		if m := regRange.FindStringSubmatch(n); m != nil {
			count, err := strconv.Atoi(m[2])
			if err != nil || count > 1<<16 {
				return fmt.Errorf("%s is no number of registers", m[2])
			}
			for i := range count {
				if err := c.add(m[1]+strconv.Itoa(i), size); err != nil {
					return err
				}
			}
			continue
		}
		if err := c.add(n, size); err != nil {
			return err
		}
	}
	return nil
}

func (c *compiler) add(name string, size int) error {
	if _, twice := c.registers[name]; twice || !regName.MatchString(name) {
		return fmt.Errorf("the register %s is declared twice or has no name", name)
	}
	c.registers[name] = register{c.entry.registers, size}
	c.entry.registers++
	c.entry.names = append(c.entry.names, name)
	return nil
}

// constant returns the register that holds value in every thread.
func (c *compiler) constant(value uint64) int {
	n, ok := c.constants[value]
	if !ok {
		n = c.entry.registers
		c.entry.registers++
		c.entry.names = append(c.entry.names, "")
		c.constants[value] = n
		c.entry.constants[n] = value
	}
	return n
}

// immediate reads a number that fits into size bits, signed or not.
func immediate(s string, size int) (uint64, error) {
	digits, negative := strings.CutPrefix(s, "-")
	v, err := strconv.ParseUint(strings.TrimSuffix(digits, "U"), 0, 64)
	if err != nil || strings.Contains(s, "_") {
		return 0, errors.New(s + " is neither a register nor a number")
	}
	limit := uint64(1)<<size - 1 // all ones for 64
	if negative && v > 1<<(size-1) || v > limit {
		return 0, fmt.Errorf("%s does not fit into %d bits", s, size)
	}
	if negative {
		v = -v
	}
	return v & limit, nil
}
