package ops

// shallow tells that a group has one input channel and few filters, as in a depthwise
// convolution: products would be too thin, so that every tap is added by itself.
func (v *conv[T]) shallow() bool { return v.in == 1 && v.out <= 4 && v.groups > 1 }

// forwardShallow computes y plane by plane.
func (v *conv[T]) forwardShallow(bias []T) {
	planes := v.batch * v.groups * v.out
	v.e.Parallel(planes, grainOf(v.outPlane*v.t.count), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			m := p % (v.groups * v.out)
			y, x := v.y[p*v.outPlane:][:v.outPlane], v.x[p/v.out*v.inPlane:][:v.inPlane]
			var b T
			if bias != nil {
				b = bias[m]
			}
			repeat(y, b)
			for k, w := range v.w[m*v.depth:][:v.depth] {
				v.eachRow(k, func(row int, s span, in int) {
					axpyFrom(y[row+s.lo:row+s.hi], w, x[in+s.from:], v.t.step)
				})
			}
		}
	})
}

// eachRow calls f for every output row that tap k reads within the input; row and in are
// where the rows begin in their planes.
func (v *conv[T]) eachRow(k int, f func(row int, s span, in int)) {
	rows, s := v.t.tap(k)
	if s.lo == s.hi {
		return
	}
	for r, in := range rows {
		if in >= 0 {
			f(r*v.t.outCols, s, in*v.t.inCols)
		}
	}
}

// axpyFrom computes y += w*x of every step-th element of x.
func axpyFrom[T real](y []T, w T, x []T, step int) {
	if step == 1 {
		x = x[:len(y)]
		for i := range y {
			y[i] += w * x[i]
		}
		return
	}
	for i := range y {
		y[i] += w * x[i*step]
	}
}

// gradXShallow computes x from y, the gradient of the output.
func (v *conv[T]) gradXShallow() {
	v.e.Parallel(v.batch*v.groups, grainOf(v.outPlane*v.t.count*v.out), func(lo, hi int) {
		for p := lo; p < hi; p++ {
			x := v.x[p*v.inPlane:][:v.inPlane]
			clear(x)
			for m := range v.out {
				y, w := v.y[(p*v.out+m)*v.outPlane:][:v.outPlane], v.w[(p%v.groups*v.out+m)*v.depth:][:v.depth]
				for k := range w {
					v.eachRow(k, func(row int, s span, in int) {
						axpyTo(x[in+s.from:], w[k], y[row+s.lo:row+s.hi], v.t.step)
					})
				}
			}
		}
	})
}

// axpyTo computes x += w*y on every step-th element of x.
func axpyTo[T real](x []T, w T, y []T, step int) {
	if step == 1 {
		axpyFrom(x[:len(y)], w, y, 1)
		return
	}
	for i, v := range y {
		x[i*step] += w * v
	}
}

// gradWShallow computes w from x and y, the gradient of the output.
func (v *conv[T]) gradWShallow() {
	filters := v.groups * v.out
	v.e.Parallel(filters, grainOf(v.outPlane*v.t.count*v.batch), func(lo, hi int) {
		for m := lo; m < hi; m++ {
			w := v.w[m*v.depth:][:v.depth]
			for k := range w {
				var sum T
				for n := range v.batch {
					y, x := v.y[(n*filters+m)*v.outPlane:][:v.outPlane], v.x[(n*v.groups+m/v.out)*v.inPlane:][:v.inPlane]
					v.eachRow(k, func(row int, s span, in int) {
						sum += dotFrom(y[row+s.lo:row+s.hi], x[in+s.from:], v.t.step)
					})
				}
				w[k] = sum
			}
		}
	})
}

// dotFrom is the product of y and every step-th element of x.
func dotFrom[T real](y, x []T, step int) T {
	var sum, odd T
	i := 0
	for ; i+1 < len(y); i += 2 {
		sum += y[i] * x[i*step]
		odd += y[i+1] * x[(i+1)*step]
	}
	if i < len(y) {
		sum += y[i] * x[i*step]
	}
	return sum + odd
}
