package main

import (
	"fmt"

	. "github.com/mmcloughlin/avo/build"
	"github.com/mmcloughlin/avo/ir"
	. "github.com/mmcloughlin/avo/operand"
	. "github.com/mmcloughlin/avo/reg"
)

// output says whether and how a function writes elements.
type output int

const (
	none output = iota
	near        // none, for tensors that L2 holds: what comes is fetched into L1
	cached
	streamed // non-temporal: past the caches, to boundaries of a vector only
)

func (o output) String() string { return []string{"", "Near", "Y", "Stream"}[o] }

func (o output) writes() bool { return o >= cached }

// nearAhead is how far ahead near fetches, in bytes; measured.
const nearAhead = 1024

// by gives the instruction for elements of w bits.
func by[F any](w int, f16, f32, f64 F) F {
	return map[int]F{16: f16, 32: f32, 64: f64}[w]
}

// loop is the frame of a function over whole words.
type loop struct {
	mask, out, in, words Register
	w                    int
}

// begin opens a function; its last argument points to parameters, whose lanes are filled
// already.
func begin(name string, w int, hasOut bool) (loop, Register) {
	out := ""
	if hasOut {
		out = "out, "
	}
	sig := fmt.Sprintf("func(mask *uint32, %sin *byte, words int, p *[4]uint64)", out)
	TEXT(name, NOSPLIT, sig)
	Pragma("noescape")
	l := loop{w: w, mask: Load(Param("mask"), GP64()), in: Load(Param("in"), GP64())}
	if hasOut {
		l.out = Load(Param("out"), GP64())
	}
	l.words = Load(Param("words"), GP64())
	return l, Load(Param("p"), GP64())
}

// run emits the loop: unroll words at a time, then one at a time, and the return.
func (l loop) run(unroll int, s output, body func(word int)) {
	l.steps("many", unroll, body)
	if unroll > 1 {
		l.steps("one", 1, body)
	}
	if s == streamed {
		SFENCE()
	}
	VZEROUPPER()
	RET()
}

func (l loop) steps(label string, words int, body func(word int)) {
	if label == "many" {
		align()
	}
	Label(label)
	CMPQ(l.words, U32(words))
	JL(LabelRef(label + "_end"))
	for i := range words {
		body(i)
	}
	ADDQ(U32(4*words), l.mask)
	ADDQ(U32(words*l.bytes()), l.in)
	if l.out != nil {
		ADDQ(U32(words*l.bytes()), l.out)
	}
	SUBQ(U32(words), l.words)
	JMP(LabelRef(label))
	Label(label + "_end")
}

// align starts a loop on a line of the instruction cache: without it, pack from L2 ran at
// 0.83 of copy in place of 0.97, depending on where the linker put it. avo knows no
// PCALIGN.
func align() {
	Instruction(&ir.Instruction{Opcode: "PCALIGN", Operands: []Op{U8(64)}})
}

// bytes is the size of the elements of a word.
func (l loop) bytes() int { return wordElements * l.w / 8 }

// at is vector i, of size bytes, of the elements of a word.
func (l loop) at(base Register, word, i, size int) Mem {
	return Mem{Base: base, Disp: word*l.bytes() + i*size}
}

func (l loop) maskAt(word int) Mem { return Mem{Base: l.mask, Disp: 4 * word} }
