package ptxsim

import (
	"fmt"
	"regexp"
	"strings"
)

// scanner cuts PTX text into statements and counts lines.
type scanner struct {
	text string
	pos  int
	line int
}

var comment = regexp.MustCompile(`(?s)//[^\n]*|/\*.*?\*/`)

// newScanner blanks comments out, so that lines keep their numbers.
func newScanner(text string) *scanner {
	text = comment.ReplaceAllStringFunc(text, func(c string) string {
		return " " + strings.Repeat("\n", strings.Count(c, "\n"))
	})
	return &scanner{text: text, line: 1}
}

func (s *scanner) advance(n int) {
	s.line += strings.Count(s.text[s.pos:s.pos+n], "\n")
	s.pos += n
}

// skip moves to the next character that is not blank and reports whether there is one.
func (s *scanner) skip() bool {
	rest := s.text[s.pos:]
	s.advance(len(rest) - len(strings.TrimLeft(rest, " \t\r\n")))
	return s.pos < len(s.text)
}

// take moves past prefix if the text goes on with it.
func (s *scanner) take(prefix string) bool {
	if !strings.HasPrefix(s.text[s.pos:], prefix) {
		return false
	}
	s.advance(len(prefix))
	return true
}

// until returns the text up to stop, its blanks folded to single spaces, and moves
// behind stop.
func (s *scanner) until(stop string) (string, error) {
	n := strings.Index(s.text[s.pos:], stop)
	if n < 0 {
		return "", fmt.Errorf("line %d: the text ends before %q", s.line, stop)
	}
	found := s.text[s.pos : s.pos+n]
	s.advance(n + len(stop))
	return strings.Join(strings.Fields(found), " "), nil
}

var labelPattern = regexp.MustCompile(`^([A-Za-z_$][\w$]*)\s*:[^:]`)

// label takes a label, or returns "".
func (s *scanner) label() string {
	m := labelPattern.FindStringSubmatch(s.text[s.pos:])
	if m == nil {
		return ""
	}
	s.advance(len(m[0]) - 1)
	return m[1]
}

// split cuts s at commas that stand outside of braces and brackets.
func split(s string) []string {
	var parts []string
	depth, start := 0, 0
	for i, c := range s {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		case ',':
			if depth == 0 {
				parts = append(parts, strings.TrimSpace(s[start:i]))
				start = i + 1
			}
		}
	}
	if last := strings.TrimSpace(s[start:]); last != "" || len(parts) > 0 {
		parts = append(parts, last)
	}
	return parts
}
