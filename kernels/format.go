package kernels

import "unsafe"

// pattern is the bits of one element.
type pattern interface{ uint16 | uint32 | uint64 }

// format tells where the parts of an element stand.
type format[P pattern] struct {
	sign P // the sign bit
	inf  P // +infinity: the exponent's bits; larger magnitudes are NaN
	nan  P // a quiet NaN
}

var (
	float16Format  = format[uint16]{sign: 0x8000, inf: 0x7c00, nan: 0x7e00}
	bfloat16Format = format[uint16]{sign: 0x8000, inf: 0x7f80, nan: 0x7fc0}
	float32Format  = format[uint32]{sign: 1 << 31, inf: 0x7f800000, nan: 0x7fc00000}
	float64Format  = format[uint64]{sign: 1 << 63, inf: 0x7ff << 52, nan: 0x7ff8 << 48}
)

func (f format[P]) isNaN(p P) bool  { return p&^f.sign > f.inf }
func (f format[P]) isZero(p P) bool { return p&^f.sign == 0 }
func (f format[P]) negative(p P) bool {
	return p&f.sign != 0 && !f.isZero(p) && !f.isNaN(p)
}
func (f format[P]) positive(p P) bool {
	return p&f.sign == 0 && !f.isZero(p) && !f.isNaN(p)
}

// passes is the predicate's verdict for p.
func (f format[P]) passes(p P, by Predicate) bool {
	if by == NotLE0 && f.isNaN(p) {
		return true
	}
	return f.positive(p)
}

// relu is Relu of p.
func (f format[P]) relu(p P, z Zeros) P {
	if f.negative(p) || z == Plus && f.isZero(p) {
		return 0
	}
	return p
}

// times0 is p * 0.
func (f format[P]) times0(p P) P {
	if p&^f.sign >= f.inf {
		return f.nan
	}
	return p & f.sign
}

// bits32 views floats as their bit patterns. Moving the patterns as integers keeps
// signaling NaNs on every architecture.
func bits32(s []float32) []uint32 {
	if s == nil {
		return nil
	}
	return unsafe.Slice((*uint32)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}

// bits64 views floats as their bit patterns.
func bits64(s []float64) []uint64 {
	if s == nil {
		return nil
	}
	return unsafe.Slice((*uint64)(unsafe.Pointer(unsafe.SliceData(s))), len(s))
}
