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
var kernel = &kind{fits: situation.kernel, pack: packKernel, gradMask: gradMaskKernel}

// kernelTypes are the element types that have kernels.
var kernelTypes = map[onnxio.DType]mosaic.Type{onnxio.Float: mosaic.F32, onnxio.BFloat16: mosaic.BF16}

// kernel tells that a kernel is worth its call: the matrix fills a tile.
func (s situation) kernel() bool {
	t, ok := kernelTypes[s.elem]
	return ok && s.rows >= 256 && mosaic.Kernel{Type: t, Rows: s.rows, Cols: s.cols}.Check() == nil
}

// packKernel packs the activation. Where a product reads it XLA stores it in 16 bits, in
// which the product takes it, and 32 bits for the kernel beside that would cost most of
// what the mask saves. So the kernel gets the predicate there, a byte for each element.
func packKernel(c *call, v *value, m *mask) *value {
	k := mosaic.Kernel{Op: mosaic.Pack, Type: kernelTypes[v.elem], Rows: m.rows, Cols: m.cols}
	if m.predicate == "not_le0" {
		k.Predicate = kernels.NotLE0
	}
	x := c.reshape(v, m.rows, m.cols)
	if v.elem == onnxio.Float && firstReader(packed(c.n), c.n) != nil {
		k.Type, x = mosaic.Byte, c.convert(c.passesExactly(x, m), onnxio.Int8)
	}
	return c.tpuCall(k, newType(onnxio.Uint32, m.padded()/32, m.cols), "", x)
}

// passesExactly is the predicate of 32-bit floats on their bits, as package mosaic computes
// it: for TPUs a denormal is not above zero.
func (b *builder) passesExactly(x *value, m *mask) *value {
	const infinity = 0x7f800000
	i := b.bitcastConvert(x, onnxio.Int32)
	if m.predicate == "not_le0" {
		return b.and(b.compare(gt, i, b.splat(i.typ, infinity-1<<31)), b.compare(ne, i, b.zeros(i.typ)))
	}
	return b.and(b.compare(gt, i, b.zeros(i.typ)), b.compare(le, i, b.splat(i.typ, infinity)))
}

// gradMaskKernel writes over the gradient; XLA copies it before if something else reads it.
// Where a product makes the gradient, in 32 bits, it selects by bytes that a kernel unpacks:
// then XLA can store the result alone, in 16 bits if products read it.
func gradMaskKernel(c *call, dy, words *value, m *mask, combine string) *value {
	k := mosaic.Kernel{Op: mosaic.GradMask, Type: kernelTypes[dy.elem], Rows: m.rows, Cols: m.cols}
	if combine == "mul" {
		k.Combine = kernels.Mul
	} else if dy.elem == onnxio.Float && maker(c.n.Input(0)) != nil {
		k.Op, k.Type = mosaic.Unpack, mosaic.Byte
		p := c.tpuCall(k, newType(onnxio.Int8, m.rows, m.cols), "", words)
		return c.combined(c.reshape(c.compare(ne, p, c.zeros(p.typ)), dy.dims...), dy, combine)
	}
	const inPlace = ", output_operand_aliases = [#stablehlo.output_operand_alias<output_tuple_indices = [], operand_index = 0, operand_tuple_indices = []>]"
	x := c.reshape(dy, m.rows, m.cols)
	return c.reshape(c.tpuCall(k, x.typ, inPlace, x, words), dy.dims...)
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
