package main

import (
	"bytes"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/npz"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// sharded are graphs with the sizes at which they are split. Rows do not fill the tiles of
// a device, but for the last.
var sharded = []struct{ name, dims string }{
	{"mlp_all", "batch=320"}, {"mlp_frozen_middle", "batch=408"}, {"ffn3d", "batch=16,sequence=30"},
	{"lora_ffn3d_both", "batch=8,sequence=300"}, {"ortmodule_ffn3d", "batch=16,sequence=30"}, {"gemm_relu_dropout_gemm", "batch=2048"},
}

// TestRunOnSeveralDevices runs graphs on 8 devices: every result is, to the byte, what the
// graph without masks gives on 8 devices, by both partitioners, and within rounding what
// it gives on one device.
func TestRunOnSeveralDevices(t *testing.T) {
	needsXLA(t)
	for _, c := range sharded {
		t.Run(c.name, func(t *testing.T) {
			model, small := filepath.Join("..", "..", "testdata", "models", c.name+".onnx"), filepath.Join(t.TempDir(), "small.onnx")
			call(t, model, "-o", small, "-policy", "always", "-q", "-no-verify")
			one := results(t, model, "-dim", c.dims)
			for _, partitioner := range [][]string{nil, {"-shardy"}} {
				split := append([]string{"-dim", c.dims, "-shard", "batch=8"}, partitioner...)
				plain, masked := results(t, model, split...), results(t, small, split...)
				if len(plain) != len(one) || len(masked) != len(plain) || len(plain) < 3 {
					t.Fatalf("%v: %d results on one device, %d on 8, %d with masks", partitioner, len(one), len(plain), len(masked))
				}
				for name, x := range plain {
					if masked[name] == nil || !bytes.Equal(masked[name].Data, x.Data) {
						t.Errorf("%v: with masks %s is another one", partitioner, name)
					}
					if d := apart(one[name], x); !(d < 1e-5) {
						t.Errorf("%v: %s lies %g away from that of one device", partitioner, name, d)
					}
				}
			}
		})
	}
}

// results runs a graph by XLA.
func results(t *testing.T, model string, args ...string) map[string]*tensor.Tensor {
	t.Helper()
	file := filepath.Join(t.TempDir(), "out.npz")
	call(t, append([]string{"run", model, "-device", "pjrt:cpu", "-seed", "2", "-save", file}, args...)...)
	arrays, err := npz.Load(file)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]*tensor.Tensor{}
	for _, a := range arrays {
		out[a.Name] = a.Tensor
	}
	return out
}

// apart is the largest difference as a part of the largest magnitude.
func apart(a, b *tensor.Tensor) float64 {
	switch {
	case a == nil || len(a.Data) != len(b.Data):
		return math.Inf(1)
	case bytes.Equal(a.Data, b.Data):
		return 0
	case a.Elem != onnxio.Float:
		return math.Inf(1)
	}
	most, d := 0.0, 0.0
	x, y := tensor.As[float32](a), tensor.As[float32](b)
	for i := range x {
		most = max(most, math.Abs(float64(x[i])))
		d = max(d, math.Abs(float64(x[i])-float64(y[i])))
	}
	return d / most
}

// TestTrainOnSeveralDevices takes steps with the parameters of a layer split along a second
// axis of the mesh: the losses are those of one device within rounding, and everything is
// the same bytes with masks.
func TestTrainOnSeveralDevices(t *testing.T) {
	needsXLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_all")
	small := filepath.Join(t.TempDir(), "small.onnx")
	call(t, model+".onnx", "-o", small, "-policy", "always", "-q", "-no-verify")
	common := []string{"-ckpt", model + ".ckpt", "-optim", model + ".optim.onnx", "-steps", "3", "-dim", "batch=160", "-device", "pjrt:cpu"}
	one := losses(t, call(t, append([]string{"run", model + ".onnx"}, common...)...))
	common = append(common, "-mesh", "data=4,model=2", "-shard", "batch=data", "-shard", "fc1.weight=model", "-shard", "fc1.bias=model", "-shard", "fc2.weight=,model")
	text := call(t, append([]string{"run", model + ".onnx"}, common...)...)
	masked := call(t, append([]string{"run", small}, common...)...)
	if want, have := digestLine.FindAllString(text, -1), digestLine.FindAllString(masked, -1); len(want) < 5 || !slices.Equal(want, have) {
		t.Errorf("with masks\n%s\nwithout\n%s", masked, text)
	}
	got := losses(t, text)
	for i := range got {
		if math.Abs(got[i]-one[i]) > 1e-5*one[i] {
			t.Errorf("step %d has the loss %v, and %v on one device", i+1, got[i], one[i])
		}
	}
	if len(got) != 3 || !strings.Contains(text, "pjrt:cpu on 8 x cpu: compiled in ") {
		t.Error(text)
	}
}

