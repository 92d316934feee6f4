package ptx

import "math/bits"

// Labels of every entry.
const (
	labelScalar name = "SCALAR"
	labelTurn   name = "TURN"
	labelDone   name = "DONE"
)

const warp = 32 // threads

// plan says how a warp's elements lie. A warp owns 32 * vec * rows elements in a row.
// On the fast path it takes them as rows of 32 vectors, thread i the i-th of each
// row, so that a row is 512 bytes in one piece.
type plan struct {
	tuning
	size   int // bytes of an element
	vec    int // elements of a vector
	fields int // rows whose mask bits share a register
}

func (e Entry) plan() plan {
	p := plan{tuning: e.tuning(), size: e.Type.Size(), vec: vectorBytes / e.Type.Size()}
	p.fields = min(p.rows, warp/p.vec)
	return p
}

// chunk is the number of elements of a warp.
func (p plan) chunk() int { return warp * p.vec * p.rows }

// blockElements is the number of elements of a block.
func (p plan) blockElements() int { return p.chunk() * p.threads / warp }

// maskRow is the number of mask bytes of a row.
func (p plan) maskRow() int { return warp * p.vec / 8 }

// item is the number of mask bytes of a register.
func (p plan) item() int { return p.fields * p.vec / 8 }

// groups is the number of registers for the mask bits of a thread's rows.
func (p plan) groups() int { return p.rows / p.fields }

// place is where a warp works, in registers.
type place struct {
	plan
	data  map[string]b64 // addresses of the tensors in global memory, by parameter
	n     b64            // elements of the tensor
	lane  b32            // the thread's number in its warp
	start b64            // first element of the warp
	block b32            // the number of the block
	first b64            // where the thread's first vector is, in bytes from the block's first
	end   b64            // the element behind its last, if the tensor goes on so far
}

// locate writes the beginning of every entry: what the thread is to do, and which way
// it goes. It falls through to the fast path. All threads of a warp go the same way.
func locate(k *kernel, params []Param, p plan) place {
	w := place{plan: p, data: map[string]b64{}}
	for _, q := range params {
		v := k.param(q)
		if q.Kind == Count {
			w.n = v
			continue
		}
		w.data[q.Name] = k.global(v)
	}
	k.note("The warp owns %d elements, from element start = block * %d + warp * %d on.", p.chunk(), p.blockElements(), p.chunk())
	thread := k.special("%tid.x")
	w.block = k.special("%ctaid.x")
	w.lane = called(k, and(k, thread, c32(warp-1)), "the thread in its warp")
	inBlock := called(k, shr(k, thread, c32(5)), "the warp")
	w.start = k.madWide(inBlock, c32(uint32(p.chunk())), k.mulWide(w.block, c32(uint32(p.blockElements()))))
	called(k, w.start, "start")
	k.where(setp(k, geU, w.start, w.n), func() { k.bra(labelDone) })

	k.note("Scalar path: the tensor ends in here, or its data do not start at a multiple of 16 bytes.")
	w.end = add(k, w.start, c64(uint64(p.chunk())))
	beyond := setp(k, gtU, w.end, w.n)
	scalar := setpOr(k, ne, and(k, w.addresses(k, params), c64(vectorBytes-1)), c64(0), beyond)
	k.where(scalar, func() { k.bra(labelScalar) })
	inWarp := k.madLo(w.lane, c32(vectorBytes), k.mulLo(inBlock, c32(uint32(p.chunk()*p.size))))
	w.first = k.wide(inWarp)
	return w
}

// addresses has the bits of all addresses of data: those aligned to the element, the
// mask is of words and needs no more.
func (w place) addresses(k *kernel, params []Param) b64 {
	var all b64
	for _, q := range params {
		switch {
		case q.Kind == Count || q.Name == maskName:
		case all.text == "":
			all = w.data[q.Name]
		default:
			all = or(k, all, w.data[q.Name])
		}
	}
	return all
}

// rowAddress is the address of the thread's vector in the first row of a tensor. Those
// of the other rows follow every 512 bytes. What differs inside the block is an offset
// of its own, so that the tensors' addresses can share its register.
func (w place) rowAddress(k *kernel, tensor string) address {
	block := k.madWide(w.block, c32(uint32(w.blockElements()*w.size)), w.data[tensor])
	return address{base: add(k, block, w.first)}
}

// bytes is the number of bytes of n elements.
func (w place) bytes(k *kernel, n b64) b64 {
	return shl(k, n, c32(uint32(bits.TrailingZeros(uint(w.size)))))
}

// maskStart is the address of the warp's first mask word. start is a multiple of 32.
func (w place) maskStart(k *kernel) b64 {
	return add(k, w.data[maskName], shr(k, w.start, c32(3)))
}

// itemAddress is the address of the mask bits that the thread holds after transpose:
// those of row lane % fields, fields threads from lane / fields * fields on.
func (w place) itemAddress(k *kernel) address {
	r := and(k, w.lane, c32(uint32(w.fields-1)))
	g := shr(k, w.lane, c32(uint32(bits.TrailingZeros(uint(w.fields)))))
	offset := k.madLo(r, c32(uint32(w.maskRow())), k.mulLo(g, c32(uint32(w.item()))))
	return address{base: k.madWide(offset, c32(1), w.maskStart(k))}
}

// vectorRow is the number of bytes of a row.
const vectorRow = warp * vectorBytes

// loadRows loads the thread's vectors of a tensor, all before the first is used: the
// more loads are on their way, the more of the memory's rate is used.
func loadRows[R word](k *kernel, w place, tensor string) []row[R] {
	from := w.rowAddress(k, tensor)
	rows := make([]row[R], w.rows)
	for i := range rows {
		rows[i] = ldRow[R](k, from.plus(i*vectorRow))
	}
	return rows
}
