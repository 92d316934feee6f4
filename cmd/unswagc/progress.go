package main

import (
	"fmt"
	"io"
	"sync"
	"time"
)

// progress shows on a terminal what work that lasts over a second is at. All methods
// may be called on a nil progress, which shows nothing.
type progress struct {
	w     io.Writer
	start time.Time
	quit  chan struct{}

	mu      sync.Mutex
	what    string
	shown   bool
	stopped bool
}

// startProgress returns nil unless w is a terminal.
func startProgress(w io.Writer, wanted bool) *progress {
	if !wanted || !isTerminal(w) {
		return nil
	}
	p := &progress{w: w, start: time.Now(), quit: make(chan struct{})}
	go p.loop()
	return p
}

func (p *progress) loop() {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-p.quit:
			return
		case <-tick.C:
			p.show()
		}
	}
}

func (p *progress) show() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.stopped {
		return
	}
	p.shown = true
	fmt.Fprintf(p.w, "\r\x1b[Kunswagc: %s (%d s)", p.what, int(time.Since(p.start).Seconds()))
}

// stage names what comes now.
func (p *progress) stage(what string) {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.what = what
}

// clear removes the line, so that something else can be written.
func (p *progress) clear() {
	if p == nil {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.shown {
		fmt.Fprint(p.w, "\r\x1b[K")
		p.shown = false
	}
}

// stop ends the display; it may be called again.
func (p *progress) stop() {
	if p == nil {
		return
	}
	p.clear()
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.stopped {
		p.stopped = true
		close(p.quit)
	}
}
