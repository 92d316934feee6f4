package ptx

import "fmt"

// of puts the operand's width behind an opcode: "add.s" gives "add.s32" or "add.s64".
func of[R word](opcode string) string { return fmt.Sprint(opcode, widthOf[R]()) }

func mov[R word](k *kernel, a R) R {
	d := fresh[R](k)
	k.emit(of[R]("mov.b"), d, a)
	return d
}

func and[R word](k *kernel, a, b R) R {
	d := fresh[R](k)
	k.emit(of[R]("and.b"), d, a, b)
	return d
}

func or[R word](k *kernel, a, b R) R {
	d := fresh[R](k)
	k.emit(of[R]("or.b"), d, a, b)
	return d
}

// orTo is or into the register d.
func orTo[R word](k *kernel, d, a, b R) { k.emit(of[R]("or.b"), d, a, b) }

func add[R word](k *kernel, a, b R) R {
	d := fresh[R](k)
	k.emit(of[R]("add.s"), d, a, b)
	return d
}

// addTo is add into the register d.
func addTo[R word](k *kernel, d, a, b R) { k.emit(of[R]("add.s"), d, a, b) }

func sub[R word](k *kernel, a, b R) R {
	d := fresh[R](k)
	k.emit(of[R]("sub.s"), d, a, b)
	return d
}

// shl and shr shift by a number of bits below the width; shr fills with zeros.
func shl[R word](k *kernel, a R, bits b32) R {
	d := fresh[R](k)
	k.emit(of[R]("shl.b"), d, a, bits)
	return d
}

func shr[R word](k *kernel, a R, bits b32) R {
	d := fresh[R](k)
	k.emit(of[R]("shr.u"), d, a, bits)
	return d
}

func minU[R word](k *kernel, a, b R) R {
	d := fresh[R](k)
	k.emit(of[R]("min.u"), d, a, b)
	return d
}

// selp is p ? a : b.
func selp[R word](k *kernel, a, b R, p pred) R {
	d := fresh[R](k)
	k.emit(of[R]("selp.b"), d, a, b, p)
	return d
}

// compare is the condition of setp: s compares signed, u unsigned numbers. There is no
// float in it, see the package's documentation.
type compare string

const (
	eq  compare = "eq.s"
	ne  compare = "ne.s"
	gtS compare = "gt.s"
	leS compare = "le.s"
	ltU compare = "lt.u"
	geU compare = "ge.u"
	gtU compare = "gt.u"
)

// setp is a c b.
func setp[R word](k *kernel, c compare, a, b R) pred {
	d := k.freshPred()
	k.emit(of[R]("setp."+string(c)), d, a, b)
	return d
}

// setpAnd is (a c b) && p, setpOr is (a c b) || p.
func setpAnd[R word](k *kernel, c compare, a, b R, p pred) pred {
	return setpWith(k, c, "and", a, b, p)
}
func setpOr[R word](k *kernel, c compare, a, b R, p pred) pred { return setpWith(k, c, "or", a, b, p) }

func setpWith[R word](k *kernel, c compare, with string, a, b R, p pred) pred {
	d := k.freshPred()
	condition, kind := string(c[:2]), string(c[3:])
	k.emit(of[R](fmt.Sprintf("setp.%s.%s.%s", condition, with, kind)), d, a, b, p)
	return d
}

// mulWide is a * b in 64 bits.
func (k *kernel) mulWide(a, b b32) b64 {
	d := fresh[b64](k)
	k.emit("mul.wide.u32", d, a, b)
	return d
}

// madWide is a * b + c, with the product in 64 bits.
func (k *kernel) madWide(a, b b32, c b64) b64 {
	d := fresh[b64](k)
	k.emit("mad.wide.u32", d, a, b, c)
	return d
}

// mulLo is the low half of a * b.
func (k *kernel) mulLo(a, b b32) b32 {
	d := fresh[b32](k)
	k.emit("mul.lo.u32", d, a, b)
	return d
}

// madLo is a * b + c.
func (k *kernel) madLo(a, b, c b32) b32 {
	d := fresh[b32](k)
	k.emit("mad.lo.u32", d, a, b, c)
	return d
}

// low is the low half of a.
func (k *kernel) low(a b64) b32 {
	d := fresh[b32](k)
	k.emit("cvt.u32.u64", d, a)
	return d
}

// wide is a in 64 bits.
func (k *kernel) wide(a b32) b64 {
	d := fresh[b64](k)
	k.emit("cvt.u64.u32", d, a)
	return d
}
