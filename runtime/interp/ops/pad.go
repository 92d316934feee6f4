package ops

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// padOps add elements around a tensor, and choose some of them.
var padOps = family{
	{"", "Pad"}:      pad,
	{"", "OneHot"}:   oneHot,
	{"", "NonZero"}:  nonZero,
	{"", "Compress"}: compress,
}

// margins are how many elements are added before and behind every dim; negative ones are
// taken away.
type margins struct{ before, behind []int64 }

// margins reads pads and axes: attributes before opset 11, inputs since.
func (c *Call) margins(rank int) (m margins, err error) {
	attr := "pads"
	if c.Opset < 2 {
		attr = "paddings"
	}
	pads, err := c.intsOr(1, attr)
	if err != nil {
		return m, err
	}
	axes := make([]int, rank)
	for i := range axes {
		axes[i] = i
	}
	if c.Has(3) {
		given, err := c.IntsIn(3)
		if err != nil {
			return m, err
		}
		if axes, err = c.axesOf(given, rank); err != nil {
			return m, err
		}
	}
	if len(pads) != 2*len(axes) {
		return m, c.Errorf("%d pads are given for %d axes, want two for each", len(pads), len(axes))
	}
	m = margins{make([]int64, rank), make([]int64, rank)}
	for i, a := range axes {
		m.before[a], m.behind[a] = pads[i], pads[len(axes)+i]
	}
	return m, nil
}

func pad(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	m, err := c.margins(len(in.Shape))
	if err != nil {
		return err
	}
	shape := slices.Clone(in.Shape)
	for d := range shape {
		if shape[d] += m.before[d] + m.behind[d]; shape[d] < 0 {
			return c.Errorf("the pads take more away than dim %d of %s has", d, in)
		}
	}
	if mode := c.Str("mode", "constant"); mode != "constant" {
		return c.padFrom(m, shape, mode)
	}
	value, err := c.padding()
	if err != nil {
		return err
	}
	y := c.Make(0, in.Elem, shape...)
	fillBytes(y, value)
	to, from, inner := whole(y), whole(in), slices.Clone(in.Shape)
	for d := range inner {
		to.base += max(m.before[d], 0) * to.steps[d]
		from.base += max(-m.before[d], 0) * from.steps[d]
		inner[d] = max(0, inner[d]+min(m.before[d], 0)+min(m.behind[d], 0))
	}
	c.move(to, from, inner)
	return nil
}

// padding is the element that is added.
func (c *Call) padding() ([]byte, error) {
	in := c.In[0]
	if c.Opset >= 11 {
		if !c.Has(2) {
			return make([]byte, tensor.Size(in.Elem)), nil
		}
		if c.In[2].Elem != in.Elem || c.In[2].Len() != 1 {
			return nil, c.Errorf("%s cannot be padded with %s", in, c.In[2])
		}
		return c.In[2].Data, nil
	}
	switch v := c.Float("value", 0); in.Elem {
	case onnxio.Float:
		return tensor.Scalar(v).Data, nil
	case onnxio.Double:
		return tensor.Scalar(float64(v)).Data, nil
	case onnxio.Float16:
		return tensor.Scalar(tensor.ToFloat16(v)).Data, nil
	}
	return nil, c.Unsupported(in)
}

// padFrom pads with elements of the tensor itself.
func (c *Call) padFrom(m margins, shape []int64, mode string) error {
	in := c.In[0]
	from := make([][]int64, len(shape)) // by dim, what every index reads
	for d, n := range in.Shape {
		if n == 0 && shape[d] > 0 {
			return c.Errorf("%s has nothing to pad dim %d with", in, d)
		}
		from[d] = make([]int64, shape[d])
		for i := range from[d] {
			at, ok := source(int64(i)-m.before[d], n, mode)
			if !ok {
				return c.Errorf("the mode %q is not supported", mode)
			}
			from[d][i] = at
		}
	}
	y := c.Make(0, in.Elem, shape...)
	steps, index := rowMajor(in.Shape), make([]int64, len(shape))
	places := make([]int64, y.Len())
	c.Engine.Scratch(8 * y.Len())
	for i := range places {
		for d, k := range index {
			places[i] += from[d][k] * steps[d]
		}
		advance(index, shape)
	}
	c.copyRows(y, in, nil, places, 1)
	return nil
}

