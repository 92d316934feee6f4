package mosaicsim

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Module is a parsed kernel.
type Module struct {
	params []typ // of the blocks, behind the two numbers of a block
	grid   [2]int
	slots  []typ // the type of every value
	body   []*op
}

// op is one operation. args and result are numbers of values; result is -1 without one.
type op struct {
	name   string
	line   int
	args   []int
	types  []typ // of args
	result int
	typ    typ // of result
	attrs  map[string]string
	inner  []*op
	loop   int // the value that counts a loop
	run    func(*frame) error
}

// scope are the values that are defined at a place in the text.
type scope map[string]int

type parser struct {
	scanner
	module *Module
}

const prefix = "stable_mosaic."

// Parse reads a kernel and checks all that can be checked without running it.
func Parse(text string) (*Module, error) {
	p := &parser{scanner: scanner{text: text}, module: &Module{}}
	p.need("module attributes")
	if a := p.attributes(); a[prefix+"version"] != "11 : i64" || len(a) != 1 {
		p.fail("the module is not of version 11")
	}
	p.need("{")
	p.kernel()
	for i := range p.module.params {
		p.identity(i)
	}
	p.need("}")
	p.blank()
	if p.err == nil && p.at != len(p.text) {
		p.fail("the text goes on behind the module")
	}
	return p.module, p.err
}

// kernel reads the function that runs for every block.
func (p *parser) kernel() {
	p.need(`"` + prefix + `func.func"() ({`)
	values := scope{}
	params := p.block(values)
	if len(params) < 3 || params[0].String() != "i32" || params[1].String() != "i32" || slices.ContainsFunc(params[2:], func(t typ) bool { return !t.memory }) {
		p.fail("the kernel's parameters are not the two numbers of a block, and blocks")
		return
	}
	p.module.params = params[2:]
	p.module.body = p.ops(values, prefix+"func.return")
	p.need("})")
	a := p.attributes()
	p.need(": () -> ()")
	if p.err == nil {
		p.header(params, a)
	}
}

// header checks the attributes of the kernel, and takes the grid from them.
func (p *parser) header(params []typ, a map[string]string) {
	var names, windows []string
	for i, t := range params {
		names = append(names, t.String())
		if i >= 2 {
			windows = append(windows, fmt.Sprintf("{transform_indices = @t%d, window_bounds = array<i64: %d, %d>}", i-2, t.dims[0], t.dims[1]))
		}
	}
	bounds, m := a["iteration_bounds"], p.module
	if n, err := fmt.Sscanf(bounds, "array<i64: %d, %d>", &m.grid[0], &m.grid[1]); n != 2 || err != nil {
		p.fail("iteration_bounds is %q, which are no two numbers of blocks", bounds)
	}
	want := map[string]string{
		"dimension_semantics": "[#tpu.dimension_semantics<parallel>, #tpu.dimension_semantics<parallel>]",
		"function_type":       "(" + strings.Join(names, ", ") + ") -> ()",
		"iteration_bounds":    bounds,
		"scalar_prefetch":     "0 : i64", "scratch_operands": "0 : i64",
		"sym_name": a["sym_name"], "tpu.core_type": "#tpu.core_type<tc>",
		"window_params": "[" + strings.Join(windows, ", ") + "]",
	}
	if !maps.Equal(a, want) {
		p.fail("the kernel's attributes are %v, want %v", a, want)
	}
}

// identity reads the function that says that block (i, j) of an operand is at (i, j).
func (p *parser) identity(i int) {
	p.need(fmt.Sprintf(`"%sfunc.func"() ({`, prefix))
	p.need("^bb0(%i: i32, %j: i32):")
	p.need(fmt.Sprintf(`"%sfunc.return"(%%i, %%j) : (i32, i32) -> ()`, prefix))
	p.need(fmt.Sprintf(`}) {function_type = (i32, i32) -> (i32, i32), sym_name = "t%d"} : () -> ()`, i))
}

