package mosaic_test

import (
	"bytes"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/mosaic"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

// TestGoldens keeps the text of each operation, for people to read.
func TestGoldens(t *testing.T) {
	for _, k := range []mosaic.Kernel{
		{Op: mosaic.Pack, Type: mosaic.BF16, Rows: 600, Cols: 128, Predicate: kernels.NotLE0},
		{Op: mosaic.GradMask, Type: mosaic.F32, Rows: 300, Cols: 1024, Combine: kernels.Mul},
		{Op: mosaic.Unpack, Type: mosaic.Byte, Rows: 512, Cols: 1024},
	} {
		t.Run(k.Name(), func(t *testing.T) {
			file, got := filepath.Join("testdata", k.Name()+".mlir"), []byte(k.Text())
			if *update {
				run(t, os.WriteFile(file, got, 0o644))
			}
			want, err := os.ReadFile(file)
			run(t, err)
			if !bytes.Equal(got, want) {
				t.Errorf("the text is not that of %s: -update writes it anew", file)
			}
		})
	}
}

// shapes have one block and several, down and across, with and without an end that fills
// none.
var shapes = []struct{ rows, cols int64 }{
	{256, 1024}, {512, 1025}, {300, 2300}, {33, 7}, {2304, 100}, {2300, 128}, {1700, 200}, {5000, 3}, {767, 513},
}

// TestShapes compares kernels of several blocks with the reference.
func TestShapes(t *testing.T) {
	k, random := &interpreted{}, rand.New(rand.NewPCG(1, 2))
	for _, s := range shapes {
		t.Run(fmt.Sprintf("%dx%d", s.rows, s.cols), func(t *testing.T) {
			v := make([]float32, s.rows*s.cols)
			for i := range v {
				v[i] = float32(random.NormFloat64())
			}
			layout := kernels.Tiled(s.rows, s.cols)
			words, err := layout.Words(int64(len(v)))
			if err != nil {
				t.Fatal(err)
			}
			want, got := make([]uint32, words), make([]uint32, words)
			o := kernels.PackOptions{Layout: layout}
			run(t, kernels.Reference().Pack32(want, nil, v, o))
			run(t, k.Pack32(got, nil, v, o))
			if !bytes.Equal(bytesOf(got), bytesOf(want)) {
				t.Error("the mask differs")
			}
			dx := make([]float32, len(v))
			run(t, kernels.Reference().GradMask32(dx, v, want, kernels.MaskOptions{Layout: layout}))
			run(t, k.GradMask32(v, v, want, kernels.MaskOptions{Layout: layout}))
			if !bytes.Equal(bytesOf(v), bytesOf(dx)) {
				t.Error("the gradient differs")
			}
			checkBytes(t, k, layout, s.rows, s.cols, want)
		})
	}
}

// checkBytes unpacks a mask, and packs it again.
func checkBytes(t *testing.T, k *interpreted, l kernels.Layout, rows, cols int64, mask []uint32) {
	t.Helper()
	p := make([]byte, rows*cols)
	run(t, k.run(mosaic.Kernel{Op: mosaic.Unpack, Type: mosaic.Byte}, l, nil, bytesOf(mask), p))
	for i, got := range p {
		word, bit := l.Locate(int64(i))
		if uint32(got) != mask[word]>>bit&1 {
			t.Fatalf("element %d is %d", i, got)
		}
	}
	for i := range p {
		p[i] *= byte(i) | 1 // every other number than 0 passes
	}
	again := make([]uint32, len(mask))
	run(t, k.run(mosaic.Kernel{Op: mosaic.Pack, Type: mosaic.Byte}, l, p, bytesOf(again), nil))
	if !bytes.Equal(bytesOf(again), bytesOf(mask)) {
		t.Error("the mask of bytes differs")
	}
}

func run(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestNoKernel(t *testing.T) {
	for want, k := range map[string]mosaic.Kernel{
		"a kernel for TPUs needs elements, and a matrix of 0 x 8 has none":                                           {Cols: 8},
		"a kernel for TPUs needs elements, and a matrix of 8 x 0 has none":                                           {Rows: 8},
		"a matrix of 8 x 2147483648 is too large for a kernel for TPUs, which counts in 32 bits":                     {Rows: 8, Cols: 1 << 31},
		"there is no kernel unswag_unpack_f32: only Unpack and Pack have bytes, and Unpack has nothing else":         {Op: mosaic.Unpack, Rows: 8, Cols: 8},
		"there is no kernel unswag_gradmask_i8_select: only Unpack and Pack have bytes, and Unpack has nothing else": {Op: mosaic.GradMask, Type: mosaic.Byte, Rows: 8, Cols: 8},
	} {
		if err := k.Check(); err == nil || err.Error() != want {
			t.Errorf("%+v: %v, want %s", k, err, want)
		}
	}
}
