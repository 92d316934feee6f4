package pjrt

import (
	"fmt"
	"math"
	"runtime"
	"unsafe"
)

// Option is a setting of a client or a topology, whose names and types each plugin has its
// own of. Value is a string, an int64, a []int64, a float32 or a bool.
type Option struct {
	Name  string
	Value any
}

// Kinds of values, as the API numbers them.
const (
	kindString = iota
	kindInt64
	kindInt64s
	kindFloat
	kindBool
)

// encodeOptions makes the plugin's array of options. What they point to is pinned until
// unpin.
func encodeOptions(options []Option) (list []namedValue, unpin func(), err error) {
	pinner := &runtime.Pinner{}
	list = make([]namedValue, len(options))
	for i, o := range options {
		v := &list[i]
		v.size = unsafe.Sizeof(*v)
		v.name, v.length, v.count = bytesOf([]byte(o.Name)), uintptr(len(o.Name)), 1
		address := func(p unsafe.Pointer, n int) {
			pinner.Pin(p)
			v.value = uint64(uintptr(p))
			v.count = uintptr(n)
		}
		switch x := o.Value.(type) {
		case string:
			v.kind = kindString
			address(unsafe.Pointer(bytesOf([]byte(x))), len(x))
		case []int64:
			v.kind = kindInt64s
			address(unsafe.Pointer(first(append([]int64{}, x...))), len(x))
		case int64:
			v.kind = kindInt64
			v.value = uint64(x)
		case float32:
			v.kind = kindFloat
			v.value = uint64(math.Float32bits(x))
		case bool:
			v.kind = kindBool
			if x {
				v.value = 1
			}
		default:
			pinner.Unpin()
			return nil, nil, fmt.Errorf("option %s is a %T: give a string, int64, []int64, float32 or bool", o.Name, o.Value)
		}
	}
	return list, pinner.Unpin, nil
}

// number reads a value that the plugin wrote, if it is a number.
func (v *namedValue) number() (float64, bool) {
	switch v.kind {
	case kindInt64:
		return float64(int64(v.value)), true
	case kindFloat:
		return float64(math.Float32frombits(uint32(v.value))), true
	}
	return 0, false
}

// bytesOf is where b starts, an address even if it is empty.
func bytesOf(b []byte) *byte { return first(b) }

// first is where s starts, an address even if it is empty.
func first[T any](s []T) *T {
	if len(s) == 0 {
		return new(T)
	}
	return &s[0]
}
