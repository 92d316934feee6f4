package mosaic

import "fmt"

// byteRows is how many rows of bytes a register has, which are loaded and stored together:
// libtpu takes no fewer at a place that it does not know beforehand.
const byteRows = 32

// bytes loads 32 rows of bytes, as four times eight rows of integers.
func (w *writer) bytes(from, row value) []value {
	t := fmt.Sprintf("vector<%dx%dx", byteRows, w.cols)
	x := w.op("vector.load", "", t+"i8>", from, row, w.number("index", 0))
	x = w.op("arith.extsi", "", t+"i32>", x)
	var out []value
	for at := 0; at < byteRows; at += tileWords {
		out = append(out, w.op("vector.extract_strided_slice",
			fmt.Sprintf("offsets = [%d, 0], sizes = [%d, %d], strides = [1, 1]", at, tileWords, w.cols), w.vector("i32"), x))
	}
	return out
}

// storeBytes stores four times eight rows of integers as bytes.
func (w *writer) storeBytes(rows []value, to, row value) {
	t := fmt.Sprintf("vector<%dx%dx", byteRows, w.cols)
	x := w.op("tpu.concatenate", "dimension = 0 : i32", t+"i32>", rows...)
	w.store(w.op("arith.trunci", narrowing, t+"i8>", x), to, row)
}
