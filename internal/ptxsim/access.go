package ptxsim

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"regexp"
	"strings"
)

// access is a load from or a store to global memory.
type access struct {
	how       use
	width     int   // bytes of one element
	registers []int // one for each element
	base      int
	offset    uint64
}

const accessTypes = "b8 u8 b16 u16 b32 u32 s32 f32 b64 u64 s64 f64"

// load is ld.param and ld.global. The values of parameters are the same for all threads.
func load(f *form) {
	if f.modifier("param") != "" {
		f.loadParam()
		return
	}
	f.need("global")
	a := access{how: read}
	if f.modifier("nc") != "" {
		a.how = readConstant
	}
	f.hints("ca", "cg", "cs", "lu", "cv")
	count := f.vector(&a)
	names := f.group()
	f.address(&a)
	f.fits(a, names, count)
	for _, n := range names {
		a.registers = append(a.registers, f.destNamed(n, max(8*a.width, f.registers[n].bits)))
	}
	f.in.exec = a.run
}

func store(f *form) {
	f.need("global")
	a := access{how: write}
	f.hints("wb", "cg", "cs", "wt")
	count := f.vector(&a)
	f.address(&a)
	names := f.group()
	f.fits(a, names, count)
	for _, n := range names {
		a.registers = append(a.registers, f.sourceNamed(n, max(8*a.width, f.registers[n].bits)))
	}
	f.in.exec = a.run
}

// hints takes what steers the caches, which changes no result.
func (f *form) hints(names ...string) {
	f.modifier(names...)
	if m := f.modifier("L1::no_allocate", "L1::evict_first", "L1::evict_last"); m != "" && f.version < 74 {
		f.fail(".%s needs .version 7.4", m)
	}
}

// vector takes the vector's length and the element's type.
func (f *form) vector(a *access) (count int) {
	count = map[string]int{"": 1, "v2": 2, "v4": 4}[f.modifier("v2", "v4")]
	a.width = f.typeOf(accessTypes).bits / 8
	return count
}

// fits checks the registers of an access. They may be wider than what they hold.
func (f *form) fits(a access, names []string, count int) {
	if len(names) != count || count*a.width > 16 {
		f.fail("it moves %d registers of %d bytes where the vector has %d, and at most 16 bytes", len(names), a.width, count)
	}
}

var addressPattern = regexp.MustCompile(`^\[ ?(%[\w$]+) ?(?:\+ ?(-?\w+))? ?\]$`)

func (f *form) address(a *access) {
	s := f.arg()
	m := addressPattern.FindStringSubmatch(s)
	if m == nil {
		f.fail("%q is no address: a register and perhaps a number are wanted", s)
		return
	}
	a.base = f.sourceNamed(m[1], 64)
	if m[2] == "" {
		return
	}
	v, err := immediate(m[2], 32)
	if err != nil {
		f.fail("%w", err)
	}
	a.offset = uint64(int64(int32(v)))
}

func (f *form) loadParam() {
	t := f.typeOf("b32 u32 s32 b64 u64 s64")
	d := f.dest(t.bits)
	name := strings.Trim(f.arg(), "[]")
	for i, p := range f.entry.params {
		if p.name != name {
			continue
		}
		if p.bits != t.bits {
			f.fail("parameter %s has %d bits", name, p.bits)
		}
		f.in.exec = func(w *warp, act uint32) {
			for ; act != 0; act &= act - 1 {
				w.values[d][bits.TrailingZeros32(act)] = w.run.params[i]
			}
		}
		return
	}
	f.fail("%q is no parameter of the entry", name)
}

// run does the access for every active thread and logs which bytes each one touched.
func (a *access) run(w *warp, act uint32) {
	total := a.width * len(a.registers)
	for todo := act; todo != 0; todo &= todo - 1 {
		l := bits.TrailingZeros32(todo)
		at := (w.values[a.base][l] + a.offset) ^ window
		if at&window != 0 {
			w.fail(l, "the address %#x was not made by cvta.to.global", at^window)
			return
		}
		if at%uint64(total) != 0 {
			w.fail(l, "it %s at %#x, which is no multiple of %d", a.how.of(fmt.Sprint(total, " bytes")), at, total)
			return
		}
		b, err := w.run.memory.at(at, total)
		if err != nil {
			w.fail(l, "it %s at %#x, out of bounds: %v", a.how.of(fmt.Sprint(total, " bytes")), at, err)
			return
		}
		if a.how == write && b.protected {
			w.fail(l, "it writes %d bytes at %#x, in a buffer that is an input only", total, at)
			return
		}
		a.move(w, l, b.bytes(at, total))
		w.run.log.add(w, l, at, total, a.how)
	}
	w.run.log.flush()
}

// move copies between one thread's registers and memory.
func (a *access) move(w *warp, l int, memory []byte) {
	for i, r := range a.registers {
		m := memory[i*a.width:]
		if a.how == write {
			a.put(m, w.values[r][l])
			continue
		}
		w.values[r][l] = a.get(m)
	}
}

func (a *access) get(m []byte) uint64 {
	switch a.width {
	case 1:
		return uint64(m[0])
	case 2:
		return uint64(binary.LittleEndian.Uint16(m))
	case 4:
		return uint64(binary.LittleEndian.Uint32(m))
	}
	return binary.LittleEndian.Uint64(m)
}

func (a *access) put(m []byte, v uint64) {
	switch a.width {
	case 1:
		m[0] = byte(v)
	case 2:
		binary.LittleEndian.PutUint16(m, uint16(v))
	case 4:
		binary.LittleEndian.PutUint32(m, uint32(v))
	default:
		binary.LittleEndian.PutUint64(m, v)
	}
}