// block reads the head of a block, and defines its parameters.
func (p *parser) block(values scope) []typ {
	p.need("^bb0")
	var out []typ
	for _, item := range p.list('(', ')') {
		name, text, _ := strings.Cut(item, ": ")
		t := p.typ(text)
		p.define(values, name, t)
		out = append(out, t)
	}
	p.need(":")
	return out
}

func (p *parser) typ(text string) typ {
	t, err := parseType(text)
	if err != nil {
		p.fail("%w", err)
		return typ{elem: "i32"}
	}
	return t
}

func (p *parser) define(values scope, name string, t typ) int {
	if _, ok := values[name]; ok || !strings.HasPrefix(name, "%") {
		p.fail("%q is defined already, or is no name", name)
	}
	values[name] = len(p.module.slots)
	p.module.slots = append(p.module.slots, t)
	return values[name]
}

// ops reads operations up to the one named last, which ends a block.
func (p *parser) ops(values scope, last string) []*op {
	var out []*op
	for p.err == nil {
		if p.next(`"` + last + `"() : () -> ()`) {
			break
		}
		if o := p.op(values); p.err == nil {
			out = append(out, o)
		}
	}
	return out
}

// op reads one operation, checks it and prepares it.
func (p *parser) op(values scope) *op {
	o := &op{result: -1}
	name := ""
	if p.blank(); strings.HasPrefix(p.text[p.at:], "%") {
		name = strings.TrimSpace(p.upTo("=\n"))
		p.need("=")
	}
	p.need(`"` + prefix)
	o.line, o.name = p.line(), p.upTo(`"`)
	p.need(`"`)
	for _, a := range p.list('(', ')') {
		slot, ok := values[a]
		if !ok {
			p.fail("%q is not defined here", a)
		}
		o.args = append(o.args, slot)
	}
	if p.next("({") {
		inner := maps.Clone(values)
		o.loop = len(p.module.slots)
		if head := p.block(inner); len(head) != 1 || head[0].elem != "index" {
			p.fail("a loop counts with one index")
		}
		o.inner = p.ops(inner, prefix+"scf.yield")
		p.need("})")
	}
	o.attrs = p.attributes()
	p.need(":")
	p.types(o)
	if p.err != nil {
		return o
	}
	if (name == "") != (o.typ.elem == "") {
		p.fail("%s has a name without a result, or a result without a name", o.name)
	}
	if name != "" {
		o.result = p.define(values, name, o.typ)
	}
	p.prepare(o)
	return o
}

// types reads the types of an operation, which must be those of its arguments.
func (p *parser) types(o *op) {
	for i, text := range p.list('(', ')') {
		t := p.typ(text)
		if i >= len(o.args) || p.err == nil && !t.same(p.module.slots[o.args[i]]) {
			p.fail("argument %d of %s has another type than %s", i, o.name, text)
			return
		}
		o.types = append(o.types, t)
	}
	if len(o.types) != len(o.args) {
		p.fail("%s has %d arguments and %d types", o.name, len(o.args), len(o.types))
	}
	p.need("->")
	if !p.next("()") {
		o.typ = p.typ(strings.TrimSpace(p.upTo("\n")))
	}
}

// prepare looks the operation up and lets it check its types and attributes.
func (p *parser) prepare(o *op) {
	k, ok := kinds[o.name]
	if !ok {
		p.fail("the operation %s is outside of the subset", o.name)
		return
	}
	if got := slices.Sorted(maps.Keys(o.attrs)); !slices.Equal(got, k.attrs) || len(o.args) != k.args || (o.result >= 0) != k.result || (o.inner != nil) != (o.name == "scf.for") {
		p.fail("%s has %d arguments and the attributes %v, want %d and %v", o.name, len(o.args), got, k.args, k.attrs)
		return
	}
	run, err := k.prepare(o)
	if err != nil {
		p.fail("%s: %w", o.name, err)
	}
	o.run = run
}
