package onnxio

// textScope holds the names that are defined so far in one graph of a text.
type textScope struct {
	outer *textScope
	names map[string]bool
}

func newScope(outer *textScope) *textScope {
	return &textScope{outer: outer, names: map[string]bool{}}
}

// has reports whether name is defined here or in a graph around.
func (s *textScope) has(name string) bool {
	for ; s != nil; s = s.outer {
		if s.names[name] {
			return true
		}
	}
	return false
}

// define adds name and reports whether it was new.
func (s *textScope) define(name string) bool {
	if name == "" {
		return true
	}
	if s.names[name] {
		return false
	}
	s.names[name] = true
	return true
}
