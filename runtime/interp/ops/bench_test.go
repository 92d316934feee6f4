package ops_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/tensor"
)

// BenchmarkNodes times the models of a folder that UNSWAG_BENCH_NODES names: pairs of
// files as testdata/ort_nodes.py writes them. The least time is what a busy machine
// leaves comparable.
func BenchmarkNodes(b *testing.B) {
	dir := os.Getenv("UNSWAG_BENCH_NODES")
	if dir == "" {
		b.Skip("UNSWAG_BENCH_NODES names no folder of models")
	}
	models, err := filepath.Glob(filepath.Join(dir, "*.onnx"))
	if err != nil || len(models) == 0 {
		b.Fatalf("no models in %s: %v", dir, err)
	}
	for _, path := range models {
		name := strings.TrimSuffix(filepath.Base(path), ".onnx")
		b.Run(name, func(b *testing.B) {
			feeds, _ := arrays(b, strings.TrimSuffix(path, ".onnx")+".npz")
			benchmarkModel(b, path, feeds)
		})
	}
}

func benchmarkModel(b *testing.B, path string, feeds map[string]*tensor.Tensor) {
	m, err := onnxio.Load(context.Background(), path)
	if err != nil {
		b.Fatal(err)
	}
	defer m.Close()
	p, err := interp.New(context.Background(), m, interp.Options{})
	if err != nil {
		b.Fatal(err)
	}
	least := time.Hour
	for b.Loop() {
		start := time.Now()
		if _, err := p.Run(context.Background(), interp.Feeds{Tensors: feeds}); err != nil {
			b.Fatal(err)
		}
		least = min(least, time.Since(start))
	}
	b.ReportMetric(least.Seconds()*1e3, "least-ms")
}
