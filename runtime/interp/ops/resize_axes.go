package ops

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/runtime/tensor"
)

// resampling is how Resize samples: along one axis after another, in float64.
type resampling struct {
	mode, coordinates, nearest string
	cubic                      float64
	antialias, excludeOutside  bool
	outside                    float64 // what lies outside of a region
}

// opset10 is the nearest_mode of Resize from before there was such an attribute, as
// ONNX Runtime and the tests of that time have it: of the elements around a place, which
// is a float32, an axis that shrinks reads the upper one, any other the lower one.
const opset10 = "of opset 10"

// axisSampling is one axis: its scale and length, and the region that is cut out.
type axisSampling struct {
	scale      float64
	from, to   int64
	start, end float64
}

// sampleTap is one element that a sample reads, and its weight.
type sampleTap struct {
	at     int64
	weight float64
}

func resize[T real](c *Call) error {
	r := resampling{mode: c.Str("mode", "nearest"), coordinates: c.Str("coordinate_transformation_mode", "half_pixel"),
		nearest: c.Str("nearest_mode", "round_prefer_floor"), cubic: float64(c.Float("cubic_coeff_a", -0.75)),
		antialias: c.Int("antialias", 0) != 0, excludeOutside: c.Int("exclude_outside", 0) != 0,
		outside: float64(c.Float("extrapolation_value", 0))}
	if err := r.check(c); err != nil {
		return err
	}
	if c.Opset < 11 {
		r.coordinates, r.nearest = "asymmetric", opset10
	}
	in := c.In[0]
	axes, err := c.samplings(r.coordinates == "tf_crop_and_resize")
	if err != nil {
		return err
	}
	x, shape := convert(tensor.As[T](in)), slices.Clone(in.Shape)
	c.Engine.Scratch(int64(len(x)) * 8)
	for d, a := range axes {
		if a.to == a.from && a.scale == 1 && r.coordinates != "tf_crop_and_resize" {
			continue
		}
		x = r.along(c, x, shape, d, a)
		shape[d] = a.to
	}
	for i, y := 0, tensor.As[T](c.Make(0, in.Elem, shape...)); i < len(y); i++ {
		y[i] = T(x[i])
	}
	return nil
}

// check wants modes that are known.
func (r *resampling) check(c *Call) error {
	for _, known := range []struct {
		value string
		of    []string
	}{
		{r.mode, []string{"nearest", "linear", "cubic"}},
		{r.nearest, []string{"round_prefer_floor", "round_prefer_ceil", "floor", "ceil"}},
		{r.coordinates, []string{"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize"}},
	} {
		if !slices.Contains(known.of, known.value) {
			return c.Errorf("%q is none of %q", known.value, known.of)
		}
	}
	return nil
}

// samplings reads scales or sizes, and regions where they are used, for every dim.
func (c *Call) samplings(regions bool) ([]axisSampling, error) {
	in := c.In[0]
	out := make([]axisSampling, len(in.Shape))
	for d, n := range in.Shape {
		out[d] = axisSampling{1, n, n, 0, 1}
	}
	axes, err := c.resized(len(in.Shape))
	if err != nil {
		return nil, err
	}
	at := 2
	if c.Opset < 11 {
		at = 1
	}
	if c.Has(at) && c.In[at].Len() > 0 {
		scales, ok := numbers(c.In[at])
		if !ok || len(scales) != len(axes) {
			return nil, c.Errorf("the scales are %s for %d axes", c.In[at], len(axes))
		}
		for i, a := range axes {
			if !(scales[i] > 0) {
				return nil, c.Errorf("the scale %v is not positive", scales[i])
			}
			out[a].scale, out[a].to = scales[i], int64(math.Floor(float64(out[a].from)*scales[i]))
		}
	} else if err := c.toSizes(out, axes); err != nil {
		return nil, err
	}
	if !regions {
		return out, nil
	}
	if !c.Has(1) {
		return nil, c.Errorf("it needs a region, input 1")
	}
	roi, ok := numbers(c.In[1])
	if !ok || len(roi) != 2*len(axes) {
		return nil, c.Errorf("the region is %s, want two numbers for each of %d axes", c.In[1], len(axes))
	}
	for i, a := range axes {
		out[a].start, out[a].end = roi[i], roi[len(axes)+i]
	}
	return out, nil
}

// resized lists the axes that scales, sizes and regions speak of.
func (c *Call) resized(rank int) ([]int, error) {
	given := c.Ints("axes")
	if given == nil {
		for d := range rank {
			given = append(given, int64(d))
		}
	}
	return c.axesOf(given, rank)
}

