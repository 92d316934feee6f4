package stablehlo

import (
	"fmt"
	"slices"
	"strings"
)

// Split says how one tensor is split among the devices of a mesh.
type Split struct {
	mesh []Axis
	axes []string // of each dim, "" where it is whole
}

// Parts are the equal parts into which each dim is cut.
func (s Split) Parts() []int64 {
	out := make([]int64, len(s.axes))
	for i, name := range s.axes {
		out[i] = max(Sharding{Mesh: s.mesh}.size(name), 1)
	}
	return out
}

// At is which part along each dim the device of that number holds.
func (s Split) At(device int64) []int64 {
	out := make([]int64, len(s.axes))
	for i := len(s.mesh) - 1; i >= 0; i-- {
		if d := slices.Index(s.axes, s.mesh[i].Name); d >= 0 {
			out[d] = device % s.mesh[i].Size
		}
		device /= s.mesh[i].Size
	}
	return out
}

// gspmd is the split as GSPMD's annotation: the tensor's tiles, then how they lie on the
// devices, which are the mesh with its axes in the order of the dims; the axes along which
// the tensor is whole come last, as one more dim of tiles.
func (s Split) gspmd() string {
	var order []int
	copies := int64(1)
	for _, name := range s.axes {
		if i := s.axis(name); i >= 0 {
			order = append(order, i)
		}
	}
	for i, a := range s.mesh {
		if !slices.Contains(s.axes, a.Name) {
			order, copies = append(order, i), copies*a.Size
		}
	}
	parts := s.Parts()
	if count(parts) == 1 {
		return "{replicated}"
	}
	// XLA takes a list without T for an unknown text, which is no sharding and no error.
	sizes := []int64{Sharding{Mesh: s.mesh}.Devices()}
	turn := ""
	if !slices.IsSorted(order) {
		sizes, turn = nil, "T("+strings.ReplaceAll(commas(order), " ", "")+")"
		for _, a := range s.mesh {
			sizes = append(sizes, a.Size)
		}
	}
	devices, end := "<="+bare(sizes)+turn, "}"
	if copies > 1 {
		parts, end = append(parts, copies), " last_tile_dim_replicate}"
	}
	return "{devices=" + bare(parts) + devices + end
}

// axis is the number of an axis, -1 for "".
func (s Split) axis(name string) int {
	return slices.IndexFunc(s.mesh, func(a Axis) bool { return a.Name == name })
}

// bare writes numbers as HLO's lists: "[1,2]".
func bare(v []int64) string { return strings.ReplaceAll(list(v), " ", "") }

// shardy is the split as Shardy's annotation.
func (s Split) shardy() string {
	dims := make([]string, len(s.axes))
	for i, name := range s.axes {
		dims[i] = "{}"
		if name != "" {
			dims[i] = fmt.Sprintf("{%q}", name)
		}
	}
	return "#sdy.sharding<@mesh, [" + strings.Join(dims, ", ") + "]>"
}
