package mosaic

// Sizes of the layout: rows of elements, and of words, in a tile; and the columns that
// registers and memory come in.
const (
	tileRows  = 256
	tileWords = 8
	lanes     = 128
)

// maxCols is the most columns of a block. A block of tileRows x maxCols elements of 32 bits
// is 1 MiB: large enough that the copies take longer than their start, and four of them,
// which GradMask has on the way in and out at a time, fit into the 16 MiB of the smallest
// TPU's memory.
const maxCols = 1024

// block is how a matrix is cut.
type block struct {
	tiles int64 // of a block
	cols  int64
	// down and across are the numbers of blocks.
	down, across int64
}

// blocks cuts a matrix into blocks of about the same number of columns, in whole lanes
// where there are several, and puts several tiles into one where the matrix is narrow.
func (k Kernel) blocks() block {
	b := block{cols: k.Cols, across: ceil(k.Cols, maxCols)}
	if b.across > 1 {
		b.cols = ceil(ceil(k.Cols, b.across), lanes) * lanes
		b.across = ceil(k.Cols, b.cols)
	}
	tiles := ceil(k.Rows, tileRows)
	b.tiles = min(tiles, maxCols/(ceil(b.cols, lanes)*lanes))
	b.down = ceil(tiles, b.tiles)
	return b
}

func ceil(n, k int64) int64 { return (n + k - 1) / k }
