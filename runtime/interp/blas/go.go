package blas

// Go returns the fastest library that is written in Go.
func Go() *Library { return Gonum() }
