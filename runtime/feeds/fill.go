package feeds

import (
	"math"
	"math/rand/v2"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/tensor"
)

func isFloat(e onnxio.DType) bool {
	switch e {
	case onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16:
		return true
	}
	return false
}

// fillFloats draws normal numbers of the given spread; positive ones lie above 0.5.
func fillFloats(t *tensor.Tensor, gen *rand.Rand, scale float64, positive bool) {
	next := func() float32 {
		v := gen.NormFloat64() * scale
		if positive {
			v = math.Abs(v) + 0.5
		}
		return float32(v)
	}
	switch t.Elem {
	case onnxio.Float:
		for i, s := 0, tensor.As[float32](t); i < len(s); i++ {
			s[i] = next()
		}
	case onnxio.Double:
		for i, s := 0, tensor.As[float64](t); i < len(s); i++ {
			s[i] = float64(next())
		}
	case onnxio.Float16:
		for i, s := 0, tensor.As[tensor.Float16](t); i < len(s); i++ {
			s[i] = tensor.ToFloat16(next())
		}
	case onnxio.BFloat16:
		for i, s := 0, tensor.As[tensor.BFloat16](t); i < len(s); i++ {
			s[i] = tensor.ToBFloat16(next())
		}
	}
}

// fillIntegers draws from [0, limit).
func fillIntegers(t *tensor.Tensor, gen *rand.Rand, limit int64) {
	width := tensor.Size(t.Elem)
	if width == 1 {
		limit = min(limit, math.MaxInt8)
	}
	clear(t.Data)
	for at := int64(0); at < int64(len(t.Data)); at += width {
		v := uint64(gen.Int64N(limit))
		for k := range width {
			t.Data[at+k] = byte(v >> (8 * k))
		}
	}
}

// Special draws bit patterns that tell one rounding or comparison from another: both
// zeros, denormals, infinities, NaNs with payloads of both kinds and signs, the largest
// and smallest numbers, and random bits. nan false leaves NaN out.
func Special(t *tensor.Tensor, seed uint64, nan bool) {
	gen := rand.New(rand.NewPCG(seed, 0x5bec1a1))
	f := formatOf(t.Elem)
	if f.bits == 0 {
		return
	}
	width := f.bits / 8
	for at := 0; at < len(t.Data); at += width {
		v := f.draw(gen)
		for !nan && f.isNaN(v) {
			v = f.draw(gen)
		}
		for k := range width {
			t.Data[at+k] = byte(v >> (8 * k))
		}
	}
}

// format is the layout of a floating-point type.
type format struct{ bits, fraction int }

func formatOf(e onnxio.DType) format {
	switch e {
	case onnxio.Float:
		return format{32, 23}
	case onnxio.Double:
		return format{64, 52}
	case onnxio.Float16:
		return format{16, 10}
	case onnxio.BFloat16:
		return format{16, 7}
	}
	return format{}
}

// draw returns one pattern.
func (f format) draw(gen *rand.Rand) uint64 {
	frac := uint64(1)<<f.fraction - 1
	exp := (uint64(1)<<(f.bits-1) - 1) &^ frac
	sign := gen.Uint64() & 1 << (f.bits - 1)
	one := exp >> 1 &^ frac // 1.0
	switch gen.IntN(10) {
	case 0:
		return sign
	case 1: // denormals, with the ends of their range
		return sign | []uint64{1, frac, gen.Uint64()&frac | 1}[gen.IntN(3)]
	case 2:
		return sign | exp // infinity
	case 3: // quiet NaN
		return sign | exp | (frac+1)>>1 | gen.Uint64()&frac
	case 4: // signalling NaN
		return sign | exp | gen.Uint64()&(frac>>1) | 1
	case 5: // smallest normal, largest finite
		return sign | []uint64{frac + 1, exp - 1}[gen.IntN(2)]
	case 6:
		return gen.Uint64() & (1<<f.bits - 1)
	}
	return sign | one | gen.Uint64()&frac
}

func (f format) isNaN(v uint64) bool {
	frac := uint64(1)<<f.fraction - 1
	exp := (uint64(1)<<(f.bits-1) - 1) &^ frac
	return v&exp == exp && v&frac != 0
}
