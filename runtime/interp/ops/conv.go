package ops

import (
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// convOps are convolutions: products with what the window reads, written out as columns.
var convOps = family{
	{"", "Conv"}:                   reals(convolve[float32], convolve[float64]),
	{"com.microsoft", "FusedConv"}: reals(convolve[float32], convolve[float64]),
}

// conv is a convolution y = w * x. x has batch*groups*in channels, y batch*groups*out,
// and w groups*out filters of in*taps elements.
type conv[T real] struct {
	e                 Engine
	t                 *taps
	batch, groups     int
	in, out           int // channels of one group
	x, w, y           []T
	inPlane, outPlane int
	// depth is how many elements one product sums over.
	depth int
	// alone tells that the products come one after another.
	alone bool
}

// newConv reads shapes: x and w have a batch or filters first, channels second.
func (c *Call) newConv(x, w []int64) (window, error) {
	switch {
	case len(x) < 3 || len(x) != len(w):
		return window{}, c.Errorf("an input of shape %v and filters of shape %v do not fit together: both need batch, channels and the same spatial dims", x, w)
	}
	g := c.Int("group", 1)
	if g < 1 || w[1]*g != x[1] || w[0]%g != 0 {
		return window{}, c.Errorf("%d groups do not divide an input of shape %v and filters of shape %v", g, x, w)
	}
	if k := c.Ints("kernel_shape"); k != nil && tensor.Count(k) != tensor.Count(w[2:]) {
		return window{}, c.Errorf("kernel_shape %v is not that of the filters, %v", k, w)
	}
	return c.slide(x[2:], w[2:])
}

func convOf[T real](c *Call, t *taps, x, w []int64) *conv[T] {
	v := &conv[T]{e: c.Engine, t: t, batch: int(x[0]), groups: int(c.Int("group", 1)), in: int(w[1])}
	v.out = int(w[0]) / v.groups
	v.inPlane, v.outPlane = t.inPlane(), t.outPlane()
	v.depth = v.in * t.count
	return v
}

func convolve[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs filters")
	}
	if err := same[T](c, 1, 2, 3); err != nil {
		return err
	}
	x, w := c.In[0], c.In[1]
	slide, err := c.newConv(x.Shape, w.Shape)
	if err != nil {
		return err
	}
	v := convOf[T](c, slide.taps(), x.Shape, w.Shape)
	shape := append([]int64{x.Shape[0], w.Shape[0]}, int64sOf(slide.out)...)
	v.x, v.w, v.y = tensor.As[T](x), tensor.As[T](w), tensor.As[T](c.Make(0, elemType[T](), shape...))
	var bias []T
	if c.Has(2) {
		if bias = tensor.As[T](c.In[2]); len(bias) != v.groups*v.out {
			return c.Errorf("the bias %s has not one element for each of %d filters", c.In[2], v.groups*v.out)
		}
	}
	v.forward(c, bias)
	if c.Has(3) { // FusedConv's Z
		z := tensor.As[T](c.In[3])
		if len(z) != len(v.y) {
			return c.Errorf("input 3 is %s, want the shape of the result, %v", c.In[3], shape)
		}
		for i := range z {
			v.y[i] += z[i]
		}
	}
	return activate(c, v.y)
}

const (
	// stripBytes bound the columns of one product: they should stay in a core's cache.
	stripBytes = 2 << 20
	// columnBytes bound all columns that are there at once.
	columnBytes = 16 << 20
	// mostSlots is how many columns are there at once at most.
	mostSlots = 16
)

// strip is how many output rows one product computes.
func (v *conv[T]) strip() int {
	return min(max(1, stripBytes/int(elemSize[T]())/max(1, v.depth*v.t.outCols)), max(1, v.t.outRows))
}

// slots is how many of the given units are at work at once, by their shape alone. Each
// has columns of its own.
func (v *conv[T]) slots(units int) int {
	bytes := v.strip() * v.t.outCols * v.depth * int(elemSize[T]())
	return max(1, min(units, mostSlots, columnBytes/max(bytes, 1)))
}

// inParallel calls f for parts of [0, units), each with columns of its own.
func (v *conv[T]) inParallel(c *Call, units int, f func(col []T, lo, hi int)) {
	slots, size := v.slots(units), 0
	v.alone = slots == 1
	if !v.t.trivial() {
		size = v.strip() * v.t.outCols * v.depth
	}
	all := borrowed[T](c, slots*size)
	v.e.Parallel(slots, 1, func(lo, hi int) {
		for s := lo; s < hi; s++ {
			f(all[s*size:(s+1)*size], units*s/slots, units*(s+1)/slots)
		}
	})
}

// multiply computes c = a*b + beta*c. The product is cut into blocks only where no other
// part of the convolution is at work beside this one.
func (v *conv[T]) multiply(m, n, k int, a, b blas.Matrix[T], beta T, c blas.Matrix[T]) {
	if v.alone {
		multiply(v.e, m, n, k, 1, a, b, beta, c)
		return
	}
	blas.Multiply(blas.Default(), m, n, k, 1, a, b, beta, c)
}

// strips calls f for parts of the output rows.
func (v *conv[T]) strips(f func(r0, r1 int)) {
	n := v.strip()
	for r := 0; r < v.t.outRows; r += n {
		f(r, min(r+n, v.t.outRows))
	}
}

// forward computes y.
func (v *conv[T]) forward(c *Call, bias []T) {
	if v.shallow() {
		v.forwardShallow(bias)
		return
	}
	rows := (v.t.outRows + v.strip() - 1) / v.strip()
	v.inParallel(c, v.batch*v.groups*rows, func(col []T, lo, hi int) {
		for u := lo; u < hi; u++ {
			plane, r0 := u/rows, u%rows*v.strip()
			v.forwardStrip(col, bias, plane, r0, min(r0+v.strip(), v.t.outRows))
		}
	})
}

// forwardStrip computes output rows [r0, r1) of one group of one image.
func (v *conv[T]) forwardStrip(col, bias []T, plane, r0, r1 int) {
	g := plane % v.groups
	y := v.y[plane*v.out*v.outPlane:][:v.out*v.outPlane]
	at, wide := r0*v.t.outCols, (r1-r0)*v.t.outCols
	var beta T
	if bias != nil {
		beta = 1
		for m := range v.out {
			repeat(y[m*v.outPlane+at:][:wide], bias[g*v.out+m])
		}
	}
	v.multiply(v.out, wide, v.depth, plainly(v.filters(g), v.depth), v.read(col, plane, r0, r1),
		beta, blas.Matrix[T]{Data: y[at:], Stride: v.outPlane})
}

// filters are the filters of a group.
func (v *conv[T]) filters(g int) []T { return v.w[g*v.out*v.depth:][:v.out*v.depth] }

// read is the matrix of what the window reads in one group of one image for output rows
// [r0, r1): depth rows, a column for each position.
func (v *conv[T]) read(col []T, plane, r0, r1 int) blas.Matrix[T] {
	x := v.x[plane*v.in*v.inPlane:][:v.in*v.inPlane]
	if v.t.trivial() {
		return blas.Matrix[T]{Data: x[r0*v.t.outCols:], Stride: v.inPlane}
	}
	columns(v.t, col, x, v.in, r0, r1)
	return plainly(col, (r1-r0)*v.t.outCols)
}

// repeat writes v everywhere in row: copies of what is there are faster than a loop.
func repeat[T real](row []T, v T) {
	if len(row) == 0 {
		return
	}
	row[0] = v
	for n := 1; n < len(row); n *= 2 {
		copy(row[n:], row[:n])
	}
}
