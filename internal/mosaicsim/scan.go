package mosaicsim

import (
	"fmt"
	"strings"
)

// scanner reads a text from the front. It keeps the first error, after which it finds
// nothing.
type scanner struct {
	text string
	at   int
	err  error
}

func (s *scanner) line() int { return 1 + strings.Count(s.text[:s.at], "\n") }

func (s *scanner) fail(format string, args ...any) {
	if s.err == nil {
		s.err = fmt.Errorf("line %d: %w", s.line(), fmt.Errorf(format, args...))
		s.at = len(s.text)
	}
}

func (s *scanner) blank() {
	for s.at < len(s.text) && strings.IndexByte(" \n", s.text[s.at]) >= 0 {
		s.at++
	}
}

// next reports whether the text goes on with token, and takes it.
func (s *scanner) next(token string) bool {
	s.blank()
	if !strings.HasPrefix(s.text[s.at:], token) {
		return false
	}
	s.at += len(token)
	return true
}

func (s *scanner) need(token string) {
	if !s.next(token) {
		s.fail("%q is missing before %.20q", token, s.text[s.at:])
	}
}

// upTo takes the text before any of the characters.
func (s *scanner) upTo(characters string) string {
	s.blank()
	n := strings.IndexAny(s.text[s.at:], characters)
	if n < 0 {
		s.fail("none of %q comes", characters)
		return ""
	}
	s.at += n
	return s.text[s.at-n : s.at]
}

// list takes what stands between open, which comes next, and its end, cut at the commas
// that are in no brackets.
func (s *scanner) list(open, end byte) []string {
	s.need(string(open))
	start, depth := s.at, 0
	var out []string
	for ; s.at < len(s.text); s.at++ {
		c := s.text[s.at]
		arrow := c == '>' && s.text[s.at-1] == '-'
		switch {
		case depth == 0 && c == end && !arrow, depth == 0 && c == ',':
			if item := strings.TrimSpace(s.text[start:s.at]); item != "" || c == ',' {
				out = append(out, item)
			}
			start = s.at + 1
			if c == end {
				s.at++
				return out
			}
		case strings.IndexByte("([{<", c) >= 0:
			depth++
		case strings.IndexByte(")]}>", c) >= 0 && !arrow:
			depth--
		}
	}
	s.fail("%q is not closed", open)
	return nil
}

// attributes takes a dictionary, if one comes.
func (s *scanner) attributes() map[string]string {
	out := map[string]string{}
	s.blank()
	if s.at == len(s.text) || s.text[s.at] != '{' {
		return out
	}
	for _, item := range s.list('{', '}') {
		name, value, ok := strings.Cut(item, " = ")
		if !ok || out[name] != "" {
			s.fail("the attribute %q is no name and value, or comes twice", item)
		}
		out[name] = value
	}
	return out
}
