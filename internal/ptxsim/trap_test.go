package ptxsim_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/ptxsim"
)

// program is an entry t whose body finds the addresses of two buffers of 1024 bytes in
// %x and %y, the thread's number in %t and the block's in %b. Its first line is line 12.
const program = `.version 7.0
.target sm_75
.address_size 64
.visible .entry t(.param .u64 x, .param .u64 y)
{
	.reg .pred %%p, %%q;
	.reg .b32 %%t, %%b, %%r<9>;
	.reg .b64 %%x, %%y, %%d<9>;
	ld.param.u64 %%x, [x]; ld.param.u64 %%y, [y]; cvta.to.global.u64 %%x, %%x; cvta.to.global.u64 %%y, %%y;
	mov.u32 %%t, %%tid.x; mov.u32 %%b, %%ctaid.x;
	mad.wide.u32 %%d1, %%t, 4, %%x; mad.wide.u32 %%d2, %%t, 1, %%x;
	%s
	ret;
}`

// launchProgram runs a body on two blocks of 64 threads.
func launchProgram(t *testing.T, body string) error {
	t.Helper()
	m, err := ptxsim.Parse(fmt.Sprintf(program, body))
	if err != nil {
		t.Fatal(err)
	}
	var mem ptxsim.Memory
	x, y := mem.Alloc(1024, 0), mem.Alloc(1024, 4)
	mem.Protect(y)
	return m.Launch(&mem, "t", 2, 64, uint64(x), uint64(y))
}

// traps maps bodies to what their errors must say. "" is no error.
var traps = []struct{ name, body, want string }{
	{"misaligned word", "ld.global.u32 %r1, [%x+2];", "line 12: \"ld.global.u32 %r1, [%x+2]\": block 0, thread 0: it reads 4 bytes at 0x100000000002, which is no multiple of 4"},
	{"misaligned vector", "ld.global.v4.b32 {%r1, %r2, %r3, %r4}, [%y];", "reads 16 bytes at 0x100000100404, which is no multiple of 16"},
	{"misaligned pair", "st.global.v2.b64 [%x+8], {%x, %y};", "writes 16 bytes at 0x100000000008"},
	{"out of bounds", "ld.global.u8 %r1, [%x+1024];", "out of bounds: the nearest buffer below has 1024 bytes and starts 1024 bytes before"},
	{"partly out of bounds", "ld.global.u64 %d3, [%x+1024];", "out of bounds"},
	{"below all", "cvta.to.global.u64 %d3, 16; ld.global.u32 %r1, [%d3];", "no buffer lies at or below"},
	{"generic address", "ld.param.u64 %d3, [x]; ld.global.u32 %r1, [%d3+4];", "thread 0: the address 0x100000000004 was not made by cvta.to.global"},
	{"before", "ld.global.u32 %r1, [%x+-4];", "out of bounds: no buffer"},
	{"one thread out of bounds", "setp.eq.u32 %p, %t, 37; @%p add.s64 %d1, %d1, 1048; @%p ld.global.u32 %r1, [%d1];", "block 0, thread 37: it reads 4 bytes at 0x1000000004ac"},
	{"input", "st.global.u32 [%y], %t;", "writes 4 bytes at 0x100000100404, in a buffer that is an input only"},
	{"never written", "add.u32 %r1, %r2, 1;", "its operand %r2 was never written"},
	{"written by others", "setp.lt.u32 %p, %t, 9; @%p mov.u32 %r2, 7; add.u32 %r1, %r2, 1;", "thread 9: its operand %r2 was never written"},
	{"not taken but read", "mov.u32 %r1, 1; setp.eq.u32 %p, 0, 0; selp.b32 %r3, %r1, %r2, %p;", "its operand %r2 was never written"},
	{"never written predicate", "@%p mov.u32 %r1, 1;", "its predicate was never written"},
	{"never written stored", "st.global.u32 [%d1], %r1;", "its operand %r1 was never written"},
	{"shuffle of too few", "setp.lt.u32 %p, %t, 31; @%p shfl.sync.bfly.b32 %r1, %t, 1, 31, 0xFFFFFFFF;", "the threads 0x7fffffff of the warp execute it together, its mask names 0xffffffff: it is divergent"},
	{"shuffle from outside", "setp.lt.u32 %p, %t, 3; @%p shfl.sync.bfly.b32 %r1, %t, 1, 31, 7;", "thread 2: it reads the register of thread 3, which takes no part"},
	{"shuffle of some", "setp.lt.u32 %p, %t, 32; @%p bra A; ret; A: setp.lt.u32 %p, %t, 4; @%p shfl.sync.bfly.b32 %r1, %t, 1, 31, 15;", ""},
	{"divergent shuffle", "setp.lt.u32 %p, %t, 8; @%p bra A; shfl.sync.bfly.b32 %r1, %t, 1, 31, 0xFFFFFFFF; A: mov.u32 %r1, 0;", "threads 0xffffff00 of the warp"},
	{"shuffle behind an exit", "setp.eq.u32 %p, %t, 40; @%p ret; shfl.sync.idx.b32 %r1, %t, 0, 31, -1;", "thread 32: the threads 0xfffffeff"},
	{"different masks", "or.b32 %r1, %t, 0xFFFFFFE0; vote.sync.any.pred %p, %q, %r1;", "%q was never written"},
	{"different masks", "setp.eq.u32 %q, 0, 0; or.b32 %r1, %t, 0xFFFFFFE0; vote.sync.any.pred %p, %q, %r1;", "thread 1: its mask 0xffffffe1 of threads is not that of thread 0, 0xffffffe0"},
	{"divergent vote", "setp.lt.u32 %p, %t, 8; @!%p vote.sync.ballot.b32 %r1, %p, -1;", "it is divergent"},
	{"divergent bra.uni", "setp.lt.u32 %p, %t, 8; @%p bra.uni A; mov.u32 %r1, 1; A: mov.u32 %r1, 2;", "bra.uni is taken by the threads 0x000000ff of 0xffffffff only"},
	{"for ever", "A: bra A;", "has not ended after"},
	{"block barrier missed by a warp", "setp.lt.u32 %p, %t, 32; @%p ret; bar.sync 0;", "thread 32: it waits at a barrier, and thread 0 of its block has ended"},
	{"block barrier missed by threads", "setp.lt.u32 %p, %t, 8; @%p bra A; bar.sync 0; A: mov.u32 %r1, 2;", "thread 8: it waits at a barrier, and other threads of its warp are elsewhere"},
	{"warp barrier missed", "setp.lt.u32 %p, %t, 8; @%p bar.warp.sync -1;", "it is divergent"},
}

