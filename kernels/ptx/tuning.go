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

// tunings are those of an operation and element type. Pack that reads only has larger
// blocks, which the other forms are slower with.
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

const readOnlyThreads = 1024

func (e Entry) tuning() tuning {
	t := tunings[e.Op][e.Type]
	if e.Op == Pack && !e.Y {
		t.threads = readOnlyThreads
	}
	return t
}
