// Command gen writes the assembly of package kernels for amd64 with avo. Run it in this
// directory:
//
//	go run . -out ../simd_amd64.s -stubs ../simd_amd64.go -pkg kernels
//
// Each function works on whole words of the flat mask: 32 elements a word. The widths
// are those of elements in bits.
package main

import . "github.com/mmcloughlin/avo/build"

var widths = []int{16, 32, 64}

// wordElements is the number of elements that share a mask word.
const wordElements = 32

func main() {
	ConstraintExpr("!purego,!noasm")
	for _, w := range widths {
		for _, s := range []output{none, near, cached, streamed} {
			pack512(w, s)
			pack2(w, s)
		}
		for _, s := range []output{cached, streamed} {
			select512(w, s)
			select2(w, s)
			mul512(w, s)
			mul2(w, s)
		}
	}
	Generate()
}
