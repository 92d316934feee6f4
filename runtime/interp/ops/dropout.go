package ops

import (
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

// dropoutOps set random elements to 0 and scale the others.
var dropoutOps = family{
	{"", "Dropout"}:                         reals(dropout[float32], dropout[float64]),
	{"com.microsoft", "BitmaskDropout"}:     reals(dropout[float32], dropout[float64]),
	{"com.microsoft", "BiasDropout"}:        reals(biasDropout[float32], biasDropout[float64]),
	{"com.microsoft", "BitmaskBiasDropout"}: reals(biasDropout[float32], biasDropout[float64]),
	{"com.microsoft", "DropoutGrad"}:        reals(dropoutGrad[float32], dropoutGrad[float64]),
	{"com.microsoft", "BitmaskDropoutGrad"}: reals(dropoutGrad[float32], dropoutGrad[float64]),
}

// chance is how a call drops elements.
type chance struct {
	ratio float64
	// drops is false where all elements are kept as they are.
	drops bool
}

// chance reads the ratio and whether this is training, from inputs i and i+1 since opset
// 12, before that from attributes.
func (c *Call) chance(i int) (chance, error) {
	ms := c.Node.Domain != "" && c.Node.Domain != "ai.onnx"
	if !ms && c.Opset < 12 {
		p := chance{float64(c.Float("ratio", 0.5)), c.Opset < 7 && c.Int("is_test", 0) == 0}
		return p, nil
	}
	p := chance{ratio: 0.5}
	if c.Has(i) {
		v, ok := numbers(c.In[i])
		if !ok || len(v) != 1 {
			return p, c.Errorf("the ratio is %s, want one number", c.In[i])
		}
		p.ratio = v[0]
	}
	if c.Has(i + 1) {
		if t := c.In[i+1]; t.Elem != onnxio.Bool || t.Len() != 1 {
			return p, c.Errorf("training_mode is %s, want one bool", t)
		}
		p.drops = tensor.As[bool](c.In[i+1])[0]
	}
	if p.ratio < 0 || p.ratio >= 1 {
		return p, c.Errorf("the ratio is %v, want one in [0, 1)", p.ratio)
	}
	p.drops = p.drops && p.ratio > 0
	return p, nil
}

func dropout[T real](c *Call) error {
	p, err := c.chance(1)
	if err != nil {
		return err
	}
	keep, err := c.kept(p, c.In[0])
	if err != nil {
		return err
	}
	drop(c, p, keep, tensor.As[T](c.Like(0, c.In[0])), tensor.As[T](c.In[0]))
	return nil
}

// kept draws which elements of t are kept, nil for all, and makes the mask, output 1.
func (c *Call) kept(p chance, t *tensor.Tensor) ([]bool, error) {
	var keep []bool
	if p.drops {
		var seed *int64
		if c.Node.Attr("seed") != nil {
			s := c.Int("seed", 0)
			seed = &s
		}
		keep = make([]bool, t.Len())
		c.Engine.Scratch(5 * t.Len())
		for i, v := range c.Engine.Random(t.Len(), seed) {
			keep[i] = float64(v) >= p.ratio
		}
	}
	if c.Wants(1) {
		c.mask(keep, t)
	}
	return keep, nil
}

// mask makes output 1: a bit per element in words of 32, a bool each, or before opset 10
// a number of the type of the elements.
func (c *Call) mask(keep []bool, t *tensor.Tensor) {
	switch op := c.Node.OpType; {
	case op == "BitmaskDropout" || op == "BitmaskBiasDropout":
		words := tensor.As[uint32](c.Make(1, onnxio.Uint32, (t.Len()+31)/32))
		clear(words)
		for i := range int(t.Len()) {
			if keep == nil || keep[i] {
				words[i/32] |= 1 << (i % 32)
			}
		}
	case c.Opset < 10 && op == "Dropout":
		one, _ := oneOf(t.Elem)
		m := c.Like(1, t)
		fillBytes(m, one)
		for i := range keep {
			if !keep[i] {
				clear(m.Data[i*len(one) : (i+1)*len(one)])
			}
		}
	default:
		m := tensor.As[bool](c.Make(1, onnxio.Bool, t.Shape...))
		for i := range m {
			m[i] = keep == nil || keep[i]
		}
	}
}

// drop scales what is kept; keep is nil where nothing changes.
func drop[T real](c *Call, p chance, keep []bool, y, x []T) {
	if keep == nil {
		copy(y, x)
		return
	}
	scale := T(1 / (1 - p.ratio))
	c.Engine.Parallel(len(y), grain, func(lo, hi int) {
		for i := lo; i < hi; i++ {
			var v T
			if keep[i] {
				v = x[i] * scale
			}
			y[i] = v
		}
	})
}

// biasDropout drops of input 0 plus the bias, input 1, and adds input 2.
func biasDropout[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs a bias")
	}
	if err := same[T](c, 1, 2); err != nil {
		return err
	}
	p, err := c.chance(3)
	if err != nil {
		return err
	}
	x, bias := tensor.As[T](c.In[0]), tensor.As[T](c.In[1])
	if len(bias) == 0 && len(x) > 0 || len(bias) > 0 && len(x)%len(bias) != 0 {
		return c.Errorf("the bias %s does not fit %s", c.In[1], c.In[0])
	}
	if c.Has(2) && len(tensor.As[T](c.In[2])) != len(x) {
		return c.Errorf("the residual %s does not fit %s", c.In[2], c.In[0])
	}
	keep, err := c.kept(p, c.In[0])
	if err != nil {
		return err
	}
	sum := scratchOf[T](c, len(x))
	for i, v := range x {
		sum[i] = v + bias[i%len(bias)]
	}
	y := tensor.As[T](c.Like(0, c.In[0]))
	drop(c, p, keep, y, sum)
	if c.Has(2) {
		for i, v := range tensor.As[T](c.In[2]) {
			y[i] += v
		}
	}
	return nil
}

// dropoutGrad drops of the gradient what the forward pass dropped, and scales the rest.
func dropoutGrad[T real](c *Call) error {
	if !c.Has(1) {
		return c.Errorf("it needs a mask")
	}
	p, err := c.chance(2)
	if err != nil {
		return err
	}
	if !c.Has(3) { // without training_mode it is training
		p.drops = p.ratio > 0
	}
	dy := tensor.As[T](c.In[0])
	var keep []bool
	switch m := c.In[1]; {
	case m.Elem == onnxio.Bool && m.Len() == int64(len(dy)):
		keep = tensor.As[bool](m)
	case m.Elem == onnxio.Uint32 && m.Len() == int64(len(dy)+31)/32:
		keep = make([]bool, len(dy))
		c.Engine.Scratch(int64(len(dy)))
		for i := range keep {
			keep[i] = tensor.As[uint32](m)[i/32]>>(i%32)&1 != 0
		}
	default:
		return c.Errorf("the mask is %s for a gradient %s", m, c.In[0])
	}
	if !p.drops {
		keep = nil
	}
	drop(c, p, keep, tensor.As[T](c.Like(0, c.In[0])), dy)
	return nil
}
