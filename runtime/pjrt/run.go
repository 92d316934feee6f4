package pjrt

import (
	"errors"
	"fmt"
	"unsafe"
)

// Run runs the program on one device and returns when it is done. Inputs that the program
// donates (tf.aliasing_output) cannot be used afterwards (ErrDonated), and are still to be
// closed. So are the outputs.
func (e *Executable) Run(inputs []*Buffer) ([]*Buffer, error) {
	out, err := e.RunAll([][]*Buffer{inputs})
	if err != nil {
		return nil, err
	}
	return out[0], nil
}

// RunAll runs the program on all its devices: the inputs and outputs of each, which lie on
// that device.
func (e *Executable) RunAll(inputs [][]*Buffer) ([][]*Buffer, error) {
	if e.loaded == nil {
		return nil, fmt.Errorf("the executable was compiled by the %s and does not run: compile it by a client", e.owner.what)
	}
	done, err := e.loaded.use()
	if err != nil {
		return nil, err
	}
	defer done()
	release, err := e.holdInputs(inputs)
	if err != nil {
		return nil, err
	}
	defer release()
	handles, err := e.execute(inputs)
	e.noteDonated(inputs)
	if err != nil {
		return nil, err
	}
	return e.wrap(handles)
}

// holdInputs checks the inputs and keeps them until release.
func (e *Executable) holdInputs(inputs [][]*Buffer) (release func(), err error) {
	if len(inputs) != e.devices {
		return nil, fmt.Errorf("the executable runs on %d devices, and inputs for %d are given", e.devices, len(inputs))
	}
	var held []*object
	release = func() {
		for _, o := range held {
			o.release()
		}
	}
	for device, list := range inputs {
		if len(list) != len(inputs[0]) {
			release()
			return nil, fmt.Errorf("device %d is given %d inputs, and device 0 %d", device, len(list), len(inputs[0]))
		}
		for i, b := range list {
			if err := e.holdInput(b); err != nil {
				release()
				return nil, fmt.Errorf("input %d: %w", i, err)
			}
			held = append(held, b.object)
		}
	}
	return release, nil
}

func (e *Executable) holdInput(b *Buffer) error {
	switch {
	case b == nil:
		return errors.New("there is no buffer")
	case b.client != e.client:
		return fmt.Errorf("the buffer is of another client, the %s", b.client.what)
	case b.donated.Load():
		return fmt.Errorf("the buffer %s was %w to an earlier run", shapeText(b.dtype, b.dims), ErrDonated)
	}
	return b.object.hold()
}

// execute runs the program and waits for all devices.
func (e *Executable) execute(inputs [][]*Buffer) ([][]uintptr, error) {
	p, n := e.owner.p, len(inputs)
	outputs, events := make([][]uintptr, n), make([]uintptr, n)
	in, out := make([]*uintptr, n), make([]*uintptr, n)
	for i, list := range inputs {
		handles := make([]uintptr, len(list))
		for j, b := range list {
			handles[j] = b.object.handle
		}
		outputs[i] = make([]uintptr, e.outputs)
		in[i], out[i] = first(handles), first(outputs[i])
	}
	options := &executeOptions{}
	options.size = unsafe.Sizeof(*options)
	a := &executeArgs{executable: e.loaded.handle, options: options, inputs: first(in), devices: uintptr(n), count: uintptr(len(inputs[0])),
		outputs: first(out), events: first(events)}
	if err := call(p, fnExecute, a); err != nil {
		return nil, fmt.Errorf("the program cannot run: %w", err)
	}
	var errs []error
	for _, event := range events {
		errs = append(errs, p.await(event))
	}
	if err := errors.Join(errs...); err != nil {
		for _, list := range outputs {
			for _, handle := range list {
				errs = append(errs, call(p, fnBufferDestroy, &handleArgs{handle: handle}))
			}
		}
		return nil, fmt.Errorf("the program failed: %w", errors.Join(errs...))
	}
	return outputs, nil
}

// noteDonated marks the inputs that the run took over.
func (e *Executable) noteDonated(inputs [][]*Buffer) {
	for _, list := range inputs {
		for _, b := range list {
			a := &getIntArgs{handle: b.object.handle}
			if call(e.owner.p, fnBufferIsDeleted, a) == nil && a.value&0xff != 0 {
				b.donated.Store(true)
			}
		}
	}
}

// wrap makes buffers of the outputs.
func (e *Executable) wrap(handles [][]uintptr) ([][]*Buffer, error) {
	out := make([][]*Buffer, len(handles))
	var errs []error
	for i, list := range handles {
		for _, handle := range list {
			b, err := e.client.newBuffer(handle)
			out[i], errs = append(out[i], b), append(errs, err)
		}
	}
	if err := errors.Join(errs...); err != nil {
		for _, list := range out {
			for _, b := range list {
				err = errors.Join(err, b.object.destroy())
			}
		}
		return nil, err
	}
	return out, nil
}
