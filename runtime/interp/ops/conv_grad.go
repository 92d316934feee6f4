package ops

import (
	"slices"

	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// convGradOps are the gradients of convolutions: of input, filters and bias, in one node
// or in nodes of their own.
var convGradOps = family{
	{"com.microsoft", "ConvGrad"}: reals(convGrad[float32], convGrad[float64]),
	{"", "ConvGradX"}:             reals(convGradX[float32], convGradX[float64]),
	{"", "ConvGradW"}:             reals(convGradW[float32], convGradW[float64]),
}

// convGrad has inputs dY, X, W and outputs dX, dW, dB, any of which may be left out.
func convGrad[T real](c *Call) error {
	if !c.Has(1) || !c.Has(2) {
		return c.Errorf("it needs a gradient, an input and filters")
	}
	if err := same[T](c, 1, 2); err != nil {
		return err
	}
	dy, x, w := c.In[0], c.In[1], c.In[2]
	v, err := gradConv[T](c, dy, x.Shape, w.Shape)
	if err != nil {
		return err
	}
	if c.Wants(0) {
		g := *v
		g.w, g.x = tensor.As[T](w), tensor.As[T](c.Like(0, x))
		g.gradX(c)
	}
	if c.Wants(1) {
		g := *v
		g.x, g.w = tensor.As[T](x), tensor.As[T](c.Like(1, w))
		g.gradW(c)
	}
	if c.Wants(2) {
		planeSums(c, tensor.As[T](c.Make(2, elemType[T](), w.Shape[0])), v.y, v.batch, v.outPlane)
	}
	return nil
}

// gradConv is the convolution of x and w whose output has the gradient dy.
func gradConv[T real](c *Call, dy *tensor.Tensor, x, w []int64) (*conv[T], error) {
	slide, err := c.newConv(x, w)
	if err != nil {
		return nil, err
	}
	if want := append([]int64{x[0], w[0]}, int64sOf(slide.out)...); !slices.Equal(dy.Shape, want) {
		return nil, c.Errorf("the gradient is %s, want the shape of the output, %v", dy, want)
	}
	v := convOf[T](c, slide.taps(), x, w)
	v.y = tensor.As[T](dy)
	return v, nil
}

// convGradX has inputs dY and W. The shape of X is that which the graph states, as far
// as it does.
func convGradX[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs a gradient and filters")
	}
	if err := same[T](c, 1); err != nil {
		return err
	}
	dy, w := c.In[0], c.In[1]
	if dy.Rank() != w.Rank() || dy.Rank() < 3 {
		return c.Errorf("%s and %s have not the same spatial dims", dy, w)
	}
	shape, err := c.before(dy, w.Shape[2:], w.Shape[1]*c.Int("group", 1))
	if err != nil {
		return err
	}
	v, err := gradConv[T](c, dy, shape, w.Shape)
	if err != nil {
		return err
	}
	v.w, v.x = tensor.As[T](w), tensor.As[T](c.Make(0, elemType[T](), shape...))
	v.gradX(c)
	return nil
}

// convGradW has inputs dY and X. The kernel is that of kernel_shape.
func convGradW[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs a gradient and an input")
	}
	if err := same[T](c, 1); err != nil {
		return err
	}
	dy, x := c.In[0], c.In[1]
	kernel := c.Ints("kernel_shape")
	if dy.Rank() < 3 || x.Rank() != dy.Rank() || len(kernel) != dy.Rank()-2 {
		return c.Errorf("%s, %s and kernel_shape %v have not the same spatial dims", dy, x, kernel)
	}
	shape := append([]int64{dy.Shape[1], x.Shape[1] / max(1, c.Int("group", 1))}, kernel...)
	v, err := gradConv[T](c, dy, x.Shape, shape)
	if err != nil {
		return err
	}
	v.x, v.w = tensor.As[T](x), tensor.As[T](c.Make(0, elemType[T](), shape...))
	v.gradW(c)
	return nil
}

