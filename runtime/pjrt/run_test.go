package pjrt

import (
	"encoding/binary"
	"fmt"
	"math"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// affine computes x*2 + y and x - y.
const affine = `module @affine {
  func.func public @main(%x: tensor<2x3xf32>, %y: tensor<2x3xf32>) -> (tensor<2x3xf32>, tensor<2x3xf32>) {
    %a = stablehlo.add %x, %x : tensor<2x3xf32>
    %b = stablehlo.add %a, %y : tensor<2x3xf32>
    %c = stablehlo.subtract %x, %y : tensor<2x3xf32>
    return %b, %c : tensor<2x3xf32>, tensor<2x3xf32>
  }
}`

// accumulate adds y to x, which it donates.
const accumulate = `module @accumulate {
  func.func public @main(%x: tensor<4096xf32> {tf.aliasing_output = 0 : i32}, %y: tensor<4096xf32>) -> tensor<4096xf32> {
    %a = stablehlo.add %x, %y : tensor<4096xf32>
    return %a : tensor<4096xf32>
  }
}`

// turned writes the transpose of a matrix.
const turned = `module @turned {
  func.func public @main(%x: tensor<2x3xi32>) -> tensor<3x2xi32> {
    %a = stablehlo.transpose %x, dims = [1, 0] : (tensor<2x3xi32>) -> tensor<3x2xi32>
    return %a : tensor<3x2xi32>
  }
}`

func floats(v ...float32) []byte {
	var out []byte
	for _, x := range v {
		out = binary.NativeEndian.AppendUint32(out, math.Float32bits(x))
	}
	return out
}

func compile(t testing.TB, c *Client, text string) *Executable {
	t.Helper()
	return must[*Executable](t)(c.Compile([]byte(text), CompileOptions{}))
}

func host(t testing.TB, b *Buffer) string {
	t.Helper()
	return string(must[[]byte](t)(b.ToHost()))
}

func TestRun(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, affine)
	x := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, floats(1, 2, 3, 4, 5, 6)))
	y := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, floats(1, 1, 1, 0, 0, -7)))
	out := must[[]*Buffer](t)(e.Run([]*Buffer{x, y}))
	if len(out) != 2 || out[0].DType() != F32 || fmt.Sprint(out[0].Dims()) != "[2 3]" {
		t.Fatalf("%d outputs, the first %v of %v", len(out), out[0].Dims(), out[0].DType())
	}
	if got, want := host(t, out[0]), string(floats(3, 5, 7, 8, 10, 5)); got != want {
		t.Errorf("%x, want %x", got, want)
	}
	if got, want := host(t, out[1]), string(floats(0, 1, 2, 4, 5, 13)); got != want {
		t.Errorf("%x, want %x", got, want)
	}
	if got := host(t, x); got != string(floats(1, 2, 3, 4, 5, 6)) {
		t.Errorf("the input became %x", got)
	}
	same := must[[]*Buffer](t)(e.Run([]*Buffer{x, x}))
	if got := host(t, same[1]); got != string(floats(0, 0, 0, 0, 0, 0)) {
		t.Errorf("x - x is %x", got)
	}
	if e.Devices() != 1 {
		t.Errorf("a run takes %d devices", e.Devices())
	}
	for _, b := range append(append(out, same...), x, y) {
		noError(t, b.Close())
	}
	noError(t, e.Close())
}

func TestLayout(t *testing.T) {
	c := cpuClient(t)
	var in, want []byte
	for i := range uint32(6) {
		in = binary.NativeEndian.AppendUint32(in, i)
		want = binary.NativeEndian.AppendUint32(want, i%2*3+i/2)
	}
	x := must[*Buffer](t)(c.Buffer(S32, []int64{2, 3}, in))
	out := must[[]*Buffer](t)(compile(t, c, turned).Run([]*Buffer{x}))
	if got := host(t, out[0]); got != string(want) || fmt.Sprint(out[0].Dims()) != "[3 2]" {
		t.Errorf("%x of %v, want %x", got, out[0].Dims(), want)
	}
}

