package ptxsim_test

import (
	"bytes"
	"fmt"
	"testing"

	"github.com/unswag/unswagc/internal/ptxsim"
)

func TestAlloc(t *testing.T) {
	var m ptxsim.Memory
	for offset := range 300 {
		p := m.Alloc(7, offset)
		if uint64(p)%256 != uint64(offset%256) || p>>32 == 0 {
			t.Errorf("a buffer with the offset %d has the address %#x", offset, p)
		}
		if b := m.Bytes(p); len(b) != 7 {
			t.Errorf("a buffer of 7 bytes has %d", len(b))
		}
		m.Bytes(p)[3] = byte(offset)
		if b := m.Bytes(p + 3); len(b) != 4 || b[0] != byte(offset) {
			t.Errorf("from byte 3 on there are %v", b)
		}
		for _, stray := range []ptxsim.Pointer{p - 1, p + 8, 0} {
			if m.Bytes(stray) != nil {
				t.Errorf("there is memory at %#x, next to the 7 bytes at %#x", stray, p)
			}
		}
	}
	if p := m.Alloc(0, 0); len(m.Bytes(p)) != 0 {
		t.Error("a buffer without bytes has some")
	}
}

// TestSparse runs a kernel far behind the start of a buffer that would not fit into this
// machine, across pages.
func TestSparse(t *testing.T) {
	const size, offset = 1 << 44, 1<<43 - 384
	m, err := ptxsim.Parse(fmt.Sprintf(program, "setp.eq.u32 %p, %b, 0; add.s64 %d1, %d1, 0x7FFFFFFFE80; @%p ld.global.u32 %r1, [%d1]; @%p xor.b32 %r1, %r1, 1; @%p st.global.u32 [%d1], %r1;"))
	if err != nil {
		t.Fatal(err)
	}
	var mem ptxsim.Memory
	before := mem.Alloc(8, 0)
	x := mem.AllocSparse(size, 4, func(at int64, page []byte) {
		for i := range page {
			page[i] = byte((at+int64(i))/4 + (at+int64(i))>>40)
		}
	})
	after := mem.Alloc(8, 0)
	if mem.Bytes(x) != nil || before >= x || after < x+size {
		t.Fatalf("the sparse buffer at %#x lies between %#x and %#x", x, before, after)
	}
	if err := m.Launch(&mem, "t", 2, 64, uint64(x), 0); err != nil {
		t.Fatal(err)
	}
	if n := mem.Pages(x); n != 2 {
		t.Errorf("%d pages were touched, want 2", n)
	}
	got, err := mem.Read(x+offset-4, 264)
	if err != nil {
		t.Fatal(err)
	}
	want := make([]byte, 264)
	for i := range want {
		at := int64(offset - 4 + i)
		want[i] = byte(at/4 + at>>40)
		if i >= 4 && i < 260 && i%4 == 0 {
			want[i] ^= 1
		}
	}
	if !bytes.Equal(got, want) {
		t.Errorf("memory is\n%v, want\n%v", got, want)
	}
	for _, p := range []ptxsim.Pointer{x - 1, x + size - 1} {
		if _, err := mem.Read(p, 2); err == nil {
			t.Errorf("2 bytes at %#x can be read", p)
		}
	}
}

// TestLaunchesAtOnce runs one module in several goroutines, each with memory of its own.
func TestLaunchesAtOnce(t *testing.T) {
	m, err := ptxsim.Parse(fmt.Sprintf(program, "setp.eq.u32 %p, %b, 0; add.u32 %r1, %t, 5; @%p st.global.u32 [%d1], %r1;"))
	if err != nil {
		t.Fatal(err)
	}
	errs := make(chan error)
	for range 8 {
		go func() {
			errs <- func() error {
				for range 50 {
					var mem ptxsim.Memory
					x := mem.Alloc(1024, 0)
					if err := m.Launch(&mem, "t", 2, 64, uint64(x), 0); err != nil {
						return err
					}
					if b := mem.Bytes(x); b[0] != 5 || b[4*63] != 68 {
						return fmt.Errorf("the words are %d ... %d", b[0], b[4*63])
					}
				}
				return nil
			}()
		}()
	}
	for range 8 {
		if err := <-errs; err != nil {
			t.Error(err)
		}
	}
}
