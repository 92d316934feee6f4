package kernels

import "fmt"

// CheckPack checks the arguments of Pack: lengths in words and elements, whether y
// is wanted, and the options. Every implementation calls it first, so that all
// refuse the same calls with the same words.
func CheckPack(mask, y, v int, hasY bool, o PackOptions) error {
	if o.Predicate > NotLE0 {
		return fmt.Errorf("unknown predicate %d: give GT0 or NotLE0", o.Predicate)
	}
	if o.Zeros > Plus {
		return fmt.Errorf("unknown treatment of zeros %d: give Keep or Plus", o.Zeros)
	}
	if hasY && y != v {
		return fmt.Errorf("y has %d elements and v has %d: they must be equal, or y nil", y, v)
	}
	return checkMask(mask, v, o.Layout)
}

// CheckGradMask checks the arguments of GradMask as CheckPack does.
func CheckGradMask(dx, dy, mask int, o MaskOptions) error {
	if o.Combine > Mul {
		return fmt.Errorf("unknown combine %d: give Select or Mul", o.Combine)
	}
	if dx != dy {
		return fmt.Errorf("dx has %d elements and dy has %d: they must be equal", dx, dy)
	}
	return checkMask(mask, dy, o.Layout)
}

func checkMask(mask, elements int, l Layout) error {
	words, err := l.Words(int64(elements))
	if err != nil {
		return err
	}
	if int64(mask) != words {
		return fmt.Errorf("the mask has %d words: %d elements need exactly %d in the %v layout", mask, elements, words, l)
	}
	return nil
}

func halfFormat(h Half) (format[uint16], error) {
	switch h {
	case Float16:
		return float16Format, nil
	case BFloat16:
		return bfloat16Format, nil
	}
	return format[uint16]{}, fmt.Errorf("unknown 16-bit format %d: give Float16 or BFloat16", h)
}
