package cuda

import (
	"fmt"
	"math"
	"slices"
	"unsafe"

	"github.com/unswag/unswagc/kernels/ptx"
)

// maxGrid is how many blocks the driver takes in one dimension.
const maxGrid = math.MaxInt32

// maxParams is how many parameters an entry has at most: v, y, mask, n.
const maxParams = 4

// kernel is an entry of a loaded module.
type kernel struct {
	handle   uintptr
	name     string
	pointers []ptx.Param // all parameters but n, which is the last
	size     int64       // bytes of an element
	geometry ptx.Geometry
}

// frame is what the driver reads the arguments from: pointers to their values.
type frame struct {
	at     [maxParams]unsafe.Pointer
	values [maxParams]uint64
}

// Launch starts a kernel on n elements in the order of the stream and does not wait. The
// pointers are in the order of e.Params(), without n. They must be aligned as Params
// says, and each hold its n elements, or ceil(n/32) words; y may be v and dx may be dy,
// nothing else may overlap. With no elements nothing is launched. What the kernel does
// wrong, or was made to do, shows in a later call (ErrLost).
func (m *Module) Launch(s *Stream, e ptx.Entry, n int64, pointers ...Pointer) error {
	c := m.c
	stream, err := c.streamHandle(s)
	if err != nil {
		return err
	}
	k, err := m.kernel(e)
	if err != nil {
		return err
	}
	if err := k.check(n, pointers, c.owned.left); err != nil {
		return fmt.Errorf("%s on %v: %w", k.name, c, err)
	}
	if n == 0 {
		return nil
	}
	return c.launch(k, stream, n, pointers)
}

func (c *Context) launch(k *kernel, stream uintptr, n int64, pointers []Pointer) error {
	if err := c.enter(); err != nil {
		return err
	}
	defer c.leave()
	f, _ := c.frames.Get().(*frame)
	if f == nil {
		f = &frame{}
		for i := range f.at {
			f.at[i] = unsafe.Pointer(&f.values[i])
		}
	}
	defer c.frames.Put(f)
	for i, p := range pointers {
		f.values[i] = uint64(p)
	}
	f.values[len(pointers)] = uint64(n)
	c.pending.add(stream, k.name)
	code := c.drv.call(fnLaunchKernel, k.handle, uintptr(k.geometry.Grid(n)), 1, 1, uintptr(k.geometry.Block), 1, 1, 0,
		stream, uintptr(unsafe.Pointer(&f.at[0])), 0)
	if code == 0 {
		return nil
	}
	if err := c.sticky(c.drv.failure(fnLaunchKernel, code)); err != nil {
		return fmt.Errorf("cannot launch %s on %v: %w", k.name, c, err)
	}
	return nil
}

// kernel looks an entry up, in the driver when it is used for the first time.
func (m *Module) kernel(e ptx.Entry) (*kernel, error) {
	if m.gone.Load() {
		return nil, m.c.errGone("module")
	}
	e = e.Canonical()
	m.mu.RLock()
	k := m.kernels[e]
	m.mu.RUnlock()
	if k != nil {
		return k, nil
	}
	if !slices.Contains(ptx.All(), e) {
		return nil, fmt.Errorf("%v: there is no kernel for %+v: its type, predicate, zeros or combine is unknown", m.c, e)
	}
	return m.find(e, e.Geometry())
}

func newKernel(e ptx.Entry, g ptx.Geometry) *kernel {
	pointers := slices.DeleteFunc(e.Params(), func(p ptx.Param) bool { return p.Kind == ptx.Count })
	return &kernel{name: e.Name(), size: int64(e.Type.Size()), geometry: g, pointers: pointers}
}

// find looks an entry up in the driver.
func (m *Module) find(e ptx.Entry, g ptx.Geometry) (*kernel, error) {
	k := newKernel(e, g)
	name := append([]byte(k.name), 0)
	err := m.c.call(fnModuleGetFunction, uintptr(unsafe.Pointer(&k.handle)), m.handle, uintptr(unsafe.Pointer(&name[0])))
	if codeOf(err) == codeNotFound {
		return nil, fmt.Errorf("%v: the module has no kernel %s: load one that was made for it (%w)", m.c, k.name, err)
	}
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.kernels[e] = k
	return k, nil
}

// CheckArguments refuses arguments with which the kernel of e would fault or overwrite its
// input, as Launch does. left says how many bytes of a buffer lie from an address on, -1
// where that is not known. It is for those who launch by other means.
func CheckArguments(e ptx.Entry, n int64, pointers []Pointer, left func(Pointer) int64) error {
	if !slices.Contains(ptx.All(), e.Canonical()) {
		return fmt.Errorf("there is no kernel for %+v: its type, predicate, zeros or combine is unknown", e)
	}
	k := newKernel(e.Canonical(), e.Geometry())
	if err := k.check(n, pointers, left); err != nil {
		return fmt.Errorf("%s: %w", k.name, err)
	}
	return nil
}

// check is CheckArguments for a kernel that exists.
func (k *kernel) check(n int64, pointers []Pointer, left func(Pointer) int64) error {
	if len(pointers) != len(k.pointers) {
		return fmt.Errorf("it takes %d pointers and got %d", len(k.pointers), len(pointers))
	}
	if n < 0 {
		return fmt.Errorf("a tensor cannot have %d elements", n)
	}
	if n > math.MaxInt64/k.size || k.geometry.Grid(n) > maxGrid {
		return fmt.Errorf("%d elements are more than one launch takes, which are %d", n, min(math.MaxInt64/k.size, maxGrid*k.geometry.Elements))
	}
	if n == 0 {
		return nil
	}
	for i, p := range pointers {
		want := k.pointers[i]
		switch {
		case p == 0:
			return fmt.Errorf("%s is a null pointer", want.Name)
		case p%Pointer(want.Align) != 0:
			return fmt.Errorf("%s (%#x) is not aligned to %d bytes", want.Name, uint64(p), want.Align)
		}
		if has, needs := left(p), k.bytes(want, n); has >= 0 && has < needs {
			return fmt.Errorf("%s of %d elements needs %d bytes at %#x, and the buffer has %d", want.Name, n, needs, uint64(p), has)
		}
	}
	return k.apart(n, pointers)
}

// bytes is the size of an argument for n elements.
func (k *kernel) bytes(p ptx.Param, n int64) int64 {
	if p.Name == "mask" {
		return (n-1)/32*4 + 4
	}
	return n * k.size
}

// apart refuses an output that overlaps another argument, save a tensor in place.
func (k *kernel) apart(n int64, pointers []Pointer) error {
	for i, p := range pointers {
		for j, q := range pointers[:i] {
			a, b := k.pointers[i], k.pointers[j]
			inPlace := p == q && a.Name != "mask" && b.Name != "mask"
			if inPlace || a.Kind == ptx.Input && b.Kind == ptx.Input {
				continue
			}
			if p < q+Pointer(k.bytes(b, n)) && q < p+Pointer(k.bytes(a, n)) {
				return fmt.Errorf("%s (%#x) and %s (%#x) overlap", b.Name, uint64(q), a.Name, uint64(p))
			}
		}
	}
	return nil
}
