package onnxgo

import (
	"strings"

	"github.com/unswag/unswagc/runtime/interp/ops"
)

// unswag is the domain of this project's operators.
const unswag = "ai.unswag"

// DomainOf returns the domain that an operator is taken to be of, as onnx-go gives only
// its name. A name that starts with UnSwag is of ai.unswag, in both spellings of a
// variant (UnSwagPack with predicate="not_le0" and UnSwagPack_not_le0). Any other is of
// ONNX's own domain if the engine has it there, else of the first domain, in the order
// of their names, in which the engine has it; YieldOp is of com.microsoft. What the
// engine does not know stays in ONNX's domain.
func DomainOf(op string) string {
	switch {
	case strings.HasPrefix(op, "UnSwag"):
		return unswag
	case op == "YieldOp":
		return "com.microsoft"
	}
	for _, k := range ops.All() {
		if k.Op == op {
			return k.Domain
		}
	}
	return ""
}

// domain is DomainOf, unless the options decide.
func (b *Backend) domain(op string) string {
	if d, ok := b.opt.Domains[op]; ok {
		return d
	}
	d, ok := b.domains[op]
	if !ok {
		d = DomainOf(op)
		b.domains[op] = d
	}
	return d
}
