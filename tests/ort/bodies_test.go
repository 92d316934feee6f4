package ort

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/shape"
)

// The opsets that have bodies and that the engines know.
const (
	firstOpset    = 12
	bfloat16Opset = 13
	mixedOpset    = 15 // bfloat16 beside other types
	trainOpset    = 21 // the newest of onnxruntime-training 1.19.2
	stockOpset    = 28 // the newest of the stock engine
)

// bodyModel is a model of nothing but calls, on some types and tensors of one rank.
type bodyModel struct {
	opset int
	types []string
	rank  int
	// alone calls the non-default predicate and combine by attribute, under the plain
	// names; otherwise both are called, under two names.
	alone bool
	// cpu leaves out what ONNX Runtime's CPU lacks for bfloat16, the Relu in the body
	// and Mul: Y is then V.
	cpu bool
}

// TestBodies runs the function bodies on all special values, of the 16-bit types on
// all patterns, and holds the results against the definition of the operators, bit by
// bit, in the training engine, the newest stock engine and onnx's ReferenceEvaluator.
func TestBodies(t *testing.T) {
	stock, train := t.TempDir(), t.TempDir()
	models := 0
	for opset := firstOpset; opset <= stockOpset; opset++ {
		for _, m := range bodyModels(opset) {
			m.write(t, stock)
			models++
			if opset <= trainOpset && !strings.Contains(m.name(), "bfloat16") {
				m.write(t, train)
			}
		}
	}
	t.Logf("%d models", models)
	for _, e := range []struct{ variable, dir string }{{"UNSWAG_PYTHON_TRAIN", train}, {"UNSWAG_PYTHON_STOCK", stock}} {
		t.Run(e.variable, func(t *testing.T) {
			compareBodies(t, python(t, e.variable), e.dir)
		})
	}
}

func compareBodies(t *testing.T, python, dir string) {
	t.Helper()
	lines, err := runLines[struct {
		Model    string
		Compared int
		Wrong    string
	}](t, python, "run_bodies.py", dir)
	if files, _ := filepath.Glob(filepath.Join(dir, "*.onnx")); err != nil || len(lines) != len(files) {
		t.Fatalf("%d of %d models ran: %v", len(lines), len(files), err)
	}
	total := 0
	for _, l := range lines {
		if l.Wrong != "" || l.Compared == 0 {
			t.Errorf("%s: %d results compared, %s", l.Model, l.Compared, l.Wrong)
		}
		total += l.Compared
	}
	t.Logf("%d models, %d results compared", len(lines), total)
}

// bodyModels lists the models of one opset.
func bodyModels(opset int) []bodyModel {
	sets := [][]string{{"float"}, {"float16"}, {"double"}, {"float16", "float", "double"}}
	if opset >= bfloat16Opset {
		sets = append(sets, []string{"bfloat16"})
	}
	if opset >= mixedOpset {
		sets = append(sets, []string{"bfloat16", "float16", "float"}, []string{"bfloat16", "double"})
	}
	var out []bodyModel
	for _, types := range sets {
		for rank := range 4 {
			for _, alone := range []bool{false, true} {
				m := bodyModel{opset: opset, types: types, rank: rank, alone: alone}
				out = append(out, m)
				if types[0] == "bfloat16" {
					m.cpu = true
					out = append(out, m)
				}
			}
		}
	}
	return out
}

func (m bodyModel) name() string {
	name := fmt.Sprintf("opset%d_%s_rank%d", m.opset, strings.Join(m.types, "_"), m.rank)
	if m.alone {
		name += "_alone"
	}
	if m.cpu {
		name += "_cpu"
	}
	return name
}

