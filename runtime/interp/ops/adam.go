package ops

import "math"

// adamNumbers are what every element is computed with.
type adamNumbers struct {
	// alpha and beta are what a moment keeps, newM and newV what it takes of the gradient.
	alpha, newM, beta, newV float32
	// size is the step's size, epsilon what is added to the deviation.
	size, epsilon float32
	// before and behind are the parts of the weight that go before the step and behind
	// it; one of them is 0.
	before, behind float32
}

// adam reads the attributes. Mode 0 is that of PyTorch, mode 1 that of Hugging Face, which
// decays behind the step and does not scale epsilon.
func (c *Call) adam(rate float64, step int64) *adamNumbers {
	alpha, beta, lr := c.Float("alpha", 0.9), c.Float("beta", 0.999), float32(rate)
	a := &adamNumbers{alpha: alpha, newM: 1 - alpha, beta: beta, newV: 1 - beta, size: lr, epsilon: c.Float("epsilon", 1e-8)}
	// Young moments are too small: they are divided by what of them there can be. Here
	// the size and epsilon are multiplied in the moments' place.
	root := float32(1)
	if c.Int("correct_bias", 1) == 1 {
		root = float32(math.Sqrt(1 - math.Pow(float64(beta), float64(step))))
		a.size *= root / float32(1-math.Pow(float64(alpha), float64(step)))
	}
	if decay := lr * c.Float("weight_decay", 1e-2); c.Int("adam_mode", 0) == 1 {
		a.behind = decay
	} else {
		a.before = decay
		a.epsilon *= root
	}
	return a
}

// update takes the step for one parameter w with the gradient g. Every element is computed
// by itself, with the same bits by adamVector and adamPlain.
func (a *adamNumbers) update(c *Call, w, g, first, second []float32) {
	c.Engine.Parallel(len(w), grain, func(lo, hi int) {
		w, g, first, second := w[lo:hi], g[lo:hi], first[lo:hi], second[lo:hi]
		n := adamVector(w, g, first, second, a)
		adamPlain(w[n:], g[n:], first[n:], second[n:], a)
	})
}

// adamPlain takes the step: the moments are those of the gradient and of its square, and
// the weight moves against the first. The conversions keep products from being fused with
// sums.
func adamPlain(w, g, first, second []float32, k *adamNumbers) {
	g, first, second = g[:len(w)], first[:len(w)], second[:len(w)]
	for i, x := range w {
		m := float32(k.alpha*first[i]) + float32(k.newM*g[i])
		v := float32(k.beta*second[i]) + float32(float32(k.newV*g[i])*g[i])
		first[i], second[i] = m, v
		x -= float32(k.before * x)
		x -= k.size * m / (float32(math.Sqrt(float64(v))) + k.epsilon)
		w[i] = x - float32(k.behind*x)
	}
}
