package kernels_test

import (
	"fmt"
	"log"
	"math"

	"github.com/unswag/unswagc/kernels"
)

// The examples of docs/OPS.md.
func Example() {
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	k := kernels.Reference()
	v := []float32{1.5, -2, 0, float32(math.Copysign(0, -1)), nan, inf, -inf, 1e-45}
	mask, y := make([]uint32, 1), make([]float32, 8)
	if err := k.Pack32(mask, y, v, kernels.PackOptions{}); err != nil {
		log.Fatal(err)
	}
	fmt.Println("gt0:", mask, y)
	if err := k.Pack32(mask, nil, v, kernels.PackOptions{Predicate: kernels.NotLE0}); err != nil {
		log.Fatal(err)
	}
	fmt.Println("not_le0:", mask)

	dy, dx := []float32{1, -2, 3, inf, 5, -6, -7, nan}, make([]float32, 8)
	for _, c := range []kernels.Combine{kernels.Select, kernels.Mul} {
		if err := k.GradMask32(dx, dy, []uint32{161}, kernels.MaskOptions{Combine: c}); err != nil {
			log.Fatal(err)
		}
		fmt.Println(dx)
	}
	// Output:
	// gt0: [161] [1.5 0 0 -0 NaN +Inf 0 1e-45]
	// not_le0: [177]
	// [1 0 0 0 0 -6 0 NaN]
	// [1 -0 0 NaN 0 -6 -0 NaN]
}
