package ptx

// tuning is what is chosen by measurement.
type tuning struct {
	threads int // of a block, a multiple of 32
	rows    int // vectors of a thread, a power of two
	tail    int // elements of a thread in one turn of the scalar path
}

// registers is how many a thread may use. The assembler takes 61 for sm_75 otherwise,
// which leaves room for fewer threads.
const registers = 40

// tunings are the operations' by element type. Pack's is for both its forms.
var tunings = [len(ops)][len(types)]tuning{
	Pack: {
		F16:  {threads: 512, rows: 4, tail: 8},
		BF16: {threads: 512, rows: 4, tail: 8},
		F32:  {threads: 512, rows: 4, tail: 8},
		F64:  {threads: 512, rows: 4, tail: 4},
	},
	GradMask: {
		F16:  {threads: 512, rows: 4, tail: 8},
		BF16: {threads: 512, rows: 4, tail: 8},
		F32:  {threads: 512, rows: 4, tail: 8},
		F64:  {threads: 512, rows: 4, tail: 4},
	},
}

func (e Entry) tuning() tuning { return tunings[e.Op][e.Type] }
