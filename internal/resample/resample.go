// Package resample tells what the samples of ONNX's Resize read along one axis. It imports
// nothing of this module.
package resample

import (
	"fmt"
	"math"
	"slices"
)

// Method is how Resize samples.
type Method struct {
	Mode           string // "nearest", "linear" or "cubic"
	Coordinates    string // coordinate_transformation_mode
	Nearest        string // nearest_mode, or Opset10
	Cubic          float64
	Antialias      bool
	ExcludeOutside bool
}

// Opset10 is the Nearest of Resize from before there was such an attribute, as ONNX
// Runtime and the tests of that time have it: of the elements around a place, which is a
// float32, an axis that shrinks reads the upper one, any other the lower one.
const Opset10 = "of opset 10"

// Axis is one axis: its scale and lengths, in elements, and the region that is cut out, as
// parts of the axis.
type Axis struct {
	Scale      float64
	From, To   int64
	Start, End float64
}

// Tap is one element that a sample reads, and its weight.
type Tap struct {
	At     int64
	Weight float64
}

// Check wants modes that are known.
func (m *Method) Check() error {
	for _, known := range []struct {
		value string
		of    []string
	}{
		{m.Mode, []string{"nearest", "linear", "cubic"}},
		{m.Nearest, []string{"round_prefer_floor", "round_prefer_ceil", "floor", "ceil", Opset10}},
		{m.Coordinates, []string{"half_pixel", "half_pixel_symmetric", "pytorch_half_pixel", "align_corners", "asymmetric", "tf_crop_and_resize"}},
	} {
		if !slices.Contains(known.of, known.value) {
			return fmt.Errorf("%q is none of %q", known.value, known.of)
		}
	}
	return nil
}

// Source is the place in the input, in elements, of output k.
func (m *Method) Source(k float64, a Axis) float64 {
	from, length := float64(a.From), a.Scale*float64(a.From)
	switch m.Coordinates {
	case "align_corners":
		if length == 1 {
			return 0
		}
		return k * (from - 1) / (length - 1)
	case "asymmetric":
		return k / a.Scale
	case "tf_crop_and_resize":
		if length == 1 {
			return (a.Start + a.End) * (from - 1) / 2
		}
		return a.Start*(from-1) + k*(a.End-a.Start)*(from-1)/(length-1)
	case "pytorch_half_pixel":
		if length == 1 {
			return -0.5
		}
	case "half_pixel_symmetric":
		return from/2*(1-float64(a.To)/length) + (k+0.5)/a.Scale - 0.5
	}
	return (k+0.5)/a.Scale - 0.5
}

// Outside tells that the place x lies outside of the axis, where samples of regions are
// the attribute extrapolation_value.
func (m *Method) Outside(x float64, a Axis) bool {
	return m.Coordinates == "tf_crop_and_resize" && (x < 0 || x > float64(a.From-1))
}

// Taps lists what the sample at the place x reads. Places outside read the edge.
func (m *Method) Taps(x float64, a Axis) []Tap {
	edge := func(i float64) int64 { return min(max(int64(i), 0), a.From-1) }
	if m.Mode == "nearest" {
		return []Tap{{edge(m.round(x, a.Scale)), 1}}
	}
	reach, shrink := 1.0, 1.0
	if m.Mode == "cubic" {
		reach = 2
	}
	if m.Antialias {
		shrink = min(a.Scale, 1)
	}
	var out []Tap
	var sum float64
	for i := math.Ceil(x - reach/shrink); i <= x+reach/shrink; i++ {
		w := m.weight(math.Abs(i-x) * shrink)
		if w == 0 || m.ExcludeOutside && (i < 0 || i > float64(a.From-1)) {
			continue
		}
		sum += w
		out = append(out, Tap{edge(i), w})
	}
	if m.Antialias || m.ExcludeOutside {
		for i := range out {
			out[i].Weight /= sum
		}
	}
	return out
}

// round is the element that the place x reads.
func (m *Method) round(x, scale float64) float64 {
	switch m.Nearest {
	case Opset10:
		if x = float64(float32(x)); scale < 1 {
			x = math.Ceil(x)
		}
		return math.Floor(x)
	case "floor":
		return math.Floor(x)
	case "ceil":
		return math.Ceil(x)
	case "round_prefer_ceil":
		return math.Floor(x + 0.5)
	}
	return math.Ceil(x - 0.5)
}

// weight of an element at a distance from the sample.
func (m *Method) weight(d float64) float64 {
	a := m.Cubic
	switch {
	case m.Mode == "linear":
		return max(0, 1-d)
	case d <= 1:
		return ((a+2)*d-(a+3))*d*d + 1
	case d < 2:
		return ((a*d-5*a)*d+8*a)*d - 4*a
	}
	return 0
}
