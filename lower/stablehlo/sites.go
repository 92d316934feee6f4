package stablehlo

import (
	"slices"

	"github.com/unswag/unswagc/onnxio"
)

// sites knows where masks stand in the graph. XLA orders operations itself, and without
// barriers it would make a mask where it reads it, from the activation. So the mask is
// tied to the first product that reads the activation: what comes after that needs the
// mask, and the activation can go. And the gradient that a product turns into the
// activation's is tied to the mask: it is not unpacked before.
type sites struct {
	// late are the masks that stand in an UnSwagTie, which orders them already.
	late map[*onnxio.Value]bool
	// readers has the masks by the first product that reads the activation, makers by
	// the product that makes its gradient.
	readers, makers map[*onnxio.Node][]*onnxio.Value
	dots            map[*onnxio.Value]bool
}

const unswag = "ai.unswag"

func isPack(n *onnxio.Node) bool {
	return n.Domain == unswag && (n.OpType == "UnSwagPack" || n.OpType == "UnSwagPack_not_le0")
}

func isGradMask(n *onnxio.Node) bool {
	return n.Domain == unswag && (n.OpType == "UnSwagGradMask" || n.OpType == "UnSwagGradMask_mul")
}

// isProduct tells operators that run as matrix products.
func isProduct(n *onnxio.Node) bool {
	return slices.Contains([]string{"Gemm", "FusedGemm", "MatMul", "FusedMatMul", "Conv", "ConvGrad"}, n.OpType)
}

// isView tells operators whose output is their input under another shape.
func isView(n *onnxio.Node) bool {
	return slices.Contains([]string{"Reshape", "Flatten", "Identity", "Squeeze", "Unsqueeze"}, n.OpType)
}

func findSites(g *onnxio.Graph) *sites {
	s := &sites{late: map[*onnxio.Value]bool{}, readers: map[*onnxio.Node][]*onnxio.Value{},
		makers: map[*onnxio.Node][]*onnxio.Value{}, dots: map[*onnxio.Value]bool{}}
	for _, n := range g.Nodes() {
		if isPack(n) && n.Output(0) != nil {
			s.add(n, n.Output(0))
		}
	}
	return s
}

// add notes what stands around one mask.
func (s *sites) add(pack *onnxio.Node, mask *onnxio.Value) {
	for _, u := range mask.Uses() {
		switch {
		case u.Node.Is(unswag, "UnSwagTie"):
			s.late[mask] = true
		case isGradMask(u.Node) && u.Index == 1:
			if p := maker(u.Node.Input(0)); p != nil {
				s.makers[p] = append(s.makers[p], mask)
				s.dots[mask] = true
			}
		}
	}
	if r := firstReader(packed(pack), pack); r != nil {
		s.readers[r] = append(s.readers[r], mask)
		s.dots[mask] = true
	}
}

// packed is the value that others read where pack reads: Y where it makes that.
func packed(pack *onnxio.Node) *onnxio.Value {
	if y := pack.Output(1); y != nil {
		return y
	}
	return pack.Input(0)
}

// maker is the product that computes v, through views, or nil.
func maker(v *onnxio.Value) *onnxio.Node {
	for v != nil && v.Producer != nil {
		if isProduct(v.Producer) {
			return v.Producer
		}
		if !isView(v.Producer) {
			return nil
		}
		v = v.Producer.Input(0)
	}
	return nil
}

// firstReader is the first product behind pack that reads v, through views, or nil.
func firstReader(v *onnxio.Value, pack *onnxio.Node) *onnxio.Node {
	var first *onnxio.Node
	for _, u := range v.Uses() {
		n := u.Node
		if n.Graph() != pack.Graph() || n.Pos < pack.Pos {
			continue
		}
		if isView(n) && u.Index == 0 && n.Output(0) != nil {
			n = firstReader(n.Output(0), pack)
		}
		if n != nil && isProduct(n) && (first == nil || n.Pos < first.Pos) {
			first = n
		}
	}
	return first
}

// fence ties v to a mask, if one is in memory.
func (s *sites) fence(c *call, mask *onnxio.Value, v *value) *value {
	m := c.env[mask]
	if m == nil || s.late[mask] || m.mask.form.kind == nothing {
		return v
	}
	tied := c.barrier(v, m)
	c.env[mask] = tied[1]
	return tied[0]
}

// before ties the gradient that a product turns into an activation's.
func (s *sites) before(c *call) {
	for _, mask := range s.makers[c.n] {
		if i := gradientInput(c.n); i >= 0 {
			c.in[i] = s.fence(c, mask, c.in[i])
		}
	}
}

// gradientInput is the input of a product that was computed: the other is a parameter.
func gradientInput(n *onnxio.Node) int {
	for i, v := range n.Inputs() {
		for v != nil && v.Producer != nil && isView(v.Producer) {
			v = v.Producer.Input(0)
		}
		if v != nil && v.Producer != nil {
			return i
		}
	}
	return -1
}

// after ties the result of the product that read the activation.
func (s *sites) after(c *call) {
	out := c.n.Output(0)
	for _, mask := range s.readers[c.n] {
		if out != nil {
			c.env[out] = s.fence(c, mask, c.env[out])
		}
	}
}
