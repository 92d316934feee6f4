package interp

import (
	"runtime"
	"sync"
)

// threads runs loops on several goroutines.
type threads struct{ n int }

func newThreads(n int) *threads {
	if n <= 0 {
		n = runtime.GOMAXPROCS(0)
	}
	return &threads{n}
}

// parallel calls f for parts of [0, n) of at least grain.
func (t *threads) parallel(n, grain int, f func(lo, hi int)) {
	parts := min(t.n, n/max(grain, 1))
	if parts <= 1 {
		if n > 0 {
			f(0, n)
		}
		return
	}
	var wg sync.WaitGroup
	for i := range parts {
		lo, hi := n*i/parts, n*(i+1)/parts
		wg.Go(func() { f(lo, hi) })
	}
	wg.Wait()
}
