package pass

import "github.com/unswag/unswagc/onnxio"

// AddBodies adds a model-local function for every op that the graph calls.
func AddBodies(m *onnxio.Model) error { return nil }
