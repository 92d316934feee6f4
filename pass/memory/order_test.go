package memory

import (
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
