// Package lower is the seam between a rewritten model and the devices that run it: a
// target turns the model into files for one toolchain. Targets live in packages of
// their own below this one, package targets lists them. They may import onnxio, pass/shape,
// pass/sym and kernels.
package lower

import (
	"context"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/onnxio"
)

// Options steer a lowering.
type Options struct {
	// Dims binds symbolic dims to sizes in elements; it may be nil.
	Dims map[string]int64
	// Zeros is what the host engine's own Relu makes of -0: the kernels that write Y do
	// the same.
	Zeros kernels.Zeros
}

// Artifact is one file that a lowering makes.
type Artifact struct {
	// Suffix is appended to the name of the output model: ".ptx", ".mlir" ...
	Suffix string
	// Data is the content of the file.
	Data []byte
}

// Target lowers models to one toolchain.
type Target interface {
	// Name is what -target calls it.
	Name() string
	// Lower makes the artifacts for m, which it does not change. An op of ai.unswag
	// that the target cannot express is an error that names the node.
	Lower(ctx context.Context, m *onnxio.Model, o Options) ([]Artifact, error)
}