// TestMasksAddNoCollectives compiles for 8 devices, one graph with every form of masks.
func TestMasksAddNoCollectives(t *testing.T) {
	needsXLA(t)
	addNoCollectives(t, "mlp_all", "batch=1200", "8", "-device", "pjrt:cpu")
	addNoCollectives(t, "ortmodule_ffn3d", "batch=16,sequence=100", "8", "-device", "pjrt:cpu", "-tune")
}

// TestMasksAddNoCollectivesForTPU compiles for 4 chips where make tpu-check got libtpu.
func TestMasksAddNoCollectivesForTPU(t *testing.T) {
	if os.Getenv(pjrt.EnvTPU) == "" {
		t.Skipf("libtpu is not part of the usual tests: make tpu-check gets it and sets %s", pjrt.EnvTPU)
	}
	for _, c := range [][2]string{
		{"mlp_all", "batch=4096"}, {"mlp_all", "batch=1200"}, {"mlp_frozen_middle", "batch=4096"}, {"mlp_frozen_middle", "batch=1200"},
		{"mlp_autocast_fp16", "batch=4096"}, {"gemm_relu_dropout_gemm", "batch=1200"}, {"ffn3d", "batch=32,sequence=128"},
		{"ffn3d", "batch=32,sequence=100"}, {"lora_ffn3d_fc1", "batch=32,sequence=100"}, {"ortmodule_ffn3d", "batch=32,sequence=100"},
	} {
		addNoCollectives(t, c[0], c[1], "4", "-topology", "v5e:2x2")
	}
}

// addNoCollectives holds the collectives of modules with masks against those of the module
// without, by both partitioners. The gradients of weights are summed among devices if the
// rows are split at all.
func addNoCollectives(t *testing.T, name, dims, devices string, place ...string) {
	t.Helper()
	for _, partitioner := range [][]string{nil, {"-shardy"}} {
		args := slices.Concat([]string{filepath.Join("..", "..", "testdata", "models", name+".onnx"), "-policy", "always", "-dim", dims}, place, partitioner)
		rows := aot(t, append(args, "-shard", "batch="+devices)...).Rows
		plain := rows[0]
		if len(rows) < 2 || plain.Collectives["all-reduce"] == 0 {
			t.Errorf("%s %s %v: %d modules, the first with the collectives %v", name, dims, partitioner, len(rows), plain.Collectives)
		}
		for _, row := range rows[1:] {
			if !maps.Equal(plain.Collectives, row.Collectives) {
				t.Errorf("%s %s %v: the collectives are %v, and %s %v", name, dims, partitioner, plain.Collectives, row.Name, row.Collectives)
			}
		}
	}
}

// TestShardedModules compiles what -shard writes for as many devices.
func TestShardedModules(t *testing.T) {
	needsXLA(t)
	model := filepath.Join("..", "..", "testdata", "models", "mlp_all.onnx")
	for _, partitioner := range [][]string{nil, {"-shardy"}} {
		out := filepath.Join(t.TempDir(), "out.onnx")
		call(t, append([]string{model, "-o", out, "-target", "stablehlo", "-dim", "batch=512", "-policy", "always", "-q", "-no-verify", "-shard", "batch=8"}, partitioner...)...)
		r := aot(t, append([]string{strings.TrimSuffix(out, "onnx") + "mlir", "-device", "pjrt:cpu", "-partitions", "8"}, partitioner...)...)
		if len(r.Rows) != 1 || r.Rows[0].Collectives["all-reduce"] == 0 || r.Rows[0].Collectives["all-gather"] > 0 {
			t.Errorf("%v: %+v", partitioner, r)
		}
	}
}

