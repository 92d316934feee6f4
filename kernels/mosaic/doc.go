// Package mosaic writes the mask operations of package kernels as kernels for TPUs, in the
// text of Mosaic (the MLIR dialect stable_mosaic), which libtpu compiles inside a custom
// call of XLA: package kernels says what they compute, with masks in the tiled layout. It
// may import kernels and the standard library only.
//
// # Kernels
//
// A kernel goes over a matrix in blocks, which the compiler copies to and from a core's
// memory. Blocks may reach over the end of the matrix: what is read there is arbitrary,
// and what is written there is dropped. So nothing is padded. Only the words of the last
// tile hold bits of rows that are none, and Pack clears those.
//
// Everything is computed on the bits of the elements as integers: comparisons of floats on
// a TPU take a denormal for zero, and conversions between floats may change a NaN.
//
// # Operations
//
// The text uses this subset, each name with the prefix "stable_mosaic.":
//
//	func.func  func.return  scf.for  scf.yield
//	arith.constant  arith.index_cast  arith.addi  arith.muli  arith.andi  arith.ori
//	arith.cmpi  arith.select  arith.extsi  arith.trunci
//	vector.load  vector.broadcast  vector.extract_strided_slice
//	tpu.bitcast  tpu.iota  tpu.concatenate  tpu.vector_store
package mosaic
