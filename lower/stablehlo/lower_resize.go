package stablehlo

import (
	"encoding/binary"
	"math"
	"slices"

	"github.com/unswag/unswagc/internal/resample"
	"github.com/unswag/unswagc/onnxio"
)

// resizeOps sample tensors anew, along one axis after another.
var resizeOps = []entry{
	{"", "Resize", 10, resize},
	{"", "Upsample", 7, upsample},
}

// resampling is how Resize samples.
type resampling struct {
	resample.Method
	outside float64 // what lies outside of a region
}

func resize(c *call) {
	r := resampling{resample.Method{Mode: c.str("mode", "nearest"), Coordinates: c.str("coordinate_transformation_mode", "half_pixel"),
		Nearest: c.str("nearest_mode", "round_prefer_floor"), Cubic: c.float("cubic_coeff_a", -0.75),
		Antialias: c.int("antialias", 0) != 0, ExcludeOutside: c.int("exclude_outside", 0) != 0},
		c.float("extrapolation_value", 0)}
	if c.opset < 11 {
		r.Coordinates, r.Nearest = "asymmetric", resample.Opset10
	}
	c.resample(r, c.samplings(r.Coordinates == "tf_crop_and_resize"))
}

// upsample repeats elements, or draws lines between them.
func upsample(c *call) {
	r := resampling{Method: resample.Method{Mode: c.str("mode", "nearest"), Coordinates: "asymmetric", Nearest: "floor"}}
	scales := c.floatsIn(1)
	if a := c.attr("scales"); a != nil && scales == nil {
		for _, s := range a.Floats() {
			scales = append(scales, float64(s))
		}
	}
	axes := c.unsampled()
	want(len(scales) == len(axes), "%d scales are given for %s", len(scales), c.arg(0).typ)
	for d, s := range scales {
		axes[d].Scale, axes[d].To = s, int64(math.Floor(float64(axes[d].From)*s))
	}
	c.resample(r, axes)
}

// resample samples every axis that changes.
func (c *call) resample(r resampling, axes []resample.Axis) {
	if err := r.Check(); err != nil {
		fail("%w", err)
	}
	x := c.wide(c.arg(0))
	for d, a := range axes {
		if a.To != a.From || a.Scale != 1 || r.Coordinates == "tf_crop_and_resize" {
			x = c.sampled(x, d, r, a)
		}
	}
	c.set(0, c.convert(x, c.in[0].elem))
}

// sampled samples one axis: it reads elements, or multiplies with a matrix of weights.
func (c *call) sampled(x *value, d int, r resampling, a resample.Axis) *value {
	weights, outside, reads := make([]float64, a.From*a.To), make([]byte, a.To), []int64{}
	for k := range a.To {
		at := r.Source(float64(k), a)
		if r.Outside(at, a) {
			outside[k] = 1
			reads = append(reads, 0)
			continue
		}
		for i, w := range r.Taps(at, a) {
			weights[k*a.From+w.At] += w.Weight
			if i == 0 {
				reads = append(reads, w.At)
			}
		}
	}
	var y *value
	if r.Mode == "nearest" {
		y = c.builder.gather(x, c.integers(reads, a.To), d)
	} else {
		m := c.matrix(x.elem, weights, a.To, a.From)
		y = c.dotGeneral(m, x, nil, nil, []int{1}, []int{d}) // the axis comes first
		perm := slices.Insert(span(1, x.rank()), d, 0)
		y = c.builder.transpose(y, perm)
	}
	if !slices.Contains(outside, 1) {
		return y
	}
	p := c.along(c.constant(newType(onnxio.Bool, a.To), outside), y.dims, d)
	return c.select_(p, c.like(y, r.outside), y)
}

// matrix is a constant of floats.
func (b *builder) matrix(elem onnxio.DType, v []float64, dims ...int64) *value {
	data := make([]byte, 0, 8*len(v))
	for _, x := range v {
		if elem == onnxio.Double {
			data = binary.LittleEndian.AppendUint64(data, math.Float64bits(x))
		} else {
			data = binary.LittleEndian.AppendUint32(data, math.Float32bits(float32(x)))
		}
	}
	want(elem == onnxio.Double || elem == onnxio.Float, "samples of %s cannot be lowered", elem)
	return b.constant(newType(elem, dims...), data)
}

// unsampled leaves every axis as it is.
func (c *call) unsampled() []resample.Axis {
	var out []resample.Axis
	for _, n := range c.arg(0).dims {
		out = append(out, resample.Axis{Scale: 1, From: n, To: n, Start: 0, End: 1})
	}
	return out
}

// samplings reads scales or sizes, and regions where they are used, for every dim.
func (c *call) samplings(regions bool) []resample.Axis {
	out, axes := c.unsampled(), span(0, c.arg(0).rank())
	if given := c.intList("axes"); given != nil {
		axes = nil
		for _, a := range given {
			axes = append(axes, axisOf(a, len(out)))
		}
	}
	at := 2
	if c.opset < 11 {
		at = 1
	}
	if scales := c.floatsIn(at); len(scales) > 0 {
		want(len(scales) == len(axes), "%d scales are given for %d axes", len(scales), len(axes))
		for i, a := range axes {
			want(scales[i] > 0, "the scale %v is not positive", scales[i])
			out[a].Scale, out[a].To = scales[i], int64(math.Floor(float64(out[a].From)*scales[i]))
		}
	} else {
		c.toSizes(out, axes)
	}
	if regions {
		roi := c.floatsIn(1)
		want(len(roi) == 2*len(axes), "the region is %v, want two numbers for each of %d axes", roi, len(axes))
		for i, a := range axes {
			out[a].Start, out[a].End = roi[i], roi[len(axes)+i]
		}
	}
	return out
}

// toSizes sets lengths from the sizes, input 3, stretched or with one scale for all.
func (c *call) toSizes(out []resample.Axis, axes []int) {
	sizes := c.intsIn(3)
	want(len(sizes) == len(axes), "%d sizes are given for %d axes", len(sizes), len(axes))
	policy, common := c.str("keep_aspect_ratio_policy", "stretch"), math.NaN()
	for i, a := range axes {
		want(out[a].From > 0, "%s has no elements to sample", c.in[0].typ)
		s := float64(sizes[i]) / float64(out[a].From)
		out[a].Scale, out[a].To = s, sizes[i]
		if math.IsNaN(common) || policy == "not_larger" && s < common || policy == "not_smaller" && s > common {
			common = s
		}
	}
	for _, a := range axes {
		if policy != "stretch" {
			out[a].Scale, out[a].To = common, int64(math.Floor(common*float64(out[a].From)+0.5))
		}
	}
}
