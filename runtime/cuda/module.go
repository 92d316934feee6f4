package cuda

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"unsafe"

	"github.com/unswag/unswagc/kernels/ptx"
)

// Module is kernels that are loaded onto the device.
type Module struct {
	c      *Context
	handle uintptr
	gone   atomic.Bool

	mu      sync.RWMutex
	kernels map[ptx.Entry]*kernel // by canonical entry
	nodes   map[string][]node     // of LoadCompiled, by name
}

// LoadEntries writes the PTX of the entries and loads it. The driver compiles it for the
// device, which takes a moment for each entry unless the driver has it in its cache.
func (c *Context) LoadEntries(entries []ptx.Entry) (*Module, error) {
	text, err := ptx.Module(entries)
	if err != nil {
		return nil, err
	}
	return c.Load([]byte(text))
}

// Load loads a PTX text of package ptx, or a cubin of one, of this version: for files of
// the compiler there is LoadCompiled. The error has the log of the driver's compiler, or
// says which driver reads such a text (ErrOldDriver).
func (c *Context) Load(image []byte) (*Module, error) {
	if len(image) == 0 {
		return nil, fmt.Errorf("%v: the module is empty: give a PTX text or a cubin", c)
	}
	if err := c.enter(); err != nil {
		return nil, err
	}
	defer c.leave()
	m := &Module{c: c, kernels: map[ptx.Entry]*kernel{}}
	log, err := c.loadData(&m.handle, append(image[:len(image):len(image)], 0)) // a text ends in 0
	if err != nil {
		return nil, c.explainLoad(c.sticky(err), image, log)
	}
	c.owned.add(resource{fnModuleUnload, m.handle})
	return m, nil
}

// jitValues are the values of jitOptions, a void* each: where the log goes and its size.
type jitValues struct {
	log  unsafe.Pointer
	size uintptr
}

var jitOptions = [2]int32{5, 6} // CU_JIT_ERROR_LOG_BUFFER, and its size in bytes

// loadData loads an image and returns the log of the driver's compiler.
func (c *Context) loadData(handle *uintptr, image []byte) (string, error) {
	log := make([]byte, 16<<10)
	values := jitValues{unsafe.Pointer(&log[0]), uintptr(len(log))}
	options := jitOptions
	code := c.drv.call(fnModuleLoadDataEx, uintptr(unsafe.Pointer(handle)), uintptr(unsafe.Pointer(&image[0])),
		uintptr(len(options)), uintptr(unsafe.Pointer(&options[0])), uintptr(unsafe.Pointer(&values)))
	return strings.ReplaceAll(strings.TrimSpace(text(log)), "\n", "; "), c.drv.failure(fnModuleLoadDataEx, code)
}

// explainLoad says what the user can do about a module that the driver does not load.
func (c *Context) explainLoad(err error, image []byte, log string) error {
	needs, target, isPTX := directives(image)
	newest, known := reads(c.drv.version)
	code := codeOf(err)
	if isPTX && (code == codeUnsupportedPTX || code != codeOutOfMemory && known && needs.compare(newest) > 0) {
		return fmt.Errorf("%w: %w", ErrOldDriver, c.ptxTooNew(needs, newest, known, err))
	}
	switch code {
	case codeOutOfMemory:
		err = fmt.Errorf("%w: %w", ErrMemory, err)
	case codeNoJIT:
		err = fmt.Errorf("the driver's compiler (libnvidia-ptxjitcompiler) is not installed, load a cubin instead (-ptx-for sm_%d%d): %w", c.device.Major, c.device.Minor, err)
	case codeNoBinary:
		err = fmt.Errorf("it holds no code for compute capability %d.%d: compile it with -ptx-for sm_%d%d, or load the PTX text: %w",
			c.device.Major, c.device.Minor, c.device.Major, c.device.Minor, err)
	}
	if isPTX && (code == codeNoBinary || code == codeInvalidPTX) {
		err = fmt.Errorf("(PTX %v for %s) %w", needs, target, err)
	}
	if log != "" {
		err = fmt.Errorf("%w; the driver's compiler says: %s", err, log)
	}
	return fmt.Errorf("%v: cannot load the module: %w", c, err)
}

// ptxTooNew names the driver, what it reads, and what is needed.
func (c *Context) ptxTooNew(needs, newest ptxVersion, known bool, cause error) error {
	reads := "older versions of PTX only"
	if known {
		reads = "PTX up to " + newest.String()
	}
	newer := "a newer driver"
	if branch := branchFor(needs); branch != 0 {
		newer = fmt.Sprintf("driver %d or newer", branch)
	}
	return fmt.Errorf("%v: the driver (CUDA %s) reads %s, the module needs >= %v: install %s (%w)",
		c, cudaVersion(c.drv.version), reads, needs, newer, cause)
}

// Close unloads the module, whose kernels must have run. To close it twice is ErrClosed.
func (m *Module) Close() error {
	if m.gone.Swap(true) {
		return m.c.errGone("module")
	}
	return m.c.destroy(resource{fnModuleUnload, m.handle})
}
