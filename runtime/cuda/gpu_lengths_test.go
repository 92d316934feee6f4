package cuda

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

// longest is the length up to which all lengths are tested: two blocks of the kernels and
// what follows them, for the wider types.
const longest = 4200

// TestGPULengths launches every entry on every length, out of place and in place, with
// data at the boundary of a vector and 2, 4 and 8 bytes off it, and compares all memory.
func TestGPULengths(t *testing.T) {
	c := gpu(t)
	m, err := c.LoadEntries(ptx.All())
	m = get(t, m, err)
	for _, e := range ptx.All() {
		t.Run(e.Name(), func(t *testing.T) {
			t.Parallel()
			for _, off := range []int{0, 2, 4, 8} {
				if off%e.Type.Size() != 0 {
					continue
				}
				newLengths(e, off, (off*3+e.Type.Size())%16, false, 1, longest).run(t, c, m)
				newLengths(e, off, off, false, 1, longest).run(t, c, m)
				if e.Op == ptx.GradMask || e.Y {
					newLengths(e, off, off, true, 1, longest).run(t, c, m)
				}
			}
		})
	}
}

// TestGPUSanitized launches every entry a few times. It is what compute-sanitizer runs.
func TestGPUSanitized(t *testing.T) {
	c := gpu(t)
	m, err := c.LoadEntries(ptx.All())
	m = get(t, m, err)
	for _, e := range ptx.All() {
		size := e.Type.Size()
		newLengths(e, 0, 0, false, 1021, 2*int(e.Geometry().Elements)+100).run(t, c, m)
		newLengths(e, size, 3*size%16, false, 1777, 2*int(e.Geometry().Elements)).run(t, c, m)
		if e.Op == ptx.GradMask || e.Y {
			newLengths(e, 0, 0, true, 2045, int(e.Geometry().Elements)+33).run(t, c, m)
		}
	}
}

// lengths is one entry on many lengths: all outputs lie in one arena, each in a place of
// its own, so that what is written beside one is seen.
type lengths struct {
	e          ptx.Entry
	in, mask   []byte // of the longest
	all        []int
	inOff      int // bytes from the boundary of a vector
	inPlace    bool
	out, words []int // where the outputs of each length start in the arena
	arena      int   // its size in bytes
}

// newLengths plans the lengths 0, step, 2*step ... and the last.
func newLengths(e ptx.Entry, inOff, outOff int, inPlace bool, step, last int) *lengths {
	l := &lengths{e: e, inOff: inOff, inPlace: inPlace}
	l.in, l.mask = sample(e.Type, last, uint64(inOff)), randomBytes((last+31)/32*4, uint64(outOff))
	for n := 0; n < last; n += step {
		l.all = append(l.all, n)
	}
	l.all = append(l.all, last)
	at := 0
	place := func(bytes, off int) int {
		start := (at+16+15)/16*16 + off // at least 16 bytes between
		at = start + bytes
		return start
	}
	for _, n := range l.all {
		l.out = append(l.out, place(n*e.Type.Size(), outOff))
		l.words = append(l.words, place((n+31)/32*4, outOff/4*4))
	}
	l.arena = at + 16
	return l
}

// hasOut is whether the entry writes elements.
func (l *lengths) hasOut() bool { return l.e.Op == ptx.GradMask || l.e.Y }

func (l *lengths) run(t *testing.T, c *Context, m *Module) {
	t.Helper()
	got, err := l.compute(c, m)
	if err != nil {
		t.Fatal(err)
	}
	want, err := l.expect()
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Equal(got, want) {
		return
	}
	for i, n := range l.all {
		end := l.arena
		if i+1 < len(l.all) {
			end = l.out[i+1]
		}
		if i == 0 && !bytes.Equal(got[:l.out[0]], want[:l.out[0]]) {
			t.Fatalf("%s wrote before its first output", l.e.Name())
		}
		if at := firstDifference(l.e, got[l.out[i]:end], want[l.out[i]:end]); at >= 0 {
			t.Fatalf("%s, n=%d, %d bytes off, in place %t: byte %d differs (the mask is at %d): %#x, want %#x", l.e.Name(), n, l.inOff, l.inPlace,
				at, l.words[i]-l.out[i], got[l.out[i]+at], want[l.out[i]+at])
		}
	}
}

