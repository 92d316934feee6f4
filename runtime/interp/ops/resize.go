package ops

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// resizeOps sample tensors anew.
var resizeOps = family{
	{"", "Resize"}:        reals(resize[float32], resize[float64]),
	{"", "Upsample"}:      reals(upsample[float32], upsample[float64]),
	{"", "CenterCropPad"}: centerCropPad,
}

// upsample repeats elements, or draws lines between them. Scales are attributes before
// opset 9, an input since.
func upsample[T real](c *Call) error {
	in := c.In[0]
	var scales []float64
	if c.Has(1) {
		v, ok := numbers(c.In[1])
		if !ok {
			return c.Unsupported(c.In[1])
		}
		scales = v
	} else if a := c.Node.Attr("scales"); a != nil {
		scales = convert(a.Floats())
	}
	if len(scales) != len(in.Shape) {
		return c.Errorf("%d scales are given for %s", len(scales), in)
	}
	mode := c.Str("mode", "nearest")
	if mode != "nearest" && mode != "linear" {
		return c.Errorf("the mode is %q, want nearest or linear", mode)
	}
	x := tensor.As[T](in)
	shape := slices.Clone(in.Shape)
	for d, s := range scales {
		if s < 1 {
			return c.Errorf("the scale %v makes a dim smaller", s)
		}
		wide := slices.Clone(shape)
		wide[d] = int64(math.Floor(float64(shape[d]) * s))
		if wide[d] == shape[d] {
			continue
		}
		y := scratchOf[T](c, int(tensor.Count(wide)))
		stretch(y, x, shape, wide, d, s, mode == "linear")
		x, shape = y, wide
	}
	copy(tensor.As[T](c.Make(0, in.Elem, shape...)), x)
	return nil
}

// stretch makes dim d of x as long as that of y.
func stretch[T real](y, x []T, from, to []int64, d int, scale float64, linear bool) {
	outer, inner := around(from, d)
	for o := range outer {
		for k := range to[d] {
			at := float64(k) / scale
			lo := min(int64(at), from[d]-1)
			hi := min(lo+1, from[d]-1)
			w := T(at - float64(lo))
			if !linear {
				w = 0
			}
			a, b := x[(o*from[d]+lo)*inner:][:inner], x[(o*from[d]+hi)*inner:][:inner]
			row := y[(o*to[d]+k)*inner:][:inner]
			for i := range row {
				row[i] = a[i]
				if w != 0 {
					row[i] = a[i]*(1-w) + b[i]*w
				}
			}
		}
	}
}

// centerCropPad cuts dims, or surrounds them with zeros, so that they have the lengths of
// input 1.
func centerCropPad(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in := c.In[0]
	want, err := c.shapeIn(1)
	if err != nil {
		return err
	}
	given := c.Ints("axes")
	if given == nil {
		for d := range in.Shape {
			given = append(given, int64(d))
		}
	}
	axes, err := c.axesOf(given, len(in.Shape))
	if err != nil {
		return err
	}
	if len(want) != len(axes) {
		return c.Errorf("%d lengths are given for %d axes", len(want), len(axes))
	}
	shape, inner := slices.Clone(in.Shape), slices.Clone(in.Shape)
	from := whole(in)
	starts := make([]int64, len(shape))
	for i, a := range axes {
		shape[a], inner[a] = want[i], min(want[i], in.Shape[a])
		from.base += (in.Shape[a] - inner[a]) / 2 * from.steps[a]
		starts[a] = (want[i] - inner[a]) / 2
	}
	y := c.Make(0, in.Elem, shape...)
	clear(y.Data)
	to := whole(y)
	for d, s := range starts {
		to.base += s * to.steps[d]
	}
	c.move(to, from, inner)
	return nil
}
