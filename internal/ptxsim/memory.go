package ptxsim

import (
	"fmt"
	"sort"
)

// Pointer is an address of global device memory.
type Pointer uint64

// Addresses that no buffer has: the first one lies above 2^44, so that arithmetic of 32
// bits never hits one, and the gap behind each is at least guard bytes.
const (
	firstAddress = 1 << 44
	guard        = 1 << 20
	boundary     = 256
)

// PageBytes is the size of a page of a sparse buffer, and what its address is a multiple
// of.
const PageBytes = 1 << 16

// Memory is the global memory of a device. It may be used by one goroutine at a time.
type Memory struct {
	buffers []*buffer // in the order of their addresses
	last    *buffer   // the one found last
}

// buffer has its bytes in data or, if it is sparse, in pages.
type buffer struct {
	base, size uint64
	data       []byte
	pages      map[uint64][]byte // by address / PageBytes
	fill       func(offset int64, page []byte)
	protected  bool
}

// Alloc returns a new buffer of zeros whose address is offset bytes behind a boundary of
// 256 bytes.
func (m *Memory) Alloc(bytes, offset int) Pointer {
	b := m.add(int64(bytes), offset)
	b.data = make([]byte, bytes)
	return Pointer(b.base)
}

// AllocSparse is Alloc for a buffer whose pages exist once they are touched. fill, if it
// is not nil, then gives their bytes: those from offset on, counted from the buffer's
// start.
func (m *Memory) AllocSparse(bytes int64, offset int, fill func(offset int64, page []byte)) Pointer {
	b := m.add(bytes, offset)
	b.pages, b.fill = map[uint64][]byte{}, fill
	return Pointer(b.base)
}

func (m *Memory) add(bytes int64, offset int) *buffer {
	start := uint64(firstAddress)
	if n := len(m.buffers); n > 0 {
		start = m.buffers[n-1].base + m.buffers[n-1].size + guard
	}
	b := &buffer{base: (start+boundary-1)/boundary*boundary + uint64(offset), size: uint64(bytes)}
	m.buffers = append(m.buffers, b)
	return b
}

// Protect makes a kernel's writes to p's buffer errors.
func (m *Memory) Protect(p Pointer) {
	if b := m.find(uint64(p)); b != nil {
		b.protected = true
	}
}

// Bytes returns the memory from p to the end of its buffer. It is nil if p lies in no
// buffer, or in a sparse one.
func (m *Memory) Bytes(p Pointer) []byte {
	b := m.find(uint64(p))
	if b == nil || b.data == nil {
		return nil
	}
	return b.data[uint64(p)-b.base:]
}

// Read copies the n bytes from p on out of any buffer.
func (m *Memory) Read(p Pointer, n int) ([]byte, error) {
	out := make([]byte, n)
	for i := range out {
		b, err := m.at(uint64(p)+uint64(i), 1)
		if err != nil {
			return nil, err
		}
		out[i] = b.bytes(uint64(p)+uint64(i), 1)[0]
	}
	return out, nil
}

// Pages returns the number of pages of p's sparse buffer that exist.
func (m *Memory) Pages(p Pointer) int {
	if b := m.find(uint64(p)); b != nil {
		return len(b.pages)
	}
	return 0
}

// find returns the buffer with the highest address up to a, if a lies in it or at its
// end.
func (m *Memory) find(a uint64) *buffer {
	i := sort.Search(len(m.buffers), func(i int) bool { return m.buffers[i].base > a })
	if i == 0 || a > m.buffers[i-1].base+m.buffers[i-1].size {
		return nil
	}
	return m.buffers[i-1]
}

// at returns the buffer that holds the n bytes from a on.
func (m *Memory) at(a uint64, n int) (*buffer, error) {
	if b := m.last; b != nil && a-b.base < b.size && b.size-(a-b.base) >= uint64(n) {
		return b, nil
	}
	i := sort.Search(len(m.buffers), func(i int) bool { return m.buffers[i].base > a })
	if i == 0 {
		return nil, fmt.Errorf("no buffer lies at or below that address")
	}
	b := m.buffers[i-1]
	if a-b.base >= b.size || b.size-(a-b.base) < uint64(n) {
		return nil, fmt.Errorf("the nearest buffer below has %d bytes and starts %d bytes before", b.size, a-b.base)
	}
	m.last = b
	return b, nil
}

// bytes returns n bytes from a on. They lie in b, and within one page.
func (b *buffer) bytes(a uint64, n int) []byte {
	if b.data != nil {
		return b.data[a-b.base:][:n]
	}
	number := a / PageBytes
	page := b.pages[number]
	if page == nil {
		page = make([]byte, PageBytes)
		b.pages[number] = page
		if b.fill != nil {
			from := max(number*PageBytes, b.base)
			to := min((number+1)*PageBytes, b.base+b.size)
			b.fill(int64(from-b.base), page[from-number*PageBytes:to-number*PageBytes])
		}
	}
	return page[a%PageBytes:][:n]
}
