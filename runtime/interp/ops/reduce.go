package ops

import (
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// folder reduces elements of type T in an accumulator of type A.
type folder[T, A any] struct {
	start A
	// step folds one element.
	step func(acc A, v T) A
	// many folds consecutive elements, nil where step is all there is.
	many func(acc A, x []T) A
	// row folds each element into the accumulator at its place, nil where step is all
	// there is.
	row func(acc []A, x []T)
	// end makes the result of n elements.
	end func(acc A, n int) T
}

// plan is what a reduction reads: a layout of the input in which the dims that stay are
// kept and those that go are folded, by offsets of the input.
type plan struct {
	shape []int64
	// kept is laid along the output, its input the first element that folds into one.
	kept *layout
	// folded are the offsets of the runs that fold into one, each of run elements that
	// are step apart.
	folded    []int
	run, step int
	outputs   int
}

// count is how many elements fold into one.
func (p *plan) count() int { return len(p.folded) * p.run }

// reduction resolves the axes of a node: input 1 or the attribute.
func (c *Call) reduction() (*plan, error) {
	if !c.Has(0) {
		return nil, c.Errorf("it needs input 0")
	}
	axes, err := c.IntsIn(1)
	if err != nil {
		return nil, err
	}
	if axes == nil {
		axes = c.Ints("axes")
	}
	rank := len(c.In[0].Shape)
	gone := slices.Repeat([]bool{len(axes) == 0 && c.Int("noop_with_empty_axes", 0) == 0}, rank)
	for _, a := range axes {
		k, err := c.Axis(a, rank)
		if err != nil {
			return nil, err
		}
		gone[k] = true
	}
	return newPlan(c.In[0].Shape, gone, c.Int("keepdims", 1) != 0), nil
}

func newPlan(shape []int64, gone []bool, keep bool) *plan {
	p, whole := &plan{run: 1, step: 1, outputs: 1}, strides(shape, shape)
	var out, fold, outStep, foldStep []int64
	for d, n := range shape {
		if gone[d] {
			fold, foldStep = append(fold, n), append(foldStep, whole[d])
			if keep {
				p.shape = append(p.shape, 1)
			}
			continue
		}
		p.shape = append(p.shape, n)
		out, outStep = append(out, n), append(outStep, whole[d])
		p.outputs *= int(n)
	}
	p.kept = layOut(out, [][]int64{outStep})
	l := layOut(fold, [][]int64{foldStep})
	p.run, p.step = l.n, l.step[0]
	if l.n > 0 && l.runs > 0 {
		l.each(0, l.runs, func(_ int, from []int) { p.folded = append(p.folded, from[0]) })
	}
	return p
}

// reduce computes output 0 of input 0. Each output is folded in one order, however many
// goroutines there are.
func reduce[T tensor.Element, A any](c *Call, p *plan, f folder[T, A]) {
	x, out := tensor.As[T](c.In[0]), tensor.As[T](c.Make(0, c.In[0].Elem, p.shape...))
	if p.count() == 0 {
		for i := range out {
			out[i] = f.end(f.start, 0)
		}
		return
	}
	rows, step := p.kept.n > 1 && p.kept.step[0] == 1, p.kept.step[0]
	p.kept.pieces(c, max(1, grain/p.count()), func(at, n int, from []int) {
		if rows {
			for lo := 0; lo < n; lo += 512 {
				hi := min(n, lo+512)
				foldRows(p, f, out[at+lo:at+hi], x[from[0]+lo:])
			}
			return
		}
		for k := range n {
			out[at+k] = f.end(foldOne(p, f, x[from[0]+k*step:]), p.count())
		}
	})
}

// foldOne folds all that is to become one output.
func foldOne[T, A any](p *plan, f folder[T, A], x []T) A {
	acc := f.start
	for _, o := range p.folded {
		if f.many != nil && (p.step == 1 || p.run == 1) {
			acc = f.many(acc, x[o:o+p.run])
			continue
		}
		for i := range p.run {
			acc = f.step(acc, x[o+i*p.step])
		}
	}
	return acc
}

// foldRows folds rows of elements, each of which belongs to the output of its column.
func foldRows[T, A any](p *plan, f folder[T, A], out, x []T) {
	acc := slices.Repeat([]A{f.start}, len(out))
	for _, o := range p.folded {
		for i := range p.run {
			row := x[o+i*p.step:][:len(out)]
			if f.row != nil {
				f.row(acc, row)
				continue
			}
			for k, v := range row {
				acc[k] = f.step(acc[k], v)
			}
		}
	}
	for k := range out {
		out[k] = f.end(acc[k], p.count())
	}
}
