//go:build (linux || darwin) && (amd64 || arm64)

package blas

import (
	"fmt"
	"math"
	"path/filepath"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
	"gonum.org/v1/gonum/blas"
	"gonum.org/v1/gonum/blas/gonum"
)

// systemNames are what the system's loader is asked for. The 64-bit interface
// (libopenblas64_) is left out on purpose: its symbols have the same names.
var systemNames = map[string][]string{
	"linux": {"libopenblas.so.0", "libopenblas.so", "libopenblasp.so.0", "libscipy_openblas.so"},
	"darwin": {"libopenblas.dylib", "/opt/homebrew/opt/openblas/lib/libopenblas.dylib",
		"/usr/local/opt/openblas/lib/libopenblas.dylib"},
}

// OpenBLAS opens an OpenBLAS library: the file at path, or, where path is "", the one
// that the system's loader finds.
func OpenBLAS(path string) (*Library, error) {
	names := systemNames[runtime.GOOS]
	if path != "" {
		names = []string{path}
	}
	var first error
	for _, name := range names {
		l, err := open(name)
		if err == nil {
			return l, nil
		}
		if first == nil {
			first = err
		}
	}
	return nil, first
}

func open(name string) (*Library, error) {
	handle, err := purego.Dlopen(name, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("cannot open the BLAS library: %w", err)
	}
	o := &openBLAS{}
	for _, prefix := range []string{"", "scipy_"} {
		if o.bind(handle, prefix) {
			break
		}
	}
	if o.sgemm == nil {
		return nil, fmt.Errorf("%s is no OpenBLAS: it has no cblas_sgemm, cblas_dgemm and openblas_set_num_threads", name)
	}
	return &Library{fmt.Sprintf("OpenBLAS (%s: %s)", filepath.Base(name), o.config), o, o}, nil
}

// openBLAS replaces the products of gonum's BLAS. Its sizes have 32 bits, so that larger
// ones stay with gonum.
type openBLAS struct {
	gonum.Implementation
	config string
	sgemm  func(order, transA, transB, m, n, k int32, alpha float32, a unsafe.Pointer, lda int32,
		b unsafe.Pointer, ldb int32, beta float32, c unsafe.Pointer, ldc int32)
	dgemm func(order, transA, transB, m, n, k int32, alpha float64, a unsafe.Pointer, lda int32,
		b unsafe.Pointer, ldb int32, beta float64, c unsafe.Pointer, ldc int32)
}

// bind looks the functions up and makes the library run on the calling thread only.
func (o *openBLAS) bind(handle uintptr, prefix string) bool {
	at := map[string]uintptr{}
	for _, name := range []string{"cblas_sgemm", "cblas_dgemm", "openblas_set_num_threads", "openblas_get_config"} {
		p, err := purego.Dlsym(handle, prefix+name)
		if err != nil {
			return false
		}
		at[name] = p
	}
	var threads func(n int32)
	purego.RegisterFunc(&threads, at["openblas_set_num_threads"])
	threads(1)
	var config func() string
	purego.RegisterFunc(&config, at["openblas_get_config"])
	o.config = config()
	purego.RegisterFunc(&o.sgemm, at["cblas_sgemm"])
	purego.RegisterFunc(&o.dgemm, at["cblas_dgemm"])
	return true
}

// What CBLAS calls its enumerations; a transposition has the number of its letter in
// gonum.
const (
	rowMajor   = 101
	cblasNo    = 111
	cblasTrans = 112
)

func cblas(t blas.Transpose) int32 {
	if t == blas.NoTrans {
		return cblasNo
	}
	return cblasTrans
}

// Sgemm implements blas.Float32Level3.
func (o *openBLAS) Sgemm(tA, tB blas.Transpose, m, n, k int, alpha float32, a []float32, lda int, b []float32, ldb int, beta float32, c []float32, ldc int) {
	if max(m, n, k, lda, ldb, ldc) > math.MaxInt32 {
		o.Implementation.Sgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	o.sgemm(rowMajor, cblas(tA), cblas(tB), int32(m), int32(n), int32(k), alpha, unsafe.Pointer(unsafe.SliceData(a)), int32(lda),
		unsafe.Pointer(unsafe.SliceData(b)), int32(ldb), beta, unsafe.Pointer(unsafe.SliceData(c)), int32(ldc))
}

// Dgemm implements blas.Float64Level3.
func (o *openBLAS) Dgemm(tA, tB blas.Transpose, m, n, k int, alpha float64, a []float64, lda int, b []float64, ldb int, beta float64, c []float64, ldc int) {
	if max(m, n, k, lda, ldb, ldc) > math.MaxInt32 {
		o.Implementation.Dgemm(tA, tB, m, n, k, alpha, a, lda, b, ldb, beta, c, ldc)
		return
	}
	o.dgemm(rowMajor, cblas(tA), cblas(tB), int32(m), int32(n), int32(k), alpha, unsafe.Pointer(unsafe.SliceData(a)), int32(lda),
		unsafe.Pointer(unsafe.SliceData(b)), int32(ldb), beta, unsafe.Pointer(unsafe.SliceData(c)), int32(ldc))
}
