package ptx

// vectorBytes is what a thread reads or writes at once on the fast path.
const vectorBytes = 16

// types is the table of element types. A new type is a file with its element and a
// line here, and one in each list of tunings.
var types = [...]struct {
	name    string
	size    int // bytes of an element
	element any // element[b32] or element[b64]
}{
	F16:  {"f16", 2, half{inf: 0x7C00, nan: 0x7E00}},
	BF16: {"bf16", 2, half{inf: 0x7F80, nan: 0x7FC0}},
	F32:  {"f32", 4, single[b32]{sign: 1 << 31, inf: 0xFF << 23, nan: 0x1FF << 22}},
	F64:  {"f64", 8, single[b64]{sign: 1 << 63, inf: 0x7FF << 52, nan: 0xFFF << 51}},
}

// ops is the table of operations. A new operation is a file and a line here.
var ops = [...]struct {
	name     string
	params   func(Entry) []Param
	variants func(Type) []Entry
	narrow   func(*kernel, place, Entry, element[b32]) // writes the body
	wide     func(*kernel, place, Entry, element[b64])
}{
	Pack:     {"pack", packParams, packVariants, buildPack[b32], buildPack[b64]},
	GradMask: {"gradmask", gradMaskParams, gradMaskVariants, buildGradMask[b32], buildGradMask[b64]},
}
