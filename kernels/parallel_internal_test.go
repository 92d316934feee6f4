package kernels

import (
	"errors"
	"slices"
	"testing"
)

// TestSplitCoversEverything cuts tensors of up to 2^40 elements and checks that the
// parts follow each other, end where words or tiles end, and have their own words.
func TestSplitCoversEverything(t *testing.T) {
	layouts := []struct {
		l Layout
		n int64
	}{
		{Flat(), 0}, {Flat(), 1}, {Flat(), 32}, {Flat(), 1<<22 + 1}, {Flat(), 1<<32 - 1}, {Flat(), 1 << 32},
		{Flat(), 1<<32 + 33}, {Flat(), 262144*14336 + 5}, {Flat(), 1 << 40},
		{Tiled(0, 5), 0}, {Tiled(5, 0), 0}, {Tiled(1, 1<<23), 1 << 23}, {Tiled(1000, 1<<13), 1000 << 13},
		{Tiled(1<<20, 14336), 14336 << 20}, {Tiled(1<<20+255, 4099), (1<<20 + 255) * 4099},
	}
	for _, c := range layouts {
		if int64(int(c.n)) != c.n {
			t.Logf("left out: %d elements, which this machine cannot address", c.n)
			continue
		}
		for _, workers := range []int{2, 3, 7, 64, 1000} {
			for _, size := range []uintptr{2, 4, 8} {
				spans := parallel{workers: workers}.split(int(c.n), size, c.l)
				if len(spans) == 0 || len(spans) > workers {
					t.Fatalf("%v, %d workers: %d parts", c.l, workers, len(spans))
				}
				checkSpans(t, c.l, int(c.n), spans)
			}
		}
	}
}

func checkSpans(t *testing.T, l Layout, n int, spans []span) {
	t.Helper()
	at, word := 0, 0
	for _, s := range spans {
		words, err := s.layout.Words(int64(s.to - s.from))
		if err != nil || s.from != at || s.word != word || int64(s.wordEnd-s.word) != words {
			t.Fatalf("%v: part %+v after element %d and word %d has %d words, %v", l, s, at, word, words, err)
		}
		if s.from < s.to {
			if first, bit := l.Locate(int64(s.from)); first != int64(word) || bit != 0 {
				t.Fatalf("%v: part %+v starts in word %d at bit %d", l, s, first, bit)
			}
		}
		at, word = s.to, s.wordEnd
	}
	if words, _ := l.Words(int64(n)); at != n || int64(word) != words {
		t.Fatalf("%v: the parts end at element %d and word %d of %d and %d", l, at, word, n, words)
	}
}

// TestAnErrorOfAPartIsReturned checks that no part's error is lost.
func TestAnErrorOfAPartIsReturned(t *testing.T) {
	want := errors.New("third")
	err := each([]span{{}, {}, {from: 3}, {}}, func(s span) error {
		if s.from == 3 {
			return want
		}
		return nil
	})
	if err != want {
		t.Errorf("error %v, want %v", err, want)
	}
}

// TestSameBitsForAnyNumberOfGoroutines compares splits with one goroutine.
func TestSameBitsForAnyNumberOfGoroutines(t *testing.T) {
	n := 6*splitBytes/4 + 77
	v := make([]float32, n)
	for i, p := range bits32(v) {
		bits32(v)[i] = p + uint32(i)*2654435761
	}
	for _, l := range []Layout{Flat(), Tiled(int64(n), 1), Tiled(7, int64(n/7))} {
		if l.tiled {
			v = v[:l.rows*l.cols]
		}
		words, _ := l.Words(int64(len(v)))
		all := All()
		k := all[len(all)-1]
		run := func(k Kernels) ([]uint32, []uint32, []uint32) {
			mask, y, dx := make([]uint32, words), make([]float32, len(v)), make([]float32, len(v))
			if err := k.Pack32(mask, y, v, PackOptions{Layout: l}); err != nil {
				t.Fatal(err)
			}
			if err := k.GradMask32(dx, v, mask, MaskOptions{Layout: l}); err != nil {
				t.Fatal(err)
			}
			return mask, bits32(y), bits32(dx)
		}
		mask, y, dx := run(k)
		for _, workers := range []int{0, 2, 3, 5, 100} {
			m, y2, dx2 := run(Parallel(k, workers))
			if !slices.Equal(m, mask) || !slices.Equal(y, y2) || !slices.Equal(dx, dx2) {
				t.Errorf("%v: %d goroutines give other bits than one", l, workers)
			}
		}
	}
}
