package interp

import (
	"sync"

	"github.com/unswag/unswagc/runtime/tensor"
)

// pool keeps the memory of freed buffers for new ones of the same size. It saves the
// time to clear memory, and is not counted: what is counted is what is alive.
type pool struct {
	mu   sync.Mutex
	free map[int64][][]byte
}

func newPool() *pool { return &pool{free: map[int64][][]byte{}} }

func (p *pool) get(bytes int64) []byte {
	p.mu.Lock()
	defer p.mu.Unlock()
	if list := p.free[bytes]; len(list) > 0 {
		p.free[bytes] = list[:len(list)-1]
		return list[len(list)-1]
	}
	return tensor.Alloc(bytes)
}

func (p *pool) put(data []byte) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.free[int64(len(data))] = append(p.free[int64(len(data))], data)
}
