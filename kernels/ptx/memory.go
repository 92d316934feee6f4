package ptx

import (
	"fmt"
	"strings"
)

// Loads and stores are plain: what is read may be what is written (y may be v), which
// rules the read-only cache out, and the hints of newer PTX were measured as slower.

// row is a vector of 16 bytes in registers.
type row[R word] []R

func (v row[R]) String() string {
	parts := make([]string, len(v))
	for i, r := range v {
		parts[i] = r.String()
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

func vectorOf[R word](opcode string) string {
	return fmt.Sprintf("%s.v%d.b%d", opcode, vectorBytes*8/widthOf[R](), widthOf[R]())
}

// ldRow loads 16 bytes from an address that is a multiple of 16.
func ldRow[R word](k *kernel, a address) row[R] {
	v := make(row[R], vectorBytes*8/widthOf[R]())
	for i := range v {
		v[i] = fresh[R](k)
	}
	k.emit(vectorOf[R]("ld.global"), v, a)
	return v
}

// stRow stores 16 bytes at an address that is a multiple of 16.
func stRow[R word](k *kernel, a address, v row[R]) { k.emit(vectorOf[R]("st.global"), a, v) }

// ldTo loads size bytes into the register d; the bits above become zero.
func ldTo[R word](k *kernel, d R, a address, size int) {
	k.emit(fmt.Sprint("ld.global.u", size*8), d, a)
}

// ld is ldTo into a new register.
func ld[R word](k *kernel, a address, size int) R {
	d := fresh[R](k)
	ldTo(k, d, a, size)
	return d
}

// st stores the low size bytes of v.
func st[R word](k *kernel, a address, v R, size int) {
	k.emit(fmt.Sprint("st.global.u", size*8), a, v)
}

// param reads a parameter.
func (k *kernel) param(p Param) b64 {
	d := fresh[b64](k)
	k.emit("ld.param.u64", d, name("["+p.Name+"]"))
	return d
}

// global is the address in global memory that the generic pointer p holds.
func (k *kernel) global(p b64) b64 {
	d := fresh[b64](k)
	k.emit("cvta.to.global.u64", d, p)
	return d
}

// special reads a special register: "%tid.x" and "%ctaid.x".
func (k *kernel) special(r name) b32 {
	d := fresh[b32](k)
	k.emit("mov.u32", d, r)
	return d
}