func TestTraps(t *testing.T) {
	for _, c := range append(traps, races...) {
		t.Run(c.name, func(t *testing.T) {
			err := launchProgram(t, c.body)
			if c.want == "" {
				if err != nil {
					t.Errorf("it fails: %v", err)
				}
				return
			}
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "entry t") {
				t.Errorf("the error is %v, want one that says %q", err, c.want)
			}
		})
	}
}

const (
	one     = "setp.eq.u32 %p, %t, 3; setp.eq.and.u32 %p, %b, 0, %p; "                                   // thread 3 of block 0
	another = "setp.eq.u32 %q, %t, 5; setp.eq.and.u32 %q, %b, 0, %q; mov.u32 %r1, 1; "                   // thread 5
	far     = "setp.eq.u32 %q, %t, 37; setp.eq.and.u32 %q, %b, 0, %q; mov.u32 %r1, 1; "                  // thread 37, of another warp
	remote  = "setp.eq.u32 %q, %t, 3; setp.eq.and.u32 %q, %b, 1, %q; mov.u32 %r1, 1; "                   // thread 3 of block 1
	own     = "mad.lo.u32 %r8, %b, 64, %t; mad.wide.u32 %d1, %r8, 4, %x; mad.wide.u32 %d2, %r8, 1, %x; " // no two threads share an address
)

