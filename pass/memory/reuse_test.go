package memory

import (
	"context"
	"math/rand/v2"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass/shape"
)

// reusePeak is the peak of the plan along the file's order.
func reusePeak(f *Flow) Bytes {
	p := f.program(nil)
	return p.sizes.peak(newReuse(p, p.order, nil).timeline(nil))
}

// TestReuseByHand holds one small graph per rule of the plan, with the peak counted by
// hand. The shape of a value is its bytes.
func TestReuseByHand(t *testing.T) {
	for _, c := range []struct{ name, text, want string }{
		// a's buffer waits for c while e is there; without that, e and c are the peak: 108.
		{"a buffer lies idle", "in x:9\nExp x -> a:8\nExp a -> b:4\nExp b -> e:100\nExp e -> c:8\nExp c -> d:2\nout d", "112"},
		// e takes a's buffer, which then is one of the three of the last line.
		{"the shape counts, not the name", "in x:9\nExp x -> a:8\nExp a -> b:4\nExp b -> e:8\nAdd e b -> y:1\nout y", "13"},
		// c takes the buffer of q; in that of p it would be 117.
		{"the last given up is the first taken", "in x:9\nExp x -> p:8\nExp x -> q:8\nExp p -> s:1\nExp q -> t:100\nExp t -> u:2\nExp u -> c:8\nMatMul s c -> y:1\nout y", "111"},
		{"another shape of the same size", "in x:9\nExp x -> a:8\nExp a -> b:4\nExp b -> e:100\nExp e -> c:2*4\nExp c -> d:2\nout d", "108"},
		{"a graph output takes nothing", "in x:9\nExp x -> a:8\nExp a -> b:4\nExp b -> e:100\nExp e -> c:8\nout c", "108"},
		{"nor is it taken", "in x:9\nExp x -> a:8\nExp a -> b:4\nExp b -> c:8\nExp c -> d:2\nout a d", "20"},
		{"what nothing reads stays", "in x:9\nTopK x -> a:8 i:100\nExp a -> b:20\nExp b -> c:300\nout c", "420"},
		{"or is taken", "in x:9\nTopK x -> a:8 i:100\nExp a -> b:100\nExp b -> c:300\nout c", "400"},
		{"in place", "in x:9\nExp x -> a:8\nRelu a -> b:8\nRelu b -> c:8\nExp c -> y:1\nout y", "9"},
		{"an output is not in place", "in x:9\nExp x -> a:8\nRelu a -> y:8\nout y", "16"},
		{"in place needs the shape", "in x:9\nExp x -> a:8\nRelu a -> b:2*4\nExp b -> y:1\nout y", "16"},
		{"not in place of what is read later", "in x:9\nExp x -> a:8\nRelu a -> b:8\nAdd a b -> y:1\nout y", "17"},
		{"twice read by the node is read later", "in x:9\nExp x -> a:8\nus.UnSwagGradMask a a -> b:8\nExp b -> y:1\nout y", "16"},
		// c takes the buffer of a, in which the view's reader is the last.
		{"a view keeps the buffer", "in x:9\nExp x -> a:8\nReshape a -> v:2*4\nExp v -> b:4\nExp b -> e:100\nExp e -> c:8\nExp c -> d:2\nout d", "112"},
		{"a view that is an output is a copy", "in x:9\nExp x -> a:8\nReshape a -> v:8\nout v", "16"},
		{"Shape reads", "in x:9\nExp x -> a:8\nExp a -> b:8\nShape a -> s:1\nExp s -> d:2\nAdd b d -> y:1\nout y", "17"},
		{"constants are not counted", "Constant -> k:8\nExp k -> a:8\nExp a -> b:8\nExp b -> y:1\nout y", "16"},
		{"a formula", "in x:9\nExp x -> a:n\nExp a -> b:1\nExp b -> e:100\nExp e -> c:n\nExp c -> y:2\nout y", "n + 101"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := New(build(t, c.text), noTypes(t), nil)
			if got := reusePeak(f).String(); got != c.want {
				t.Errorf("peak %s, by hand %s", got, c.want)
			}
		})
	}
}