// toSizes sets lengths from the sizes, input 3, stretched or with one scale for all.
func (c *Call) toSizes(out []axisSampling, axes []int) error {
	sizes, err := c.shapeIn(3)
	if err != nil {
		return err
	}
	if len(sizes) != len(axes) {
		return c.Errorf("%d sizes are given for %d axes", len(sizes), len(axes))
	}
	policy, common := c.Str("keep_aspect_ratio_policy", "stretch"), math.NaN()
	for i, a := range axes {
		if out[a].from == 0 {
			return c.Errorf("%s has no elements to sample", c.In[0])
		}
		s := float64(sizes[i]) / float64(out[a].from)
		out[a].scale, out[a].to = s, sizes[i]
		if common != common || policy == "not_larger" && s < common || policy == "not_smaller" && s > common {
			common = s
		}
	}
	for _, a := range axes {
		if policy != "stretch" {
			out[a].scale, out[a].to = common, int64(math.Floor(common*float64(out[a].from)+0.5))
		}
	}
	return nil
}

// along samples dim d of x.
func (r *resampling) along(c *Call, x []float64, shape []int64, d int, a axisSampling) []float64 {
	outer, inner := around(shape, d)
	y := make([]float64, outer*a.to*inner)
	c.Engine.Scratch(int64(len(y)) * 8)
	for k := range a.to {
		at := r.source(float64(k), a)
		taps := r.taps(at, a)
		for o := range outer {
			row := y[(o*a.to+k)*inner:][:inner]
			if r.coordinates == "tf_crop_and_resize" && (at < 0 || at > float64(a.from-1)) {
				for i := range row {
					row[i] = r.outside
				}
				continue
			}
			for _, t := range taps {
				for i, v := range x[(o*a.from+t.at)*inner:][:inner] {
					row[i] += v * t.weight
				}
			}
		}
	}
	return y
}

// source is the place in the input, in elements, of output k.
func (r *resampling) source(k float64, a axisSampling) float64 {
	from, length := float64(a.from), a.scale*float64(a.from)
	switch r.coordinates {
	case "align_corners":
		if length == 1 {
			return 0
		}
		return k * (from - 1) / (length - 1)
	case "asymmetric":
		return k / a.scale
	case "tf_crop_and_resize":
		if length == 1 {
			return (a.start + a.end) * (from - 1) / 2
		}
		return a.start*(from-1) + k*(a.end-a.start)*(from-1)/(length-1)
	case "pytorch_half_pixel":
		if length == 1 {
			return -0.5
		}
	case "half_pixel_symmetric":
		return from/2*(1-float64(a.to)/length) + (k+0.5)/a.scale - 0.5
	}
	return (k+0.5)/a.scale - 0.5
}

// taps lists what the sample at x reads. Places outside read the edge.
func (r *resampling) taps(x float64, a axisSampling) []sampleTap {
	edge := func(i float64) int64 { return min(max(int64(i), 0), a.from-1) }
	if r.mode == "nearest" {
		switch r.nearest {
		case opset10:
			if x = float64(float32(x)); a.scale < 1 {
				x = math.Ceil(x)
			}
			return []sampleTap{{edge(math.Floor(x)), 1}}
		case "floor":
			return []sampleTap{{edge(math.Floor(x)), 1}}
		case "ceil":
			return []sampleTap{{edge(math.Ceil(x)), 1}}
		case "round_prefer_ceil":
			return []sampleTap{{edge(math.Floor(x + 0.5)), 1}}
		}
		return []sampleTap{{edge(math.Ceil(x - 0.5)), 1}}
	}
	reach, shrink := 1.0, 1.0
	if r.mode == "cubic" {
		reach = 2
	}
	if r.antialias {
		shrink = min(a.scale, 1)
	}
	var out []sampleTap
	var sum float64
	for i := math.Ceil(x - reach/shrink); i <= x+reach/shrink; i++ {
		w := r.weight(math.Abs(i-x) * shrink)
		if w == 0 || r.excludeOutside && (i < 0 || i > float64(a.from-1)) {
			continue
		}
		sum += w
		out = append(out, sampleTap{edge(i), w})
	}
	if r.antialias || r.excludeOutside {
		for i := range out {
			out[i].weight /= sum
		}
	}
	return out
}

// weight of an element at a distance from the sample.
func (r *resampling) weight(d float64) float64 {
	a := r.cubic
	switch {
	case r.mode == "linear":
		return max(0, 1-d)
	case d <= 1:
		return ((a+2)*d-(a+3))*d*d + 1
	case d < 2:
		return ((a*d-5*a)*d+8*a)*d - 4*a
	}
	return 0
}
