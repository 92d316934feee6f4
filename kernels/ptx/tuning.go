package ptx

// tuning is what is chosen by measurement.
type tuning struct {
	threads   int // of a block, a multiple of 32
	rows      int // vectors of a thread, a power of two
	window    int // vectors that a thread loads ahead, at most rows
	tail      int // elements of a thread in one turn of the scalar path
	registers int // of a thread, at most
}

// packTunings is for Pack without y, which reads only.
var packTunings = [len(types)]tuning{
	F16:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	BF16: {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F32:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F64:  {threads: 256, rows: 8, window: 8, tail: 4, registers: 64},
}

// packYTunings is for Pack with y.
var packYTunings = [len(types)]tuning{
	F16:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	BF16: {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F32:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F64:  {threads: 256, rows: 8, window: 8, tail: 4, registers: 64},
}

// gradMaskTunings is for GradMask.
var gradMaskTunings = [len(types)]tuning{
	F16:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	BF16: {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F32:  {threads: 256, rows: 8, window: 6, tail: 8, registers: 40},
	F64:  {threads: 256, rows: 8, window: 8, tail: 4, registers: 64},
}

func (e Entry) tuning() tuning {
	switch {
	case e.Op == GradMask:
		return gradMaskTunings[e.Type]
	case e.Y:
		return packYTunings[e.Type]
	}
	return packTunings[e.Type]
}
