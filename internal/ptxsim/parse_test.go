package ptxsim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/ptxsim"
)

// refusedStatements are outside of the subset, or no PTX.
var refusedStatements = map[string]string{
	"sin.approx.f32 %r1, %r2;":                     `line 12: "sin.approx.f32 %r1, %r2": the instruction sin is outside of the subset`,
	"activemask.b32 %r1;":                          "the instruction activemask is outside",
	"add.f32 %r1, %r1, %r2;":                       "the type .f32 is outside of the subset for add",
	"add.sat.s32 %r1, %r1, %r2;":                   "the modifier .sat is outside",
	"add.u32 %r1, %r1;":                            "an operand is missing",
	"add.u32 %r1, %r1, %r1, %r1;":                  "more operands than expected",
	"add.u32 %d1, %r1, %r2;":                       "%d1 has 64 bits where 32 are wanted",
	"add.u64 %d1, %d1, %r2;":                       "%r2 has 32 bits where 64 are wanted",
	"add.u32 %r1, %r1, %r99;":                      "%r99 is neither a register nor a number",
	"add.u32 %r99, %r1, %r1;":                      `"%r99" is no declared register`,
	"add.u32 5, %r1, %r1;":                         `"5" is no declared register`,
	"add.u32 %r1, %r1, 0x100000000;":               "0x100000000 does not fit into 32 bits",
	"add.u32 %r1, %r1, -2147483649;":               "does not fit into 32 bits",
	"add.u32 %r1, %r1, 1_0;":                       "1_0 is neither",
	"add.u32 %r1, %r1, %tid.x;":                    "%tid.x is neither",
	"add %r1, %r1, 1;":                             "the type is missing",
	"shl.b64 %d1, %d1, %d2;":                       "%d2 has 64 bits where 32 are wanted",
	"mul.u32 %r1, %r1, %r1;":                       "mul needs one of .lo .hi .wide",
	"mul.wide.u64 %d1, %d1, %d1;":                  "the type .u64 is outside",
	"mul.wide.u32 %r1, %r1, %r1;":                  "%r1 has 32 bits where 64 are wanted",
	"setp.lt.b32 %p, %r1, %r2;":                    "setp.lt does not take the type .b32",
	"setp.lo.s32 %p, %r1, %r2;":                    "setp.lo does not take the type .s32",
	"setp.gt.f32 %p, %r1, %r2;":                    "the type .f32 is outside of the subset for setp",
	"selp.b32 %r1, %r1, %r2, !%p;":                 "selp takes no negated predicate",
	"selp.b32 %r1, %r1, %r2, %r3;":                 `"%r3" is no declared predicate`,
	"@%r1 mov.u32 %r1, 0;":                         "%r1 is no declared predicate",
	"mov.u64 %d1, %tid.x;":                         "%tid.x has 32 bits where 64 are wanted",
	"mov.u32 %r1, %clock;":                         "%clock is neither",
	"mov.b64 {%r1, %r2}, {%r3, %r4};":              "one side of mov must be a single register",
	"mov.b32 {%r1, %r2}, %r3;":                     "%r1 has 32 bits where 16 are wanted",
	"mov.u64 {%r1, %r2}, %d1;":                     "mov.u64 does not take 2 parts",
	"ld.global.v4.b32 {%r1, %r2}, [%x];":           "it moves 2 registers",
	"ld.global.v4.b64 {%d1, %d2, %d3, %d4}, [%x];": "at most 16 bytes",
	"ld.global.u64 %r1, [%x];":                     "%r1 has 32 bits where 64 are wanted",
	"ld.global.u32 %r1, [%r1];":                    "%r1 has 32 bits where 64 are wanted",
	"ld.global.u32 %r1, %x;":                       `"%x" is no address`,
	"ld.global.L1::no_allocate.u32 %r1, [%x];":     "needs .version 7.4",
	"ld.shared.u32 %r1, [%x];":                     "ld needs one of .global",
	"ld.param.u64 %d1, [z];":                       `"z" is no parameter`,
	"ld.param.u32 %r1, [x];":                       "parameter x has 64 bits",
	"st.global.u8 [%x], %p;":                       "%p has 1 bits where 8 are wanted",
	"cvta.u64 %d1, %d2;":                           "only cvta.to.global",
	"shfl.bfly.b32 %r1, %r2, 1, 31;":               "shfl needs one of .sync",
	"vote.sync.ballot.pred %p, %q, -1;":            "the type .pred is outside",
	"bar.sync 1;":                                  "only barrier 0",
	"bra NOWHERE;":                                 "no instruction behind the label NOWHERE",
	"A: A: bra A;":                                 "label A stands twice",
	"{ mov.u32 %r1, 0; }":                          "outside of the subset",
	".shared .b32 s[8];":                           "outside of the subset",
	".reg .b32 %r1;":                               "the register %r1 is declared twice",
	".reg .b128 %w;":                               "registers of type .b128 are outside",
	"prmt.b32.f4e %r1, %r2, %r3, %r4;":             "the type .f4e is outside",
	"lop3.b32 %r1, %r2, %r3, %r4, 0x100;":          "0x100 does not fit into 8 bits",
	"lop3.b32 %r1, %r2, %r3, %r4, %r5;":            "%r5 is neither",
}

