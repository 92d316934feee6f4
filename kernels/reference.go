package kernels

// Reference returns the implementation that the others are compared with: element by
// element, as the definitions read.
func Reference() Kernels { return reference{} }

type reference struct{}

func (reference) Name() string { return "reference" }

func (reference) Pack16(mask []uint32, y, v []uint16, h Half, o PackOptions) error {
	f, err := halfFormat(h)
	if err != nil {
		return err
	}
	return pack(f, mask, y, v, o)
}

func (reference) Pack32(mask []uint32, y, v []float32, o PackOptions) error {
	return pack(float32Format, mask, bits32(y), bits32(v), o)
}

func (reference) Pack64(mask []uint32, y, v []float64, o PackOptions) error {
	return pack(float64Format, mask, bits64(y), bits64(v), o)
}

func (reference) GradMask16(dx, dy []uint16, mask []uint32, h Half, o MaskOptions) error {
	f, err := halfFormat(h)
	if err != nil {
		return err
	}
	return gradMask(f, dx, dy, mask, o)
}

func (reference) GradMask32(dx, dy []float32, mask []uint32, o MaskOptions) error {
	return gradMask(float32Format, bits32(dx), bits32(dy), mask, o)
}

func (reference) GradMask64(dx, dy []float64, mask []uint32, o MaskOptions) error {
	return gradMask(float64Format, bits64(dx), bits64(dy), mask, o)
}

// pack writes the mask of v, and y = Relu(v) unless y is nil. Each element is read
// before y is written at the same place, so that y may be v.
func pack[P pattern](f format[P], mask []uint32, y, v []P, o PackOptions) error {
	if err := CheckPack(len(mask), len(y), len(v), y != nil, o); err != nil {
		return err
	}
	clear(mask)
	for i, p := range v {
		if f.passes(p, o.Predicate) {
			word, bit := o.Layout.Locate(int64(i))
			mask[word] |= 1 << bit
		}
		if y != nil {
			y[i] = f.relu(p, o.Zeros)
		}
	}
	return nil
}

// gradMask writes dx from dy and the mask. dx may be dy.
func gradMask[P pattern](f format[P], dx, dy []P, mask []uint32, o MaskOptions) error {
	if err := CheckGradMask(len(dx), len(dy), len(mask), o); err != nil {
		return err
	}
	for i, p := range dy {
		word, bit := o.Layout.Locate(int64(i))
		switch {
		case mask[word]>>bit&1 == 1:
			dx[i] = p
		case o.Combine == Mul:
			dx[i] = f.times0(p)
		default:
			dx[i] = 0
		}
	}
	return nil
}
