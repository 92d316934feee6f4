package pjrt

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unsafe"

	"github.com/unswag/unswagc/internal/plugins"
	"github.com/unswag/unswagc/kernels"
)

// ffiClient is a client of a plugin that has the functions of the library.
func ffiClient(t *testing.T) *Client {
	t.Helper()
	noError(t, cpuPlugin(t).RegisterFFI(plugins.XLA(t)))
	return cpuClient(t)
}

// cudaClient is the same on a GPU.
func cudaClient(t *testing.T) *Client {
	t.Helper()
	path := os.Getenv(EnvCUDA)
	if path == "" || path == "none" {
		t.Skipf("there is no PJRT plugin for GPUs: set %s to one", EnvCUDA)
	}
	p := must[*Plugin](t)(Open(path))
	noError(t, p.RegisterFFI(plugins.XLA(t)))
	c, err := p.Client(Sparing(path)...)
	if err != nil {
		t.Skipf("there is no GPU: %v", err)
	}
	t.Cleanup(func() { noError(t, c.Close()) })
	return c
}

// ffiModule packs %v and masks %dy by that.
func ffiModule(elem, predicate, zeros, combine string, n int) string {
	tensor, words := fmt.Sprintf("tensor<%dx%s>", n, elem), fmt.Sprintf("tensor<%dxui32>", (n+31)/32)
	return fmt.Sprintf(`module {
  func.func public @main(%%v: %[1]s, %%dy: %[1]s) -> (%[2]s, %[1]s) {
    %%m = stablehlo.custom_call @unswag.pack(%%v) {api_version = 4 : i32, backend_config = {predicate = %[3]q, zeros = %[4]q}} : (%[1]s) -> %[2]s
    %%dx = stablehlo.custom_call @unswag.grad_mask(%%dy, %%m) {api_version = 4 : i32, backend_config = {combine = %[5]q}} : (%[1]s, %[2]s) -> %[1]s
    return %%m, %%dx : %[2]s, %[1]s
  }
}`, tensor, words, predicate, zeros, combine)
}

// ffiType is a type of elements with its reference.
type ffiType struct {
	name   string
	dtype  DType
	bytes  int
	inf    uint64 // its pattern; sign and NaNs follow
	expect func(v, dy []byte, mask []uint32, dx []byte, p kernels.Predicate, c kernels.Combine) error
}

func slice[T any](b []byte) []T {
	var x T
	if len(b) == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&b[0])), len(b)/int(unsafe.Sizeof(x)))
}

func half(h kernels.Half) func(v, dy []byte, mask []uint32, dx []byte, p kernels.Predicate, c kernels.Combine) error {
	return func(v, dy []byte, mask []uint32, dx []byte, p kernels.Predicate, c kernels.Combine) error {
		if err := kernels.Reference().Pack16(mask, nil, slice[uint16](v), h, kernels.PackOptions{Predicate: p}); err != nil {
			return err
		}
		return kernels.Reference().GradMask16(slice[uint16](dx), slice[uint16](dy), mask, h, kernels.MaskOptions{Combine: c})
	}
}

var ffiTypes = []ffiType{
	{"f16", F16, 2, 0x7c00, half(kernels.Float16)},
	{"bf16", BF16, 2, 0x7f80, half(kernels.BFloat16)},
	{"f32", F32, 4, 0x7f800000, func(v, dy []byte, mask []uint32, dx []byte, p kernels.Predicate, c kernels.Combine) error {
		if err := kernels.Reference().Pack32(mask, nil, slice[float32](v), kernels.PackOptions{Predicate: p}); err != nil {
			return err
		}
		return kernels.Reference().GradMask32(slice[float32](dx), slice[float32](dy), mask, kernels.MaskOptions{Combine: c})
	}},
	{"f64", F64, 8, 0x7ff << 52, func(v, dy []byte, mask []uint32, dx []byte, p kernels.Predicate, c kernels.Combine) error {
		if err := kernels.Reference().Pack64(mask, nil, slice[float64](v), kernels.PackOptions{Predicate: p}); err != nil {
			return err
		}
		return kernels.Reference().GradMask64(slice[float64](dx), slice[float64](dy), mask, kernels.MaskOptions{Combine: c})
	}},
}

// patterns are n elements: every pattern of a 16-bit type, or the special ones of the
// others among random ones.
func (f ffiType) patterns(n int, seed uint64) []byte {
	r := rand.New(rand.NewPCG(seed, 1))
	sign := uint64(1) << (8*f.bytes - 1)
	var special []uint64
	for _, p := range []uint64{0, 1, 2, f.inf - 1, f.inf, f.inf + 1, sign - 1, f.inf / 2, f.inf &^ (f.inf >> 1)} {
		special = append(special, p, p|sign)
	}
	out := make([]byte, n*f.bytes)
	for i := range n {
		p := r.Uint64()
		switch {
		case f.bytes == 2:
			p = uint64(i)*0x6487 + seed
		case i%3 == 0:
			p = special[r.IntN(len(special))]
		}
		for b := range f.bytes {
			out[i*f.bytes+b] = byte(p >> (8 * b))
		}
	}
	return out
}

