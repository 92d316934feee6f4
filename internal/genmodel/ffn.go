package genmodel

import (
	"fmt"
	"strings"
)

// FFN describes networks of Layers times Gemm -> Relu -> Gemm, without residuals: the
// feed-forward parts of a language model. Rows are the symbolic dim "tokens".
type FFN struct {
	Layers int
	// Width is the elements of a row between layers, Hidden those of an activation.
	Width, Hidden int
	// Elem is the type of all elements: "float", "float16" or "bfloat16".
	Elem string
	// Trained makes the gradients of all weights, and of the biases, graph outputs; else
	// there is only that of the input.
	Trained bool
	// Loss adds biases and a mean squared error against an input; else there are neither,
	// and the gradient of the result comes in through a YieldOp.
	Loss bool
}

// Text is the training graph in ONNX's text syntax.
func (f FFN) Text() string {
	g := &ffn{FFN: f, x: "x0"}
	g.in("x0", "tokens", f.Width)
	for i := range f.Layers {
		g.layer(i)
	}
	gradient := g.end()
	for i := f.Layers - 1; i >= 0; i-- {
		gradient = g.backward(i, gradient)
	}
	g.out = append(g.out, g.typed(gradient, "tokens", f.Width))
	return fmt.Sprintf("<ir_version: 8, opset_import: [\"\" : 17, \"%s\" : 1], producer_name: \"genmodel\">\n"+
		"ffn (%s) => (%s)\n<int64[1] rows = {0}>\n{\n%s}\n", ms, strings.Join(g.inputs, ", "), strings.Join(g.out, ", "), g.nodes.String())
}

// ffn is the graph as far as it is made. x is the last forward value.
type ffn struct {
	FFN
	x           string
	inputs, out []string
	nodes       strings.Builder
}

func (g *ffn) typed(name string, dims ...any) string {
	return fmt.Sprintf("%s[%s] %s", g.Elem, strings.ReplaceAll(strings.TrimSpace(fmt.Sprintln(dims...)), " ", ","), name)
}

func (g *ffn) in(name string, dims ...any) { g.inputs = append(g.inputs, g.typed(name, dims...)) }

func (g *ffn) node(format string, args ...any) { fmt.Fprintf(&g.nodes, "  "+format+"\n", args...) }

func (g *ffn) layer(i int) {
	y := fmt.Sprintf("y%d", i)
	g.gemm(fmt.Sprintf("z%d", i), g.x, fmt.Sprintf("up%d", i), g.Width, g.Hidden)
	g.node("%s = Relu (z%d)", y, i)
	g.x = fmt.Sprintf("x%d", i+1)
	g.gemm(g.x, y, fmt.Sprintf("down%d", i), g.Hidden, g.Width)
}

// gemm is a forward product with the weight w.
func (g *ffn) gemm(out, x, w string, rows, cols int) {
	g.in(w, rows, cols)
	bias := ""
	if g.Loss {
		g.in(w+"_bias", cols)
		bias = ", " + w + "_bias"
	}
	g.node("%s = Gemm (%s, %s%s)", out, x, w, bias)
}

// end makes the loss, or takes the gradient from outside, and names the gradient.
func (g *ffn) end() string {
	if !g.Loss {
		g.node("dx%d = %s.YieldOp <full_shape_outputs: ints = [0]> (%s)", g.Layers, ms, g.x)
		return fmt.Sprintf("dx%d", g.Layers)
	}
	g.in("target", "tokens", g.Width)
	g.node("off = Sub (%s, target)", g.x)
	g.node("square = Mul (off, off)")
	g.node("loss = ReduceMean <keepdims: int = 0> (square)")
	g.out = append(g.out, g.Elem+"[] loss")
	g.node("dx%d = Add (off, off)", g.Layers)
	return fmt.Sprintf("dx%d", g.Layers)
}

// backward makes the gradients of layer i from that of its result.
func (g *ffn) backward(i int, dx string) string {
	g.weightGradient(fmt.Sprintf("down%d", i), fmt.Sprintf("y%d", i), dx, g.Hidden, g.Width)
	g.node("dy%d = Gemm <transB: int = 1> (%s, down%d)", i, dx, i)
	g.node("dz%d = %s.ReluGrad (dy%d, y%d)", i, ms, i, i)
	g.weightGradient(fmt.Sprintf("up%d", i), fmt.Sprintf("x%d", i), fmt.Sprintf("dz%d", i), g.Width, g.Hidden)
	g.node("dx%d = Gemm <transB: int = 1> (dz%d, up%d)", i, i, i)
	return fmt.Sprintf("dx%d", i)
}

func (g *ffn) weightGradient(w, x, dy string, rows, cols int) {
	if !g.Trained {
		return
	}
	g.node("d%s = Gemm <transA: int = 1> (%s, %s)", w, x, dy)
	g.out = append(g.out, g.typed("d"+w, rows, cols))
	if g.Loss {
		g.node("d%s_bias = ReduceSum <keepdims: int = 0> (%s, rows)", w, dy)
		g.out = append(g.out, g.typed("d"+w+"_bias", cols))
	}
}