// TestDonation adds to a buffer in place again and again.
func TestDonation(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, accumulate)
	data := make([]float32, 4096)
	for i := range data {
		data[i] = float32(i)
	}
	x := must[*Buffer](t)(c.Buffer(F32, []int64{4096}, floats(data...)))
	y := must[*Buffer](t)(c.Buffer(F32, []int64{4096}, floats(data...)))
	for range 3 {
		out := must[[]*Buffer](t)(e.Run([]*Buffer{x, y}))
		_, err := x.ToHost()
		wantError(t, err, ErrDonated, "the buffer 4096xf32 was donated to a run")
		_, err = e.Run([]*Buffer{x, y})
		wantError(t, err, ErrDonated, "input 0: ")
		noError(t, x.Close())
		x = out[0]
	}
	for i := range data {
		data[i] *= 4
	}
	if host(t, x) != string(floats(data...)) {
		t.Error("the sum is wrong")
	}
	m := must[MemoryStats](t)(e.MemoryStats())
	if m.Argument != 2*16384 || m.Output != 16384 || m.Alias != 16384 {
		t.Errorf("%+v", m)
	}
	t.Logf("%+v, net %d", m, m.Net())
}

func TestTypes(t *testing.T) {
	c := cpuClient(t)
	for d := PRED; d <= BF16; d++ {
		data := make([]byte, 6*d.Size())
		for i := range data {
			data[i] = byte(i) & 1
		}
		text := strings.ReplaceAll(`module { func.func public @main(%x: tensor<3x2xT>) -> tensor<3x2xT> { return %x : tensor<3x2xT> } }`, "T", d.String())
		x := must[*Buffer](t)(c.Buffer(d, []int64{3, 2}, data))
		out := must[[]*Buffer](t)(compile(t, c, text).Run([]*Buffer{x}))
		if out[0].DType() != d || host(t, out[0]) != string(data) {
			t.Errorf("%v became %v, %x became %x", d, out[0].DType(), data, host(t, out[0]))
		}
	}
	empty := must[*Buffer](t)(c.Buffer(F32, []int64{0, 3}, nil))
	if got := must[[]byte](t)(empty.ToHost()); len(got) != 0 {
		t.Errorf("an empty tensor has %d bytes", len(got))
	}
	scalar := must[*Buffer](t)(c.Buffer(F64, nil, make([]byte, 8)))
	if host(t, scalar) != string(make([]byte, 8)) {
		t.Error("the scalar is not 0")
	}
}

func TestMisuse(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, affine)
	x := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, make([]byte, 24)))
	small := must[*Buffer](t)(c.Buffer(F32, []int64{2}, make([]byte, 8)))
	for name, run := range map[string]func() error{
		"the executable runs on 1 devices, and inputs for 2 are given": func() error { _, err := e.RunAll([][]*Buffer{{x, x}, {x, x}}); return err },
		"expected 2":                                      func() error { _, err := e.Run([]*Buffer{x}); return err },
		"input 1: there is no buffer":                     func() error { _, err := e.Run([]*Buffer{x, nil}); return err },
		"expected parameter 1 of size 24":                 func() error { _, err := e.Run([]*Buffer{x, small}); return err },
		"a tensor 2x3xf32 has 24 bytes, and 23 are given": func() error { _, err := c.Buffer(F32, []int64{2, 3}, make([]byte, 23)); return err },
		"tensors of type 17 cannot be copied":             func() error { _, err := c.Buffer(17, nil, nil); return err },
		"dimensions must be at least 0":                   func() error { _, err := c.Buffer(F32, []int64{-1}, nil); return err },
		"has no device 1000":                              func() error { _, err := c.BufferOn(1000, F32, nil, make([]byte, 4)); return err },
		"cannot compile the program: PJRT_Client_Compile returned ": func() error {
			_, err := c.Compile([]byte("module { func.func @main( }"), CompileOptions{})
			return err
		},
		"the program is for 4096 devices, and the client of": func() error {
			_, err := c.Compile([]byte(affine), CompileOptions{Partitions: 4096})
			return err
		},
		"for -1 partitions": func() error { _, err := c.Compile([]byte(affine), CompileOptions{Partitions: -1}); return err },
	} {
		err := run()
		wantError(t, err, nil, name)
		t.Log(err)
	}
	other := cpuClient(t)
	theirs := must[*Buffer](t)(other.Buffer(F32, []int64{2, 3}, make([]byte, 24)))
	_, err := e.Run([]*Buffer{x, theirs})
	wantError(t, err, nil, "input 1: the buffer is of another client")
}

