package stablehlo

import (
	"fmt"

	"github.com/unswag/unswagc/onnxio"
)

// flat is a mask of 32-bit words in the order of the elements, made and read by functions
// that a plugin registers.
var flat = &kind{
	pack: func(c *call, v *value, m *mask) *value {
		return c.customCall("unswag.pack", fmt.Sprintf("predicate = %q, zeros = \"plus\"", m.predicate), newType(onnxio.Uint32, (v.count()+31)/32), v)
	},
	gradMask: func(c *call, dy, words *value, _ *mask, combine string) *value {
		return c.customCall("unswag.grad_mask", fmt.Sprintf("combine = %q", combine), dy.typ, dy, words)
	},
}

// bools is a bool for each element.
var bools = &kind{
	pack: func(c *call, v *value, m *mask) *value { return c.passes(v, m) },
	gradMask: func(c *call, dy, p *value, _ *mask, combine string) *value {
		return c.settled(c.combined(c.reshape(p, dy.dims...), dy, combine))
	},
}

// nothing is the activation itself, which is compared again.
var nothing = &kind{
	pack: func(_ *call, v *value, _ *mask) *value { return v },
	gradMask: func(c *call, dy, y *value, m *mask, combine string) *value {
		return c.combined(c.passes(c.reshape(y, dy.dims...), m), dy, combine)
	},
}
