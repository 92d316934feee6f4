package memory

import (
	"slices"
	"sync"

	"github.com/unswag/unswagc/onnxio"
)

// Over says that an output may take over the buffer of an input that dies at the
// node and has the same number of bytes.
type Over struct{ Output, Input int }

// Alias is what one operator's kernels do with the buffers of its inputs.
type Alias struct {
	Domain, Op string
	// View: output 0 is the buffer of input 0, without a copy.
	View bool
	// Shape: a view that changes nothing but the shape (IsView).
	Shape bool
	// Overs lists what may be overwritten, first choice first.
	Overs []Over
}

const (
	ms = "com.microsoft"
	us = "ai.unswag"
)

// aliases is the table that every figure follows, and every engine that wants to
// reach the figures. An operator that is not listed aliases and overwrites nothing.
// com.microsoft.ReluGrad, Add, Sub, Mul, Div and Sum are left out on purpose: ONNX
// Runtime 1.19.2 does not run them in place, although it could (measured: a step of one
// such node on a tensor that dies there needs both buffers).
var aliases = []Alias{
	{"", "Reshape", true, true, nil},
	{"", "Flatten", true, true, nil},
	{"", "Squeeze", true, true, nil},
	{"", "Unsqueeze", true, true, nil},
	{"", "Identity", true, true, nil},
	// Only an order: the output is the first input.
	{us, "UnSwagTie", true, false, nil},
	// The buffer is a graph input that the gradient is added to. Output 0 of version
	// 2 is a flag of one byte, and its output 1 is the buffer: see viewOutput.
	{ms, "InPlaceAccumulator", true, false, nil},
	{ms, "InPlaceAccumulatorV2", true, false, nil},
	// What ONNX Runtime's CPU kernels were measured to run in place.
	{"", "Relu", false, false, []Over{{0, 0}}},
	{"", "Clip", false, false, []Over{{0, 0}}},
	{"", "Sigmoid", false, false, []Over{{0, 0}}},
	{"", "Tanh", false, false, []Over{{0, 0}}},
	{"", "Softmax", false, false, []Over{{0, 0}}},
	// Element i of the output depends on element i of the input alone.
	{us, "UnSwagGradMask", false, false, []Over{{0, 0}}},
	{us, "UnSwagGradMask_mul", false, false, []Over{{0, 0}}},
	// Output 1 is Y; the mask has a buffer of its own.
	{us, "UnSwagPack", false, false, []Over{{1, 0}}},
	{us, "UnSwagPack_not_le0", false, false, []Over{{1, 0}}},
}

type opKey struct{ domain, op string }

// aliasByOp is the table by operator: 1 + the index of the entry. It is built once and
// never changed.
var aliasByOp = sync.OnceValue(func() map[opKey]int8 {
	m := make(map[opKey]int8, len(aliases))
	for i, a := range aliases {
		m[opKey{a.Domain, a.Op}] = int8(i + 1)
	}
	return m
})

// AliasOf returns the entry of n's operator in the alias table, false where an
// operator neither aliases nor overwrites.
func AliasOf(n *onnxio.Node) (Alias, bool) {
	if i := aliasOf(n); i > 0 {
		a := aliases[i-1]
		a.Overs = slices.Clone(a.Overs)
		return a, true
	}
	return Alias{}, false
}

// aliasOf returns 1 + the index of n's entry, 0 if it has none.
func aliasOf(n *onnxio.Node) int8 { return aliasByOp()[opKey{n.Domain, n.OpType}] }

// ViewOutput returns the index of the output that lies in the buffer of input 0, or
// -1: 1 for InPlaceAccumulatorV2, whose output 0 is a flag, 0 for every other view.
func ViewOutput(n *onnxio.Node) int { return viewOutput(aliasOf(n)) }

func viewOutput(entry int8) int {
	switch {
	case entry == 0 || !aliases[entry-1].View:
		return -1
	case aliases[entry-1].Op == "InPlaceAccumulatorV2":
		return 1
	}
	return 0
}

// IsView reports whether output 0 of n is a view of input 0 that differs in shape
// alone (Reshape, Flatten, Squeeze, Unsqueeze, Identity).
func IsView(n *onnxio.Node) bool {
	i := aliasOf(n)
	return i > 0 && aliases[i-1].Shape
}
