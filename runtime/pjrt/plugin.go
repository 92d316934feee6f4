package pjrt

import (
	"fmt"
	"os"
	"sync"
	"unsafe"
)

// Version is a version of PJRT's API: 0.115 is {0, 115}.
type Version struct{ Major, Minor int }

// String writes the version as the API's header does.
func (v Version) String() string { return fmt.Sprintf("%d.%d", v.Major, v.Minor) }

// oldest is the first version with the functions in this order, newest the last that was
// tested. Newer ones are tried, as they only append.
var (
	oldest = Version{0, 57}
	newest = Version{0, 117}
)

// Versions that brought what is used where it is there.
const minorPeak = 72

// Plugin is a plugin's library, opened and initialised. It stays so until the process
// ends.
type Plugin struct {
	path    string
	table   unsafe.Pointer
	version Version

	ffiMu      sync.Mutex
	ffiLibrary string // whose functions it has (RegisterFFI)
}

// registry holds plugins by the address of their tables.
type registry struct {
	mu      sync.Mutex
	byTable map[unsafe.Pointer]*Plugin
}

// opened are the plugins that were opened. A library is one in a process, however often it
// is opened, and must be initialised once.
var opened = &registry{byTable: map[unsafe.Pointer]*Plugin{}}

// Open opens the plugin's library at path, checks its version and initialises it. The same
// library opened again gives the same Plugin.
func Open(path string) (*Plugin, error) {
	table, err := peek(path)
	if err != nil {
		return nil, err
	}
	return opened.once(table, func() (*Plugin, error) {
		p := &Plugin{path: path, table: table, version: versionOf(table)}
		if err := p.checkVersion(); err != nil {
			return nil, err
		}
		if err := call(p, fnPluginInitialize, &head{}); err != nil {
			return nil, fmt.Errorf("%w: %s does not start: %w", ErrNoPlugin, path, err)
		}
		return p, nil
	})
}

// once returns the plugin of a table, which start makes the first time.
func (r *registry) once(table unsafe.Pointer, start func() (*Plugin, error)) (*Plugin, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if p := r.byTable[table]; p != nil {
		return p, nil
	}
	p, err := start()
	if err == nil {
		r.byTable[table] = p
	}
	return p, err
}

// Peek returns the version of the plugin at path without initialising it.
func Peek(path string) (Version, error) {
	table, err := peek(path)
	if err != nil {
		return Version{}, err
	}
	return versionOf(table), nil
}

func peek(path string) (unsafe.Pointer, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("%w: %w: give the path of a plugin's library", ErrNoPlugin, err)
	}
	lookup, err := openLibrary(path)
	if err != nil {
		return nil, fmt.Errorf("%w: cannot open %s (%w)", ErrNoPlugin, path, err)
	}
	get := lookup("GetPjrtApi")
	if get == 0 {
		return nil, fmt.Errorf("%w: %s has no function GetPjrtApi, so that it is not a plugin's library", ErrNoPlugin, path)
	}
	table := callLibrary(get, nil)
	if table == 0 {
		return nil, fmt.Errorf("%w: GetPjrtApi of %s returned nothing", ErrNoPlugin, path)
	}
	return *(*unsafe.Pointer)(unsafe.Pointer(&table)), nil
}

// versionOf reads the version, which stands behind the table's head and its own.
func versionOf(table unsafe.Pointer) Version {
	v := (*[2]int32)(unsafe.Add(table, 4*wordBytes))
	return Version{int(v[0]), int(v[1])}
}

const wordBytes = unsafe.Sizeof(uintptr(0))

func (p *Plugin) checkVersion() error {
	switch {
	case p.version.Major != oldest.Major:
		return fmt.Errorf("%w: %s has API %v, and versions 0.N from %v on are known here: take a plugin of such a version, or a newer unswagc",
			ErrVersion, p.path, p.version, oldest)
	case p.version.Minor < oldest.Minor:
		return fmt.Errorf("%w: %s has API %v, and %v is needed: take a newer plugin, of jaxlib 0.5 or later", ErrVersion, p.path, p.version, oldest)
	}
	return nil
}

// Path is the file of the library.
func (p *Plugin) Path() string { return p.path }

// Version is the version of PJRT's API that the plugin has.
func (p *Plugin) Version() Version { return p.version }

// String names the plugin in errors.
func (p *Plugin) String() string { return fmt.Sprintf("%s (PJRT %v)", p.path, p.version) }

// at is the address of a function, 0 where the plugin has none.
func (p *Plugin) at(f function) uintptr {
	words := *(*uintptr)(p.table) / wordBytes
	if uintptr(f) >= words {
		return 0
	}
	return *(*uintptr)(unsafe.Add(p.table, uintptr(f)*wordBytes))
}

// call calls a function of the plugin. Of args, which starts with a head, it sets the
// size.
func call[T any](p *Plugin, f function, args *T) error {
	at := p.at(f)
	if at == 0 {
		return fmt.Errorf("%w: %v has no function %s", ErrVersion, p, functionNames[f])
	}
	(*head)(unsafe.Pointer(args)).size = unsafe.Sizeof(*args)
	return p.failure(functionNames[f], callLibrary(at, unsafe.Pointer(args)))
}