// text is the model in text syntax: for each type the mask, Y and gradient of each
// variant, and ties of two lengths.
func (m bodyModel) text() string {
	var in, out, body strings.Builder
	for i, elem := range m.types {
		dims := strings.ReplaceAll(strings.Join([]string{"a#", "b#", "c#"}[:m.rank], ","), "#", strconv.Itoa(i))
		tensor := fmt.Sprintf("%s[%s]", elem, dims)
		if m.rank == 0 {
			tensor = elem
		}
		fmt.Fprintf(&in, ", %s v%d, %[1]s g%[2]d", tensor, i)
		for _, v := range m.variants(elem) {
			fmt.Fprintf(&out, ", uint32[w%d] m%[1]d%s, %s y%[1]d%[2]s, %[3]s x%[1]d%[2]s", i, v.suffix, tensor)
			fmt.Fprintf(&body, "   m%d%s, y%[1]d%[2]s = ai.unswag.%[3]s (v%[1]d)\n", i, v.suffix, v.pack)
			fmt.Fprintf(&body, "   x%d%s = ai.unswag.%s (g%[1]d, m%[1]d%[2]s)\n", i, v.suffix, v.mask)
		}
		first := m.variants(elem)[0].suffix
		fmt.Fprintf(&out, ", %s t%d, %[1]s s%[2]d", tensor, i)
		fmt.Fprintf(&body, "   t%d = ai.unswag.UnSwagTie (g%[1]d, m%[1]d%[2]s)\n", i, first)
		fmt.Fprintf(&body, "   s%d = ai.unswag.UnSwagTie (g%[1]d, m%[1]d%[2]s, x%[1]d%[2]s)\n", i, first)
	}
	ir := 8
	if m.opset >= 24 {
		ir = 10
	}
	return fmt.Sprintf("<ir_version: %d, opset_import: [\"\" : %d, \"ai.unswag\" : 1]>\nbodies (%s) => (%s)\n{\n%s}\n",
		ir, m.opset, in.String()[2:], out.String()[2:], body.String())
}

// bodyVariant is one way to call the operators; the suffix tells the script what the
// results have to be: g or n for the predicate, s or m for the combine.
type bodyVariant struct{ suffix, pack, mask string }

func (m bodyModel) variants(elem string) []bodyVariant {
	noMul := m.cpu && elem == "bfloat16"
	switch {
	case m.alone && noMul:
		return []bodyVariant{{"ns", `UnSwagPack <predicate = "not_le0">`, "UnSwagGradMask"}}
	case m.alone && m.cpu: // one body serves all types of the model
		return []bodyVariant{{"ns", `UnSwagPack <predicate = "not_le0">`, "UnSwagGradMask"}}
	case m.alone:
		return []bodyVariant{{"nm", `UnSwagPack <predicate = "not_le0">`, `UnSwagGradMask <combine = "mul">`}}
	case noMul:
		return []bodyVariant{{"gs", "UnSwagPack", "UnSwagGradMask"}, {"ns", "UnSwagPack_not_le0", "UnSwagGradMask"}}
	}
	return []bodyVariant{{"gs", "UnSwagPack", "UnSwagGradMask"}, {"nm", "UnSwagPack_not_le0", "UnSwagGradMask_mul"}}
}

// write adds the bodies and saves the model into dir.
func (m bodyModel) write(t *testing.T, dir string) {
	t.Helper()
	model, err := onnxio.ParseText(m.text())
	if err != nil {
		t.Fatalf("%s: %v\n%s", m.name(), err, m.text())
	}
	types, err := shape.Infer(context.Background(), model, nil)
	if err != nil {
		t.Fatal(err)
	}
	if why, err := pass.AddBodies(model, types); why != "" || err != nil {
		t.Fatalf("%s: no bodies: %s %v", m.name(), why, err)
	}
	if m.cpu {
		for _, f := range model.Functions {
			withoutRelu(f.Body)
		}
	}
	data, err := model.Marshal()
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, m.name()+".onnx"), data, 0o644); err != nil {
		t.Fatal(err)
	}
}

// withoutRelu makes every Relu an Identity.
func withoutRelu(g *onnxio.Graph) {
	var p onnxio.Patch
	for _, n := range g.Nodes() {
		if n.OpType == "Relu" {
			same := g.NewNode("", "Identity", n.Name, n.Inputs(), n.Outputs())
			p.Replace = append(p.Replace, onnxio.Replacement{Old: n, New: []*onnxio.Node{same}})
		}
	}
	g.Apply([]*onnxio.Patch{&p})
}
