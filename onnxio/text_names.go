package onnxio

import (
	"strings"
	"unicode/utf8"
)

// elemNames are the element types by number as the text syntax spells them.
var elemNames = [...]string{"", "float", "uint8", "int8", "uint16", "int16", "int32",
	"int64", "string", "bool", "float16", "double", "uint32", "uint64", "complex64",
	"complex128", "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2",
	"float8e5m2fnuz", "uint4", "int4", "float4e2m1", "float8e8m0", "uint2", "int2"}

// attrTypeNames are the attribute types by number as the text syntax spells them.
var attrTypeNames = [...]string{"", "float", "int", "string", "tensor", "graph", "floats",
	"ints", "strings", "tensors", "graphs", "sparse_tensor", "sparse_tensors",
	"type_proto", "type_protos"}

func attrTypeByName(s string) (AttrType, bool) {
	for i, n := range attrTypeNames {
		if n == s && i > 0 {
			return AttrType(i), true
		}
	}
	return 0, false
}

// elemName returns the spelling of the element type, or "" if it has none.
func elemName(n uint64) string {
	if n < uint64(len(elemNames)) {
		return elemNames[n]
	}
	return ""
}

func elemByName(s string) (DType, bool) {
	for i, n := range elemNames {
		if n == s && i > 0 {
			return DType(i), true
		}
	}
	return 0, false
}

// isTypeWord reports whether s starts a type where a type may stand.
func isTypeWord(s string) bool {
	switch s {
	case "seq", "map", "optional", "sparse_tensor", "opaque":
		return true
	}
	_, ok := elemByName(s)
	return ok
}

// isFloatWord reports whether s reads as a special float.
func isFloatWord(s string) bool {
	return strings.EqualFold(s, "nan") || strings.EqualFold(s, "inf") ||
		strings.EqualFold(s, "infinity")
}

func isLetter(c byte) bool {
	return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_'
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }

// isIdent reports whether s can stand without quotes.
func isIdent(s string) bool {
	if s == "" || !isLetter(s[0]) {
		return false
	}
	for i := 1; i < len(s); i++ {
		if !isLetter(s[i]) && !isDigit(s[i]) {
			return false
		}
	}
	return true
}

// isDotted reports whether s is a list of identifiers joined by dots.
func isDotted(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if !isIdent(part) {
			return false
		}
	}
	return true
}

// appendQuoted appends s as the syntax quotes it: every other byte stands for
// itself.
func appendQuoted(b []byte, s string) []byte {
	b = append(b, '"')
	for i := 0; i < len(s); i++ {
		if s[i] == '"' || s[i] == '\\' {
			b = append(b, '\\')
		}
		b = append(b, s[i])
	}
	return append(b, '"')
}

// appendName appends a name, quoted where onnx.parser could take it for
// something else.
func appendName(b []byte, s string) []byte {
	if isIdent(s) && !isTypeWord(s) {
		return append(b, s...)
	}
	return appendQuoted(b, s)
}

// isPlainText reports whether onnx.parser can be given s between quotes.
func isPlainText(s string) bool {
	return utf8.ValidString(s) && strings.IndexByte(s, 0) < 0
}