// sameButNaN compares, where the product was NaN only that it is.
func (f ffiType) sameButNaN(got, want []byte) error {
	for i := 0; i < len(want); i += f.bytes {
		if g, w := string(got[i:i+f.bytes]), string(want[i:i+f.bytes]); g != w && !(f.nan(got[i:]) && f.nan(want[i:])) {
			return fmt.Errorf("element %d is %x, want %x", i/f.bytes, g, w)
		}
	}
	return nil
}

func (f ffiType) nan(p []byte) bool {
	v := uint64(0)
	for b := range f.bytes {
		v |= uint64(p[b]) << (8 * b)
	}
	return v&(1<<(8*f.bytes-1)-1) > f.inf
}

// TestFFIOperators holds the library's functions, called by XLA, against the reference of
// package kernels.
func TestFFIOperators(t *testing.T) { testFFIOperators(t, ffiClient(t)) }

// TestFFIOperatorsOnCUDA does so on a GPU.
func TestFFIOperatorsOnCUDA(t *testing.T) { testFFIOperators(t, cudaClient(t)) }

func testFFIOperators(t *testing.T, c *Client) {
	predicates := []string{kernels.GT0: "gt0", kernels.NotLE0: "not_le0"}
	combines := []string{kernels.Select: "select", kernels.Mul: "mul"}
	for _, f := range ffiTypes {
		for p, predicate := range predicates {
			for k, combine := range combines {
				// The long ones are cut into tasks, and do not end with a word.
				for _, n := range []int{0, 1, 31, 33, 1 << 16, 300_001} {
					t.Run(fmt.Sprintf("%s/%s/%s/%d", f.name, predicate, combine, n), func(t *testing.T) {
						v, dy := f.patterns(n, 1), f.patterns(n, 2)
						mask, dx := make([]uint32, (n+31)/32), make([]byte, len(dy))
						noError(t, f.expect(v, dy, mask, dx, kernels.Predicate(p), kernels.Combine(k)))
						e := compile(t, c, ffiModule(f.name, predicate, []string{"keep", "plus"}[n%2], combine, n))
						out := must[[]*Buffer](t)(e.Run([]*Buffer{must[*Buffer](t)(c.Buffer(f.dtype, []int64{int64(n)}, v)), must[*Buffer](t)(c.Buffer(f.dtype, []int64{int64(n)}, dy))}))
						if got := slice[uint32]([]byte(host(t, out[0]))); fmt.Sprint(got) != fmt.Sprint(mask) && len(mask) > 0 {
							t.Errorf("the mask is another one")
						}
						if combine == "select" && host(t, out[1]) != string(dx) {
							t.Error("dX is another one")
						}
						noError(t, f.sameButNaN([]byte(host(t, out[1])), dx))
						noError(t, e.Close())
					})
				}
			}
		}
	}
}

// TestFFIShapes calls the functions with a scalar and with a matrix.
func TestFFIShapes(t *testing.T) {
	c := ffiClient(t)
	e := compile(t, c, `module {
  func.func public @main(%s: tensor<f32>, %m: tensor<2x3xf32>) -> (tensor<1xui32>, tensor<1xui32>) {
    %a = stablehlo.custom_call @unswag.pack(%s) {api_version = 4 : i32, operand_layouts = [dense<[]> : tensor<0xindex>], result_layouts = [dense<[0]> : tensor<1xindex>]} : (tensor<f32>) -> tensor<1xui32>
    %b = stablehlo.custom_call @unswag.pack(%m) {api_version = 4 : i32, operand_layouts = [dense<[1, 0]> : tensor<2xindex>], result_layouts = [dense<[0]> : tensor<1xindex>]} : (tensor<2x3xf32>) -> tensor<1xui32>
    return %a, %b : tensor<1xui32>, tensor<1xui32>
  }
}`)
	out := must[[]*Buffer](t)(e.Run([]*Buffer{must[*Buffer](t)(c.Buffer(F32, nil, floats(3))),
		must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, floats(1, -1, 0, 2, float32(math.NaN()), 5)))}))
	if a, b := host(t, out[0]), host(t, out[1]); a != "\x01\x00\x00\x00" || b != "\x29\x00\x00\x00" {
		t.Errorf("the masks are %x and %x", a, b)
	}
}

