package pjrt

import (
	"fmt"
	"unsafe"
)

// Client is a plugin's devices, opened. It must be closed.
type Client struct {
	owner
	handle   uintptr
	platform string
	version  string
	devices  []Device
}

// Client opens the devices of the plugin. Which options there are is the plugin's own
// matter: the CUDA plugin takes memory_fraction, preallocate and others.
func (p *Plugin) Client(options ...Option) (*Client, error) {
	list, unpin, err := encodeOptions(options)
	if err != nil {
		return nil, err
	}
	defer unpin()
	a := &clientCreateArgs{options: first(list), count: uintptr(len(list))}
	if err := call(p, fnClientCreate, a); err != nil {
		return nil, fmt.Errorf("cannot open the devices of %v: %w", p, err)
	}
	c := &Client{owner: owner{p: p}, handle: a.client}
	c.what = fmt.Sprintf("client of %v", p)
	if err := c.describe(); err != nil {
		// The first error is the one that tells what is wrong.
		_ = c.Close()
		return nil, fmt.Errorf("cannot open the devices of %v: %w", p, err)
	}
	return c, nil
}

// describe asks for what the client is.
func (c *Client) describe() error {
	for f, to := range map[function]*string{fnClientPlatformName: &c.platform, fnClientPlatformVersion: &c.version} {
		a := &listArgs{handle: c.handle}
		if err := call(c.p, f, a); err != nil {
			return err
		}
		*to = text(a.first, a.count)
	}
	a := &listArgs{handle: c.handle}
	if err := call(c.p, fnAddressableDevices, a); err != nil {
		return err
	}
	for _, handle := range unsafe.Slice((*uintptr)(a.first), a.count) {
		description := &getArgs{handle: handle}
		if err := call(c.p, fnDeviceGetDescription, description); err != nil {
			return err
		}
		d, err := c.p.describeDevice(description.value)
		if err != nil {
			return err
		}
		d.client, d.handle = c, handle
		c.devices = append(c.devices, d)
	}
	if len(c.devices) == 0 {
		return fmt.Errorf("%w: %v sees no device", ErrNoPlugin, c.p)
	}
	return nil
}

// describeDevice reads a description, of a device or of one in a topology.
func (p *Plugin) describeDevice(description uintptr) (Device, error) {
	id := &getIntArgs{handle: description}
	if err := call(p, fnDescriptionID, id); err != nil {
		return Device{}, err
	}
	kind := &listArgs{handle: description}
	if err := call(p, fnDescriptionKind, kind); err != nil {
		return Device{}, err
	}
	return Device{ID: int(id.value), Kind: text(kind.first, kind.count)}, nil
}

// Plugin is the plugin that the client was made by.
func (c *Client) Plugin() *Plugin { return c.p }

// Platform is what the plugin calls its kind of devices: "cpu", "cuda", "tpu".
func (c *Client) Platform() string { return c.platform }

// PlatformVersion is the plugin's text about its version.
func (c *Client) PlatformVersion() string { return c.version }

// Devices lists the devices of this process.
func (c *Client) Devices() []Device { return append([]Device{}, c.devices...) }

// Close waits for the calls that run, closes the buffers and executables that are still
// open, and gives the devices back. After it every method of the client and of what was
// made from it is an error (ErrClosed).
func (c *Client) Close() error { return c.close(fnClientDestroy, c.handle) }

// Device is a device of a client or of a topology.
type Device struct {
	// ID is its number among all devices of the client.
	ID int
	// Kind is its model, such as "NVIDIA H100" or "TPU v5 lite".
	Kind string

	client *Client
	handle uintptr
}

// DeviceMemory is a device's memory in bytes. What the plugin does not tell is 0.
type DeviceMemory struct {
	InUse, Peak, Limit int64
}

// Memory tells how much of the device's memory is used. Plugins for CPUs do not tell.
func (d Device) Memory() (DeviceMemory, error) {
	if d.client == nil {
		return DeviceMemory{}, fmt.Errorf("device %d (%s) is of a topology and has no memory in use", d.ID, d.Kind)
	}
	if err := d.client.enter(); err != nil {
		return DeviceMemory{}, err
	}
	defer d.client.leave()
	a := &deviceMemoryArgs{device: d.handle}
	if err := call(d.client.p, fnDeviceMemoryStats, a); err != nil {
		return DeviceMemory{}, fmt.Errorf("device %d (%s): %w", d.ID, d.Kind, err)
	}
	return DeviceMemory{InUse: a.inUse, Peak: a.peak.or0(), Limit: a.limit.or0()}, nil
}

func (o optional) or0() int64 {
	if !o.set {
		return 0
	}
	return o.value
}