// compute runs all lengths on the device and returns the arena.
func (l *lengths) compute(c *Context, m *Module) ([]byte, error) {
	in, err := c.Alloc(int64(len(l.in) + 16))
	if err != nil {
		return nil, err
	}
	mask, err := c.Alloc(int64(len(l.mask)))
	if err != nil {
		return nil, err
	}
	arena, err := c.Alloc(int64(l.arena))
	if err != nil {
		return nil, err
	}
	in += Pointer(l.inOff)
	if err := c.CopyToDevice(in, l.in, nil); err != nil {
		return nil, err
	}
	if err := c.CopyToDevice(mask, l.mask, nil); err != nil {
		return nil, err
	}
	if err := c.Fill(arena, poison, int64(l.arena), nil); err != nil {
		return nil, err
	}
	for i, n := range l.all {
		if err := l.launch(c, m, n, in, arena+Pointer(l.out[i]), mask, arena+Pointer(l.words[i])); err != nil {
			return nil, err
		}
	}
	got := make([]byte, l.arena)
	if err := c.CopyToHost(got, arena, nil); err != nil {
		return nil, err
	}
	for _, p := range []Pointer{in - Pointer(l.inOff), mask, arena} {
		if err := c.Free(p); err != nil {
			return nil, err
		}
	}
	return got, nil
}

func (l *lengths) launch(c *Context, m *Module, n int, in, out, maskIn, maskOut Pointer) error {
	if l.inPlace {
		if err := c.CopyOnDevice(out, in, int64(n*l.e.Type.Size()), nil); err != nil {
			return err
		}
		in = out
	}
	switch {
	case l.e.Op == ptx.GradMask:
		return m.Launch(nil, l.e, int64(n), in, maskIn, out)
	case l.e.Y:
		return m.Launch(nil, l.e, int64(n), in, out, maskOut)
	}
	return m.Launch(nil, l.e, int64(n), in, maskOut)
}

// expect is the arena by the reference: results of the longest, cut.
func (l *lengths) expect() ([]byte, error) {
	in, words := aligned(l.in), view[uint32](aligned(l.mask))
	out := aligned(l.in)
	if !l.hasOut() {
		out = nil
	}
	if err := apply(kernels.Reference(), l.e, out, words, in); err != nil {
		return nil, err
	}
	want := bytes.Repeat([]byte{poison}, l.arena)
	for i, n := range l.all {
		if l.hasOut() {
			copy(want[l.out[i]:], out[:n*l.e.Type.Size()])
		}
		if l.e.Op == ptx.Pack {
			cut(want[l.words[i]:], words, n)
		}
	}
	return want, nil
}

// cut writes the words of the first n bits.
func cut(to []byte, words []uint32, n int) {
	for w := 0; w*32 < n; w++ {
		word := words[w]
		if n < w*32+32 {
			word &= 1<<(n%32) - 1
		}
		binary.LittleEndian.PutUint32(to[w*4:], word)
	}
}

// TestLengthsPlan checks the test itself: nothing overlaps, and all lies where it should.
func TestLengthsPlan(t *testing.T) {
	for _, off := range []int{0, 4, 8} {
		l := newLengths(packYF32, off, off, false, 7, 100)
		end := 0
		for i, n := range l.all {
			if l.out[i] < end+16 || l.words[i] < l.out[i]+4*n+16 || l.out[i]%16 != off || l.words[i]%4 != 0 {
				t.Fatal(fmt.Sprint(off, n, l.out[i], l.words[i], end))
			}
			end = l.words[i] + (n+31)/32*4
		}
		if l.all[len(l.all)-1] != 100 || end+16 != l.arena {
			t.Errorf("the last length is %d, the arena ends at %d, its last output at %d", l.all[len(l.all)-1], l.arena, end)
		}
	}
}