// source is what index i, which may lie outside, reads of a dim of n elements.
func source(i, n int64, mode string) (int64, bool) {
	switch mode {
	case "edge":
		return min(max(i, 0), n-1), true
	case "wrap":
		return (i%n + n) % n, true
	case "reflect":
		if n == 1 {
			return 0, true
		}
		period := 2 * (n - 1)
		i = (i%period + period) % period
		return min(i, period-i), true
	}
	return 0, false
}

// oneHot gives every index a row of off values with one on value.
func oneHot(c *Call) error {
	if err := c.needs(3); err != nil {
		return err
	}
	at, ok := numbers(c.In[0])
	depth, ok2 := numbers(c.In[1])
	values := c.In[2]
	if !ok || !ok2 || len(depth) != 1 || values.Len() != 2 || depth[0] < 0 {
		return c.Errorf("indices %s, depth %s and values %s do not fit together", c.In[0], c.In[1], values)
	}
	n, rank := int64(depth[0]), len(c.In[0].Shape)+1
	axis, err := c.Axis(c.Int("axis", -1), rank)
	if err != nil {
		return err
	}
	shape := slices.Insert(slices.Clone(c.In[0].Shape), axis, n)
	y, size := c.Make(0, values.Elem, shape...), tensor.Size(values.Elem)
	fillBytes(y, values.Data[:size])
	_, inner := around(shape, axis)
	for i, v := range at {
		k := int64(v)
		if k < 0 {
			k += n
		}
		if k < 0 || k >= n {
			continue
		}
		outer, rest := int64(i)/inner, int64(i)%inner
		copy(y.Data[((outer*n+k)*inner+rest)*size:], values.Data[size:])
	}
	return nil
}

// nonZero lists the indices of all elements that are not 0, one column each.
func nonZero(c *Call) error {
	if err := c.needs(1); err != nil {
		return err
	}
	in := c.In[0]
	v, ok := numbers(in)
	if !ok {
		return c.Unsupported(in)
	}
	var found []int64
	for i, x := range v {
		if x != 0 {
			found = append(found, int64(i))
		}
	}
	y := tensor.As[int64](c.Make(0, onnxio.Int64, int64(len(in.Shape)), int64(len(found))))
	for d, step := range rowMajor(in.Shape) {
		for k, i := range found {
			y[d*len(found)+k] = i / step % in.Shape[d]
		}
	}
	return nil
}

// compress keeps the slices of an axis, or the elements, whose condition is true.
func compress(c *Call) error {
	if err := c.needs(2); err != nil {
		return err
	}
	in := c.In[0]
	if c.In[1].Elem != onnxio.Bool || len(c.In[1].Shape) != 1 {
		return c.Errorf("the condition is %s, want a vector of bools", c.In[1])
	}
	axis := 0
	if c.Node.Attr("axis") == nil {
		in = in.Reshaped(in.Len())
	} else {
		var err error
		if axis, err = c.Axis(c.Int("axis", 0), len(in.Shape)); err != nil {
			return err
		}
	}
	var keep []int64
	for i, k := range tensor.As[bool](c.In[1]) {
		if k && int64(i) < in.Shape[axis] {
			keep = append(keep, int64(i))
		}
	}
	shape := slices.Clone(in.Shape)
	shape[axis] = int64(len(keep))
	y := c.Make(0, in.Elem, shape...)
	shape[axis] = 1
	for i, k := range keep {
		c.move(along(y, axis, int64(i)), along(in, axis, k), shape)
	}
	return nil
}
