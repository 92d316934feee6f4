package ops

import "golang.org/x/sys/cpu"

//go:noescape
func adamAVX2(w, dw, first, second *float32, n int, k *adamNumbers)

// adamVector is adamPlain on the first elements, and returns how many those are.
func adamVector(w, g, first, second []float32, k *adamNumbers) int {
	n := len(w) / 8 * 8
	if n == 0 || !cpu.X86.HasAVX2 {
		return 0
	}
	adamAVX2(&w[0], &g[:n][0], &first[:n][0], &second[:n][0], n, k)
	return n
}