// TestRefusedStatements checks that each is an error that names the line.
func TestRefusedStatements(t *testing.T) {
	for body, want := range refusedStatements {
		t.Run(body, func(t *testing.T) {
			_, err := ptxsim.Parse(fmt.Sprintf(program, body))
			if err == nil || !strings.Contains(err.Error(), want) || !strings.HasPrefix(err.Error(), "line 12") {
				t.Errorf("the error is %v, want one of line 12 that says %q", err, want)
			}
		})
	}
}

const head = ".version 7.0\n.target sm_75\n.address_size 64\n"

func TestRefusedModules(t *testing.T) {
	for text, want := range map[string]string{
		"":                               "the text ends before",
		".target sm_75\n":                `line 1: ".target sm_75" is not ".version %d.%d"`,
		".version 7.0\n.target gfx942\n": `line 2: ".target gfx942"`,
		".version 7.0\n.target sm_75\n":  "line 3: .address_size 64 is missing",
		".version 7.0\n.target sm_61\n.address_size 64\n": "sm_61 has no independent threads",
		head + ".global .b32 x;":                          "line 4",
		head + ".func f() { ret; }":                       `line 4: ".func f" is not the head of an entry`,
		head + ".entry t(.param .b8 a[4]) { ret; }":       "no parameter of this subset",
		head + ".entry t() .minnctapersm 2 { ret; }":      `the directive ".minnctapersm 2" is outside`,
		head + ".entry t() {":                             "the text ends inside of entry t",
		head + ".entry t() { }":                           "entry t does not end with ret",
		head + ".entry t() { .reg .pred %p; @%p ret; }":   "entry t does not end with ret",
		head + ".entry t() { ret; }\n.entry t() { ret; }": "line 5: entry t stands twice",
	} {
		if _, err := ptxsim.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: the error is %v, want one that says %q", text, err, want)
		}
	}
}

func TestComments(t *testing.T) {
	m, err := ptxsim.Parse("// a module\n" + head + "/* two\nlines; */ .visible .entry t(.param .u64 .ptr .global .align 16 x) // here\n" +
		".maxntid 64, 1, 1\n{\n\tret; // } ;\n}\n")
	if err != nil {
		t.Fatal(err)
	}
	if got := m.Unexecuted("t"); len(got) != 1 || got[0] != "line 9: ret" {
		t.Errorf("%q has not run", got)
	}
	if m.Entries() != 1 {
		t.Errorf("%d entries", m.Entries())
	}
}

func TestRefusedLaunches(t *testing.T) {
	m, err := ptxsim.Parse(head + ".entry t(.param .u64 .ptr .global .align 16 x, .param .u32 n) .reqntid 64, 1, 1 { ret; }\n.entry u() .maxntid 64 { ret; }")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		entry       string
		grid, block int
		params      []uint64
		want        string
	}{
		{"t", 1, 64, []uint64{16, 7}, ""},
		{"u", 1, 33, nil, ""},
		{"v", 1, 64, nil, `no entry "v"`},
		{"t", 1, 64, []uint64{16}, "has 2 parameters and got 1"},
		{"t", 1, 64, []uint64{8, 7}, "x is 0x8, which is no multiple of 16"},
		{"t", 1, 64, []uint64{16, 1 << 32}, "0x100000000 does not fit into the parameter n"},
		{"t", 1, 32, []uint64{16, 7}, "made for blocks of 64 threads and got 32"},
		{"u", 1, 65, nil, "made for blocks of 64 threads and got 65"},
		{"u", 0, 64, nil, "a grid of 0 blocks"},
		{"u", 1 << 31, 64, nil, "a grid of 2147483648 blocks"},
		{"u", 1, 0, nil, "a block of 0 threads"},
		{"u", 1, 1025, nil, "a block of 1025 threads"},
	} {
		err := m.Launch(&ptxsim.Memory{}, c.entry, c.grid, c.block, c.params...)
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%+v: the error is %v", c, err)
		}
	}
	if err := m.LaunchBlocks(&ptxsim.Memory{}, "u", 4, 64, []int{1, 4}); err == nil || !strings.Contains(err.Error(), "there is no block 4") {
		t.Errorf("block 4 of 4: %v", err)
	}
}