// TestFFIRefuses calls the functions wrongly.
func TestFFIRefuses(t *testing.T) {
	c := ffiClient(t)
	call := func(name, attributes, from, to string) string {
		args, n := "%v", strings.Count(from, "tensor")
		params := "%v: " + from
		if n == 2 {
			one, two, _ := strings.Cut(from, ", ")
			args, params = "%v, %m", "%v: "+one+", %m: "+two
		}
		return fmt.Sprintf(`module {
  func.func public @main(%s) -> %s {
    %%r = stablehlo.custom_call @unswag.%s(%s) {api_version = 4 : i32, backend_config = {%s}} : (%s) -> %s
    return %%r : %s
  }
}`, params, to, name, args, attributes, from, to, to)
	}
	in := map[string]*Buffer{
		"f32": must[*Buffer](t)(c.Buffer(F32, []int64{40}, make([]byte, 160))), "i32": must[*Buffer](t)(c.Buffer(S32, []int64{40}, make([]byte, 160))),
		"u1": must[*Buffer](t)(c.Buffer(U32, []int64{1}, make([]byte, 4))), "u2": must[*Buffer](t)(c.Buffer(U32, []int64{2}, make([]byte, 8))),
	}
	for _, test := range []struct{ want, name, attributes, from, to, inputs string }{
		{`unswag.pack: the attribute predicate is ge0, and must be "gt0" or "not_le0"`, "pack", `predicate = "ge0"`, "tensor<40xf32>", "tensor<2xui32>", "f32"},
		{`the attribute zeros is no string, and must be "keep" or "plus"`, "pack", `zeros = 1 : i32`, "tensor<40xf32>", "tensor<2xui32>", "f32"},
		{`unswag.pack has no attribute "combine"`, "pack", `combine = "mul"`, "tensor<40xf32>", "tensor<2xui32>", "f32"},
		{"the mask has 1 dims and 1 words, but V has 40 elements, which need one dim of 2", "pack", "", "tensor<40xf32>", "tensor<1xui32>", "f32"},
		{"the mask has 2 dims and 2 words", "pack", "", "tensor<40xf32>", "tensor<2x1xui32>", "f32"},
		{"the mask has elements of XLA's type 4, and must have uint32", "pack", "", "tensor<40xf32>", "tensor<2xi32>", "f32"},
		{"V has elements of XLA's type 4, and must have float16, bfloat16, float or double", "pack", "", "tensor<40xi32>", "tensor<2xui32>", "i32"},
		{"unswag.pack has 2 arguments and 1 results, and must have 1 and 1", "pack", "", "tensor<40xf32>, tensor<2xui32>", "tensor<2xui32>", "f32 u2"},
		{`unswag.grad_mask: the attribute combine is and, and must be "select" or "mul"`, "grad_mask", `combine = "and"`, "tensor<40xf32>, tensor<2xui32>", "tensor<40xf32>", "f32 u2"},
		{"the mask has 1 dims and 1 words, but dY has 40 elements", "grad_mask", "", "tensor<40xf32>, tensor<1xui32>", "tensor<40xf32>", "f32 u1"},
		{"dX has 39 elements of XLA's type 11, and must have the 40 of type 11 that dY has", "grad_mask", "", "tensor<40xf32>, tensor<2xui32>", "tensor<39xf32>", "f32 u2"},
	} {
		e := compile(t, c, call(test.name, test.attributes, test.from, test.to))
		var inputs []*Buffer
		for _, name := range strings.Fields(test.inputs) {
			inputs = append(inputs, in[name])
		}
		_, err := e.Run(inputs)
		wantError(t, err, nil, "INVALID_ARGUMENT", test.want)
	}
}

func TestRegisterFFIErrors(t *testing.T) {
	p := cpuPlugin(t)
	library := plugins.XLA(t)
	noError(t, p.RegisterFFI(library))
	noError(t, p.RegisterFFI(library))
	wantError(t, p.RegisterFFI(filepath.Join(t.TempDir(), "libunswag_ffi.so")), nil, "has the functions of "+library+" already")
	// A table without extensions, and plugins that no library was given to.
	table := [8]uintptr{unsafe.Sizeof([8]uintptr{})}
	none := &Plugin{path: "none.so", table: unsafe.Pointer(&table)}
	wantError(t, none.RegisterFFI(library), ErrVersion, "none.so", "its FFI extension is missing", "choose composite or inline")
	again := &Plugin{path: p.path, table: p.table, version: p.version}
	wantError(t, again.RegisterFFI("/no/such/library.so"), nil, "there is no library for the form ffi", "/no/such/library.so", "make plugin builds it")
	text := filepath.Join(t.TempDir(), "text.so")
	noError(t, os.WriteFile(text, []byte("no library"), 0o600))
	wantError(t, again.RegisterFFI(text), nil, "cannot open "+text)
	wantError(t, again.RegisterFFI(p.path), nil, "has no function UnSwagPackCpu: give libunswag_ffi")
}

func TestFFILibrary(t *testing.T) {
	t.Setenv(EnvFFI, "")
	if got := must[string](t)(FFILibrary("a.so")); got != "a.so" {
		t.Error(got)
	}
	_, err := FFILibrary("")
	wantError(t, err, nil, "make plugin builds it", EnvFFI)
	t.Setenv(EnvFFI, "b.so")
	if got := must[string](t)(FFILibrary("")); got != "b.so" {
		t.Error(got)
	}
}
