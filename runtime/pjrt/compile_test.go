package pjrt

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"testing"
)

func TestCompileOptions(t *testing.T) {
	for want, o := range map[string]CompileOptions{
		"1a0420012801":                                      {},
		"1a0820022804300198" + "0101":                       {Replicas: 2, Partitions: 4, Shardy: true},
		"1a04200128013a07" + "0a01611202" + "1001":          {Flags: map[string]any{"a": true}},
		"1a04200128013a0b0a01621206" + "0a0474657874":       {Flags: map[string]any{"b": "text"}},
		"1a04200128013a070a016312021805":                    {Flags: map[string]any{"c": int64(5)}},
		"1a04200128013a0e0a016412092" + "1000000000000e03f": {Flags: map[string]any{"d": 0.5}},
	} {
		got := must[[]byte](t)(o.encode())
		if o.Shardy {
			// The size depends on the fields, which are checked.
			want = fmt.Sprintf("1a%02x", len(got)-2) + want[4:]
		}
		if fmt.Sprintf("%x", got) != want {
			t.Errorf("%+v: %x, want %s", o, got, want)
		}
	}
	_, err := CompileOptions{Flags: map[string]any{"e": 5}}.encode()
	wantError(t, err, nil, "flag e: its value is a int")
}

// halves splits x by rows among two devices, and sums its columns over all rows.
const halves = `module @halves attributes {mhlo.num_partitions = 2 : i32, mhlo.num_replicas = 1 : i32} {
  func.func public @main(%x: tensor<4x3xf32> {mhlo.sharding = "{devices=[2,1]<=[2]}"}) -> (tensor<4x3xf32> {mhlo.sharding = "{devices=[2,1]<=[2]}"}, tensor<3xf32> {mhlo.sharding = "{replicated}"}) {
    %zero = stablehlo.constant dense<0.0> : tensor<f32>
    %a = stablehlo.add %x, %x : tensor<4x3xf32>
    %s = stablehlo.reduce(%x init: %zero) applies stablehlo.add across dimensions = [0] : (tensor<4x3xf32>, tensor<f32>) -> tensor<3xf32>
    return %a, %s : tensor<4x3xf32>, tensor<3xf32>
  }
}`

func TestPartitions(t *testing.T) {
	c := cpuClient(t)
	if len(c.Devices()) < 2 {
		t.Skipf("the plugin has %d device, and the test needs 2", len(c.Devices()))
	}
	e := must[*Executable](t)(c.Compile([]byte(halves), CompileOptions{Partitions: 2}))
	if e.Devices() != 2 {
		t.Fatalf("%d devices", e.Devices())
	}
	var in [][]*Buffer
	for d := range 2 {
		v := float32(6 * d)
		in = append(in, []*Buffer{must[*Buffer](t)(c.BufferOn(d, F32, []int64{2, 3}, floats(v, v+1, v+2, v+3, v+4, v+5)))})
	}
	ops := must[map[string]int](t)(e.Operations())
	if ops["all-reduce"] != 1 || ops["all-gather"] != 0 {
		t.Errorf("the sum over both devices has %v", ops)
	}
	out := must[[][]*Buffer](t)(e.RunAll(in))
	for d, want := range [][]byte{floats(0, 2, 4, 6, 8, 10), floats(12, 14, 16, 18, 20, 22)} {
		if host(t, out[d][0]) != string(want) || host(t, out[d][1]) != string(floats(18, 22, 26)) {
			t.Errorf("device %d: %x, %x", d, host(t, out[d][0]), host(t, out[d][1]))
		}
	}
	_, err := e.RunAll(in[:1])
	wantError(t, err, nil, "runs on 2 devices, and inputs for 1 are given")
	_, err = e.RunAll([][]*Buffer{in[0], nil})
	wantError(t, err, nil, "device 1 is given 0 inputs, and device 0 1")
}

func TestKnowledge(t *testing.T) {
	c := cpuClient(t)
	e := compile(t, c, affine)
	m := must[MemoryStats](t)(e.MemoryStats())
	// XLA for CPUs counts the list of outputs, two addresses, with the outputs.
	if m.Argument != 48 || m.Output != 48+16 || m.Alias != 0 || m.Peak != 48+64 || m.Net() != 0 {
		t.Errorf("%+v", m)
	}
	code, format, err := e.OptimizedProgram()
	noError(t, err)
	if !strings.HasPrefix(format, "hlo") || !bytes.Contains(code, []byte("affine")) {
		t.Errorf("the program in %q has %d bytes and does not name itself", format, len(code))
	}
	cost, err := e.Cost()
	if e, ok := errors.AsType[*Error](err); ok && e.Name == "UNIMPLEMENTED" {
		t.Skip("this plugin does not estimate costs: ", err)
	}
	if err != nil || cost["flops"] != 18 || cost["bytes accessed"] <= 0 {
		t.Errorf("%v, %v", cost, err)
	}
}

// TestOldPlugin runs these tests on a plugin with an old version of the API, in a process
// of their own.
func TestOldPlugin(t *testing.T) {
	const variable = "UNSWAG_PJRT_CPU_OLD"
	old := os.Getenv(variable)
	if old == "" {
		t.Skipf("there is no old PJRT plugin: tests/setup.sh gets one and sets %s", variable)
	}
	if old == os.Getenv(EnvCPU) {
		t.Skip("the old plugin is in use")
	}
	cmd := exec.Command(os.Args[0], "-test.v", "-test.run", "^Test(Open|Run|Layout|Donation|Types|Misuse|Close|AtOnce|Partitions|Split|Knowledge|NoLeaks|FFIOperators|FFIShapes|FFIRefuses)$")
	cmd.Env = append(os.Environ(), EnvCPU+"="+old)
	out, err := cmd.CombinedOutput()
	if err != nil || bytes.Contains(out, []byte("--- SKIP")) || bytes.Count(out, []byte("--- PASS: Test")) < 15 {
		t.Errorf("%v\n%s", err, out)
	}
	if v := must[Version](t)(Peek(old)); v.Minor >= cpuPlugin(t).Version().Minor {
		t.Errorf("the old plugin has version %v", v)
	}
}
