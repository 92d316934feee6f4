package checkpoint

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	flatbuffers "github.com/google/flatbuffers/go"

	"github.com/unswag/unswagc/runtime/tensor"
)

// Checkpoint is what a file holds.
type Checkpoint struct {
	// Version is that of the format.
	Version int32
	// Parameters are those that are trained, then those that are frozen, each in the
	// file's order.
	Parameters []Parameter
	// Groups are the states of optimizers; none where no step was taken.
	Groups []Group
	// Properties are the user's, whole numbers first, then floats, then strings.
	Properties []Property
}

// Parameter is one weight of the module.
type Parameter struct {
	Name         string
	Tensor       *tensor.Tensor
	RequiresGrad bool
}

// Group is the state of one optimizer.
type Group struct {
	Name string
	// Step is how many steps were taken.
	Step int64
	// LearningRate is the one that the group started with.
	LearningRate float32
	States       []State
}

// State is what an optimizer keeps for one parameter.
type State struct {
	Parameter string
	Momentums []Momentum
}

// Momentum is one tensor of an optimizer's state; AdamW calls them momentum0 and
// momentum1.
type Momentum struct {
	Name   string
	Tensor *tensor.Tensor
}

// Property is a value that the user stored: an int64, a float32 or a string.
type Property struct {
	Name  string
	Value any
}

// The slots of the tables, in the order of the schema.
const (
	checkpointVersion, checkpointModule, checkpointOptimizers, checkpointProperties = 0, 1, 2, 3
	moduleTrained, moduleFrozen, moduleNominal, moduleExternal                      = 0, 1, 2, 3
	groupName, groupStep, groupRate, groupStates                                    = 0, 1, 2, 3
	stateParameter, stateMomentums                                                  = 0, 1
	bagInts, bagFloats, bagStrings                                                  = 0, 1, 2
	propertyName, propertyValue                                                     = 0, 1
)

// identifier stands behind the first offset of a checkpoint.
const identifier = "ODTC"

// Load reads the checkpoint at path.
func Load(path string) (*Checkpoint, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		var p *fs.PathError
		if errors.As(err, &p) {
			err = p.Err
		}
		return nil, fmt.Errorf("%s cannot be read: %w", path, err)
	}
	c, err := Read(data)
	if err != nil {
		return nil, fmt.Errorf("%s is no checkpoint that can be used: %w", path, err)
	}
	return c, nil
}

// Read reads a checkpoint from memory. Its tensors are copies.
func Read(data []byte) (*Checkpoint, error) {
	if len(data) < 8 || string(data[4:8]) != identifier {
		return nil, errors.New("it does not start as one of ONNX Runtime's training API does")
	}
	if len(data) > maxFile {
		return nil, fmt.Errorf("it has %d bytes, more than a FlatBuffer can", len(data))
	}
	// Writers may let equal strings share their bytes, so that a sound file can hold
	// somewhat more than its size.
	b := &buffer{data: data, budget: 2 * len(data)}
	pos, err := b.follow(0)
	if err != nil {
		return nil, err
	}
	root, err := b.table(pos)
	if err != nil {
		return nil, err
	}
	c := &Checkpoint{}
	if c.Version, err = root.int32(checkpointVersion); err != nil {
		return nil, err
	}
	if err := c.module(root); err != nil {
		return nil, err
	}
	if err := root.each(checkpointOptimizers, c.group); err != nil {
		return nil, err
	}
	return c, c.properties(root)
}

// module reads the parameters.
func (c *Checkpoint) module(root table) error {
	m, ok, err := root.inner(checkpointModule)
	if err != nil || !ok {
		return err
	}
	nominal, err := m.bool(moduleNominal)
	if err != nil {
		return err
	}
	external, err := m.bool(moduleExternal)
	switch {
	case err != nil:
		return err
	case nominal:
		return errors.New("it holds names and no values (a nominal checkpoint)")
	case external:
		return errors.New("it keeps its tensors in a file of their own, which is not supported: save it without external data")
	}
	seen := map[string]bool{}
	for _, slot := range []int{moduleTrained, moduleFrozen} {
		err := m.each(slot, func(t table) error {
			name, x, err := readTensor(t)
			if err == nil && seen[name] {
				err = fmt.Errorf("it holds the parameter %q twice", name)
			}
			seen[name] = true
			c.Parameters = append(c.Parameters, Parameter{name, x, slot == moduleTrained})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// group reads the state of an optimizer.
func (c *Checkpoint) group(t table) (err error) {
	var g Group
	if g.Name, err = t.text(groupName); err != nil {
		return err
	}
	if g.Step, err = t.int64(groupStep, 0); err != nil {
		return err
	}
	if g.LearningRate, err = t.float32(groupRate); err != nil {
		return err
	}
	err = t.each(groupStates, func(t table) error {
		name, err := t.text(stateParameter)
		if err != nil {
			return err
		}
		s := State{Parameter: name}
		err = t.each(stateMomentums, func(t table) error {
			name, x, err := readTensor(t)
			s.Momentums = append(s.Momentums, Momentum{name, x})
			return err
		})
		g.States = append(g.States, s)
		return err
	})
	c.Groups = append(c.Groups, g)
	return err
}

// properties reads the three lists of the user's values.
func (c *Checkpoint) properties(root table) error {
	bag, ok, err := root.inner(checkpointProperties)
	if err != nil || !ok {
		return err
	}
	read := []func(t table) (any, error){
		bagInts:    func(t table) (any, error) { return scalar(t, propertyValue, 8, 0, flatbuffers.GetInt64) },
		bagFloats:  func(t table) (any, error) { return t.float32(propertyValue) },
		bagStrings: func(t table) (any, error) { return t.text(propertyValue) },
	}
	for slot, value := range read {
		err := bag.each(slot, func(t table) error {
			name, err := t.text(propertyName)
			if err != nil {
				return err
			}
			v, err := value(t)
			c.Properties = append(c.Properties, Property{name, v})
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
}
