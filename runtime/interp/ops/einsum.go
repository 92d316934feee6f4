package ops

import (
	"slices"
	"strings"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp/blas"
	"github.com/unswag/unswagc/runtime/tensor"
)

// einsumOps hold Einstein's sums.
var einsumOps = family{
	{"", "Einsum"}: einsum,
}

func einsum(c *Call) error {
	if !c.Has(0) {
		return c.Errorf("it needs an input")
	}
	switch c.In[0].Elem {
	case onnxio.Int32:
		return einsumOf[int32](c)
	case onnxio.Int64:
		return einsumOf[int64](c)
	case onnxio.Uint32:
		return einsumOf[uint32](c)
	case onnxio.Uint64:
		return einsumOf[uint64](c)
	}
	return reals(einsumReals[float32], einsumReals[float64])(c)
}

// equation is a parsed sum. Labels are letters; the dims of an ellipsis have the labels
// '0', '1' and so on, the last dim being '0'.
type equation struct {
	in   []string
	out  string
	size map[byte]int64
}

// equation parses the attribute and measures every label.
func (c *Call) equation() (*equation, error) {
	text := strings.ReplaceAll(c.Str("equation", ""), " ", "")
	left, right, explicit := strings.Cut(text, "->")
	e := &equation{in: strings.Split(left, ","), out: right, size: map[byte]int64{}}
	if len(e.in) != len(c.In) {
		return nil, c.Errorf("the equation %q has %d terms for %d inputs", text, len(e.in), len(c.In))
	}
	dots := ""
	for i, t := range c.In {
		if t == nil || t.Elem != c.In[0].Elem {
			return nil, c.Errorf("input %d is %s, want the type of input 0, %s", i, t, c.In[0].Elem)
		}
		if n := t.Rank() - len(e.in[i]) + 3; strings.Contains(e.in[i], "...") && n >= 0 && n <= 10 {
			d := "9876543210"[10-n:]
			e.in[i] = strings.Replace(e.in[i], "...", d, 1)
			if len(d) > len(dots) {
				dots = d
			}
		}
		if len(e.in[i]) != t.Rank() {
			return nil, c.Errorf("the equation %q does not fit to input %d, %s", text, i, t)
		}
		for d, label := range []byte(e.in[i]) {
			if have, ok := e.size[label]; ok && have != t.Shape[d] && have != 1 && t.Shape[d] != 1 {
				return nil, c.Errorf("in the equation %q, %q is %d and %d", text, label, have, t.Shape[d])
			}
			e.size[label] = max(e.size[label], t.Shape[d])
			if t.Shape[d] == 0 {
				e.size[label] = 0
			}
		}
	}
	if !explicit {
		e.out = dots + e.once()
	}
	e.out = strings.Replace(e.out, "...", dots, 1)
	for i, label := range []byte(e.out) {
		if _, ok := e.size[label]; !ok || strings.IndexByte(e.out, label) != i {
			return nil, c.Errorf("the result of the equation %q has a label twice or one that no input has", text)
		}
	}
	return e, nil
}

// once are the letters that stand once on the left, in alphabetical order.
func (e *equation) once() string {
	var out []byte
	all := strings.Join(e.in, "")
	for label := range e.size {
		if label > '9' && strings.Count(all, string(label)) == 1 {
			out = append(out, label)
		}
	}
	slices.Sort(out)
	return string(out)
}

// summed are the labels that the result does not have, in order.
func (e *equation) summed() string {
	var out []byte
	for label := range e.size {
		if !strings.Contains(e.out, string(label)) {
			out = append(out, label)
		}
	}
	slices.Sort(out)
	return string(out)
}

// dims are the sizes of labels.
func (e *equation) dims(labels string) []int64 {
	out := make([]int64, len(labels))
	for i := range out {
		out[i] = e.size[labels[i]]
	}
	return out
}

// steps are how far input i moves when a label grows by one: the sum where the input has
// it more than once (a diagonal), 0 where it does not have it or repeats it.
func (e *equation) steps(i int, shape []int64, labels string) []int64 {
	out := make([]int64, len(labels))
	step := int64(1)
	for d := len(shape) - 1; d >= 0; d-- {
		if at := strings.IndexByte(labels, e.in[i][d]); at >= 0 && shape[d] != 1 {
			out[at] += step
		}
		step *= shape[d]
	}
	return out
}

func einsumReals[T real](c *Call) error {
	e, err := c.equation()
	if err != nil {
		return err
	}
	if len(e.in) == 2 {
		if p, ok := e.asProduct(c.In[0].Shape, c.In[1].Shape); ok {
			einsumProduct[T](c, e, p)
			return nil
		}
	}
	sumAll[T](c, e)
	return nil
}

func einsumOf[T integer](c *Call) error {
	e, err := c.equation()
	if err != nil {
		return err
	}
	sumAll[T](c, e)
	return nil
}