func TestShardingFlags(t *testing.T) {
	model := filepath.Join("..", "..", "testdata", "models", "mlp_all.onnx")
	compile := []string{model, "-o", "x.onnx", "-target", "stablehlo", "-dry-run"}
	for want, args := range map[string][]string{
		"flag -shard belongs to -target stablehlo":                                          {model, "-o", "x.onnx", "-shard", "batch=8"},
		"flag -mesh belongs to -target stablehlo":                                           {model, "-o", "x.onnx", "-mesh", "data=8"},
		`flag -shard: "batch" is not possible, give DIM=N, DIM=AXIS`:                        append(compile, "-shard", "batch"),
		`flag -mesh: "2x2" is not possible, give axes as NAME=N, as in data=4`:              append(compile, "-mesh", "2x2"),
		`flag -mesh: "4=4" is not possible`:                                                 append(compile, "-mesh", "4=4"),
		`flag -mesh: give it once, with all axes of the mesh`:                               append(compile, "-mesh", "a=4", "-mesh", "b=2"),
		`flag -mesh: the axis "a" of the mesh cannot have the size 0`:                       append(compile, "-mesh", "a=0"),
		"-mesh alone splits nothing: say what by -shard, as in -shard batch=data":           append(compile, "-mesh", "data=8"),
		"flag -shard: batch=8 makes a mesh of its own, and -mesh is given":                  append(compile, "-mesh", "data=8", "-shard", "batch=8"),
		`flag -shard: batch=rows: the mesh has no axis "rows", it has data`:                 append(compile, "-mesh", "data=8", "-shard", "batch=rows"),
		`flag -shard: the axis "batch" of the mesh cannot have the size -2`:                 append(compile, "-shard", "batch=-2"),
		"flag -shard: bach: the graph has no dim and no input of that name":                 append(compile, "-shard", "bach=8"),
		"flag -shard: fc9*: the graph has no dim and no input of that name":                 append(compile, "-shard", "batch=8", "-shard", "fc9*=,batch"),
		"flag -shard: batch: a dim of 100 does not divide among 8 devices: give a multiple": append(compile, "-shard", "batch=8", "-dim", "batch=100"),
		"-shardy says how shardings are written: give -shard too":                           append(compile, "-shardy"),
		"-stablehlo mosaic calls functions whose masks cannot be split":                     append(compile, "-shard", "batch=8", "-stablehlo", "mosaic"),
		"-stablehlo ffi calls functions whose masks cannot be split among devices":          append(compile, "-shard", "batch=8", "-stablehlo", "ffi"),
		"-stablehlo ffi calls functions whose masks cannot be split":                        {"run", model, "-device", "pjrt:cpu", "-shard", "batch=8", "-stablehlo", "ffi"},
		"flag -shard belongs to a model, and a.mlir is taken for a module":                  {"aot", "a.mlir", "-device", "pjrt:cpu", "-shard", "batch=8"},
		"-shard and -mesh tell the number of devices: leave -partitions out":                {"aot", model, "-device", "pjrt:cpu", "-shard", "batch=8", "-partitions", "8"},
		"the embedded engine is one device: -shard and -shardy need XLA":                    {"run", model, "-shard", "batch=8"},
		"fc1.weight=,,batch: it is for 3 dims, and \"fc1.weight\" has 2":                    {"run", model, "-device", "pjrt:cpu", "-shard", "batch=8", "-shard", "fc1.weight=,,batch"},
	} {
		var stdout, stderr bytes.Buffer
		if code := doMain(args, strings.NewReader(""), &stdout, &stderr); code != exitUsage || !strings.Contains(stderr.String(), want) {
			t.Errorf("%v: exit code %d: %s, want %q", args, code, stderr.String(), want)
		}
	}
}
