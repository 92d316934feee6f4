package browser

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"
)

// callTime is how long the answer to one command may take.
const callTime = 60 * time.Second

// message is one message of the protocol: JSON, ended by a zero byte.
type message struct {
	ID      int64           `json:"id,omitempty"`
	Session string          `json:"sessionId,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *struct {
		Message string `json:"message"`
	} `json:"error,omitempty"`
}

// connection sends commands and hands out their answers and the events.
type connection struct {
	ctx context.Context
	to  *os.File
	rd  *os.File

	mu      sync.Mutex
	last    int64
	waiting map[int64]chan message
	events  map[string]func(message) // by session
	err     error
	ended   chan struct{}
}

func connect(ctx context.Context, to, from *os.File) *connection {
	c := &connection{ctx: ctx, to: to, rd: from, waiting: map[int64]chan message{},
		events: map[string]func(message){}, ended: make(chan struct{})}
	go c.read()
	return c
}

func (c *connection) close() { c.to.Close(); c.rd.Close() }

// read hands out what comes in, until the browser ends.
func (c *connection) read() {
	defer close(c.ended)
	r := bufio.NewReaderSize(c.rd, 1<<16)
	for {
		data, err := r.ReadBytes(0)
		if err != nil {
			if errors.Is(err, io.EOF) {
				err = errors.New("the browser has ended")
			}
			c.fail(err)
			return
		}
		var m message
		if err := json.Unmarshal(data[:len(data)-1], &m); err != nil {
			c.fail(err)
			return
		}
		c.deliver(m)
	}
}

func (c *connection) fail(err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.err = err
}

func (c *connection) deliver(m message) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if m.ID == 0 {
		if f := c.events[m.Session]; f != nil {
			f(m)
		}
		return
	}
	if w := c.waiting[m.ID]; w != nil {
		delete(c.waiting, m.ID)
		w <- m
	}
}

// listen calls f, in the order in which they come, with the events of a session. f must
// not call.
func (c *connection) listen(session string, f func(message)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.events[session] = f
}

// call sends a command to a session, "" being the browser itself, and decodes the
// result into out unless that is nil.
func (c *connection) call(session, method string, params any, out any) error {
	if params == nil {
		params = struct{}{}
	}
	raw, err := json.Marshal(params)
	if err != nil {
		return err
	}
	answer := make(chan message, 1)
	if err := c.send(message{Session: session, Method: method, Params: raw}, answer); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	select {
	case m := <-answer:
		if m.Error != nil {
			return fmt.Errorf("%s: the browser says: %s", method, m.Error.Message)
		}
		if out == nil {
			return nil
		}
		return json.Unmarshal(m.Result, out)
	case <-c.ended:
		c.mu.Lock()
		defer c.mu.Unlock()
		return fmt.Errorf("%s: %w", method, c.err)
	case <-c.ctx.Done():
		return fmt.Errorf("%s: %w", method, c.ctx.Err())
	case <-time.After(callTime):
		return fmt.Errorf("%s: no answer within %v", method, callTime)
	}
}

func (c *connection) send(m message, answer chan message) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.last++
	m.ID = c.last
	c.waiting[m.ID] = answer
	data, err := json.Marshal(m)
	if err != nil {
		return err
	}
	_, err = c.to.Write(append(data, 0))
	return err
}
