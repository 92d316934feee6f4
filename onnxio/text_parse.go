package onnxio

import (
	"errors"
	"fmt"
	"strconv"
)

// textParser is a recursive descent parser that encodes what it reads. After the
// first error the rest of the text counts as empty, so that everything returns.
type textParser struct {
	lex   lexer
	tok   token
	depth int
	scope *textScope
	// dangling is the first use of a name that nothing defines, told only if the
	// text does not say that it has such uses.
	dangling  *textError
	unchecked bool
	// binary is where the first note with encoded fields stands, 0 if none does.
	binary int
}

func newTextParser(text string) *textParser {
	p := &textParser{lex: lexer{src: text}}
	p.advance()
	return p
}

// ParseText parses a model in ONNX text syntax, as Text and onnx.printer write
// it. Errors read "line:column: what is wrong".
func ParseText(text string) (*Model, error) {
	b, err := encodeText(text)
	if err != nil {
		return nil, err
	}
	m, err := Unmarshal(b)
	if err != nil {
		return nil, fmt.Errorf("the text is well formed, the model is not: %w", err)
	}
	return m, nil
}

// encodeText turns the text of a model into an encoded ModelProto.
func encodeText(text string) ([]byte, error) {
	p := newTextParser(text)
	b := p.model()
	if p.binary > 0 && p.lex.err == nil {
		check := &textPrinter{}
		if check.model(b); check.broken {
			p.fail(p.binary, "this note or one behind it holds bytes that are no such message")
		}
	}
	return b, p.error()
}

// ParseFunctionText parses one function in ONNX text syntax.
func ParseFunctionText(text string) (*Function, error) {
	p := newTextParser(text)
	f := p.function()
	p.end()
	if err := p.error(); err != nil {
		return nil, err
	}
	var e, g encoder
	e.varint(1, 10)
	g.str(2, "main")
	e.bytes(7, g.b)
	e.bytes(25, f)
	m, err := Unmarshal(e.finish())
	if err != nil {
		return nil, fmt.Errorf("the text is well formed, the function is not: %w", err)
	}
	if len(m.Functions) != 1 {
		return nil, errors.New("the text holds no function")
	}
	return m.Functions[0], nil
}

// ParseGraphText parses one graph in ONNX text syntax.
func ParseGraphText(text string) (*Graph, error) {
	p := newTextParser(text)
	g := p.graph()
	p.end()
	if err := p.error(); err != nil {
		return nil, err
	}
	var e encoder
	e.varint(1, 10)
	e.bytes(7, g)
	m, err := Unmarshal(e.finish())
	if err != nil {
		return nil, fmt.Errorf("the text is well formed, the graph is not: %w", err)
	}
	return m.Graph, nil
}

// error gives the first error with its place.
func (p *textParser) error() error {
	e := p.lex.err
	if e == nil && !p.unchecked {
		e = p.dangling
	}
	if e == nil {
		return nil
	}
	line, col := position(p.lex.src, e.pos)
	return fmt.Errorf("%d:%d: %s", line, col, e.msg)
}

func (p *textParser) fail(pos int, format string, args ...any) {
	p.lex.fail(pos, format, args...)
	p.tok = token{kind: tokEOF, pos: len(p.lex.src)}
}

func (p *textParser) advance() {
	p.tok = p.lex.next()
	if p.lex.err != nil {
		p.tok = token{kind: tokEOF, pos: len(p.lex.src)}
	}
}

// end expects the end of the text.
func (p *textParser) end() {
	if p.tok.kind != tokEOF {
		p.fail(p.tok.pos, "the text should end here, not go on with %s", p.tok)
	}
}

// String describes the token for error messages.
func (t token) String() string {
	switch t.kind {
	case tokEOF:
		return "the end of the text"
	case tokString:
		return "the string " + strconv.Quote(t.s)
	}
	return strconv.Quote(t.s)
}

// at reports whether the next token is the character s.
func (p *textParser) at(s string) bool { return p.tok.kind == tokPunct && p.tok.s == s }

// eat passes the character s if it comes next.
func (p *textParser) eat(s string) bool {
	if !p.at(s) {
		return false
	}
	p.advance()
	return true
}

// expect passes the character s, which must come next.
func (p *textParser) expect(s, where string) bool {
	if p.eat(s) {
		return true
	}
	p.fail(p.tok.pos, "%q is missing %s; there is %s", s, where, p.tok)
	return false
}

// ident reads an identifier.
func (p *textParser) ident(what string) string {
	if p.tok.kind != tokIdent {
		p.fail(p.tok.pos, "%s is missing; there is %s", what, p.tok)
		return ""
	}
	s := p.tok.s
	p.advance()
	return s
}

// name reads an identifier or a string.
func (p *textParser) name(what string) string {
	if p.tok.kind != tokString {
		return p.ident(what)
	}
	return p.text(what)
}

// text reads a string.
func (p *textParser) text(what string) string {
	if p.tok.kind != tokString {
		p.fail(p.tok.pos, "%s is missing, a string in quotes; there is %s", what, p.tok)
		return ""
	}
	s := p.tok.s
	p.advance()
	return s
}

// integer reads a whole number.
func (p *textParser) integer(what string) int64 {
	t := p.tok
	if t.kind != tokInt {
		p.fail(t.pos, "%s is missing, a whole number; there is %s", what, t)
		return 0
	}
	v, err := strconv.ParseInt(t.s, 10, 64)
	if err != nil {
		p.fail(t.pos, "%s does not fit 64 bits", t.s)
		return 0
	}
	p.advance()
	return v
}

// nested runs do one level deeper unless that is too deep.
func (p *textParser) nested(do func()) {
	if p.depth >= 2*maxTextDepth {
		p.fail(p.tok.pos, "graphs or types are nested more than %d deep", 2*maxTextDepth)
		return
	}
	p.depth++
	do()
	p.depth--
}

// list reads elements with commas between up to the character closing. An
// element is finished by after, once its comma is passed: notes may stand there.
func (p *textParser) list(closing, where string, element func() (after func())) {
	for !p.eat(closing) {
		after := element()
		if p.lex.err != nil {
			return
		}
		comma := p.eat(",")
		if after != nil {
			after()
		}
		if !comma {
			p.expect(closing, where)
			return
		}
	}
}
