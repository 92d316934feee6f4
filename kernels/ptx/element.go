package ptx

// element computes with the elements of one type, that are bits to it.
type element[R word] interface {
	// packRow gives Relu of the vector v where e wants it, and bits with those of v added
	// as a field. bits is the constant 0 for field 0, which comes first.
	packRow(k *kernel, e Entry, v row[R], bits b32, field int) (y row[R], with b32)
	// packOne is packRow for one element, which stands in the low bits of v, the bits above
	// being 0.
	packOne(k *kernel, e Entry, v R) (y R, passes pred)
	// maskRow combines the vector dy with a field of bits.
	maskRow(k *kernel, e Entry, dy row[R], bits b32, field int) row[R]
	// maskOne combines one element with its bit.
	maskOne(k *kernel, e Entry, dy R, bit pred) R
}