// TestReuseAndBodies: what a body gives takes no buffer. With a kernel g takes that of a,
// which then lies idle beside d, e and m.
func TestReuseAndBodies(t *testing.T) {
	p := New(build(t, "in x:9\nExp x -> a:8\nExp a -> d:2*4\nExp d -> e:200\nExp e -> m:1\nus.UnSwagGradMask d m -> g:8\nExp g -> y:1\nout y"), noTypes(t), nil).program(nil)
	body := func(id int32) (int32, bool) { return -1, p.nodes[id].Domain == us }
	for _, c := range []struct {
		body func(int32) (int32, bool)
		want string
	}{{nil, "217"}, {body, "209"}} {
		if got := p.sizes.peak(newReuse(p, p.order, c.body).timeline(c.body)).String(); got != c.want {
			t.Errorf("peak %s, by hand %s", got, c.want)
		}
	}
}

// TestReuseKnowsShapes: the engine knows what the file states and what its operators
// infer, in the names of the file, whatever they are bound to.
func TestReuseKnowsShapes(t *testing.T) {
	m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1]>
main (float[batch, 4] x, float[4, 4] w, float[batch, 4, 5, 5] img, float[batch, 4, 5, 5] dimg, float[4, 4, 1, 1] k) => (float[batch, 4] y)
<float[batch, 4, 5, 5] dimg0, float[batch, 4, 5, 5] dimg1, float[rows, 4] other>
{
	a = Exp (x)
	b = Mul (a, x)
	square = Exp (w)
	other = Exp (b)
	after = Exp (other)
	dimg0, dk0 = com.microsoft.ConvGrad (dimg, img, k)
	dimg1, dk1 = com.microsoft.ConvGrad (dimg, img, k)
	behind0 = Exp (dk0)
	behind1 = Exp (dk1)
	flag0 = Greater (x, a)
	flag1 = Greater (a, x)
	mask0, kept0 = ai.unswag.UnSwagPack (a)
	mask1, kept1 = ai.unswag.UnSwagPack (b)
	mask2 = ai.unswag.UnSwagPack (square)
	mask3 = ai.unswag.UnSwagPack (w)
	y = Exp (after)
}`)
	if err != nil {
		t.Fatal(err)
	}
	sh, err := shape.Infer(context.Background(), m, map[string]int64{"batch": 4})
	if err != nil {
		t.Fatal(err)
	}
	p := New(m.Graph, sh, nil).program(nil)
	u := newReuse(p, p.order, nil)
	for _, c := range []struct {
		a, b string
		same bool
		why  string
	}{
		{"x", "b", true, "inferred"},
		{"a", "square", false, "batch is 4 for us alone"},
		{"a", "other", false, "two names, whatever is known of them"},
		{"other", "after", true, "a stated name is handed on"},
		{"a", "flag0", false, "elements of another size"},
		{"flag0", "flag1", true, "inferred"},
		{"dimg0", "dimg1", true, "stated"},
		{"dk0", "dk1", false, "ConvGrad's shapes are not inferred"},
		{"behind0", "behind1", false, "nor what depends on them"},
		{"mask0", "mask1", false, "a mask's size is a formula"},
		{"mask2", "mask3", true, "or a number"},
		{"kept0", "kept1", false, "the library does not infer Y"},
	} {
		if got := u.same(m.Graph.Value(c.a).ID, m.Graph.Value(c.b).ID); got != c.same {
			t.Errorf("same(%s, %s) = %v: %s", c.a, c.b, got, c.why)
		}
	}
}

// TestReuseAgainstNaive compares with a plan of lists, and with the peak of lives, which
// is never above.
func TestReuseAgainstNaive(t *testing.T) {
	above := 0
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 7))
		n := randomNet(t, r, netSpec{layers: 1 + r.IntN(6), dim: widths, frozen: 0.3, pooled: 0.3, shuffle: seed%2 == 1})
		patches := some(r, n.cands)
		f := flow(t, n.g, "")
		m := measure(t, f, patches...)
		n.g.Apply(patches)
		f = flow(t, n.g, "")
		p := f.program(nil)
		nodes := p.named(p.ortOrder(p.order, p.producer))
		got, _ := m.Reuse.Int()
		if want := new(naiveReuse).peak(nodes); got != want {
			t.Fatalf("seed %d: peak %d, naive %d", seed, got, want)
		}
		lives, _ := m.ORT.Peak.Int()
		if got < lives {
			t.Fatalf("seed %d: peak %d is below that of lives, %d", seed, got, lives)
		}
		if got > lives {
			above++
		}
	}
	if above < 30 {
		t.Errorf("in %d of 300 nets reuse costs memory: the generator tests too little", above)
	}
}
