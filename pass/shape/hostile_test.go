package shape

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/unswag/unswagc/onnxio"
)

// TestRulesTakeAnyNode runs every rule over nodes that make no sense: missing and
// omitted inputs and outputs, ranks and numbers that do not fit, attributes of extreme
// values and of another kind.
func TestRulesTakeAnyNode(t *testing.T) {
	r := rand.New(rand.NewPCG(11, 12))
	for key := range rules {
		for range 60 {
			inferAll(t, nonsense(r, key), nil)
		}
	}
}

var extremes = []int64{0, 1, 2, 3, -1, -2, 7, 64, 1 << 20, math.MaxInt32, math.MaxInt64, math.MinInt64}

func extreme(r *rand.Rand) int64 { return extremes[r.IntN(len(extremes))] }

// nonsense is a chain of three nodes of one operator.
func nonsense(r *rand.Rand, key opKey) *onnxio.Model {
	m := onnxio.NewModel(8, onnxio.OpsetImport{Version: int64(8 + r.IntN(14))})
	g := m.Graph
	pool := []*onnxio.Value{nil, g.NewValue("dangling")}
	for range 4 {
		pool = append(pool, g.AddInput(g.NewValue("x").Name+"_in", randomType(r)))
	}
	for range 2 {
		n := r.IntN(4)
		data := make([]byte, 8*n)
		for i := range n {
			for b := range 8 {
				data[8*i+b] = byte(uint64(extreme(r)) >> (8 * b))
			}
		}
		pool = append(pool, g.AddInitializer(onnxio.NewTensor(g.NewValue("c").Name+"_init", onnxio.Int64, []int64{int64(n)}, data)))
	}
	var nodes []*onnxio.Node
	for range 3 {
		in, out := make([]*onnxio.Value, r.IntN(7)), make([]*onnxio.Value, r.IntN(6))
		for i := range in {
			in[i] = pool[r.IntN(len(pool))]
		}
		for i := range out {
			if r.IntN(5) > 0 {
				out[i] = g.NewValue("y")
				out[i].Type = randomType(r)
			}
		}
		nodes = append(nodes, g.NewNode(key.domain, key.op, "", in, out, randomAttrs(r)...))
		pool = append(pool, out...)
	}
	g.SetNodes(nodes)
	return m
}

func randomType(r *rand.Rand) *onnxio.TensorType {
	t := &onnxio.TensorType{Elem: onnxio.DType(r.IntN(30)), HasShape: r.IntN(6) > 0}
	for range r.IntN(6) {
		switch r.IntN(3) {
		case 0:
			t.Shape = append(t.Shape, onnxio.Dim{Value: -1, Param: string(rune('A' + r.IntN(4)))})
		case 1:
			t.Shape = append(t.Shape, onnxio.Dim{Value: -1})
		default:
			t.Shape = append(t.Shape, onnxio.Dim{Value: max(extreme(r), 0)})
		}
	}
	if !t.HasShape {
		t.Shape = nil
	}
	return t
}

func randomAttrs(r *rand.Rand) []*onnxio.Attr {
	names := []string{"axis", "axes", "perm", "group", "kernel_shape", "strides", "pads", "dilations",
		"auto_pad", "ceil_mode", "keepdims", "split", "starts", "ends", "shape", "to", "dtype", "transA",
		"transBatchA", "start", "end", "batch_dims", "blocksize", "num_scan_inputs", "value_int", "value",
		"value_ints", "output_padding", "output_shape", "output_type", "reduction", "num_groups", "k",
		"non_differentiable_outputs", "scan_input_axes", "stash_type", "operator"}
	var attrs []*onnxio.Attr
	for _, name := range names {
		switch r.IntN(6) {
		case 0, 1:
			attrs = append(attrs, onnxio.IntAttr(name, extreme(r)))
		case 2, 3:
			list := make([]int64, r.IntN(5))
			for i := range list {
				list[i] = extreme(r)
			}
			attrs = append(attrs, onnxio.IntsAttr(name, list))
		case 4:
			text := []string{"SAME_UPPER", "VALID", "none", "embedding", ""}
			attrs = append(attrs, onnxio.StringAttr(name, text[r.IntN(len(text))]))
		}
	}
	return attrs
}

func TestNoOperatorStandsInTwoFamilies(t *testing.T) {
	n := 0
	for _, f := range families {
		n += len(f)
	}
	if n != len(rules) {
		t.Errorf("%d rules in the families, %d in the table", n, len(rules))
	}
}