// before is the shape of the input of a convolution or pooling whose output has the
// gradient dy: what the graph states for output 0, else the smallest that fits.
func (c *Call) before(dy *tensor.Tensor, kernel []int64, channels int64) ([]int64, error) {
	if dy.Rank() != len(kernel)+2 {
		return nil, c.Errorf("%s has not a spatial dim for each of the kernel's, %v", dy, kernel)
	}
	w, err := c.slide(slices.Repeat([]int64{1 << 20}, len(kernel)), kernel)
	if err != nil {
		return nil, err
	}
	shape := []int64{dy.Shape[0], channels}
	for d := range kernel {
		shape = append(shape, max(1, (dy.Shape[d+2]-1)*int64(w.stride[d])+int64(w.extent(d)-w.begin[d]-w.end[d])))
	}
	if v := c.Node.Output(0); v != nil && v.Type != nil && v.Type.HasShape && len(v.Type.Shape) == len(shape) {
		for i, d := range v.Type.Shape[2:] {
			if d.Value >= 0 {
				shape[i+2] = d.Value
			}
		}
	}
	return shape, nil
}

// gradX computes x, the gradient of the input, from y, that of the output.
func (v *conv[T]) gradX(c *Call) {
	if v.shallow() {
		v.gradXShallow()
		return
	}
	v.inParallel(c, v.batch*v.groups, func(col []T, lo, hi int) {
		for p := lo; p < hi; p++ {
			x, y := v.x[p*v.in*v.inPlane:][:v.in*v.inPlane], v.y[p*v.out*v.outPlane:][:v.out*v.outPlane]
			w := turned(v.filters(p%v.groups), v.depth)
			if v.t.trivial() {
				v.multiply(v.depth, v.outPlane, v.out, w, plainly(y, v.outPlane), 0, plainly(x, v.inPlane))
				continue
			}
			clear(x)
			v.strips(func(r0, r1 int) {
				wide := (r1 - r0) * v.t.outCols
				v.multiply(v.depth, wide, v.out, w, blas.Matrix[T]{Data: y[r0*v.t.outCols:], Stride: v.outPlane}, 0, plainly(col, wide))
				uncolumns(v.t, x, col, v.in, r0, r1)
			})
		}
	})
}

// gradW computes w, the gradient of the filters, from x and y, the gradient of the
// output. Parts of the batch are summed by themselves, and then in order.
func (v *conv[T]) gradW(c *Call) {
	if v.batch == 0 || v.outPlane == 0 {
		clear(v.w)
		return
	}
	if v.shallow() {
		v.gradWShallow()
		return
	}
	size := len(v.w)
	parts := max(1, min(v.slots(v.batch), columnBytes/(size*int(elemSize[T]()))))
	v.alone = parts == 1
	sums := append([][]T{v.w}, slices.Collect(slices.Chunk(borrowed[T](c, (parts-1)*size), max(size, 1)))...)
	wide := v.strip() * v.t.outCols * v.depth
	if v.t.trivial() {
		wide = 0
	}
	cols := borrowed[T](c, parts*wide)
	v.e.Parallel(parts, 1, func(lo, hi int) {
		for s := lo; s < hi; s++ {
			v.gradWPart(sums[s], cols[s*wide:(s+1)*wide], v.batch*s/parts, v.batch*(s+1)/parts)
		}
	})
	v.e.Parallel(size, grain, func(lo, hi int) {
		for _, s := range sums[1:] {
			axpyFrom(v.w[lo:hi], 1, s[lo:hi], 1)
		}
	})
}

// gradWPart computes the sum over images [lo, hi).
func (v *conv[T]) gradWPart(sum, col []T, lo, hi int) {
	for p := lo * v.groups; p < hi*v.groups; p++ {
		y := v.y[p*v.out*v.outPlane:][:v.out*v.outPlane]
		w := plainly(sum[p%v.groups*v.out*v.depth:], v.depth)
		v.strips(func(r0, r1 int) {
			var beta T
			if p >= (lo+1)*v.groups || r0 > 0 {
				beta = 1
			}
			x := v.read(col, p, r0, r1)
			x.Trans = !x.Trans
			v.multiply(v.out, v.depth, (r1-r0)*v.t.outCols, blas.Matrix[T]{Data: y[r0*v.t.outCols:], Stride: v.outPlane}, x, beta, w)
		})
	}
}

// planeSums sums y, which has batch*len(sums) planes, over batch and planes.
func planeSums[T real](c *Call, sums, y []T, batch, plane int) {
	c.Engine.Parallel(len(sums), max(1, grain/max(1, batch*plane)), func(lo, hi int) {
		for m := lo; m < hi; m++ {
			var sum float64
			for n := range batch {
				sum += total(y[(n*len(sums)+m)*plane:][:plane])
			}
			sums[m] = T(sum)
		}
	})
}
