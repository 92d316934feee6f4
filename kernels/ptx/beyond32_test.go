package ptx_test

import (
	"bytes"
	"encoding/binary"
	"slices"
	"testing"

	"github.com/unswag/unswagc/internal/ptxsim"
	"github.com/unswag/unswagc/kernels/ptx"
)

// TestBeyond32Bits runs the blocks of tensors of 2^33 + 37 elements, and of the largest
// that a grid can cover, around the elements and bytes at which a 32-bit number
// overflows. The tensors are sparse: the pages that exist afterwards tell whether
// anything else was touched.
func TestBeyond32Bits(t *testing.T) {
	k := interpret(t)
	for _, e := range ptx.All() {
		t.Run(e.Name(), func(t *testing.T) {
			g := e.Geometry()
			for _, offset := range []int{0, 1} {
				n := int64(1<<33 + 37)
				newSparse(t, k, e, n, offset).check(t, edgeBlocks(e, n))
				n = (1<<31-1)*g.Elements - 5
				newSparse(t, k, e, n, offset).check(t, edgeBlocks(e, n))
			}
		})
	}
}

// edgeBlocks are the blocks before and behind every place where elements, or bytes of the
// data or of the mask, pass 2^31 and 2^32, and the first and the last blocks.
func edgeBlocks(e ptx.Entry, n int64) []int {
	g := e.Geometry()
	last := g.Grid(n) - 1
	blocks := []int{0, int(last - 1), int(last)}
	for _, edge := range []int64{1 << 31, 1 << 32} {
		for _, element := range []int64{edge, edge / int64(e.Type.Size()), edge * 8} {
			if b := element / g.Elements; b <= last {
				blocks = append(blocks, int(b-1), int(b))
			}
		}
	}
	slices.Sort(blocks)
	return slices.Compact(blocks)
}

// sparse is a call on tensors too large for any machine.
type sparse struct {
	k        interpreted
	e        ptx.Entry
	n        int64
	memory   ptxsim.Memory
	pointers map[string]ptxsim.Pointer
	params   []uint64
}

// newSparse makes the tensors. Those of data start offset elements behind a boundary.
func newSparse(t *testing.T, k interpreted, e ptx.Entry, n int64, offset int) *sparse {
	t.Helper()
	s := &sparse{k: k, e: e, n: n, pointers: map[string]ptxsim.Pointer{}}
	size := int64(e.Type.Size())
	for _, p := range e.Params() {
		value := uint64(n)
		if p.Kind != ptx.Count {
			bytes, at, fill := n*size, offset*int(size), func(at int64, page []byte) { fillData(e, at, page) }
			if p.Name == "mask" {
				bytes, at, fill = (n+31)/32*4, 0, fillMask
			}
			if p.Kind == ptx.Output {
				fill = nil
			}
			s.pointers[p.Name] = s.memory.AllocSparse(bytes, at, fill)
			value = uint64(s.pointers[p.Name])
			if p.Kind == ptx.Input {
				s.memory.Protect(s.pointers[p.Name])
			}
		}
		s.params = append(s.params, value)
	}
	return s
}

func fillData(e ptx.Entry, at int64, page []byte) {
	size := e.Type.Size()
	for i := 0; i < len(page); i += size {
		put(page[i:], e.Type, pattern(e.Type, (at+int64(i))/int64(size)))
	}
}

func fillMask(at int64, page []byte) {
	for i := 0; i < len(page); i += 4 {
		binary.LittleEndian.PutUint32(page[i:], uint32(hash(at+int64(i))))
	}
}

// check runs blocks and compares what they own.
func (s *sparse) check(t *testing.T, blocks []int) {
	t.Helper()
	g := s.e.Geometry()
	err := s.k.module.LaunchBlocks(&s.memory, s.e.Name(), int(g.Grid(s.n)), g.Block, blocks, s.params...)
	if err != nil {
		t.Fatalf("n=%d: %v", s.n, err)
	}
	for name, p := range s.pointers {
		if got, want := s.memory.Pages(p), s.pages(name, blocks); got != want {
			t.Errorf("n=%d: %s has %d pages that were touched, want %d", s.n, name, got, want)
		}
	}
	for _, b := range blocks {
		s.checkBlock(t, b)
	}
}

// extent is where a tensor's bytes for a block start and how many there are.
func (s *sparse) extent(name string, block int) (start int64, n int) {
	g := s.e.Geometry()
	first := int64(block) * g.Elements
	count := min(g.Elements, s.n-first)
	if name == "mask" {
		return first / 8, int(count+31) / 32 * 4
	}
	size := int64(s.e.Type.Size())
	return first * size, int(count * size)
}

// pages is the number of pages that the blocks touch in a tensor.
func (s *sparse) pages(name string, blocks []int) int {
	all := map[int64]bool{}
	for _, b := range blocks {
		start, n := s.extent(name, b)
		from := int64(s.pointers[name]) + start
		for page := from / ptxsim.PageBytes; page <= (from+int64(n)-1)/ptxsim.PageBytes; page++ {
			all[page] = true
		}
	}
	return len(all)
}

func (s *sparse) read(t *testing.T, name string, block int) []byte {
	t.Helper()
	start, n := s.extent(name, block)
	out := aligned(n, 0)
	got, err := s.memory.Read(s.pointers[name]+ptxsim.Pointer(start), n)
	if err != nil {
		t.Fatal(err)
	}
	copy(out, got)
	return out
}

func (s *sparse) checkBlock(t *testing.T, block int) {
	t.Helper()
	input, output := "v", "y"
	if s.e.Op == ptx.GradMask {
		input, output = "dy", "dx"
	}
	in, mask := s.read(t, input, block), s.read(t, "mask", block)
	wantMask, want := reference(t, s.e, in, mask)
	if s.e.Op == ptx.Pack && !bytes.Equal(mask, wantMask) {
		t.Errorf("n=%d: the mask of block %d is not the reference's", s.n, block)
	}
	if want == nil {
		return
	}
	if got := s.read(t, output, block); firstWrong(s.e, got, want) >= 0 {
		t.Errorf("n=%d: element %d of block %d is not the reference's", s.n, firstWrong(s.e, got, want), block)
	}
}
