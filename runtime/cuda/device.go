package cuda

import (
	"fmt"
	"unsafe"
)

// The oldest compute capability that the kernels run on: Turing's.
const (
	minMajor = 7
	minMinor = 5
)

// Attributes of a device, as cuda.h numbers them.
const (
	attributeMajor = 75
	attributeMinor = 76
)

// Device is a GPU that the driver sees.
type Device struct {
	// Ordinal is its number, which CUDA_VISIBLE_DEVICES may have changed.
	Ordinal int
	// Name is what the driver calls it.
	Name string
	// Major and Minor are its compute capability: 9 and 0 for sm_90.
	Major, Minor int
	// Memory is its memory in bytes.
	Memory int64
	// Driver is the version of CUDA that the driver is for: 12040 for 12.4.
	Driver int
}

// String names the device, its compute capability, memory and driver.
func (d Device) String() string {
	return fmt.Sprintf("device %d (%s, compute capability %d.%d, %s, driver for CUDA %s)",
		d.Ordinal, d.Name, d.Major, d.Minor, gibibytes(d.Memory), cudaVersion(d.Driver))
}

// Usable is nil for a device that the kernels run on, and otherwise says why they do not.
func (d Device) Usable() error {
	if d.Major > minMajor || d.Major == minMajor && d.Minor >= minMinor {
		return nil
	}
	return fmt.Errorf("device %d (%s) has compute capability %d.%d, and the kernels need %d.%d (Turing) or newer",
		d.Ordinal, d.Name, d.Major, d.Minor, minMajor, minMinor)
}

// DriverVersion writes the driver's version of CUDA as people do: "12.4".
func (d Device) DriverVersion() string { return cudaVersion(d.Driver) }

// Devices lists the GPUs of this machine. Where it has none the error says what is missing
// (ErrNoDriver, ErrOldDriver, ErrNoDevice).
func Devices() ([]Device, error) {
	d, err := defaultDriver()
	if err != nil {
		return nil, err
	}
	return d.devices()
}

func (d *driver) devices() ([]Device, error) {
	var count int32
	if err := d.failure(fnDeviceGetCount, d.call(fnDeviceGetCount, uintptr(unsafe.Pointer(&count)))); err != nil {
		return nil, err
	}
	if count == 0 {
		return nil, d.noDevice()
	}
	all := make([]Device, count)
	for i := range all {
		var err error
		if all[i], _, err = d.device(i); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// device describes a device and returns the driver's handle of it.
func (d *driver) device(ordinal int) (Device, uintptr, error) {
	var handle int32
	err := d.failure(fnDeviceGet, d.call(fnDeviceGet, uintptr(unsafe.Pointer(&handle)), uintptr(ordinal)))
	if codeOf(err) == codeInvalidDevice {
		err = fmt.Errorf("%w of number %d: `unswagc devices` lists them", ErrNoDevice, ordinal)
	}
	out := Device{Ordinal: ordinal, Driver: d.version}
	if err == nil {
		err = d.describe(&out, uintptr(handle))
	}
	return out, uintptr(handle), err
}

// describe fills in what the driver knows of a device.
func (d *driver) describe(out *Device, handle uintptr) error {
	name := make([]byte, 256)
	if err := d.failure(fnDeviceGetName, d.call(fnDeviceGetName, uintptr(unsafe.Pointer(&name[0])), uintptr(len(name)), handle)); err != nil {
		return err
	}
	out.Name = text(name)
	var major, minor int32
	if err := d.failure(fnDeviceGetAttribute, d.call(fnDeviceGetAttribute, uintptr(unsafe.Pointer(&major)), attributeMajor, handle)); err != nil {
		return err
	}
	if err := d.failure(fnDeviceGetAttribute, d.call(fnDeviceGetAttribute, uintptr(unsafe.Pointer(&minor)), attributeMinor, handle)); err != nil {
		return err
	}
	var bytes uint64
	if err := d.failure(fnDeviceTotalMem, d.call(fnDeviceTotalMem, uintptr(unsafe.Pointer(&bytes)), handle)); err != nil {
		return err
	}
	out.Major, out.Minor, out.Memory = int(major), int(minor), int64(bytes)
	return nil
}

// text is what stands before the first zero byte.
func text(b []byte) string {
	for i, c := range b {
		if c == 0 {
			return string(b[:i])
		}
	}
	return string(b)
}

// gibibytes writes a number of bytes for people.
func gibibytes(n int64) string {
	switch {
	case n < 1<<20:
		return fmt.Sprintf("%d bytes", n)
	case n < 1<<30:
		return fmt.Sprintf("%.1f MiB", float64(n)/(1<<20))
	}
	return fmt.Sprintf("%.1f GiB", float64(n)/(1<<30))
}
