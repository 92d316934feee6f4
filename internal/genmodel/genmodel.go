// Package genmodel makes large ONNX training graphs for benchmarks: always the same
// bytes for the same arguments.
package genmodel

import (
	"fmt"

	"google.golang.org/protobuf/encoding/protowire"
)

// NodesPerSite is how many nodes Chain makes for each site.
const NodesPerSite = 7

// Chain encodes a model as ONNX Runtime's artifacts look, with names, attributes,
// doc strings and types alike: sites times Gemm -> Relu, a loss, and the backward pass.
// The weights are frozen and the biases trained, so that every ReLU's gradient can work
// from a mask. It has NodesPerSite*sites+2 nodes.
func Chain(sites int) []byte { return small(chain{sites: sites, width: 16}) }

// LeanNodesPerSite is how many nodes LeanChain makes for each site.
const LeanNodesPerSite = 5

// LeanChain is Chain without accumulators: the gradients of the biases are outputs.
func LeanChain(sites int) []byte { return small(chain{sites: sites, width: 16, lean: true}) }

func small(c chain) []byte {
	c.forward(func(name string) { c.input(name, float, []any{c.width, c.width}) })
	c.backward()
	return c.model(0)
}

// batch is the symbolic dim of all activations.
const batch = "batch"

// chain gathers the fields of the graph by kind, in the order that they are written.
type chain struct {
	sites, width                               int
	lean                                       bool
	nodes, accumulators, inits, in, out, infos []byte
}

// forward makes the forward nodes; weight declares the weight of a Gemm.
func (c *chain) forward(weight func(name string)) {
	c.input("input", float, c.batched())
	c.input("labels", int64s, []any{batch})
	x := "input"
	for i := range c.sites {
		fc, y := fmt.Sprintf("fc%d", i), fmt.Sprintf("relu%d", i)
		weight(fc + ".weight")
		c.input(fc+".bias", float, []any{c.width})
		c.node("Gemm", "", "/"+fc, "", []string{x, fc + ".weight", fc + ".bias"}, []string{fc},
			intAttr("transA", 0), floatAttr("beta", 1), intAttr("transB", 1), floatAttr("alpha", 1))
		c.node("Relu", "", "/"+y, "", []string{fc}, []string{y})
		c.info(fc, c.batched())
		c.info(y, c.batched())
		x = y
	}
	c.node("SoftmaxCrossEntropyLoss", "", "loss", "", []string{x, "labels"}, []string{"onnx::loss::2", "onnx::log_prob::3"},
		stringAttr("reduction", "mean"))
	c.out = appendField(c.out, 12, valueInfo("onnx::loss::2", float, nil))
}

const backwardDoc = "Backward pass"

func (c *chain) backward() {
	c.inits = appendField(c.inits, 5, tensor("onnx::loss::2_grad", float, nil, []byte{0, 0, 0x80, 0x3f}))
	grad := fmt.Sprintf("relu%d_grad", c.sites-1)
	c.node("SoftmaxCrossEntropyLossGrad", ms, "loss_Grad/SoftmaxCrossEntropyLossGrad_0", backwardDoc,
		[]string{"onnx::loss::2_grad", "onnx::log_prob::3", "labels"}, []string{grad}, stringAttr("reduction", "mean"))
	for i := c.sites - 1; i >= 0; i-- {
		c.site(i)
	}
	if !c.lean {
		c.input("lazy_reset_grad", boolean, []any{1})
	}
}

const ms = "com.microsoft"

// site makes the backward nodes of site i.
func (c *chain) site(i int) {
	fc, y := fmt.Sprintf("fc%d", i), fmt.Sprintf("relu%d", i)
	sum, axes := "/"+fc+"_Grad/dC_reduced", "/"+fc+"_Grad/ReduceAxes_for_/"+fc+"_Grad/dC_reduced"
	before := fmt.Sprintf("relu%d_grad", i-1)
	if i == 0 {
		before = "input_grad"
	}
	c.inits = appendField(c.inits, 5, tensor(axes, int64s, []any{1}, make([]byte, 8)))
	c.node("ReluGrad", ms, "/"+y+"_Grad/ReluGrad_0", backwardDoc, []string{y + "_grad", y}, []string{fc + "_grad"})
	c.node("ReduceSum", "", "/"+fc+"_Grad/ReduceSum_3", backwardDoc, []string{fc + "_grad", axes}, []string{sum},
		intAttr("noop_with_empty_axes", 0), intAttr("keepdims", 0))
	c.node("Gemm", "", "/"+fc+"_Grad/Gemm_0", backwardDoc, []string{fc + "_grad", fc + ".weight"}, []string{before},
		intAttr("transB", 0), intAttr("transA", 0), floatAttr("alpha", 1), floatAttr("beta", 0))
	c.info(fc+"_grad", c.batched())
	c.info(before, c.batched())
	if c.lean {
		c.out = appendField(c.out, 12, valueInfo(sum, float, []any{c.width}))
	} else {
		c.accumulate(i, fc, sum)
	}
}

// accumulate adds the gradient of the bias of a site to its buffer.
func (c *chain) accumulate(i int, fc, sum string) {
	c.node("Identity", "", "/"+fc+"_Grad/Identity_4", backwardDoc, []string{sum}, []string{fc + ".bias_grad"})
	buffer, out := fc+".bias_grad.accumulation.buffer", fc+".bias_grad.accumulation.out"
	c.input(buffer, float, []any{c.width})
	c.out = appendField(c.out, 12, valueInfo(out, boolean, []any{1}))
	c.accumulators = appendField(c.accumulators, 1, node("InPlaceAccumulatorV2", ms, fmt.Sprintf("GradientAccumulator%d", i), "",
		[]string{buffer, fc + ".bias_grad", "lazy_reset_grad"}, []string{out}))
}

// model puts the fields together. So many bytes of fields of the graph are to be
// written behind it by the caller.
func (c *chain) model(more int) []byte {
	m := varint(nil, 1, 8)
	m = text(m, 2, "genmodel")
	for _, i := range []struct {
		domain  string
		version uint64
	}{{"", 17}, {"ai.onnx.ml", 5}, {ms, 1}} {
		m = appendField(m, 8, varint(text(nil, 1, i.domain), 2, i.version))
	}
	fields := [][]byte{c.nodes, c.accumulators, text(nil, 2, "chain"), c.inits, c.in, c.out, c.infos}
	for _, b := range fields {
		more += len(b)
	}
	m = protowire.AppendVarint(protowire.AppendTag(m, 7, protowire.BytesType), uint64(more))
	for _, b := range fields {
		m = append(m, b...)
	}
	return m
}
