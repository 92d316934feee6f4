// Package bench measures the phases of unswagc on graphs of growing size. The
// programs below it, and io.sh, compare whole runs with other tools.
package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"testing"
	"time"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// BenchmarkPhases runs what unswagc does on chains of 10,000, 100,000 and a million
// nodes, and reports the nanoseconds per node of each phase, the median of all runs:
// they must not grow. A run has to get its memory from the system, as a process has.
func BenchmarkPhases(b *testing.B) {
	for _, sites := range []int{1_428, 14_285, 142_857} {
		path := filepath.Join(b.TempDir(), "in.onnx")
		if err := os.WriteFile(path, genmodel.Chain(sites), 0o666); err != nil {
			b.Fatal(err)
		}
		nodes := sites*genmodel.NodesPerSite + 2
		b.Run(fmt.Sprintf("nodes=%d", nodes), func(b *testing.B) {
			took := map[string][]time.Duration{}
			for b.Loop() {
				debug.FreeOSMemory()
				phases(b, path, took)
			}
			for name, d := range took {
				slices.Sort(d)
				b.ReportMetric(float64(d[len(d)/2].Nanoseconds())/float64(nodes), name+"-ns/node")
			}
		})
	}
}

// phases reads, compiles and writes the model, and appends to took what each phase took.
// A pass includes the check of the graph behind it.
func phases(b *testing.B, path string, took map[string][]time.Duration) {
	ctx, start := context.Background(), time.Now()
	done := func(name string) {
		took[name] = append(took[name], time.Since(start))
		start = time.Now()
	}
	m, err := onnxio.Load(ctx, path)
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	done("read")
	if _, err := pass.Run(ctx, m, pass.Options{AfterPass: func(name string, _ *onnxio.Model) { done(name) }}); err != nil {
		b.Fatal(err)
	}
	if err := m.Save(ctx, filepath.Join(filepath.Dir(path), "out.onnx"), onnxio.SaveOptions{Overwrite: true}); err != nil {
		b.Fatal(err)
	}
	done("write")
}
