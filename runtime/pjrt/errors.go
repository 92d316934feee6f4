package pjrt

import (
	"errors"
	"fmt"
	"strings"
	"unsafe"
)

// Errors that a program may want to tell apart by errors.Is.
var (
	// ErrNoPlugin is where there is no plugin to open, or it does not start.
	ErrNoPlugin = errors.New("no PJRT plugin")
	// ErrVersion is where the plugin's API is not one that this package knows.
	ErrVersion = errors.New("the PJRT plugin's version does not fit")
	// ErrMemory is where the program or the data takes more memory than the device has.
	ErrMemory = errors.New("out of device memory")
	// ErrDonated is the use of a buffer that a run took over.
	ErrDonated = errors.New("donated")
	// ErrClosed is the use of something that was closed.
	ErrClosed = errors.New("closed")
)

// Error is what a function of the plugin returned.
type Error struct {
	// Call is the function, such as "PJRT_Client_Compile".
	Call string
	// Code is the number of the status, Name its name, such as "INVALID_ARGUMENT".
	Code int
	Name string
	// Text is the plugin's message.
	Text string
}

// Error is the plugin's message behind the function and the name of the status.
func (e *Error) Error() string {
	return fmt.Sprintf("%s returned %s (%d): %s", e.Call, e.Name, e.Code, e.Text)
}

// Unwrap makes errors.Is find ErrMemory.
func (e *Error) Unwrap() error {
	if e.Code == codeExhausted {
		return ErrMemory
	}
	return nil
}

const codeExhausted = 8

// codeNames are the statuses, by their numbers.
var codeNames = [...]string{"OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND", "ALREADY_EXISTS",
	"PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED", "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL",
	"UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED"}

func codeName(code int) string {
	if code < 0 || code >= len(codeNames) {
		return "an unknown status"
	}
	return codeNames[code]
}

// failure turns the error that the function of that name returned into one of Go's, and
// frees it. 0 is none.
func (p *Plugin) failure(function string, handle uintptr) error {
	if handle == 0 {
		return nil
	}
	message := &listArgs{handle: handle}
	message.size = unsafe.Sizeof(*message)
	callLibrary(p.at(fnErrorMessage), unsafe.Pointer(message))
	e := &Error{Call: function, Text: strings.TrimSpace(text(message.first, message.count))}
	code := &getIntArgs{handle: handle}
	code.size = unsafe.Sizeof(*code)
	// An error of this call would be lost on a user who wants to know of the first.
	if second := callLibrary(p.at(fnErrorGetCode), unsafe.Pointer(code)); second != 0 {
		p.freeError(second)
	}
	e.Code, e.Name = int(code.value), codeName(int(code.value))
	p.freeError(handle)
	if strings.Contains(e.Text, "Unexpected") && strings.Contains(e.Text, "size") {
		return fmt.Errorf("%w: %s has API %v, and %v is the newest that is known here: take an older plugin, or a newer unswagc (%w)",
			ErrVersion, p.path, p.version, newest, e)
	}
	return e
}

func (p *Plugin) freeError(handle uintptr) {
	a := &handleArgs{handle: handle}
	a.size = unsafe.Sizeof(*a)
	callLibrary(p.at(fnErrorDestroy), unsafe.Pointer(a))
}

// text copies a text that the plugin owns.
func text(first unsafe.Pointer, length uintptr) string {
	if first == nil {
		return ""
	}
	return strings.Clone(unsafe.String((*byte)(first), length))
}
