package ptxsim

import "fmt"

// run is one launch.
type run struct {
	memory   *Memory
	entry    *entry
	grid     int
	threads  int // of a block
	params   []uint64
	log      accessLog
	executed []bool // by instruction
	warps    []*warp
	err      error
}

// Launch runs grid blocks of block threads. Its errors are those of the package's
// documentation; memory then holds what was written until then.
func (m *Module) Launch(mem *Memory, entry string, grid, block int, params ...uint64) error {
	r, err := m.prepare(mem, entry, grid, block, params)
	if err != nil {
		return err
	}
	for b := 0; b < grid && r.err == nil; b++ {
		r.block(b)
	}
	return r.finish()
}

// LaunchBlocks runs the given blocks of a grid only, as Launch does.
func (m *Module) LaunchBlocks(mem *Memory, entry string, grid, block int, blocks []int, params ...uint64) error {
	r, err := m.prepare(mem, entry, grid, block, params)
	if err != nil {
		return err
	}
	for _, b := range blocks {
		if b < 0 || b >= grid {
			return fmt.Errorf("the grid has %d blocks, there is no block %d", grid, b)
		}
		if r.err == nil {
			r.block(b)
		}
	}
	return r.finish()
}

// Bounds of a launch in one dimension.
const (
	maxGrid  = 1<<31 - 1
	maxBlock = 1024
)

func (m *Module) prepare(mem *Memory, name string, grid, block int, params []uint64) (*run, error) {
	e := m.entries[name]
	switch {
	case e == nil:
		return nil, fmt.Errorf("the module has no entry %q", name)
	case len(params) != len(e.params):
		return nil, fmt.Errorf("entry %s has %d parameters and got %d", name, len(e.params), len(params))
	case grid < 1 || grid > maxGrid:
		return nil, fmt.Errorf("a grid of %d blocks cannot be launched: 1 to %d can", grid, maxGrid)
	case block < 1 || block > maxBlock:
		return nil, fmt.Errorf("a block of %d threads cannot be launched: 1 to %d can", block, maxBlock)
	case e.threads != 0 && (block > e.threads || e.exactly && block != e.threads):
		return nil, fmt.Errorf("entry %s is made for blocks of %d threads and got %d", name, e.threads, block)
	}
	for i, p := range e.params {
		if p.bits == 32 && params[i]>>32 != 0 {
			return nil, fmt.Errorf("entry %s: %#x does not fit into the parameter %s", name, params[i], p.name)
		}
		if p.align != 0 && params[i]%p.align != 0 {
			return nil, fmt.Errorf("entry %s: %s is %#x, which is no multiple of %d as the text promises", name, p.name, params[i], p.align)
		}
	}
	return &run{memory: mem, entry: e, grid: grid, threads: block, params: params, executed: make([]bool, len(e.code))}, nil
}

// block runs the warps of one block: one after the other, or from barrier to barrier.
func (r *run) block(number int) {
	count := (r.threads + 31) / 32
	if !r.entry.barriers {
		w := r.warp(0)
		for i := 0; i < count && r.err == nil; i++ {
			w.start(number, i)
			w.execute()
		}
		return
	}
	for i := range count {
		r.warp(i).start(number, i)
	}
	for r.err == nil && r.toBarrier() {
	}
}

// toBarrier runs every warp up to the next barrier. It returns false where all ended
// instead.
func (r *run) toBarrier() bool {
	var waiting, ended *warp
	for _, w := range r.warps {
		if w.execute() {
			waiting = w
		} else {
			ended = w
		}
	}
	if waiting != nil && ended != nil {
		waiting.fail(0, "it waits at a barrier, and thread %d of its block has ended", ended.first)
		return false
	}
	for _, w := range r.warps {
		w.pass()
	}
	return waiting != nil
}

// warp returns the i-th warp of the launch, which serves block after block.
func (r *run) warp(i int) *warp {
	if i == len(r.warps) {
		w := r.entry.warps.Get().(*warp)
		w.run = r
		r.warps = append(r.warps, w)
	}
	return r.warps[i]
}

// fail keeps the first failure.
func (r *run) fail(block, thread, pc int, reason string) {
	if r.err == nil {
		in := r.entry.code[min(pc, len(r.entry.code)-1)]
		r.err = fmt.Errorf("entry %s, line %d: %q: block %d, thread %d: %s", r.entry.name, in.line, in.text, block, thread, reason)
	}
}

// finish looks for races and notes which instructions ran.
func (r *run) finish() error {
	if r.err == nil {
		r.err = r.races()
	}
	e := r.entry
	for _, w := range r.warps {
		w.run = nil
		e.warps.Put(w)
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	for i, ran := range r.executed {
		e.executed[i] = e.executed[i] || ran
	}
	return r.err
}

// Unexecuted lists the instructions of an entry that no launch has run yet, as
// "line 12: text".
func (m *Module) Unexecuted(entry string) []string {
	e := m.entries[entry]
	if e == nil {
		return []string{"the module has no entry " + entry}
	}
	e.mutex.Lock()
	defer e.mutex.Unlock()
	var out []string
	for i, ran := range e.executed {
		if !ran {
			out = append(out, fmt.Sprintf("line %d: %s", e.code[i].line, e.code[i].text))
		}
	}
	return out
}
