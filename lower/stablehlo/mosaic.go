package stablehlo

import (
	"encoding/base64"
	"encoding/json"
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/mosaic"
	"github.com/unswag/unswagc/onnxio"
)

// kernel is a tiled mask that kernels for TPUs make and read.
var kernel = &kind{packKernel, gradMaskKernel}

// kernelTypes are the element types that have kernels.
var kernelTypes = map[onnxio.DType]mosaic.Type{onnxio.Float: mosaic.F32, onnxio.BFloat16: mosaic.BF16}

// kernel tells that a kernel is worth its call: the matrix fills a tile.
func (s situation) kernel() bool {
	t, ok := kernelTypes[s.elem]
	return ok && s.rows >= 256 && mosaic.Kernel{Type: t, Rows: s.rows, Cols: s.cols}.Check() == nil
}

func packKernel(c *call, v *value, m *mask) *value {
	k := m.kernel(mosaic.Pack, v.elem)
	if m.predicate == "not_le0" {
		k.Predicate = kernels.NotLE0
	}
	return c.tpuCall(k, newType(onnxio.Uint32, m.padded()/32, m.cols), "", c.reshape(v, m.rows, m.cols))
}

// gradMaskKernel writes over the gradient. XLA copies it before if something else reads it.
func gradMaskKernel(c *call, dy, words *value, m *mask, combine string) *value {
	k := m.kernel(mosaic.GradMask, dy.elem)
	if combine == "mul" {
		k.Combine = kernels.Mul
	}
	const inPlace = ", output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>]"
	x := c.reshape(dy, m.rows, m.cols)
	return c.settled(c.reshape(c.tpuCall(k, x.typ, inPlace, x, words), dy.dims...))
}

func (m *mask) kernel(op mosaic.Op, elem onnxio.DType) mosaic.Kernel {
	return mosaic.Kernel{Op: op, Type: kernelTypes[elem], Rows: m.rows, Cols: m.cols}
}

// tpuCall calls a kernel on matrices, which XLA must lay out by rows. libtpu reads the
// kernel's text in base64 inside of JSON, and lays it out in a core's memory itself.
func (b *builder) tpuCall(k mosaic.Kernel, t typ, attributes string, args ...*value) *value {
	type body struct {
		Text          string `json:"body"`
		Format        int    `json:"serialization_format"`
		LayoutsNeeded bool   `json:"needs_layout_passes"`
	}
	config, err := json.Marshal(map[string]body{"custom_call_config": {base64.StdEncoding.EncodeToString([]byte(k.Text())), 1, true}})
	if err != nil {
		fail("%w", err)
	}
	const byRows = "dense<[1, 0]> : tensor<2xindex>"
	operands := strings.TrimSuffix(strings.Repeat(byRows+", ", len(args)), ", ")
	return b.op(t, "custom_call @tpu_custom_call(%s) {backend_config = \"%s\", kernel_name = %q, operand_layouts = [%s], result_layouts = [%s]%s} : (%s) -> %s",
		names(args), strings.ReplaceAll(string(config), `"`, `\22`), k.Name(), operands, byRows, attributes, types(args), t)
}
