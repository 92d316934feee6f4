package pjrt

import (
	"bytes"
	"fmt"
	"testing"
)

// TestEachRun cuts tensors into parts and puts them together again.
func TestEachRun(t *testing.T) {
	for _, c := range []struct{ dims, parts []int64 }{
		{[]int64{}, []int64{}}, {[]int64{6}, []int64{3}}, {[]int64{6}, []int64{1}}, {[]int64{4, 6}, []int64{2, 1}},
		{[]int64{4, 6}, []int64{1, 3}}, {[]int64{4, 6}, []int64{2, 2}}, {[]int64{4, 6, 5}, []int64{2, 3, 1}},
		{[]int64{2, 4, 3, 2}, []int64{1, 2, 1, 2}}, {[]int64{2, 0, 4}, []int64{2, 1, 2}},
	} {
		size, whole := int64(4), make([]byte, 4*product(c.dims))
		for i := range whole {
			whole[i] = byte(i)
		}
		part := make([]int64, len(c.dims))
		for i, n := range c.parts {
			part[i] = c.dims[i] / n
		}
		again, runs := make([]byte, len(whole)), 0
		for p := range product(c.parts) {
			at := make([]int64, len(c.dims))
			for i := len(at) - 1; i >= 0; i-- {
				at[i], p = p%c.parts[i], p/c.parts[i]
			}
			// Element by element, as the definition says.
			own := make([]byte, 0, size*product(part))
			for e := range product(part) {
				offset, stride, rest := int64(0), int64(1), e
				for i := len(at) - 1; i >= 0; i-- {
					offset += (at[i]*part[i] + rest%part[i]) * stride
					rest, stride = rest/part[i], stride*c.dims[i]
				}
				own = append(own, whole[size*offset:size*(offset+1)]...)
			}
			got := make([]byte, len(own))
			eachRun(c.dims, part, at, size, func(w, o, n int64) {
				runs++
				copy(got[o:o+n], whole[w:w+n])
				copy(again[w:w+n], own[o:o+n])
			})
			if !bytes.Equal(got, own) {
				t.Errorf("%v in %v parts: part %v is %v, want %v", c.dims, c.parts, at, got, own)
			}
		}
		if !bytes.Equal(again, whole) {
			t.Errorf("%v in %v parts does not come together again", c.dims, c.parts)
		}
		if product(c.parts) == 1 && product(c.dims) > 0 && runs != 1 {
			t.Errorf("%v whole is copied in %d runs", c.dims, runs)
		}
	}
}

// TestSplit runs a partitioned program on whole tensors.
func TestSplit(t *testing.T) {
	c := cpuClient(t)
	if len(c.Devices()) < 2 {
		t.Skipf("the plugin has %d device, and the test needs 2", len(c.Devices()))
	}
	e := must[*Executable](t)(c.Compile([]byte(halves), CompileOptions{Partitions: 2}))
	rows := Split{Parts: []int64{2, 1}, At: [][]int64{{0, 0}, {1, 0}}}
	both := Split{Parts: []int64{1}, At: [][]int64{{0}, {0}}}
	x := floats(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11)
	parts := must[[]*Buffer](t)(e.BuffersFor(F32, []int64{4, 3}, x, rows))
	out := must[[][]*Buffer](t)(e.RunAll([][]*Buffer{parts[:1], parts[1:]}))
	data, dims, err := rows.Join([]*Buffer{out[0][0], out[1][0]})
	if err != nil || fmt.Sprint(dims) != "[4 3]" || string(data) != string(floats(0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22)) {
		t.Errorf("the doubled tensor is %v of %v, %v", data, dims, err)
	}
	data, dims, err = both.Join([]*Buffer{out[0][1], out[1][1]})
	if err != nil || fmt.Sprint(dims) != "[3]" || string(data) != string(floats(18, 22, 26)) {
		t.Errorf("the sum is %v of %v, %v", data, dims, err)
	}
	for want, s := range map[string]Split{
		"dimension 0 of a tensor of [4 3] cannot be cut into 3 equal parts": {Parts: []int64{3, 1}, At: rows.At},
		"a tensor of 2 dimensions is split along 1, among 2 devices of 2":   both,
		"device 1 holds the part [2 0], and there are [2 1]":                {Parts: []int64{2, 1}, At: [][]int64{{0, 0}, {2, 0}}},
	} {
		_, err := e.BuffersFor(F32, []int64{4, 3}, x, s)
		wantError(t, err, nil, want)
	}
	_, err = e.BuffersFor(F32, []int64{4, 3}, x[1:], rows)
	wantError(t, err, nil, "a tensor 4x3xf32 has 48 bytes, and 47 are given")
	_, _, err = rows.Join(parts[:1])
	wantError(t, err, nil, "among 2 devices of 1")
	_, _, err = both.Join(nil)
	wantError(t, err, nil, "0 buffers are no tensor")
}