var races = []struct{ name, body, want string }{
	{"own bytes", own + "ld.global.u32 %r1, [%d1]; st.global.u32 [%d1], %t; st.global.u32 [%d1], %r1;", ""},
	{"bytes of one word", own + "st.global.u8 [%d2], %t;", ""},
	{"read by all", "ld.global.u32 %r1, [%x]; ld.global.u32 %r2, [%d1];", ""},
	{"write by all", "setp.eq.u32 %p, %b, 0; @%p st.global.u32 [%x], %b;", "a race at 0x100000000000: block 0, thread 0 writes it in line 12 (@%p st.global.u32 [%x], %b), and block 0, thread 1 writes it"},
	{"write by two blocks", "st.global.u32 [%d1], %t;", "block 0, thread 0 writes it in line 12 (st.global.u32 [%d1], %t), and block 1, thread 0 writes it"},
	{"two threads write", one + another + "@%p st.global.u32 [%x], %t; @%q st.global.u8 [%x+3], %t;", "a race at 0x100000000003: block 0, thread 3 writes it"},
	{"two threads write different bytes", one + another + "@%p st.global.u16 [%x], %t; @%q st.global.u8 [%x+2], %t;", ""},
	{"read and write", one + another + "@%p ld.global.u32 %r2, [%x]; @%q st.global.u32 [%x], %t;", "block 0, thread 3 reads it in line 12 (@%p ld.global.u32 %r2, [%x]), and block 0, thread 5 writes it"},
	{"write and read", one + another + "@%q st.global.u32 [%x], %t; @%p ld.global.u8 %r2, [%x+2];", "a race at 0x100000000002"},
	{"read by all, write by one", "setp.eq.u32 %p, %b, 0; " + another + "@%p ld.global.u32 %r2, [%x]; @%q st.global.u32 [%x], %t;", "block 0, thread 0 reads it in line 12 (@%p ld.global.u32 %r2, [%x]), and block 0, thread 5 writes it"},
	{"shifted", own + "ld.global.u32 %r1, [%d1+4]; st.global.u32 [%d1], %t;", "a race at 0x100000000004: block 0, thread 1 writes it in line 12 (st.global.u32 [%d1], %t), and block 0, thread 0 reads it"},
	{"vector over words", own + "setp.eq.u32 %p, %r8, 0; setp.ne.u32 %q, %r8, 1; @%p st.global.v4.b32 [%x], {%t, %t, %t, %t}; setp.eq.u32 %q, %r8, 3; @%q st.global.u32 [%d1], %t;", "a race at 0x10000000000c: block 0, thread 0 writes it"},
	{"warp barrier between", one + another + "@%p st.global.u32 [%x], %t; bar.warp.sync -1; @%q ld.global.u32 %r2, [%x];", ""},
	{"warp barrier of another warp", one + far + "@%p st.global.u32 [%x], %t; bar.warp.sync -1; @%q ld.global.u32 %r2, [%x];", "block 0, thread 37 reads it"},
	{"barrier between", one + far + "@%p st.global.u32 [%x], %t; bar.sync 0; @%q ld.global.u32 %r2, [%x];", ""},
	{"barrier of another block", one + remote + "@%p st.global.u32 [%x], %t; bar.sync 0; @%q ld.global.u32 %r2, [%x];", "block 1, thread 3 reads it"},
	{"constant cache", own + "ld.global.nc.u32 %r1, [%d1]; add.u32 %r1, %r1, 1;", ""},
	{"constant cache and a write", own + "ld.global.nc.u32 %r1, [%d1]; st.global.u32 [%d1], %r1;", "block 0, thread 0 reads it through the constant cache in line 12"},
}

func TestBarrierOrdersBlocks(t *testing.T) {
	const body = `setp.lt.u32 %%p, %%t, 32; setp.eq.and.u32 %%p, %%b, 0, %%p; add.u32 %%r1, %%t, 100; @%%p st.global.u32 [%%d1], %%r1;
	bar.sync 0; xor.b32 %%r2, %%t, 63; mad.wide.u32 %%d3, %%r2, 4, %%x; setp.ge.u32 %%q, %%t, 32; setp.eq.and.u32 %%q, %%b, 0, %%q;
	@%%q ld.global.u32 %%r3, [%%d3]; @%%q st.global.u32 [%%d1], %%r3;`
	m, err := ptxsim.Parse(fmt.Sprintf(program, strings.ReplaceAll(body, "%%", "%")))
	if err != nil {
		t.Fatal(err)
	}
	var mem ptxsim.Memory
	x := mem.Alloc(1024, 0)
	if err := m.Launch(&mem, "t", 2, 64, uint64(x), 0); err != nil {
		t.Fatal(err)
	}
	for i := range 64 {
		if got, want := mem.Bytes(x)[4*i], byte(100+min(i, 63-i)); got != want {
			t.Errorf("word %d is %d, want %d", i, got, want)
		}
	}
}
