package ptx_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"

	"github.com/unswag/unswagc/kernels/ptx"
)

// gpus are the kinds of GPUs that the module is assembled for.
var gpus = []string{"sm_75", "sm_80", "sm_86", "sm_89", "sm_90", "sm_100", "sm_103", "sm_120"}

// tool is the program of NVIDIA's that an environment variable of tests/setup.sh names.
func tool(t *testing.T, variable string) string {
	t.Helper()
	path := os.Getenv(variable)
	switch {
	case path != "":
	case os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" && runtime.GOOS == "linux":
		t.Fatalf("%s is not set, and UNSWAG_REQUIRE_PYTHON=1 says that tests/setup.sh was run", variable)
	default:
		t.Skipf("%s is not set: tests/setup.sh gets the program", variable)
	}
	return path
}

// assemble makes a cubin of text and returns its path and what ptxas -v says.
func assemble(t *testing.T, text, sm string) (cubin, said string) {
	t.Helper()
	dir := t.TempDir()
	in, out := filepath.Join(dir, "all.ptx"), filepath.Join(dir, "all.cubin")
	if err := os.WriteFile(in, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	b, err := exec.Command(tool(t, "UNSWAG_PTXAS"), "-v", "-arch="+sm, "-o", out, in).CombinedOutput()
	if err != nil {
		t.Fatalf("ptxas for %s: %v\n%s", sm, err, b)
	}
	return out, string(b)
}

var (
	compiling = regexp.MustCompile(`Compiling entry function '(\w+)'`)
	frame     = regexp.MustCompile(`(\d+) bytes stack frame, (\d+) bytes spill stores, (\d+) bytes spill loads`)
	used      = regexp.MustCompile(`Used (\d+) registers`)
)

// TestEveryEntryFitsIntoRegisters assembles the module of all entries: no spills, no
// local memory, few registers.
func TestEveryEntryFitsIntoRegisters(t *testing.T) {
	most := map[string]int{}
	for _, e := range ptx.All() {
		most[e.Name()] = 40
		if e.Type == ptx.F64 {
			most[e.Name()] = 64
		}
	}
	text := module(t, ptx.All())
	for _, sm := range gpus {
		t.Run(sm, func(t *testing.T) {
			_, said := assemble(t, text, sm)
			name, seen := "", map[string]bool{}
			for line := range strings.Lines(said) {
				if m := compiling.FindStringSubmatch(line); m != nil {
					name = m[1]
				}
				if m := frame.FindStringSubmatch(line); m != nil && strings.Join(m[1:], "") != "000" {
					t.Errorf("%s: %s", name, line)
				}
				if m := used.FindStringSubmatch(line); m != nil {
					seen[name] = true
					if n, _ := strconv.Atoi(m[1]); n > most[name] {
						t.Errorf("%s takes %d registers, at most %d are wanted", name, n, most[name])
					}
				}
			}
			if len(seen) != len(most) {
				t.Errorf("ptxas tells of %d entries, want %d:\n%s", len(seen), len(most), said)
			}
		})
	}
}

// floats are machine instructions that read a register as a float: they may change a
// NaN or flush a denormal. ptxas also writes some with constant operands only, to make
// a constant.
var floats = regexp.MustCompile(`\b([FDH](?:MNMX|ADD|MUL|FMA|SETP?|SEL|2F|FMA2|MUL2|ADD2|MNMX2|SETP?2)|MUFU|[FI]2[FI]P?)\S*(.*)`)

var register = regexp.MustCompile(`\bU?R\d+`)

// TestNoFloatTouchesData disassembles every entry.
func TestNoFloatTouchesData(t *testing.T) {
	nvdisasm := tool(t, "UNSWAG_NVDISASM")
	text := module(t, ptx.All())
	for _, sm := range gpus {
		t.Run(sm, func(t *testing.T) {
			cubin, _ := assemble(t, text, sm)
			b, err := exec.Command(nvdisasm, "-c", cubin).CombinedOutput()
			if err != nil {
				t.Fatalf("nvdisasm: %v\n%s", err, b)
			}
			code := string(b)
			for _, bad := range floatsIn(code) {
				t.Errorf("a float instruction: %s", bad)
			}
			if n := strings.Count(code, "EXIT"); n < 2*len(ptx.All()) {
				t.Errorf("only %d ends were found, so that some code was not looked at", n)
			}
		})
	}
}

// floatsIn lists the instructions of code that read a register as a float.
func floatsIn(code string) []string {
	var out []string
	for line := range strings.Lines(code) {
		m := floats.FindStringSubmatch(line)
		if m == nil {
			continue
		}
		operands := strings.SplitN(m[2], ",", 2)
		if len(operands) == 2 && register.MatchString(operands[1]) {
			out = append(out, strings.TrimSpace(line))
		}
	}
	return out
}

// TestFloatsAreSeen checks the check: the float maximum that ptxas makes of a comparison
// with 0 and a selection, which turns NaNs into another NaN.
func TestFloatsAreSeen(t *testing.T) {
	nvdisasm := tool(t, "UNSWAG_NVDISASM")
	const text = `.version 7.0
.target sm_75
.address_size 64
.visible .entry relu(.param .u64 v)
{
	.reg .pred %p<2>;
	.reg .b32 %r<3>;
	.reg .b64 %rd<3>;
	ld.param.u64 %rd1, [v];
	cvta.to.global.u64 %rd2, %rd1;
	ld.global.u32 %r1, [%rd2];
	setp.le.f32 %p1, %r1, 0f00000000;
	selp.b32 %r2, 0, %r1, %p1;
	st.global.u32 [%rd2], %r2;
	ret;
}
`
	cubin, _ := assemble(t, text, "sm_90")
	b, err := exec.Command(nvdisasm, "-c", cubin).CombinedOutput()
	if err != nil {
		t.Fatalf("nvdisasm: %v\n%s", err, b)
	}
	if len(floatsIn(string(b))) == 0 {
		t.Errorf("no float instruction was found in\n%s", b)
	}
}

func describe(params []ptx.Param) string {
	var out []string
	for _, p := range params {
		out = append(out, fmt.Sprint(p.Name, " ", p.Kind, " ", p.Align))
	}
	return strings.Join(out, ", ")
}
