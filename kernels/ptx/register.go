package ptx

import "fmt"

// b32 and b64 are operands of 32 and 64 bits, registers or constants; pred is a
// predicate register. An instruction takes operands of its own width only, so that a
// mix does not compile.
type (
	b32  struct{ text string }
	b64  struct{ text string }
	pred struct{ text string }
)

func (r b32) String() string  { return r.text }
func (r b64) String() string  { return r.text }
func (r pred) String() string { return r.text }

// word is an operand that holds bits of elements.
type word interface {
	b32 | b64
	fmt.Stringer
}

// widthOf is the width of an operand, in bits.
func widthOf[R word]() int {
	var r R
	if _, wide := any(r).(b64); wide {
		return 64
	}
	return 32
}

// constant is v as an operand.
func constant[R word](v uint64) R {
	if v < 256 {
		return R{fmt.Sprint(v)}
	}
	return R{fmt.Sprintf("0x%0*X", widthOf[R]()/4, v)}
}

func c32(v uint32) b32 { return constant[b32](uint64(v)) }
func c64(v uint64) b64 { return constant[b64](v) }

// address is a place in global memory.
type address struct {
	base   b64
	offset int // bytes
}

func (a address) String() string {
	if a.offset == 0 {
		return "[" + a.base.text + "]"
	}
	return fmt.Sprintf("[%s+%d]", a.base, a.offset)
}

// plus is the address n bytes further on.
func (a address) plus(n int) address { return address{a.base, a.offset + n} }

// fresh makes a register.
func fresh[R word](k *kernel) R {
	if widthOf[R]() == 64 {
		k.wides++
		return R{fmt.Sprintf("%%rd%d", k.wides)}
	}
	k.narrows++
	return R{fmt.Sprintf("%%r%d", k.narrows)}
}

func (k *kernel) freshPred() pred {
	k.preds++
	return pred{fmt.Sprintf("%%p%d", k.preds)}
}
