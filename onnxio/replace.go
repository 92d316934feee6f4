package onnxio

import (
	"context"
	"math"
)

// ReplaceFile makes data the contents of path as Model.Save does: in one step, so that
// whatever goes wrong, and if the process is killed or the power fails, path holds what
// it held before or all of data. A file that is replaced keeps its mode and, where the
// system allows it, its owner. Errors name path; a folder, device, symbolic link or
// read-only file there is refused, as is a folder that does not exist.
func ReplaceFile(ctx context.Context, path string, data []byte) error {
	j := &saveJob{limit: math.MaxInt64, encode: func(map[*Tensor]dataRef) ([]segment, error) {
		return []segment{{data, -1}}, nil
	}}
	return j.run(ctx, path)
}
