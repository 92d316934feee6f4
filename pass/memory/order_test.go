package memory

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestORTOrder: expected orders are what ONNX Runtime's walk gives, traced by hand.
func TestORTOrder(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"a chain out of order", "in x:1\nExp b -> c:1\nExp a -> b:1\nExp x -> a:1\nout c",
			"2:Exp 1:Exp 0:Exp"},
		{"the last leaf comes first", "in x:1\nAbs x -> a:1\nNeg x -> b:1\nout a b", "1:Neg 0:Abs"},
		{"of two inputs the later node comes first", "in x:1\nAbs x -> a:1\nNeg x -> b:1\nAdd a b -> c:1\nout c",
			"1:Neg 0:Abs 2:Add"},
		{"a separate mask sinks to its reader", `
in x:1 w:1
Relu x -> y:1
us.UnSwagPack y -> m:1
Gemm y w -> z:1
Gemm z w -> dy:1
us.UnSwagGradMask dy m -> dx:1
out dx`, "0:Relu 2:Gemm 3:Gemm 1:UnSwagPack 4:UnSwagGradMask"},
		{"Shape follows its producer", `
in x:1
Exp x -> a:1
Exp a -> b:1
Exp b -> c:1
Shape a -> s:1
Size a -> t:1
Reshape c s -> d:1
Reshape d t -> e:1
out e`, "0:Exp 3:Shape 4:Size 1:Exp 2:Exp 5:Reshape 6:Reshape"},
		{"Shape of a graph input stays", "in x:1\nExp x -> a:1\nShape x -> s:1\nReshape a s -> b:1\nout b",
			"1:Shape 0:Exp 2:Reshape"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := New(build(t, c.text), noTypes(t), nil).program(nil)
			file := identity(len(p.nodes))
			if d := cmp.Diff(c.want, ops(p.nodes, p.ortOrder(file, p.producer))); d != "" {
				t.Error(d)
			}
		})
	}
}

// TestInlinedOrder: the bodies' nodes stand behind all others, so that a mask comes before
// the gradient that meets it; of a shape with a name the gradient comes first.
func TestInlinedOrder(t *testing.T) {
	for _, c := range []struct{ size, want string }{
		{"8", "0:Exp 1:UnSwagPack 2:MaxPool 3:MaxPoolGrad 4:UnSwagGradMask"},
		{"n", "0:Exp 2:MaxPool 3:MaxPoolGrad 1:UnSwagPack 4:UnSwagGradMask"},
	} {
		p := New(build(t, strings.ReplaceAll(`
in x:8
Exp x -> v:N
us.UnSwagPack v -> m:1
MaxPool v -> p:8 k:8
MaxPoolGrad p k -> dy:N
us.UnSwagGradMask dy m -> dx:N
out dx`, "N", c.size)), noTypes(t), nil).program(nil)
		body := func(id int32) (int32, bool) { return -1, p.nodes[id].Domain == us }
		if d := cmp.Diff(c.want, ops(p.nodes, p.ortOrderInlined(p.order, p.producer, p.fixedBody(body)))); d != "" {
			t.Errorf("%s: %s", c.size, d)
		}
	}
}

// TestFileOrder: a file that is in order runs as it stands; otherwise each node comes
// behind its producers, first input first.
func TestFileOrder(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		{"in order", "in x:1\nAbs x -> a:1\nNeg x -> b:1\nAdd a b -> c:1\nout c", "0:Abs 1:Neg 2:Add"},
		{"out of order", "in x:1\nAdd a b -> c:1\nAbs x -> a:1\nNeg x -> b:1\nout c", "1:Abs 2:Neg 0:Add"},
		{"a cycle ends", "in x:1\nAdd x b -> a:1\nNeg a -> b:1\nout b", "1:Neg 0:Add"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := New(build(t, c.text), noTypes(t), nil).program(nil)
			if d := cmp.Diff(c.want, ops(p.nodes, p.order)); d != "" {
				t.Error(d)
			}
		})
	}
}
