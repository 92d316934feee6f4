package ops

import (
	"math"
	"slices"

	"github.com/unswag/unswagc/internal/resample"
	"github.com/unswag/unswagc/runtime/tensor"
)

// resampling is how Resize samples: along one axis after another, in float64.
type resampling struct {
	resample.Method
	outside float64 // what lies outside of a region
}

func resize[T real](c *Call) error {
	r := resampling{resample.Method{Mode: c.Str("mode", "nearest"), Coordinates: c.Str("coordinate_transformation_mode", "half_pixel"),
		Nearest: c.Str("nearest_mode", "round_prefer_floor"), Cubic: float64(c.Float("cubic_coeff_a", -0.75)),
		Antialias: c.Int("antialias", 0) != 0, ExcludeOutside: c.Int("exclude_outside", 0) != 0},
		float64(c.Float("extrapolation_value", 0))}
	if c.Opset < 11 {
		r.Coordinates, r.Nearest = "asymmetric", resample.Opset10
	}
	if err := r.Check(); err != nil {
		return c.Errorf("%w", err)
	}
	in := c.In[0]
	axes, err := c.samplings(r.Coordinates == "tf_crop_and_resize")
	if err != nil {
		return err
	}
	x, shape := convert(tensor.As[T](in)), slices.Clone(in.Shape)
	c.Engine.Scratch(int64(len(x)) * 8)
	for d, a := range axes {
		if a.To == a.From && a.Scale == 1 && r.Coordinates != "tf_crop_and_resize" {
			continue
		}
		x = r.along(c, x, shape, d, a)
		shape[d] = a.To
	}
	for i, y := 0, tensor.As[T](c.Make(0, in.Elem, shape...)); i < len(y); i++ {
		y[i] = T(x[i])
	}
	return nil
}

// samplings reads scales or sizes, and regions where they are used, for every dim.
func (c *Call) samplings(regions bool) ([]resample.Axis, error) {
	in := c.In[0]
	out := make([]resample.Axis, len(in.Shape))
	for d, n := range in.Shape {
		out[d] = resample.Axis{Scale: 1, From: n, To: n, Start: 0, End: 1}
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
			out[a].Scale, out[a].To = scales[i], int64(math.Floor(float64(out[a].From)*scales[i]))
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
		out[a].Start, out[a].End = roi[i], roi[len(axes)+i]
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
func (c *Call) toSizes(out []resample.Axis, axes []int) error {
	sizes, err := c.shapeIn(3)
	if err != nil {
		return err
	}
	if len(sizes) != len(axes) {
		return c.Errorf("%d sizes are given for %d axes", len(sizes), len(axes))
	}
	policy, common := c.Str("keep_aspect_ratio_policy", "stretch"), math.NaN()
	for i, a := range axes {
		if out[a].From == 0 {
			return c.Errorf("%s has no elements to sample", c.In[0])
		}
		s := float64(sizes[i]) / float64(out[a].From)
		out[a].Scale, out[a].To = s, sizes[i]
		if common != common || policy == "not_larger" && s < common || policy == "not_smaller" && s > common {
			common = s
		}
	}
	for _, a := range axes {
		if policy != "stretch" {
			out[a].Scale, out[a].To = common, int64(math.Floor(common*float64(out[a].From)+0.5))
		}
	}
	return nil
}

// along samples dim d of x.
func (r *resampling) along(c *Call, x []float64, shape []int64, d int, a resample.Axis) []float64 {
	outer, inner := around(shape, d)
	y := make([]float64, outer*a.To*inner)
	c.Engine.Scratch(int64(len(y)) * 8)
	for k := range a.To {
		at := r.Source(float64(k), a)
		taps := r.Taps(at, a)
		for o := range outer {
			row := y[(o*a.To+k)*inner:][:inner]
			if r.Outside(at, a) {
				for i := range row {
					row[i] = r.outside
				}
				continue
			}
			for _, t := range taps {
				for i, v := range x[(o*a.From+t.At)*inner:][:inner] {
					row[i] += v * t.Weight
				}
			}
		}
	}
	return y
}
