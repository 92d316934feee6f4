package onnxio

import "fmt"

// valueInfo reads a ValueInfoProto. Types that are no tensors are checked and left
// unknown.
func (d *decoder) valueInfo(b []byte) (valueInfo, error) {
	var v valueInfo
	c := d.open(b, kindValueInfo)
	for c.next() {
		var err error
		switch c.num {
		case 1:
			v.name = c.val
		case 2:
			v.typ, err = d.typeProto(c.val)
		default:
			err = d.checkOther(&c)
		}
		if err != nil {
			return v, fmt.Errorf("the type of value %q: %w", clip(string(v.name)), err)
		}
	}
	return v, c.err
}

func (d *decoder) typeProto(b []byte) (*TensorType, error) {
	t, same := d.sameType[string(b)]
	if same {
		return t, nil
	}
	c := d.open(b, kindType)
	for c.next() {
		var err error
		switch c.num {
		case 1:
			t, err = d.tensorType(c.val)
		case 4, 5, 7, 8, 9: // alternatives: the last one counts
			t = nil
			fallthrough
		default:
			err = d.checkOther(&c)
		}
		if err != nil {
			return nil, err
		}
	}
	if c.err == nil && len(b) <= maxSame && len(d.sameType) < maxShared {
		d.sameType[string(b)] = t
	}
	return t, c.err
}

func (d *decoder) tensorType(b []byte) (*TensorType, error) {
	t := d.types.next()
	c := d.open(b, kindTensorType)
	for c.next() {
		switch c.num {
		case 1:
			t.Elem = DType(c.n)
		case 2:
			t.HasShape = true
			if err := d.shape(c.val, t); err != nil {
				return nil, err
			}
		}
	}
	return t, c.err
}

func (d *decoder) shape(b []byte, t *TensorType) error {
	var few [8]Dim
	dims := few[:0]
	c := d.open(b, kindShape)
	for c.next() {
		if c.num != 1 {
			continue
		}
		dim := Dim{Value: -1}
		e := d.open(c.val, kindDim)
		for e.next() {
			switch e.num {
			case 1: // one or the other: the last one counts
				dim = Dim{Value: max(int64(e.n), -1)}
			case 2:
				dim = Dim{Value: -1, Param: d.intern(e.val)}
			}
		}
		if e.err != nil {
			return e.err
		}
		dims = append(dims, dim)
	}
	if len(t.Shape) == 0 {
		t.Shape = d.dims.take(len(dims))[:0]
	}
	t.Shape = append(t.Shape, dims...)
	return c.err
}

// training notes which values of the main graph a TrainingInfoProto touches: those
// that its bindings name, and those that its graphs read.
func (d *decoder) training(b []byte) error {
	if err := d.validate(b, kindTraining, d.depth); err != nil {
		return err
	}
	g := d.model.Graph
	touch := func(name []byte) {
		if v := g.Value(nameOf(name)); v != nil {
			v.Flags |= TrainingBinding
		}
	}
	c := d.open(b, kindTraining)
	for c.next() {
		switch c.num {
		case 1, 2:
			d.graphReads(c.val, touch)
		case 3, 4:
			e := d.open(c.val, kindEntry)
			for e.next() {
				touch(e.val)
			}
		}
	}
	return c.err
}

// graphReads calls do for each name that a checked GraphProto reads or hands out.
func (d *decoder) graphReads(b []byte, do func(name []byte)) {
	c := d.open(b, kindGraph)
	for c.next() {
		switch c.num {
		case 1:
			n := d.open(c.val, kindNode)
			for n.next() {
				switch n.num {
				case 1:
					do(n.val)
				case 5:
					a := d.open(n.val, kindAttr)
					for a.next() {
						if a.num == 6 || a.num == 11 {
							d.graphReads(a.val, do)
						}
					}
				}
			}
		case 12:
			e := d.open(c.val, kindValueInfo)
			for e.next() {
				if e.num == 1 {
					do(e.val)
				}
			}
		}
	}
}
