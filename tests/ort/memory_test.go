package ort

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"

	"github.com/unswag/unswagc/internal/plugins"
	"github.com/unswag/unswagc/pass"
)

// bench has the programs that measure a step, which docs/BENCHMARKS.md uses as well.
const bench = "../../bench/ort"

// TestMemoryIsPredicted compares the report's peaks with what a step takes from malloc in
// ONNX Runtime 1.19.2, original and rewritten, with the engine's reuse of buffers and
// without. The engine's scratch, which the report leaves out, is allowed 2 %: of these
// graphs no operator needs more where the peak is.
func TestMemoryIsPredicted(t *testing.T) {
	python, library := python(t, "UNSWAG_PYTHON_TRAIN"), plugin(t)
	if runtime.GOOS != "linux" {
		t.Skip("bench/ort/count.c counts what Linux with glibc allocates")
	}
	counter := filepath.Join(t.TempDir(), "count.so")
	cc := exec.Command(plugins.Compiler(t), "-O2", "-fPIC", "-shared", filepath.Join(bench, "count.c"), "-o", counter)
	if msg, err := cc.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", cc.Args, err, msg)
	}
	for name, batch := range map[string]int64{"decomposed_mul": 16384, "ffn3d": 512, "lenet": 512, "light_squeezenet": 4, "lora_ffn3d_both": 512, "resnet_block": 256} {
		t.Run(name, func(t *testing.T) {
			path, dims := filepath.Join(modelsDir, name+".onnx"), map[string]int64{"batch": batch, "batch_size": batch, "sequence": 32}
			result, report := rewrite(t, path, pass.Options{Dims: dims})
			told := report.Memory
			checkpoint := existing(filepath.Join(modelsDir, name+".ckpt"))
			if checkpoint == "" {
				checkpoint = "-"
			}
			step := func(model, reuse string) float64 {
				return stepPeak(t, []string{"LD_PRELOAD=" + counter, "MEMORY_REUSE=" + reuse}, python, library, model, checkpoint, strconv.FormatInt(batch, 10))
			}
			for _, c := range []struct {
				what, model, reuse string
				told               pass.Figure
			}{
				{"original", path, "1", told.ORTReuse.PeakBefore},
				{"rewritten", result, "1", told.ORTReuse.PeakAfter},
				{"original without reuse", path, "0", told.ORT.PeakBefore},
				{"rewritten without reuse", result, "0", told.ORT.PeakAfter},
			} {
				got, want := step(c.model, c.reuse), float64(*c.told.Value)/(1<<20)
				t.Logf("%s: %.2f MiB, predicted %.2f", c.what, got, want)
				if got < want || got > want*1.02 {
					t.Errorf("%s: a step took %.2f MiB, the report says %.2f", c.what, got, want)
				}
			}
		})
	}
}

// stepPeak returns the MiB that a step takes above what was there before.
func stepPeak(t *testing.T, env []string, python, library, model, checkpoint, batch string) float64 {
	t.Helper()
	cmd := exec.Command(python, filepath.Join(bench, "step.py"), "memory", library, model, checkpoint, batch)
	cmd.Env = append(append(os.Environ(), "MALLOC_MMAP_THRESHOLD_=262144"), env...)
	out, err := cmd.Output()
	var r struct{ Blocks float64 }
	if err == nil {
		err = json.Unmarshal(out, &r)
	}
	if err != nil {
		t.Fatalf("%v printed %q: %v", cmd.Args, out, err)
	}
	return r.Blocks
}
