package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// constantOps make tensors from nothing but attributes and shapes.
var constantOps = family{
	{"", "Constant"}:        constant,
	{"", "ConstantOfShape"}: constantOfShape,
	{"", "Range"}:           rangeOp,
	{"", "EyeLike"}:         eyeLike,
}

func constant(c *Call) error {
	n := c.Node
	switch {
	case n.Attr("value") != nil:
		v, err := decoded(n.Attr("value"))
		if err != nil {
			return err
		}
		copy(c.Like(0, v).Data, v.Data)
	case n.Attr("value_float") != nil:
		tensor.As[float32](c.Make(0, onnxio.Float))[0] = c.Float("value_float", 0)
	case n.Attr("value_floats") != nil:
		v := n.Attr("value_floats").Floats()
		copy(tensor.As[float32](c.Make(0, onnxio.Float, int64(len(v)))), v)
	case n.Attr("value_int") != nil:
		tensor.As[int64](c.Make(0, onnxio.Int64))[0] = c.Int("value_int", 0)
	case n.Attr("value_ints") != nil:
		c.makeInts(0, c.Ints("value_ints"))
	default:
		return c.Errorf("Constant without value, value_float(s) or value_int(s) is not supported")
	}
	return nil
}

// decoded reads a tensor attribute.
func decoded(a *onnxio.Attr) (*tensor.Tensor, error) {
	t := a.Tensor()
	if t == nil {
		return nil, errNoTensor{a.Name}
	}
	return tensor.FromONNX(t)
}

type errNoTensor struct{ name string }

func (e errNoTensor) Error() string { return "attribute " + e.name + " holds no readable tensor" }

func constantOfShape(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs input 0")
	}
	shape, err := c.shapeIn(0)
	if err != nil {
		return err
	}
	v := tensor.Scalar(float32(0))
	if a := c.Node.Attr("value"); a != nil {
		if v, err = decoded(a); err != nil {
			return err
		}
	}
	if v.Len() != 1 {
		return c.Errorf("the value is %s, want one element", v)
	}
	fillBytes(c.Make(0, v.Elem, shape...), v.Data)
	return nil
}

// rangeOp counts from start to limit, which is left out, by delta.
func rangeOp(c *Call) error {
	if err := c.needs(3); err != nil {
		return err
	}
	for _, t := range c.In {
		if t.Elem != c.In[0].Elem || t.Len() != 1 {
			return c.Errorf("start, limit and delta are %s, %s and %s, want scalars of one type", c.In[0], c.In[1], c.In[2])
		}
	}
	switch c.In[0].Elem {
	case onnxio.Float:
		return rangeOf[float32](c)
	case onnxio.Double:
		return rangeOf[float64](c)
	case onnxio.Int16:
		return rangeOf[int16](c)
	case onnxio.Int32:
		return rangeOf[int32](c)
	case onnxio.Int64:
		return rangeOf[int64](c)
	case onnxio.Float16, onnxio.BFloat16:
		return c.widen(rangeOf[float32])
	}
	return c.Unsupported(c.In[0])
}

func rangeOf[T interface {
	int16 | int32 | int64 | float32 | float64
}](c *Call) error {
	start, limit, delta := tensor.As[T](c.In[0])[0], tensor.As[T](c.In[1])[0], tensor.As[T](c.In[2])[0]
	if delta == 0 {
		return c.Errorf("delta is 0")
	}
	n := (float64(limit) - float64(start)) / float64(delta)
	if n != n || n > 1<<40 {
		return c.Errorf("a range from %v to %v by %v has no end", start, limit, delta)
	}
	count := max(int64(n), 0)
	if float64(count) < n {
		count++
	}
	y := tensor.As[T](c.Make(0, c.In[0].Elem, count))
	for i := range y {
		y[i] = start + T(i)*delta
	}
	return nil
}

// eyeLike makes a matrix with ones on diagonal k.
func eyeLike(c *Call) error {
	if !c.Has(0) || len(c.In[0].Shape) != 2 {
		return c.Errorf("it needs a matrix")
	}
	elem := onnxio.DType(c.Int("dtype", int64(c.In[0].Elem)))
	one, ok := oneOf(elem)
	if !ok {
		return c.Errorf("EyeLike of %s is not supported", elem)
	}
	y := c.Make(0, elem, c.In[0].Shape...)
	clear(y.Data)
	rows, cols, k := y.Shape[0], y.Shape[1], c.Int("k", 0)
	for r := range rows {
		if col := r + k; col >= 0 && col < cols {
			copy(y.Data[(r*cols+col)*int64(len(one)):], one)
		}
	}
	return nil
}

// oneOf is the number 1 of a type.
func oneOf(elem onnxio.DType) ([]byte, bool) {
	switch elem {
	case onnxio.Float:
		return tensor.Scalar(float32(1)).Data, true
	case onnxio.Double:
		return tensor.Scalar(float64(1)).Data, true
	case onnxio.Float16:
		return tensor.Scalar(tensor.ToFloat16(1)).Data, true
	case onnxio.BFloat16:
		return tensor.Scalar(tensor.ToBFloat16(1)).Data, true
	}
	n := tensor.Size(elem)
	if n == 0 || elem > onnxio.Uint64 || elem == onnxio.String {
		return nil, false
	}
	one := make([]byte, n)
	one[0] = 1
	return one, true
}
