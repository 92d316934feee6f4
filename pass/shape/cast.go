package shape

import "github.com/unswag/unswagc/onnxio"

// castRules: operators that change the element type.
var castRules = map[opKey]rule{
	{"", "Cast"}:                  cast,
	{"", "CastLike"}:              castLike,
	{ms, "MixedPrecisionScale"}:   cast,
	{"", "QuantizeLinear"}:        quantize,
	{"", "DequantizeLinear"}:      dequantize,
	{"", "DynamicQuantizeLinear"}: dynamicQuantize,
}

func cast(c *call) {
	t := c.in(0)
	t.Elem = onnxio.DType(c.intAttr("to", int64(t.Elem)))
	c.set(0, t)
	if t.Elem == onnxio.Int64 || t.Elem == onnxio.Int32 {
		c.keepInts(0)
	}
}

func castLike(c *call) {
	t := c.in(0)
	t.Elem = c.in(1).Elem
	c.set(0, t)
}

// quantize: the element type is the zero point's, or the attribute's, or uint8.
func quantize(c *call) {
	t := c.in(0)
	if t.Elem = c.in(2).Elem; !c.has(2) {
		t.Elem = onnxio.DType(c.intAttr("output_dtype", int64(onnxio.Uint8)))
	}
	c.set(0, t)
}

func dequantize(c *call) {
	t := c.in(0)
	t.Elem = c.in(1).Elem
	c.set(0, t)
}

func dynamicQuantize(c *call) {
	t := c.in(0)
	t.Elem = onnxio.Uint8
	c.set(0, t)
	c.shaped(1, onnxio.Float)
	c.shaped(2, onnxio.Uint8)
}
