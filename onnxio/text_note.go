package onnxio

import (
	"encoding/base64"
	"strconv"
	"strings"

	"google.golang.org/protobuf/encoding/protowire"
)

// textNote is one note of a #@ comment: a key and its arguments.
type textNote struct {
	key  string
	args []string
	pos  int
}

// takeNotes returns the notes that stand between the last token and the next.
func (p *textParser) takeNotes() (ns []textNote) {
	spans := p.lex.notes
	p.lex.notes = nil
	for _, s := range spans {
		ns = p.splitNotes(ns, s)
	}
	return ns
}

// splitNotes appends the notes of one comment.
func (p *textParser) splitNotes(ns []textNote, s span) []textNote {
	src := p.lex.src
	fresh := true
	for i := s.start; i < s.end; {
		c := src[i]
		if c == ';' {
			fresh = true
		}
		if c == ' ' || c == '\t' || c == '\r' || c == ';' {
			i++
			continue
		}
		word, n := noteWord(src[i:s.end])
		switch {
		case n == 0:
			p.fail(i, "the string in this note is not quoted as Go quotes strings")
			return ns
		case fresh:
			ns, fresh = append(ns, textNote{key: word, pos: i}), false
		default:
			last := &ns[len(ns)-1]
			last.args = append(last.args, word)
		}
		i += n
	}
	return ns
}

// noteWord reads a quoted string or a word and returns it and its length, 0 if
// it is not well formed.
func noteWord(s string) (word string, n int) {
	if s[0] != '"' {
		if n = strings.IndexAny(s, " \t\r;"); n < 0 {
			n = len(s)
		}
		return s[:n], n
	}
	q, err := strconv.QuotedPrefix(s)
	if err != nil {
		return "", 0
	}
	word, err = strconv.Unquote(q)
	if err != nil {
		return "", 0
	}
	return word, len(q)
}

// want reports whether the note has n arguments, and fails otherwise.
func (p *textParser) want(n textNote, args int) bool {
	if len(n.args) == args {
		return true
	}
	p.fail(n.pos, "the note %s takes %d arguments, not %d", n.key, args, len(n.args))
	return false
}

// noteData decodes the binary argument of a note.
func (p *textParser) noteData(n textNote) ([]byte, bool) {
	if !p.want(n, 1) {
		return nil, false
	}
	if p.binary == 0 && n.key != "raw_data" {
		p.binary = n.pos
	}
	if n.args[0] == "-" {
		return nil, true
	}
	b, err := base64.StdEncoding.DecodeString(n.args[0])
	if err != nil {
		p.fail(n.pos, "the argument of the note %s is not base64: %v", n.key, err)
	}
	return b, err == nil
}

// noteFields gives the field numbers that common notes fill in one kind of
// message; 0 where it has none.
type noteFields struct {
	what            string
	name, doc, meta protowire.Number
}

var (
	modelNotes    = noteFields{what: "a model"}
	graphNotes    = noteFields{"a graph", 2, 10, 16}
	functionNotes = noteFields{"a function", 1, 8, 14}
	nodeNotes     = noteFields{"a node", 3, 6, 9}
	attrNotes     = noteFields{"an attribute", 1, 13, 0}
	tensorNotes   = noteFields{"a tensor", 8, 12, 16}
	valueNotes    = noteFields{"a value", 1, 3, 4}
)

// common carries out a note that every kind of message may have.
func (p *textParser) common(e *encoder, k *noteFields, n textNote) {
	switch {
	case n.key == "doc" && k.doc > 0 && p.want(n, 1):
		e.drop(k.doc)
		e.str(k.doc, n.args[0])
	case n.key == "name" && k.name > 0 && p.want(n, 1):
		e.drop(k.name)
		e.str(k.name, n.args[0])
	case n.key == "meta" && k.meta > 0 && p.want(n, 2):
		var m encoder
		m.str(1, n.args[0])
		m.str(2, n.args[1])
		e.bytes(k.meta, m.b)
	case n.key == "unset" && len(n.args) == 1 && n.args[0] == "name" && k.name > 0:
		e.drop(k.name)
	case n.key == "fields" || n.key == "is":
		b, ok := p.noteData(n)
		if !ok {
			return
		}
		add := e.raw
		if n.key == "is" {
			add = e.replace
		}
		if !add(b) {
			p.fail(n.pos, "the note %s holds bytes that are no encoded fields", n.key)
		}
	default:
		p.fail(n.pos, "%s has no note %q", k.what, n.key)
	}
}

// notes carries out the pending notes on e; special handles those that only this
// kind of message has and reports whether it did.
func (p *textParser) notes(e *encoder, k *noteFields, special func(n textNote) bool) {
	if len(p.lex.notes) == 0 {
		return
	}
	for _, n := range p.takeNotes() {
		if special == nil || !special(n) {
			p.common(e, k, n)
		}
	}
}