func TestClose(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, affine)
	x := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, make([]byte, 24)))
	gone := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, make([]byte, 24)))
	noError(t, gone.Close())
	wantError(t, gone.Close(), ErrClosed, "the buffer is closed")
	_, err := e.Run([]*Buffer{x, gone})
	wantError(t, err, ErrClosed, "input 1: the buffer is closed")
	old := compile(t, c, affine)
	noError(t, old.Close())
	wantError(t, old.Close(), ErrClosed, "the executable is closed")
	_, err = old.Run([]*Buffer{x, x})
	wantError(t, err, ErrClosed)
	noError(t, c.Close())
	wantError(t, c.Close(), ErrClosed, "the client of "+c.p.Path())
	for name, err := range map[string]error{
		"Run":         func() error { _, err := e.Run([]*Buffer{x, x}); return err }(),
		"MemoryStats": func() error { _, err := e.MemoryStats(); return err }(),
		"Cost":        func() error { _, err := e.Cost(); return err }(),
		"Optimized":   func() error { _, _, err := e.OptimizedProgram(); return err }(),
		"ToHost":      func() error { _, err := x.ToHost(); return err }(),
		"Buffer":      func() error { _, err := c.Buffer(F32, nil, make([]byte, 4)); return err }(),
		"Compile":     func() error { _, err := c.Compile([]byte(affine), CompileOptions{}); return err }(),
		"Memory":      func() error { _, err := c.Devices()[0].Memory(); return err }(),
		"x.Close":     x.Close(),
		"e.Close":     e.Close(),
	} {
		t.Run(name, func(t *testing.T) { wantError(t, err, ErrClosed) })
	}
}

// TestAtOnce runs, copies and closes from many goroutines while the client is closed.
func TestAtOnce(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, affine)
	x := must[*Buffer](t)(c.Buffer(F32, []int64{2, 3}, floats(1, 2, 3, 4, 5, 6)))
	var wait, started sync.WaitGroup
	started.Add(8)
	for range 8 {
		wait.Go(func() {
			for i := 0; ; i++ {
				out, err := e.Run([]*Buffer{x, x})
				if i == 10 {
					started.Done()
				}
				if err != nil {
					wantError(t, err, ErrClosed)
					return
				}
				if got, err := out[0].ToHost(); err == nil && string(got) != string(floats(3, 6, 9, 12, 15, 18)) {
					t.Errorf("3x is %x", got)
				}
				for _, b := range out {
					if err := b.Close(); err != nil {
						wantError(t, err, ErrClosed)
					}
				}
			}
		})
	}
	started.Wait()
	noError(t, c.Close())
	wait.Wait()
}

// TestNoLeaks runs a program a thousand times, with all that it takes, and looks at the
// memory of the process.
func TestNoLeaks(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, strings.ReplaceAll(accumulate, "4096", "65536"))
	data := make([]byte, 4*65536)
	step := func() {
		x := must[*Buffer](t)(c.Buffer(F32, []int64{65536}, data))
		y := must[*Buffer](t)(c.Buffer(F32, []int64{65536}, data))
		out := must[[]*Buffer](t)(e.Run([]*Buffer{x, y}))
		if got := must[[]byte](t)(out[0].ToHost()); len(got) != len(data) {
			t.Fatal(len(got))
		}
		_, err := c.Buffer(17, nil, nil)
		wantError(t, err, nil)
		_, err = e.Run([]*Buffer{y})
		wantError(t, err, nil)
		for _, b := range []*Buffer{x, y, out[0]} {
			noError(t, b.Close())
		}
	}
	for range 200 {
		step()
	}
	before := resident(t)
	for range 1000 {
		step()
	}
	after := resident(t)
	t.Logf("resident before %d KiB, after 1000 runs %d KiB", before>>10, after>>10)
	if after-before > 32<<20 { // a leak of one buffer a run would be 256 MB
		t.Errorf("the memory grew from %d to %d bytes", before, after)
	}
	if len(c.made) != 2 { // the executable, as two objects
		t.Errorf("the client holds %d objects", len(c.made))
	}
}

// resident is the process's memory in bytes.
func resident(t *testing.T) int64 {
	t.Helper()
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		t.Skip("this system does not tell the memory of a process: ", err)
	}
	pages, err := strconv.ParseInt(strings.Fields(string(data))[1], 10, 64)
	noError(t, err)
	return pages * int64(os.Getpagesize())
}
