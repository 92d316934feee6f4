package pjrt

import (
	"fmt"
	"slices"
	"unsafe"
)

// Executable is a compiled program. It must be closed, or goes with what compiled it.
type Executable struct {
	owner  *owner
	client *Client // nil where it was compiled by a topology
	loaded *object // what runs, nil likewise
	object *object // what is known of it
	// devices and outputs are how many devices one run takes, and the outputs on each.
	devices, outputs int
	// places are the numbers of those devices in the client's Devices, in the order of the
	// program's partitions; nil where it does not run.
	places []int
}

// format is what programs are written in: text or bytecode of MLIR.
const format = "mlir"

// newProgram describes the program. What it points to lives as long as it.
func newProgram(mlir []byte) *program {
	p := &program{code: bytesOf(mlir), codeLength: uintptr(len(mlir)), format: bytesOf([]byte(format)), formatLength: uintptr(len(format))}
	p.size = unsafe.Sizeof(*p)
	return p
}

// Compile compiles a StableHLO module with a function main for the client's devices. It
// may take minutes.
func (c *Client) Compile(mlir []byte, o CompileOptions) (*Executable, error) {
	options, err := o.encode()
	if err != nil {
		return nil, err
	}
	if err := c.enter(); err != nil {
		return nil, err
	}
	defer c.leave()
	if n := max(o.Partitions, 1) * max(o.Replicas, 1); n > len(c.devices) {
		return nil, fmt.Errorf("the program is for %d devices, and the %s has %d", n, c.what, len(c.devices))
	}
	a := &compileArgs{client: c.handle, program: newProgram(mlir), options: bytesOf(options), optionsLength: uintptr(len(options))}
	if err := call(c.p, fnClientCompile, a); err != nil {
		return nil, fmt.Errorf("the %s cannot compile the program: %w", c.what, err)
	}
	e := &Executable{owner: &c.owner, client: c, loaded: c.newObject("executable", a.executable, fnLoadedDestroy)}
	if err := e.describeLoaded(); err != nil {
		// The first error is the one that tells what is wrong.
		_ = e.loaded.destroy()
		return nil, err
	}
	return e, nil
}

// Compile compiles a StableHLO module with a function main for the topology's devices. The
// executable tells of itself and does not run. It may take minutes.
func (t *Topology) Compile(mlir []byte, o CompileOptions) (*Executable, error) {
	options, err := o.encode()
	if err != nil {
		return nil, err
	}
	if err := t.enter(); err != nil {
		return nil, err
	}
	defer t.leave()
	if n := max(o.Partitions, 1) * max(o.Replicas, 1); n > len(t.devices) {
		return nil, fmt.Errorf("the program is for %d devices, and the %s has %d", n, t.what, len(t.devices))
	}
	a := &aheadArgs{topology: t.handle, program: newProgram(mlir), options: bytesOf(options), optionsLength: uintptr(len(options))}
	if err := call(t.p, fnCompile, a); err != nil {
		return nil, fmt.Errorf("the program cannot be compiled for the %s: %w", t.what, err)
	}
	e := &Executable{owner: &t.owner, object: t.newObject("executable", a.executable, fnExecutableDestroy)}
	e.devices = max(o.Partitions, 1) * max(o.Replicas, 1)
	return e, nil
}

// describeLoaded asks for what Run must know. The owner is entered.
func (e *Executable) describeLoaded() error {
	p := e.owner.p
	get := &getArgs{handle: e.loaded.handle}
	if err := call(p, fnLoadedGetExecutable, get); err != nil {
		return err
	}
	e.object = e.owner.newObject("executable", get.value, fnExecutableDestroy)
	outputs := &getArgs{handle: e.object.handle}
	if err := call(p, fnNumOutputs, outputs); err != nil {
		return err
	}
	devices := &listArgs{handle: e.loaded.handle}
	if err := call(p, fnLoadedDevices, devices); err != nil {
		return err
	}
	e.outputs, e.devices = int(outputs.value), int(devices.count)
	for _, handle := range unsafe.Slice((*uintptr)(devices.first), devices.count) {
		place := slices.IndexFunc(e.client.devices, func(d Device) bool { return d.handle == handle })
		if place < 0 {
			return fmt.Errorf("the program runs on a device that the %s does not have", e.client.what)
		}
		e.places = append(e.places, place)
	}
	return nil
}

// Devices is how many devices one run takes.
func (e *Executable) Devices() int { return e.devices }

// Close releases the executable when the calls that use it have returned.
func (e *Executable) Close() error {
	err := e.object.close()
	if e.loaded == nil || err != nil {
		return err
	}
	return e.loaded.close()
}
