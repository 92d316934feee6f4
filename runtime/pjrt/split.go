package pjrt

import (
	"fmt"
	"math"
	"slices"
)

// Split says how a tensor is split among the devices of a program. Several devices may hold
// the same part.
type Split struct {
	// Parts are the equal parts into which each dimension is cut.
	Parts []int64
	// At is, for each device, the number of the part along each dimension that it holds.
	At [][]int64
}

// check returns the dimensions of a part.
func (s Split) check(dims []int64, devices int) ([]int64, error) {
	if len(s.Parts) != len(dims) || len(s.At) != devices {
		return nil, fmt.Errorf("a tensor of %d dimensions is split along %d, among %d devices of %d", len(dims), len(s.Parts), len(s.At), devices)
	}
	out := slices.Clone(dims)
	for i, n := range s.Parts {
		if n < 1 || dims[i]%n != 0 {
			return nil, fmt.Errorf("dimension %d of a tensor of %v cannot be cut into %d equal parts", i, dims, n)
		}
		out[i] /= n
	}
	for device, at := range s.At {
		for i, n := range s.Parts {
			if len(at) != len(dims) || at[i] < 0 || at[i] >= n {
				return nil, fmt.Errorf("device %d holds the part %v, and there are %v", device, at, s.Parts)
			}
		}
	}
	return out, nil
}

// BuffersFor copies to each device of the program its part of a tensor.
func (e *Executable) BuffersFor(dtype DType, dims []int64, host []byte, s Split) ([]*Buffer, error) {
	part, err := s.check(dims, e.devices)
	if err != nil {
		return nil, err
	}
	bytes, err := sizeOf(dtype, dims)
	switch {
	case err != nil:
		return nil, err
	case bytes != int64(len(host)):
		return nil, fmt.Errorf("a tensor %s has %d bytes, and %d are given", shapeText(dtype, dims), bytes, len(host))
	case e.loaded == nil:
		return nil, fmt.Errorf("the executable was compiled by the %s and does not run: compile it by a client", e.owner.what)
	}
	var out []*Buffer
	for device, at := range s.At {
		data := host
		if !slices.Equal(part, dims) {
			data = make([]byte, int64(len(host))/product(s.Parts))
			eachRun(dims, part, at, dtype.Size(), func(whole, own, n int64) { copy(data[own:own+n], host[whole:whole+n]) })
		}
		b, err := e.client.BufferOn(e.places[device], dtype, part, data)
		if err != nil {
			closeAll(out)
			return nil, err
		}
		out = append(out, b)
	}
	return out, nil
}

// Join copies the parts of a tensor to the host, in row-major order. buffers are those of
// the devices; of devices with the same part the first is read.
func (s Split) Join(buffers []*Buffer) (host []byte, dims []int64, err error) {
	if len(buffers) == 0 || len(s.Parts) != len(buffers[0].dims) {
		return nil, nil, fmt.Errorf("%d buffers are no tensor in %v parts", len(buffers), s.Parts)
	}
	dims = slices.Clone(buffers[0].dims)
	for i, n := range s.Parts {
		if n < 1 || dims[i] > math.MaxInt64/n {
			return nil, nil, fmt.Errorf("%v parts of %v are no tensor", s.Parts, dims)
		}
		dims[i] *= n
	}
	part, err := s.check(dims, len(buffers))
	if err != nil {
		return nil, nil, err
	}
	bytes, err := sizeOf(buffers[0].dtype, dims)
	if err != nil {
		return nil, nil, err
	}
	host = make([]byte, bytes)
	var seen [][]int64
	for device, at := range s.At {
		if slices.ContainsFunc(seen, func(x []int64) bool { return slices.Equal(x, at) }) {
			continue
		}
		seen = append(seen, at)
		data, err := buffers[device].ToHost()
		if err != nil {
			return nil, nil, err
		}
		if int64(len(data)) != bytes/product(s.Parts) {
			return nil, nil, fmt.Errorf("the part of device %d is %s, and that of device 0 %s", device,
				shapeText(buffers[device].dtype, buffers[device].dims), shapeText(buffers[0].dtype, buffers[0].dims))
		}
		eachRun(dims, part, at, buffers[0].dtype.Size(), func(whole, own, n int64) { copy(host[whole:whole+n], data[own:own+n]) })
	}
	return host, dims, nil
}

// eachRun calls f for every run of bytes that lies together in the whole tensor and in the
// part at: where it starts in both, and its length.
func eachRun(dims, part, at []int64, size int64, f func(whole, own, n int64)) {
	if product(part) == 0 {
		return
	}
	// Dimensions from last on are whole, so that a run has them all.
	last := len(dims)
	run := size
	for last > 0 && part[last-1] == dims[last-1] {
		last--
		run *= dims[last]
	}
	if last > 0 {
		last--
		run *= part[last]
	}
	index := make([]int64, last)
	for own := int64(0); own < size*product(part); own += run {
		whole := int64(0)
		for i := range last {
			whole = whole*dims[i] + at[i]*part[i] + index[i]
		}
		if last < len(dims) {
			whole = whole*dims[last] + at[last]*part[last]
		}
		for i := last + 1; i < len(dims); i++ {
			whole *= dims[i]
		}
		f(whole*size, own, run)
		for i := last - 1; i >= 0; i-- {
			if index[i]++; index[i] < part[i] {
				break
			}
			index[i] = 0
		}
	}
}

func product(v []int64) int64 {
	n := int64(1)
	for _, x := range v {
		n *= x
	}
	return n
}

func closeAll(buffers []*Buffer) {
	for _, b := range buffers {
		// What cannot be released goes with the client.
		_ = b.Close()
	}
}
