package ptx

// Kind tells what a parameter is.
type Kind uint8

// Kinds of parameters. All are 64 bits wide.
const (
	Input  Kind = iota // a global device pointer to what is read
	Output             // a global device pointer to what is written
	Count              // the number of elements
)

// String names the kind: "input", "output", "count".
func (k Kind) String() string {
	switch k {
	case Input:
		return "input"
	case Output:
		return "output"
	}
	return "count"
}

// Param is a parameter of an entry.
type Param struct {
	Name string
	Kind Kind
	// Align is what the pointer must be a multiple of, in bytes; 0 for a count.
	Align int
}

// maskAlign is the alignment of a mask, in bytes: that of its words.
const maskAlign = 4

// Params lists the parameters in their order, each a .u64: v, y where it is written,
// mask and n for Pack, dy, mask, dx and n for GradMask.
func (e Entry) Params() []Param { return ops[e.Op].params(e) }

func packParams(e Entry) []Param {
	out := []Param{{"v", Input, e.Type.Size()}}
	if e.Y {
		out = append(out, Param{"y", Output, e.Type.Size()})
	}
	return append(out, Param{"mask", Output, maskAlign}, Param{"n", Count, 0})
}

func gradMaskParams(e Entry) []Param {
	size := e.Type.Size()
	return []Param{{"dy", Input, size}, {"mask", Input, maskAlign}, {"dx", Output, size}, {"n", Count, 0}}
}

// Geometry is how an entry is launched: a grid of one dimension, of blocks of one
// dimension.
type Geometry struct {
	Block    int   // threads of a block, exactly
	Elements int64 // elements that a block works on
}

// Grid is the number of blocks for n elements. It is 0 where there is nothing to
// launch.
func (g Geometry) Grid(n int64) int64 {
	if n <= 0 {
		return 0
	}
	return (n-1)/g.Elements + 1
}

// Geometry is how e is launched.
func (e Entry) Geometry() Geometry {
	p := e.plan()
	return Geometry{Block: p.threads, Elements: int64(p.blockElements())}
}
