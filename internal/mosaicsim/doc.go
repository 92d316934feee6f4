// Package mosaicsim interprets the subset of Mosaic that package kernels/mosaic writes, so
// that its kernels are executed where there is no TPU. Only tests import it.
//
// It is stricter than hardware. These are errors that name the line: an operation or an
// attribute outside of the subset, types that do not fit together, values that are not
// defined, loads and stores outside of a block or not at a multiple of the rows that come together, reading
// an output, elements of an output that are written twice or never, blocks that do not
// cover the operands or do not fit into the memory of a core twice. What a block holds
// beyond the end of an operand is noise.
package mosaicsim
