// Package ptx lowers the UnSwag operators of a model to PTX, NVIDIA's portable
// assembly: one text with the kernels that the model needs, and a manifest that says
// how each node launches its kernel (docs/PTX.md). It may import lower, kernels,
// onnxio, pass/shape and pass/sym.
package ptx

import (
	"context"
	"fmt"

	"github.com/unswag/unswagc/kernels/ptx"
	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// Suffixes of the artifacts.
const (
	ModuleSuffix   = ".ptx"
	ManifestSuffix = ".launch.json"
)

// Target is the target "ptx".
type Target struct{}

// Name is what -target calls it.
func (Target) Name() string { return "ptx" }

// Lower makes the module and the manifest. An operator of ai.unswag that has no kernel
// is an error, which names the node.
func (Target) Lower(ctx context.Context, m *onnxio.Model, o lower.Options) ([]lower.Artifact, error) {
	types, err := shape.Infer(ctx, m, o.Dims)
	if err != nil {
		return nil, err
	}
	c := &collector{types: types, zeros: o.Zeros}
	if err := c.functions(m); err != nil {
		return nil, err
	}
	if err := c.graph(m.Graph, ""); err != nil {
		return nil, err
	}
	text, err := ptx.Module(c.entries)
	if err != nil {
		return nil, err
	}
	manifest, err := c.manifest().encode()
	if err != nil {
		return nil, fmt.Errorf("the launch manifest cannot be written: %w", err)
	}
	return []lower.Artifact{{Suffix: ModuleSuffix, Data: []byte(text)}, {Suffix: ManifestSuffix, Data: manifest}}, nil
}
