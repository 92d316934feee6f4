package stablehlo

import (
	"fmt"
	"path"
	"strings"
)

// Sharding splits a module among devices. The zero Sharding is for one device.
type Sharding struct {
	// Mesh is the devices as a grid. Their numbers go along the last axis first.
	Mesh []Axis
	// Rules say what is split along which axis. What no rule names is whole on every device.
	Rules []Rule
	// Shardy writes the annotations of XLA's partitioner Shardy; otherwise those of GSPMD are
	// written, which both partitioners read. A module with both is read by Shardy only.
	Shardy bool
}

// Axis is one axis of a mesh.
type Axis struct {
	Name string
	Size int64
}

// Rule splits tensors along axes of the mesh. Name is a symbolic dim of the inputs, which
// then has one axis; or else a pattern of the inputs' names, in which * stands for any text
// and ? for one character. A pattern has the axis of each dim, in their order, "" for a dim
// that stays whole; dims behind the last stay whole. A pattern for a parameter also holds
// for its gradient's buffer. Of two patterns for an input the last one holds.
type Rule struct {
	Name string
	Axes []string
}

// Devices is the number of devices of the mesh, 1 for the zero Sharding.
func (s Sharding) Devices() int64 {
	n := int64(1)
	for _, a := range s.Mesh {
		n *= a.Size
	}
	return n
}

// Check reports axes that cannot be, and rules that contradict themselves.
func (s Sharding) Check() error {
	seen := map[string]bool{}
	for _, a := range s.Mesh {
		switch {
		case a.Name == "" || strings.ContainsAny(a.Name, "\"\\,="):
			return fmt.Errorf("an axis of the mesh cannot be named %q: give it a word", a.Name)
		case seen[a.Name]:
			return fmt.Errorf("the mesh has two axes %q: give each a name of its own", a.Name)
		case a.Size < 1 || a.Size > maxDevices:
			return fmt.Errorf("the axis %q of the mesh cannot have the size %d: give a number from 1 to %d", a.Name, a.Size, maxDevices)
		}
		seen[a.Name] = true
	}
	if n := s.Devices(); n > maxDevices {
		return fmt.Errorf("the mesh has %d devices, and at most %d are possible: give smaller axes", n, maxDevices)
	}
	for _, r := range s.Rules {
		if err := s.checkRule(r); err != nil {
			return fmt.Errorf("%s: %w", r, err)
		}
	}
	return nil
}

// maxDevices bounds each axis and, with it, their product in 64 bits.
const maxDevices = 1 << 16

func (s Sharding) checkRule(r Rule) error {
	if _, err := path.Match(r.Name, ""); err != nil {
		return fmt.Errorf("%q is no pattern: write \\ before a [ that is part of a name", r.Name)
	}
	used := map[string]bool{}
	for _, name := range r.Axes {
		switch {
		case name == "":
			continue
		case s.size(name) == 0:
			return fmt.Errorf("the mesh has no axis %q, it has %s", name, s.axes())
		case used[name]:
			return fmt.Errorf("two dims of one tensor cannot both be split along the axis %q", name)
		}
		used[name] = true
	}
	if len(used) == 0 {
		return fmt.Errorf("it names no axis of the mesh: give one of %s", s.axes())
	}
	return nil
}

// size is the size of an axis, 0 if there is none of that name.
func (s Sharding) size(axis string) int64 {
	for _, a := range s.Mesh {
		if a.Name == axis {
			return a.Size
		}
	}
	return 0
}

func (s Sharding) axes() string {
	if len(s.Mesh) == 0 {
		return "none"
	}
	var names []string
	for _, a := range s.Mesh {
		names = append(names, a.Name)
	}
	return strings.Join(names, ", ")
}

// String writes a rule as users do: "batch=data", "fc1.weight=,model".
func (r Rule) String() string { return r.Name + "=" + strings.Join(r.Axes, ",") }

// matches tells whether the rule, as a pattern, holds for a name.
func (r Rule) matches(name string) bool {
	for _, n := range []string{name, parameter(name)} {
		// A slash is a letter of a name like any other.
		ok, err := path.Match(strings.ReplaceAll(r.Name, "/", "\x00"), strings.ReplaceAll(n, "/", "\x00"))
		if ok && err == nil {
			return true
		}
	}
	return false
}

// parameter is the parameter whose gradient or buffer a name is, as ONNX Runtime's training
// artifacts have them, or the name itself.
func parameter(name string) string {
	return strings.TrimSuffix(strings.TrimSuffix(name, ".accumulation.buffer"), "_grad")
}
