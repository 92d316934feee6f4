package pass_test

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/internal/randgraph"
)

// Bits of FuzzCompile's second argument.
const (
	fuzzAlways = 1 << iota
	fuzzScheduleFile
	fuzzOneRewrite
	fuzzBind
)

// maxFuzzSeed is the size in bytes up to which a real graph is a seed: mutations of
// larger ones seldom hit anything.
const maxFuzzSeed = 4000

// FuzzCompile compiles what is a model, as bytes or, where it starts with '<', as
// text: no panic, a legal result that reloads, is left alone by a second run and
// measures what the report says; no figure that auto raises; the same bytes where
// nothing was rewritten.
func FuzzCompile(f *testing.F) {
	for _, seed := range fuzzSeeds(f) {
		for _, how := range []byte{0, fuzzAlways, fuzzScheduleFile | fuzzBind, fuzzAlways | fuzzOneRewrite} {
			f.Add(seed, how)
		}
	}
	f.Fuzz(func(t *testing.T, data []byte, how byte) {
		if fuzzModel(data) != nil {
			checkCompile(t, func() *onnxio.Model { return fuzzModel(data) }, how)
		}
	})
}

// FuzzTrainingGraphs compiles random training graphs, which mutated bytes hardly ever
// become, and checks the same.
func FuzzTrainingGraphs(f *testing.F) {
	for seed := range uint64(8) {
		f.Add(seed, byte(5*seed), byte(seed))
	}
	f.Fuzz(func(t *testing.T, seed uint64, size, how byte) {
		checkCompile(t, func() *onnxio.Model { return randgraph.New(seed, 1+int(size)%48) }, how)
	})
}

// checkCompile compiles the model that fresh makes, with the options that the bits of
// how pick.
func checkCompile(t *testing.T, fresh func() *onnxio.Model, how byte) {
	m := fresh()
	o := fuzzOptions(m, how)
	predicted, err := pass.Analyse(context.Background(), fresh(), o)
	if err != nil {
		wantSentence(t, err)
		return
	}
	before := marshal(t, m)
	c, r := run(t, m, o)
	after := marshal(t, m)
	file := o.Schedule == pass.ScheduleFile
	if d := cmp.Diff(predicted.Memory, r.Memory); d != "" && !file {
		t.Errorf("predicted (-) and measured (+) differ:\n%s", d)
	}
	if r.Rewritten() == 0 && !bytes.Equal(before, after) {
		t.Error("nothing was rewritten, and the bytes differ")
	}
	if file {
		c.After.ORT = c.Before.ORT // may rise, which the report warns of
	}
	// The set is chosen before the accumulators move. That lowers the peak of the file's
	// order, but not term by term, so that it is certain only where dims are numbers.
	certain := !file || len(o.Dims) > 0
	if o.Policy == pass.Auto && certain && !c.After.AtMost(c.Before) {
		t.Errorf("auto raised a figure:\n%s", reportLines(r))
	}
	wantReport(t, r)
	if o.MaxRewrites == 0 {
		idempotent(t, m, o)
	}
}

// fuzzSeeds are the graphs of the goldens, as text, and the smallest real graphs.
func fuzzSeeds(f *testing.F) [][]byte {
	f.Helper()
	var out [][]byte
	goldens, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(goldens) == 0 {
		f.Fatalf("no goldens: %v", err)
	}
	for _, name := range goldens {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			f.Fatal(err)
		}
		out = append(out, ar.Files[0].Data)
	}
	models, err := filepath.Glob("../testdata/models/*.onnx")
	if err != nil || len(models) == 0 {
		f.Fatalf("no models: %v", err)
	}
	for _, name := range models {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		if len(data) <= maxFuzzSeed {
			out = append(out, data)
		}
	}
	return out
}

// fuzzModel reads data, nil where it is no model.
func fuzzModel(data []byte) *onnxio.Model {
	var m *onnxio.Model
	var err error
	if bytes.HasPrefix(data, []byte("<")) {
		m, err = onnxio.ParseText(string(data))
	} else {
		m, err = onnxio.Unmarshal(data)
	}
	if err != nil {
		return nil
	}
	return m
}

// fuzzOptions makes options of the bits in how. Symbolic dims are bound to small
// numbers that differ.
func fuzzOptions(m *onnxio.Model, how byte) pass.Options {
	o := pass.Options{Policy: pass.Auto, Schedule: pass.ScheduleORT}
	if how&fuzzAlways != 0 {
		o.Policy = pass.Always
	}
	if how&fuzzScheduleFile != 0 {
		o.Schedule = pass.ScheduleFile
	}
	if how&fuzzOneRewrite != 0 {
		o.MaxRewrites = 1
	}
	if how&fuzzBind == 0 {
		return o
	}
	o.Dims = map[string]int64{}
	for _, v := range m.Graph.Inputs {
		if v.Type == nil {
			continue
		}
		for _, d := range v.Type.Shape {
			if _, bound := o.Dims[d.Param]; d.Param != "" && !bound {
				o.Dims[d.Param] = int64(len(o.Dims) + 2)
			}
		}
	}
	return o
}

func wantSentence(t *testing.T, err error) {
	t.Helper()
	if err.Error() == "" {
		t.Error("an error without words")
	}
}

func wantReport(t *testing.T, r *pass.Report) {
	t.Helper()
	for _, write := range []func(io.Writer) error{r.WriteText, r.WriteStash, r.WriteJSON} {
		var b bytes.Buffer
		if err := write(&b); err != nil || b.Len() == 0 {
			t.Errorf("the report: %d bytes, %v", b.Len(), err)
		}
	}
}
