// Package ptxsim interprets the subset of PTX that package kernels/ptx writes, so that
// its kernels are executed where there is no GPU. Only tests import it.
//
// It is stricter than hardware. Whatever a card may do in more than one way, or does
// wrong without a word, is an error that names the entry, the line, the block and the
// thread: misaligned accesses and accesses outside of a buffer, addresses that cvta did
// not make, writes to an input, a register read before it is written, shuffles, votes and
// barriers of a warp whose threads are not the ones that their mask names, barriers that
// some thread of the block does not reach, and races. A race is two threads that touch
// the same byte in one launch, one of them at least writing, with no barrier in between.
//
// Warps run in lock step. Where a branch divides one, the threads that are farthest
// behind in the text run first, and threads that meet run on together.
package ptxsim
