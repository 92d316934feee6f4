package onnxio

import (
	"hash/maphash"
	"math/bits"
	"unsafe"
)

// nameTable finds the values of one graph by name: open addressing with linear
// probing. A slot holds no pointer and is a third of a map's entry, so the table of a
// large graph costs fewer cache misses, and the garbage collector nothing. The zero
// table is empty.
type nameTable struct {
	slots []nameSlot // a power of two, at most three quarters in use
	used  int
}

// nameSlot is free where next is 0; otherwise the value's ID is next-1.
type nameSlot struct{ hash, next uint32 }

var nameSeed = maphash.MakeSeed()

func hashName(name string) uint32 { return uint32(maphash.String(nameSeed, name)) }

// reserve makes room for n names in all.
func (t *nameTable) reserve(n int) {
	size := 1 << bits.Len(uint(max(n+n/3, 7)))
	if size <= len(t.slots) {
		return
	}
	old := t.slots
	t.slots = make([]nameSlot, size)
	for _, s := range old {
		if s.next != 0 {
			i := s.hash
			for t.at(i).next != 0 {
				i++
			}
			*t.at(i) = s
		}
	}
}

func (t *nameTable) at(i uint32) *nameSlot { return &t.slots[int(i)&(len(t.slots)-1)] }

// find returns the value called name, or nil. values are those of the graph, by ID.
func (t *nameTable) find(values []*Value, name string) *Value {
	if t.used == 0 {
		return nil
	}
	hash := hashName(name)
	for i := hash; ; i++ {
		s := t.at(i)
		if s.next == 0 {
			return nil
		}
		if s.hash == hash {
			if v := values[s.next-1]; v.Name == name {
				return v
			}
		}
	}
}

// add enters v, which is in values already, and reports whether its name was free; if
// it was not, nothing changes.
func (t *nameTable) add(values []*Value, v *Value) bool {
	if t.used >= len(t.slots)/4*3 {
		t.reserve(2 * (t.used + 1))
	}
	hash := hashName(v.Name)
	for i := hash; ; i++ {
		s := t.at(i)
		if s.next == 0 {
			*s = nameSlot{hash, uint32(v.ID) + 1}
			t.used++
			return true
		}
		if s.hash == hash && values[s.next-1].Name == v.Name {
			return false
		}
	}
}

// nameOf views name as a string, which is valid only while name does not change: to
// look it up.
func nameOf(name []byte) string { return unsafe.String(unsafe.SliceData(name), len(name)) }
