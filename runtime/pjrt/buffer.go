package pjrt

import (
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync/atomic"
	"unsafe"
)

// Buffer is a tensor on a device. It must be closed, or goes with its client.
type Buffer struct {
	client  *Client
	object  *object
	dtype   DType
	dims    []int64
	donated atomic.Bool
}

// untilTransferred lets the plugin read the host's memory until the copy is done.
const untilTransferred = 1

// Buffer copies a tensor to the client's first device and returns when it is there. host
// has the elements in row-major order, in the machine's byte order.
func (c *Client) Buffer(dtype DType, dims []int64, host []byte) (*Buffer, error) {
	return c.BufferOn(0, dtype, dims, host)
}

// BufferOn is Buffer for the device of that number in Devices.
func (c *Client) BufferOn(device int, dtype DType, dims []int64, host []byte) (*Buffer, error) {
	bytes, err := sizeOf(dtype, dims)
	switch {
	case err != nil:
		return nil, err
	case bytes != int64(len(host)):
		return nil, fmt.Errorf("a tensor %s has %d bytes, and %d are given", shapeText(dtype, dims), bytes, len(host))
	case device < 0 || device >= len(c.devices):
		return nil, fmt.Errorf("the %s has no device %d: it has %d", c.what, device, len(c.devices))
	}
	if err := c.enter(); err != nil {
		return nil, err
	}
	defer c.leave()
	dims = slices.Clone(dims)
	a := &fromHostArgs{client: c.handle, data: unsafe.Pointer(bytesOf(host)), kind: int32(dtype), dims: first(dims), rank: uintptr(len(dims)),
		semantics: untilTransferred, device: c.devices[device].handle}
	if err := call(c.p, fnBufferFromHost, a); err != nil {
		return nil, fmt.Errorf("cannot copy a tensor %s to the device: %w", shapeText(dtype, dims), err)
	}
	b := &Buffer{client: c, object: c.newObject("buffer", a.buffer, fnBufferDestroy), dtype: dtype, dims: dims}
	err = c.p.await(a.done)
	runtime.KeepAlive(host)
	if err != nil {
		// The first error is the one that tells what is wrong.
		_ = b.object.destroy()
		return nil, fmt.Errorf("cannot copy a tensor %s to the device: %w", shapeText(dtype, dims), err)
	}
	return b, nil
}

// sizeOf is the bytes of a tensor.
func sizeOf(dtype DType, dims []int64) (int64, error) {
	if !dtype.known() {
		return 0, fmt.Errorf("tensors of %v cannot be copied between host and device", dtype)
	}
	n := dtype.Size()
	for _, d := range dims {
		if d < 0 || d > 0 && n > math.MaxInt64/d {
			return 0, fmt.Errorf("a tensor %s cannot be: its dimensions must be at least 0, and its bytes a 64-bit number", shapeText(dtype, dims))
		}
		n *= d
	}
	return n, nil
}

// shapeText writes a type as StableHLO does: 2x3xf32.
func shapeText(dtype DType, dims []int64) string {
	out := ""
	for _, d := range dims {
		out += fmt.Sprintf("%dx", d)
	}
	return out + dtype.String()
}

// await waits for an event and releases it.
func (p *Plugin) await(event uintptr) error {
	if event == 0 {
		return nil
	}
	err := call(p, fnEventAwait, &handleArgs{handle: event})
	if second := call(p, fnEventDestroy, &handleArgs{handle: event}); err == nil {
		err = second
	}
	return err
}

// newBuffer takes a buffer that the plugin made. The client is entered.
func (c *Client) newBuffer(handle uintptr) (*Buffer, error) {
	b := &Buffer{client: c, object: c.newObject("buffer", handle, fnBufferDestroy)}
	kind := &getIntArgs{handle: handle}
	if err := call(c.p, fnBufferElementType, kind); err != nil {
		return b, err
	}
	dims := &listArgs{handle: handle}
	if err := call(c.p, fnBufferDimensions, dims); err != nil {
		return b, err
	}
	b.dtype, b.dims = DType(kind.value), slices.Clone(unsafe.Slice((*int64)(dims.first), dims.count))
	return b, nil
}

// DType is the type of the elements.
func (b *Buffer) DType() DType { return b.dtype }

// Dims are the dimensions.
func (b *Buffer) Dims() []int64 { return slices.Clone(b.dims) }

// ToHost copies the tensor to the host, in row-major order.
func (b *Buffer) ToHost() ([]byte, error) {
	bytes, err := sizeOf(b.dtype, b.dims)
	if err != nil {
		return nil, err
	}
	done, err := b.object.use()
	if err != nil {
		return nil, err
	}
	defer done()
	if b.donated.Load() {
		return nil, fmt.Errorf("the buffer %s was %w to a run, which wrote an output over it", shapeText(b.dtype, b.dims), ErrDonated)
	}
	host := make([]byte, bytes)
	a := &toHostArgs{buffer: b.object.handle, layout: rowMajor(len(b.dims)), data: bytesOf(host), bytes: uintptr(bytes)}
	err = call(b.client.p, fnBufferToHost, a)
	if err == nil {
		err = b.client.p.await(a.event)
	}
	runtime.KeepAlive(host)
	if err != nil {
		return nil, fmt.Errorf("cannot copy the buffer %s to the host: %w", shapeText(b.dtype, b.dims), err)
	}
	return host, nil
}

// rowMajor is the order in which the last dimension is the innermost.
func rowMajor(rank int) *tiledLayout {
	if rank < 2 {
		return nil
	}
	order := make([]int64, rank)
	for i := range order {
		order[i] = int64(rank - 1 - i)
	}
	l := &tiledLayout{}
	l.size, l.inner.size = unsafe.Sizeof(*l), unsafe.Sizeof(l.inner)
	l.inner.minorToMajor, l.inner.rank = first(order), uintptr(rank)
	return l
}

// Close releases the tensor when the calls that use it have returned. It must be called
// for donated buffers too.
func (b *Buffer) Close() error { return b.object.close() }
