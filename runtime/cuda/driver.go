package cuda

import (
	"fmt"
	"os"
	"sync"
	"unsafe"
)

// EnvDriver names the environment variable that holds the path of the driver's library.
// The value "none" leaves CUDA out, even where the system has a driver.
const EnvDriver = "UNSWAG_CUDA"

// function is one function of the driver.
type function int

// The functions that are used. All of them exist, with these names, in every driver since
// CUDA 11.0.
const (
	fnDriverGetVersion function = iota
	fnGetErrorName
	fnGetErrorString
	fnInit
	fnDeviceGetCount
	fnDeviceGet
	fnDeviceGetName
	fnDeviceGetAttribute
	fnDeviceTotalMem
	fnPrimaryCtxRetain
	fnPrimaryCtxRelease
	fnCtxSetCurrent
	fnCtxSynchronize
	fnMemGetInfo
	fnMemAlloc
	fnMemFree
	fnMemcpyHtoDAsync
	fnMemcpyDtoHAsync
	fnMemcpyDtoDAsync
	fnMemsetD8Async
	fnModuleLoadDataEx
	fnModuleUnload
	fnModuleGetFunction
	fnLaunchKernel
	fnStreamCreate
	fnStreamSynchronize
	fnStreamDestroy
	fnEventCreate
	fnEventRecord
	fnEventSynchronize
	fnEventElapsedTime
	fnEventDestroy
	functionCount
)

var functionNames = [functionCount]string{
	fnDriverGetVersion: "cuDriverGetVersion", fnGetErrorName: "cuGetErrorName", fnGetErrorString: "cuGetErrorString",
	fnInit: "cuInit", fnDeviceGetCount: "cuDeviceGetCount", fnDeviceGet: "cuDeviceGet", fnDeviceGetName: "cuDeviceGetName",
	fnDeviceGetAttribute: "cuDeviceGetAttribute", fnDeviceTotalMem: "cuDeviceTotalMem_v2",
	fnPrimaryCtxRetain: "cuDevicePrimaryCtxRetain", fnPrimaryCtxRelease: "cuDevicePrimaryCtxRelease_v2",
	fnCtxSetCurrent: "cuCtxSetCurrent", fnCtxSynchronize: "cuCtxSynchronize",
	fnMemGetInfo: "cuMemGetInfo_v2", fnMemAlloc: "cuMemAlloc_v2", fnMemFree: "cuMemFree_v2",
	fnMemcpyHtoDAsync: "cuMemcpyHtoDAsync_v2", fnMemcpyDtoHAsync: "cuMemcpyDtoHAsync_v2",
	fnMemcpyDtoDAsync: "cuMemcpyDtoDAsync_v2", fnMemsetD8Async: "cuMemsetD8Async",
	fnModuleLoadDataEx: "cuModuleLoadDataEx", fnModuleUnload: "cuModuleUnload", fnModuleGetFunction: "cuModuleGetFunction",
	fnLaunchKernel: "cuLaunchKernel", fnStreamCreate: "cuStreamCreate", fnStreamSynchronize: "cuStreamSynchronize",
	fnStreamDestroy: "cuStreamDestroy_v2", fnEventCreate: "cuEventCreate", fnEventRecord: "cuEventRecord",
	fnEventSynchronize: "cuEventSynchronize", fnEventElapsedTime: "cuEventElapsedTime", fnEventDestroy: "cuEventDestroy_v2",
}

// driver is the driver's library with its functions looked up, and initialised.
type driver struct {
	library string
	version int // as cuda.h writes it: 12040 is CUDA 12.4
	at      [functionCount]uintptr
}

// defaultDriver is the driver that EnvDriver names, else the system's. It is looked for
// once.
var defaultDriver = sync.OnceValues(func() (*driver, error) { return openDriver(os.Getenv(EnvDriver)) })

// openDriver opens the library at path, or the system's where path is "", and starts it.
func openDriver(path string) (*driver, error) {
	if path == "none" {
		return nil, fmt.Errorf("%w: %s=none leaves CUDA out", ErrNoDriver, EnvDriver)
	}
	library, lookup, err := openLibrary(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w: install the driver (450 or newer) or name its library in %s", ErrNoDriver, err, EnvDriver)
	}
	d := &driver{library: library}
	if err := d.bind(lookup); err != nil {
		return nil, err
	}
	return d, d.start()
}

// bind looks every function up. The version comes first, as it explains what is missing.
func (d *driver) bind(lookup func(name string) uintptr) error {
	for f := range functionCount {
		d.at[f] = lookup(functionNames[f])
		if d.at[f] == 0 {
			return d.missing(f)
		}
		if f != fnDriverGetVersion {
			continue
		}
		var version int32
		if err := d.failure(f, d.call(f, uintptr(unsafe.Pointer(&version)))); err != nil {
			return fmt.Errorf("%w: %s does not tell its version: %w", ErrNoDriver, d.library, err)
		}
		d.version = int(version)
		if d.version < minVersion {
			return d.tooOld(fmt.Sprintf("it is for CUDA %s", cudaVersion(d.version)))
		}
	}
	return nil
}

// missing is the error for a function that the library does not have.
func (d *driver) missing(f function) error {
	if d.version == 0 {
		return fmt.Errorf("%w: %s has no function %s, so that it is not the driver's library", ErrNoDriver, d.library, functionNames[f])
	}
	return d.tooOld(fmt.Sprintf("%s has no function %s", d.library, functionNames[f]))
}

func (d *driver) tooOld(why string) error {
	return fmt.Errorf("%w: %s, and CUDA %s is needed: install driver %d or newer", ErrOldDriver, why, cudaVersion(minVersion), minBranch)
}

// start initialises the driver, which fails where there is no device.
func (d *driver) start() error {
	err := d.failure(fnInit, d.call(fnInit, 0))
	if err == nil {
		return nil
	}
	switch codeOf(err) {
	case codeNoDevice:
		return d.noDevice()
	case codeStubLibrary:
		return fmt.Errorf("%w: %s is a stub for linking: put the folder of the driver's own library first, or name it in %s", ErrNoDriver, d.library, EnvDriver)
	case codeDriverMismatch:
		return fmt.Errorf("%w: its library and its part in the kernel are of different versions: restart the machine (%w)", ErrNoDriver, err)
	case codeNoCompatibility:
		return fmt.Errorf("%w: %s is a compatibility library that this device does not support: use the driver's own (%w)", ErrNoDriver, d.library, err)
	}
	return fmt.Errorf("%w that starts: %w: check that nvidia-smi works", ErrNoDriver, err)
}

func (d *driver) noDevice() error {
	return fmt.Errorf("%w: the driver (CUDA %s) is there and sees none: check nvidia-smi and CUDA_VISIBLE_DEVICES", ErrNoDevice, cudaVersion(d.version))
}

// call calls a function of the driver and returns its CUresult. Pointers among args are
// converted in the argument list, which keeps what they point to in place until it returns.
//
//go:uintptrescapes
func (d *driver) call(f function, args ...uintptr) int {
	return int(int32(callLibrary(d.at[f], args)))
}
