package feeds

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// load reads a graph of the tests and lists its inputs.
func load(t *testing.T, path string) (*onnxio.Model, []interp.Input) {
	t.Helper()
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { m.Close() })
	var in []interp.Input
	for _, v := range m.Graph.Inputs {
		if v.Init == nil {
			in = append(in, interp.Input{Name: v.Name, Type: v.Type})
		}
	}
	for _, n := range m.Graph.Nodes() {
		if n.Is("com.microsoft", "YieldOp") {
			in = append(in, interp.Input{Name: n.Output(0).Name})
		}
	}
	return m, in
}

const models = "../../testdata/models/"

func TestEveryGraphCanBeFed(t *testing.T) {
	files, err := filepath.Glob(models + "*.onnx")
	if err != nil || len(files) < 20 {
		t.Fatalf("%d graphs: %v", len(files), err)
	}
	for _, f := range files {
		if strings.HasSuffix(f, ".optim.onnx") || strings.HasSuffix(f, "alexnet.onnx") {
			continue
		}
		m, in := load(t, f)
		a, err := Random(context.Background(), m, in, nil, Options{Size: func(i int) int64 { return int64(3 + i) }})
		if err != nil {
			t.Errorf("%s: %v", f, err)
			continue
		}
		for _, i := range in {
			x := a.Tensors[i.Name]
			if x == nil {
				t.Errorf("%s: %q is not fed", f, i.Name)
				continue
			}
			for k, d := range typeOf(i) {
				if d.Value >= 0 && d.Value != x.Shape[k] {
					t.Errorf("%s: %q is fed %s", f, i.Name, x)
				}
			}
		}
	}
}

func typeOf(i interp.Input) []onnxio.Dim {
	if i.Type == nil {
		return nil
	}
	return i.Type.Shape
}

func TestFeedsOfAClassifier(t *testing.T) {
	m, in := load(t, models+"mlp_all.onnx")
	make := func(seed uint64, given map[string]*tensor.Tensor) *Made {
		a, err := Random(context.Background(), m, in, given, Options{Seed: seed, Dims: map[string]int64{"batch": 200}})
		if err != nil {
			t.Fatal(err)
		}
		return a
	}
	a, b, c := make(1, nil), make(1, nil), make(2, nil)
	same := 0
	for name, x := range a.Tensors {
		if !bytes.Equal(x.Data, b.Tensors[name].Data) {
			t.Errorf("the same seed gives another %q", name)
		}
		if bytes.Equal(x.Data, c.Tensors[name].Data) {
			same++
		}
	}
	if want := 10 + 1; same != want { // buffers and the reset flag
		t.Errorf("%d inputs are the same under another seed, want %d", same, want)
	}
	seen := map[int64]bool{}
	for _, l := range tensor.As[int64](a.Tensors["labels"]) {
		seen[l] = true
		if l < 0 || l >= 10 {
			t.Errorf("label %d of 10 classes", l)
		}
	}
	if len(seen) != 10 {
		t.Errorf("200 labels name %d classes, want 10", len(seen))
	}
	if fmt.Sprint(a.Dims) != "map[batch:200]" || a.Tensors["lazy_reset_grad"].Data[0] != 1 {
		t.Errorf("dims %v, reset flag %d", a.Dims, a.Tensors["lazy_reset_grad"].Data)
	}
	d := make(1, map[string]*tensor.Tensor{"labels": tensor.New(onnxio.Int64, 200)})
	if tensor.As[int64](d.Tensors["labels"])[0] != 0 || d.Tensors["input"].Shape[0] != 200 {
		t.Error("what is given is not taken")
	}
	_, err := Random(context.Background(), m, in, map[string]*tensor.Tensor{"labels": tensor.New(onnxio.Int64, 3)}, Options{Dims: map[string]int64{"batch": 4}})
	if err == nil || !strings.Contains(err.Error(), `input "labels" is fed int64[3], where dim batch is 4`) {
		t.Errorf("a given input of another size: %v", err)
	}
	_, err = Random(context.Background(), m, in, nil, Options{MaxBytes: 1000})
	if !errors.As(err, new(TooLarge)) {
		t.Errorf("more bytes than allowed: %v", err)
	}
}

func TestSpecial(t *testing.T) {
	x := tensor.New(onnxio.Float, 4000)
	Special(x, 1, true)
	kinds := map[string]int{}
	for _, v := range tensor.As[float32](x) {
		b := math.Float32bits(v)
		switch mag := b & 0x7fffffff; {
		case b == 0:
			kinds["+0"]++
		case b == 1<<31:
			kinds["-0"]++
		case mag > 0x7fc00000:
			kinds["quiet NaN with a payload"]++
		case mag > 0x7f800000 && mag < 0x7fc00000:
			kinds["signalling NaN"]++
		case mag == 0x7f800000:
			kinds["infinity"]++
		case mag < 0x00800000:
			kinds["denormal"]++
		case v > 0:
			kinds["positive"]++
		case v < 0:
			kinds["negative"]++
		}
	}
	for _, k := range []string{"+0", "-0", "quiet NaN with a payload", "signalling NaN", "infinity", "denormal", "positive", "negative"} {
		if kinds[k] < 50 {
			t.Errorf("%d of 4000 are %s", kinds[k], k)
		}
	}
	for _, e := range []onnxio.DType{onnxio.Float, onnxio.Double, onnxio.Float16, onnxio.BFloat16} {
		y := tensor.New(e, 500)
		Special(y, 2, false)
		f := formatOf(e)
		for at := 0; at < len(y.Data); at += f.bits / 8 {
			var v uint64
			for k := range f.bits / 8 {
				v |= uint64(y.Data[at+k]) << (8 * k)
			}
			if f.isNaN(v) {
				t.Fatalf("%s: NaN %x is drawn, though it is left out", e, v)
			}
		}
	}
}
