package onnxio

import (
	"bytes"
	"fmt"
	"strings"
)

// tokenKind is the kind of a token of the text syntax.
type tokenKind uint8

const (
	tokEOF tokenKind = iota
	tokIdent
	tokString
	tokInt
	tokFloat
	tokPunct // one character, or =>
)

// token is one token; s is the text, for a string what it says.
type token struct {
	kind tokenKind
	s    string
	pos  int
}

// span is a part of the text.
type span struct{ start, end int }

// lexer splits text into tokens. Comments are skipped; those that start with #@
// are kept in notes until the parser takes them.
type lexer struct {
	src   string
	at    int
	notes []span
	err   *textError
}

// textError is the first thing wrong with a text.
type textError struct {
	pos int
	msg string
}

// fail keeps the first error and ends the text.
func (l *lexer) fail(pos int, format string, args ...any) {
	if l.err == nil {
		l.err = &textError{pos, fmt.Sprintf(format, args...)}
	}
	l.at = len(l.src)
}

// position gives line and column, counted in bytes from 1.
func position(src string, pos int) (line, col int) {
	before := src[:min(pos, len(src))]
	return strings.Count(before, "\n") + 1, len(before) - strings.LastIndexByte(before, '\n')
}

// skip passes white space and comments.
func (l *lexer) skip() {
	for l.at < len(l.src) {
		switch c := l.src[l.at]; {
		case c == ' ' || c >= '\t' && c <= '\r':
			l.at++
		case c == '#':
			end := strings.IndexByte(l.src[l.at:], '\n')
			if end < 0 {
				end = len(l.src) - l.at
			}
			if strings.HasPrefix(l.src[l.at:], "#@") {
				l.notes = append(l.notes, span{l.at + 2, l.at + end})
			}
			l.at += end
		default:
			return
		}
	}
}

// next returns the next token.
func (l *lexer) next() token {
	l.skip()
	start := l.at
	if start >= len(l.src) {
		return token{kind: tokEOF, pos: start}
	}
	c := l.src[start]
	switch {
	case isLetter(c):
		l.word()
		return token{tokIdent, l.src[start:l.at], start}
	case isDigit(c), c == '-':
		return l.number()
	case c == '"':
		return l.quoted()
	case c == '=' && strings.HasPrefix(l.src[start:], "=>"):
		l.at += 2
	case strings.IndexByte("<>(){}[],:=.?@", c) >= 0:
		l.at++
	default:
		l.fail(start, "character %q has no meaning here", c)
		return token{kind: tokEOF, pos: start}
	}
	return token{tokPunct, l.src[start:l.at], start}
}

func (l *lexer) word() {
	for l.at < len(l.src) && (isLetter(l.src[l.at]) || isDigit(l.src[l.at])) {
		l.at++
	}
}

func (l *lexer) digits() {
	for l.at < len(l.src) && isDigit(l.src[l.at]) {
		l.at++
	}
}

// on reports whether the next character is one of set, and passes it.
func (l *lexer) on(set string) bool {
	if l.at < len(l.src) && strings.IndexByte(set, l.src[l.at]) >= 0 {
		l.at++
		return true
	}
	return false
}

func (l *lexer) number() token {
	start := l.at
	l.on("-")
	if l.at < len(l.src) && isLetter(l.src[l.at]) {
		from := l.at
		l.word()
		if !isFloatWord(l.src[from:l.at]) {
			l.fail(start, "%q is not a number", l.src[start:l.at])
		}
		return token{tokFloat, l.src[start:l.at], start}
	}
	from := l.at
	l.digits()
	if l.at == from {
		l.fail(start, "a digit is missing behind the minus sign")
		return token{kind: tokEOF, pos: start}
	}
	kind := tokInt
	if l.on(".") {
		kind = tokFloat
		l.digits()
	}
	if l.on("eE") {
		kind = tokFloat
		l.on("+-")
		l.digits()
	}
	return token{kind, l.src[start:l.at], start}
}

// quoted reads a string: a backslash makes the next character stand for itself.
func (l *lexer) quoted() token {
	start := l.at
	var out bytes.Buffer
	for i := start + 1; i < len(l.src); i++ {
		switch c := l.src[i]; {
		case c == '"':
			l.at = i + 1
			return token{tokString, out.String(), start}
		case c == '\\' && i+1 < len(l.src):
			i++
			out.WriteByte(l.src[i])
		default:
			out.WriteByte(c)
		}
	}
	l.fail(start, "this string has no closing quote")
	return token{kind: tokEOF, pos: start}
}
