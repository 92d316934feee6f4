package cuda

import (
	"errors"
	"fmt"
	"unsafe"
)

// Errors that a program may want to tell apart by errors.Is.
var (
	// ErrNoDriver is where the machine has no driver that starts.
	ErrNoDriver = errors.New("no NVIDIA driver")
	// ErrOldDriver is where the driver cannot do what is asked for.
	ErrOldDriver = errors.New("the NVIDIA driver is too old")
	// ErrNoDevice is where the driver sees no device, or none of that number.
	ErrNoDevice = errors.New("no CUDA device")
	// ErrMemory is where the device has too little free memory.
	ErrMemory = errors.New("out of device memory")
	// ErrClosed is the use of something that was closed, freed or destroyed.
	ErrClosed = errors.New("closed")
	// ErrLost is every use of a context in which a kernel faulted.
	ErrLost = errors.New("the context is lost")
)

// Result is what a function of the driver returned: a CUresult other than success.
type Result struct {
	// Call is the driver's function, such as "cuMemAlloc_v2".
	Call string
	// Code is the number of the CUresult, Name its name in cuda.h.
	Code int
	Name string
	// Text is the driver's description.
	Text string
}

// Error is one sentence.
func (r *Result) Error() string {
	return fmt.Sprintf("%s returned %s (%d): %s", r.Call, r.Name, r.Code, r.Text)
}

// Codes of cuda.h that are told apart.
const (
	codeOutOfMemory      = 2
	codeStubLibrary      = 34
	codeNoDevice         = 100
	codeInvalidDevice    = 101
	codeInvalidImage     = 200
	codeNoBinary         = 209
	codeECC              = 214
	codeInvalidPTX       = 218
	codeNVLink           = 220
	codeNoJIT            = 221
	codeUnsupportedPTX   = 222
	codeNotFound         = 500
	codeIllegalAddress   = 700
	codeLaunchTimeout    = 702
	codeContextDestroyed = 709
	codeAssert           = 710
	codeHardwareStack    = 714
	codeIllegalCode      = 715
	codeMisaligned       = 716
	codeAddressSpace     = 717
	codeInvalidPC        = 718
	codeLaunchFailed     = 719
	codeDriverMismatch   = 803
	codeNoCompatibility  = 804
)

// faults are the results after which a context answers no call any more, in words.
var faults = map[int]string{
	codeECC:              "the device found a memory error that it cannot correct",
	codeNVLink:           "the link between devices failed",
	codeIllegalAddress:   "it read or wrote an address that is not there",
	codeLaunchTimeout:    "it ran for longer than the system allows",
	codeContextDestroyed: "the context was destroyed while it ran",
	codeAssert:           "an assertion in it failed",
	codeHardwareStack:    "its stack was corrupted",
	codeIllegalCode:      "it ran an instruction that the device does not have",
	codeMisaligned:       "it used an address that is not aligned",
	codeAddressSpace:     "it used an address of the wrong kind of memory",
	codeInvalidPC:        "it jumped to an address that is not there",
	codeLaunchFailed:     "it failed while it ran",
}

// failure turns the result of a call into an error, nil for success.
func (d *driver) failure(f function, code int) error {
	if code == 0 {
		return nil
	}
	return &Result{Call: functionNames[f], Code: code, Name: d.word(fnGetErrorName, code, "an unknown error"),
		Text: d.word(fnGetErrorString, code, "the driver says no more")}
}

// word asks the driver for its name or description of a code.
func (d *driver) word(f function, code int, otherwise string) string {
	if d.at[f] == 0 {
		return otherwise
	}
	var text uintptr
	if d.call(f, uintptr(code), uintptr(unsafe.Pointer(&text))) != 0 || text == 0 {
		return otherwise
	}
	return cString(text)
}

// cString copies a text that the driver owns.
func cString(at uintptr) string {
	p := *(*unsafe.Pointer)(unsafe.Pointer(&at))
	n := 0
	for *(*byte)(unsafe.Add(p, n)) != 0 {
		n++
	}
	return string(unsafe.Slice((*byte)(p), n))
}

// codeOf is the code of the driver's result in err, 0 if there is none.
func codeOf(err error) int {
	if r, ok := errors.AsType[*Result](err); ok {
		return r.Code
	}
	return 0
}
