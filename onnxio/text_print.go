package onnxio

import (
	"encoding/base64"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// TextOptions says how a model is printed.
type TextOptions struct {
	// MaxTensorBytes is the size in bytes from which the contents of a tensor
	// are left out; what was printed so cannot be parsed again. 0: print all.
	MaxTensorBytes int64
	// Plain leaves out the `#@` notes: the text is pleasant to read, but says
	// only what the official syntax can say.
	Plain bool
}

// maxTextDepth is how deep graphs and types may nest in a text.
const maxTextDepth = 64

// textPrinter appends the text of encoded messages to out.
type textPrinter struct {
	out   []byte
	opt   TextOptions
	depth int // of graphs
	scope *textScope
	// loose is set once a name is read that nothing defines before, or is
	// defined twice.
	loose bool
	// broken is set once a message is not well formed.
	broken bool
}

// scan is scanFields, and notices messages that are not well formed.
func (p *textPrinter) scan(b []byte, do func(f wireField)) bool {
	ok := scanFields(b, do)
	p.broken = p.broken || !ok
	return ok
}

// Text prints the model in the syntax of onnx.printer, with notes in comments for
// what that syntax cannot say: ParseText gives the same model again. A model that
// cannot be encoded gives a comment that says why.
func (m *Model) Text() string { return m.TextWith(TextOptions{}) }

// TextWith is Text with options.
func (m *Model) TextWith(o TextOptions) string {
	b, err := m.Marshal()
	if err != nil {
		return "# the model cannot be printed: " + err.Error() + "\n"
	}
	return textOfModel(b, o)
}

// textOfModel prints an encoded ModelProto.
func textOfModel(b []byte, o TextOptions) string {
	p := &textPrinter{opt: o}
	p.model(b)
	return string(p.out)
}

func (p *textPrinter) str(s string)   { p.out = append(p.out, s...) }
func (p *textPrinter) name(s string)  { p.out = appendName(p.out, s) }
func (p *textPrinter) quote(s string) { p.out = appendQuoted(p.out, s) }
func (p *textPrinter) int(v int64)    { p.out = strconv.AppendInt(p.out, v, 10) }

// indent starts a line inside depth graphs.
func (p *textPrinter) indent(depth int) {
	for range depth {
		p.str("   ")
	}
}

// notes appends the notes of the element that was just printed and reports
// whether there were any: then the line has ended.
func (p *textPrinter) notes(ns []string) bool {
	if len(ns) == 0 || p.opt.Plain {
		return false
	}
	p.str("  #@ ")
	for i, n := range ns {
		if i > 0 {
			p.str("; ")
		}
		p.str(n)
	}
	p.str("\n")
	return true
}

// list prints n elements with commas between, and ends the line behind each that
// has notes.
func (p *textPrinter) list(n int, element func(i int) []string) {
	p.elements(n, false, element)
}

// lines is list with a line for each element where there are many.
func (p *textPrinter) lines(n int, element func(i int) []string) {
	p.elements(n, n > 4, element)
}

func (p *textPrinter) elements(n int, apart bool, element func(i int) []string) {
	for i := range n {
		if apart && i == 0 {
			p.str("\n")
			p.indent(p.depth + 2)
		}
		ns := element(i)
		if i < n-1 {
			p.str(",")
		}
		switch {
		case p.notes(ns):
			p.indent(p.depth + 2)
		case i == n-1:
		case apart:
			p.str("\n")
			p.indent(p.depth + 2)
		default:
			p.str(" ")
		}
	}
}

// note builds the text of one note with quoted arguments.
func note(key string, args ...string) string {
	for _, a := range args {
		key += " " + strconv.Quote(a)
	}
	return key
}

// noteBytes builds the text of one note with a binary argument.
func noteBytes(key string, b []byte) string {
	if len(b) == 0 {
		return key + " -"
	}
	return key + " " + base64.StdEncoding.EncodeToString(b)
}

// fieldsNote builds the note that adds encoded fields, in the order of encoder.
func fieldsNote(b []byte) string {
	var e encoder
	e.raw(b)
	return noteBytes("fields", e.finish())
}

// metaNotes gives a note per metadata_props entry; ok is false unless each is a
// key and a value.
func metaNotes(entries [][]byte) (ns []string, ok bool) {
	for _, e := range entries {
		k, v, ok := stringPair(e)
		if !ok {
			return nil, false
		}
		ns = append(ns, note("meta", k, v))
	}
	return ns, true
}

// stringPair decodes a StringStringEntryProto that has both of its fields.
func stringPair(b []byte) (key, value string, ok bool) {
	var k, v optString
	exact := true
	well := scanFields(b, func(f wireField) {
		switch {
		case f.is(1, protowire.BytesType) && !k.has:
			k.set(f.val)
		case f.is(2, protowire.BytesType) && !v.has:
			v.set(f.val)
		default:
			exact = false
		}
	})
	return k.s, v.s, well && exact && k.has && v.has
}

// extras gathers what every kind of message has beside the syntax: doc string,
// metadata and fields that the syntax does not know.
type extras struct {
	doc  optString
	meta [][]byte
	raw  []byte // encoded metadata fields
	rest []byte // encoded other fields
}

// take files f as documentation, metadata (by number, 0: has none) or the rest.
func (x *extras) take(f wireField, doc, meta protowire.Number) {
	switch {
	case f.is(doc, protowire.BytesType):
		x.doc.set(f.val)
	case meta > 0 && f.is(meta, protowire.BytesType):
		x.meta, x.raw = append(x.meta, f.val), append(x.raw, f.raw...)
	default:
		x.rest = append(x.rest, f.raw...)
	}
}

func (x *extras) notes() []string {
	ns, ok := metaNotes(x.meta)
	if x.doc.has {
		ns = append([]string{note("doc", x.doc.s)}, ns...)
	}
	rest := x.rest
	if !ok {
		rest = append(x.raw, rest...)
	}
	if len(rest) > 0 {
		ns = append(ns, fieldsNote(rest))
	}
	return ns
}

// define adds a name to the scope.
func (p *textPrinter) define(name string) {
	if p.scope != nil && !p.scope.define(name) {
		p.loose = true
	}
}

// read notices a name that is not in scope.
func (p *textPrinter) read(name string) {
	if name != "" && !p.scope.has(name) {
		p.loose = true
	}
}

// header prints the keys of a model or a function; entries without a text are
// left out.
func (p *textPrinter) header(entries []string) {
	if len(entries) == 0 {
		return
	}
	p.str("<\n   ")
	p.str(strings.Join(entries, ",\n   "))
	p.str("\n>\n")
}

// headerString gives the header entry of a string, nothing if it is absent.
func headerString(key string, v optString) []string {
	if !v.has {
		return nil
	}
	return []string{key + ": " + string(appendQuoted(nil, v.s))}
}
