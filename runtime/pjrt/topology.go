package pjrt

import (
	"fmt"
	"unsafe"
)

// Topology is devices that need not be there. It compiles for them, and what it compiles
// does not run. It must be closed.
type Topology struct {
	owner
	handle   uintptr
	platform string
	devices  []Device
}

// Topology describes devices by the plugin's name for them, such as "v5e:2x2", and
// options. TPUTopology knows what libtpu wants.
func (p *Plugin) Topology(name string, options ...Option) (*Topology, error) {
	list, unpin, err := encodeOptions(options)
	if err != nil {
		return nil, err
	}
	defer unpin()
	a := &topologyCreateArgs{name: bytesOf([]byte(name)), nameLength: uintptr(len(name)), options: first(list), count: uintptr(len(list))}
	if err := call(p, fnTopologyCreate, a); err != nil {
		return nil, fmt.Errorf("%v has no topology %q: %w", p, name, err)
	}
	t := &Topology{owner: owner{p: p}, handle: a.topology}
	t.what = fmt.Sprintf("topology %q of %v", name, p)
	if err := t.describe(); err != nil {
		// The first error is the one that tells what is wrong.
		_ = t.Close()
		return nil, fmt.Errorf("topology %q of %v: %w", name, p, err)
	}
	return t, nil
}

func (t *Topology) describe() error {
	name := &listArgs{handle: t.handle}
	if err := call(t.p, fnTopologyPlatformName, name); err != nil {
		return err
	}
	t.platform = text(name.first, name.count)
	a := &listArgs{handle: t.handle}
	if err := call(t.p, fnTopologyDescriptions, a); err != nil {
		return err
	}
	for _, description := range unsafe.Slice((*uintptr)(a.first), a.count) {
		d, err := t.p.describeDevice(description)
		if err != nil {
			return err
		}
		t.devices = append(t.devices, d)
	}
	return nil
}

// Platform is what the plugin calls the kind of devices: "tpu".
func (t *Topology) Platform() string { return t.platform }

// Devices lists the devices of the topology.
func (t *Topology) Devices() []Device { return append([]Device{}, t.devices...) }

// Close waits for the calls that run and closes the topology and the executables that are
// still open.
func (t *Topology) Close() error { return t.close(fnTopologyDestroy, t.handle) }
