package stablehlo

import "github.com/unswag/unswagc/onnxio"

func (b *builder) unary(op string, x *value) *value {
	return b.op(x.typ, "%s %s : %s", op, x.name, x.typ)
}

func (b *builder) real(op string, x *value) *value {
	want(x.float(), "%s of %s needs floats", op, x.typ)
	return b.unary(op, x)
}

func (b *builder) binary(op string, x, y *value) *value {
	same(op, x, y)
	return b.op(x.typ, "%s %s, %s : %s", op, x.name, y.name, x.typ)
}

func (b *builder) abs(x *value) *value         { return b.unary("abs", x) }
func (b *builder) negate(x *value) *value      { return b.unary("negate", x) }
func (b *builder) sign(x *value) *value        { return b.unary("sign", x) }
func (b *builder) not(x *value) *value         { return b.unary("not", x) }
func (b *builder) exponential(x *value) *value { return b.real("exponential", x) }
func (b *builder) log(x *value) *value         { return b.real("log", x) }
func (b *builder) sqrt(x *value) *value        { return b.real("sqrt", x) }
func (b *builder) tanh(x *value) *value        { return b.real("tanh", x) }
func (b *builder) logistic(x *value) *value    { return b.real("logistic", x) }
func (b *builder) floor(x *value) *value       { return b.real("floor", x) }
func (b *builder) ceil(x *value) *value        { return b.real("ceil", x) }
func (b *builder) sine(x *value) *value        { return b.real("sine", x) }
func (b *builder) cosine(x *value) *value      { return b.real("cosine", x) }
func (b *builder) expm1(x *value) *value       { return b.real("exponential_minus_one", x) }
func (b *builder) log1p(x *value) *value       { return b.real("log_plus_one", x) }

func (b *builder) add(x, y *value) *value        { return b.binary("add", x, y) }
func (b *builder) subtract(x, y *value) *value   { return b.binary("subtract", x, y) }
func (b *builder) multiply(x, y *value) *value   { return b.binary("multiply", x, y) }
func (b *builder) divide(x, y *value) *value     { return b.binary("divide", x, y) }
func (b *builder) maximum(x, y *value) *value    { return b.binary("maximum", x, y) }
func (b *builder) minimum(x, y *value) *value    { return b.binary("minimum", x, y) }
func (b *builder) power(x, y *value) *value      { return b.binary("power", x, y) }
func (b *builder) and(x, y *value) *value        { return b.binary("and", x, y) }
func (b *builder) or(x, y *value) *value         { return b.binary("or", x, y) }
func (b *builder) xor(x, y *value) *value        { return b.binary("xor", x, y) }
func (b *builder) remainder(x, y *value) *value  { return b.binary("remainder", x, y) }
func (b *builder) atan2(x, y *value) *value      { return b.binary("atan2", x, y) }
func (b *builder) shiftLeft(x, y *value) *value  { return b.binary("shift_left", x, y) }
func (b *builder) shiftRight(x, y *value) *value { return b.binary("shift_right_logical", x, y) }

// Directions of compare.
const (
	eq = "EQ"
	ne = "NE"
	lt = "LT"
	le = "LE"
	gt = "GT"
	ge = "GE"
)

func (b *builder) compare(direction string, x, y *value) *value {
	same("compare", x, y)
	kind := "UNSIGNED"
	if x.float() {
		kind = "FLOAT"
	} else if x.signed() {
		kind = "SIGNED"
	}
	t := x.typ.with(onnxio.Bool)
	return b.op(t, "compare %s, %s, %s, %s : (%s, %s) -> %s", direction, x.name, y.name, kind, x.typ, y.typ, t)
}

// select_ takes x where p holds and y elsewhere. p may be a scalar.
func (b *builder) select_(p, x, y *value) *value {
	same("select", x, y)
	want(p.elem == onnxio.Bool && (p.rank() == 0 || p.typ.equal(x.typ.with(onnxio.Bool))), "select of %s by %s", x.typ, p.typ)
	return b.op(x.typ, "select %s, %s, %s : %s, %s", p.name, x.name, y.name, p.typ, x.typ)
}

// convert changes the element type; the same type stays as it is. A number becomes a
// bool by comparison with 0.
func (b *builder) convert(x *value, elem onnxio.DType) *value {
	if x.elem == elem {
		return x
	}
	if elem == onnxio.Bool {
		return b.compare(ne, x, b.zeros(x.typ))
	}
	t := x.typ.with(elem)
	return b.op(t, "convert %s : (%s) -> %s", x.name, x.typ, t)
}

// wide is x in float32 where it has 16 bits: sums of those are not to be rounded at each
// step.
func (b *builder) wide(x *value) *value {
	if x.half() {
		return b.convert(x, onnxio.Float)
	}
	return x
}

// bitcastConvert takes the bits of x as elements of another type of the same size.
func (b *builder) bitcastConvert(x *value, elem onnxio.DType) *value {
	want(x.elem.Bits() == elem.Bits(), "%s has no elements of the size of %s", x.typ, elem)
	t := x.typ.with(elem)
	return b.op(t, "bitcast_convert %s : (%s) -> %s", x.name, x.typ, t)
}