// sumAll adds up every product of elements, term by term.
func sumAll[T real | integer](c *Call, e *equation) {
	inner := e.summed()
	y := tensor.As[T](c.Make(0, c.In[0].Elem, e.dims(e.out)...))
	x := make([][]T, len(c.In))
	outer, sums := make([][]int64, len(x)), make([][]int64, len(x))
	for i, t := range c.In {
		x[i] = tensor.As[T](t)
		outer[i], sums[i] = e.steps(i, t.Shape, e.out), e.steps(i, t.Shape, inner)
	}
	size, terms := e.dims(e.out), e.dims(inner)
	c.Engine.Parallel(len(y), max(1, grain/int(max(1, tensor.Count(terms)))), func(lo, hi int) {
		at, index := make([]int64, len(x)), make([]int64, len(terms))
		for o := lo; o < hi; o++ {
			for i := range x {
				at[i] = placeOf(int64(o), size, outer[i])
			}
			y[o] = sumTerms(x, at, sums, terms, index)
		}
	})
}

// placeOf is where the element with the given row-major number lies.
func placeOf(n int64, size, steps []int64) (at int64) {
	for d := len(size) - 1; d >= 0; d-- {
		at += n % size[d] * steps[d]
		n /= size[d]
	}
	return at
}

// sumTerms sums the products of the elements at and behind; index is scratch.
func sumTerms[T real | integer](x [][]T, at []int64, steps [][]int64, terms, index []int64) (sum T) {
	if tensor.Count(terms) == 0 {
		return 0
	}
	clear(index)
	for {
		v := T(1)
		for i := range x {
			v *= x[i][at[i]+moved(index, steps[i])]
		}
		sum += v
		d := len(terms) - 1
		for ; d >= 0; d-- {
			if index[d]++; index[d] < terms[d] {
				break
			}
			index[d] = 0
		}
		if d < 0 {
			return sum
		}
	}
}

func moved(a, b []int64) (sum int64) {
	for i := range a {
		sum += a[i] * b[i]
	}
	return sum
}

// contraction is a sum of two inputs as a stack of products: labels that both and the
// result have, that the first and the result have, the second and the result, and those
// that are summed.
type contraction struct{ batch, rows, cols, inner string }

// asProduct finds the contraction, false where a label is repeated, is of one input
// alone and not in the result, or is broadcast.
func (e *equation) asProduct(a, b []int64) (p contraction, ok bool) {
	for label := range e.size {
		l := string(label)
		inA, inB, out := strings.Count(e.in[0], l), strings.Count(e.in[1], l), strings.Contains(e.out, l)
		if inA > 1 || inB > 1 || !out && inA+inB == 1 ||
			inA == 1 && a[strings.Index(e.in[0], l)] != e.size[label] || inB == 1 && b[strings.Index(e.in[1], l)] != e.size[label] {
			return p, false
		}
	}
	for _, label := range e.out {
		switch l := string(label); {
		case strings.Contains(e.in[0], l) && strings.Contains(e.in[1], l):
			p.batch += l
		case strings.Contains(e.in[0], l):
			p.rows += l
		default:
			p.cols += l
		}
	}
	p.inner = e.summed()
	return p, true
}

// einsumProduct brings both inputs into the order of a product, and the result back.
func einsumProduct[T real](c *Call, e *equation, p contraction) {
	m, n, k := int(tensor.Count(e.dims(p.rows))), int(tensor.Count(e.dims(p.cols))), int(tensor.Count(e.dims(p.inner)))
	order := func(i int, labels string) []T {
		t, shape := c.In[i], e.dims(labels)
		out, s := scratchOf[T](c, int(t.Len())), e.steps(i, t.Shape, labels)
		reorder(out, tensor.As[T](t), shape, s)
		return out
	}
	a, b := order(0, p.batch+p.rows+p.inner), order(1, p.batch+p.inner+p.cols)
	y := tensor.As[T](c.Make(0, c.In[0].Elem, e.dims(e.out)...))
	made := p.batch + p.rows + p.cols
	to := y
	if made != e.out {
		to = scratchOf[T](c, len(y))
	}
	for i := range int(tensor.Count(e.dims(p.batch))) {
		multiply(c.Engine, m, n, k, 1, plainly(a[i*m*k:], k), plainly(b[i*k*n:], n), 0, blas.Matrix[T]{Data: to[i*m*n:], Stride: n})
	}
	if made != e.out {
		back := &equation{in: []string{made}, size: e.size}
		reorder(y, to, e.dims(e.out), back.steps(0, e.dims(made), e.out))
	}
}

// reorder writes x, whose element moves by steps along each dim, in row-major order.
func reorder[T any](y, x []T, shape, steps []int64) {
	walk(shape, steps, steps, func(at, i, _, n, s, _ int) {
		for k := range n {
			y[at+k] = x[i+k*s]
		}
	})
}
