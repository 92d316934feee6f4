package genmodel

import (
	"bufio"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"strconv"

	"google.golang.org/protobuf/encoding/protowire"
)

// weightBytes is about how large each weight is.
const weightBytes = 200e6

// WriteWeights writes a model of a few layers with about size bytes of frozen weights
// as initializers: random bytes, so that no file system stores them in less space.
// They go into the model, or, where data is not nil, to data, which the model names as
// the file called location beside it.
func WriteWeights(model io.Writer, size int64, data io.Writer, location string) error {
	sites := max(2, int(math.Round(float64(size)/weightBytes)))
	c := chain{sites: sites, width: int(math.Sqrt(float64(size) / float64(sites) / 4))}
	w := weights{bytes: 4 * c.width * c.width}
	c.forward(func(name string) {
		t := tensor(name, float, []any{c.width, c.width}, nil)
		if data != nil {
			t = outside(t, location, w.bytes*len(w.inline), w.bytes)
		} else {
			// raw_data stands last: its bytes are written behind the model's.
			t = protowire.AppendVarint(protowire.AppendTag(t, 9, protowire.BytesType), uint64(w.bytes))
		}
		w.inline = append(w.inline, t)
	})
	c.backward()
	if data != nil {
		for _, t := range w.inline {
			c.inits = appendField(c.inits, 5, t)
		}
		if _, err := model.Write(c.model(0)); err != nil {
			return err
		}
		return w.write(data, nil)
	}
	more := 0
	for i, t := range w.inline {
		head := protowire.AppendVarint(protowire.AppendTag(nil, 5, protowire.BytesType), uint64(len(t)+w.bytes))
		w.inline[i] = append(head, t...)
		more += len(w.inline[i]) + w.bytes
	}
	return w.write(model, c.model(more))
}

// weights are the initializers of the weights without their data, and the data's size.
type weights struct {
	inline [][]byte
	bytes  int
}

// write writes head and then the data of all weights, each behind its own message if
// there is a head.
func (w *weights) write(to io.Writer, head []byte) error {
	b := bufio.NewWriterSize(to, 1<<20)
	if _, err := b.Write(head); err != nil {
		return err
	}
	random := rand.NewChaCha8([32]byte{1})
	for _, t := range w.inline {
		if head != nil {
			if _, err := b.Write(t); err != nil {
				return err
			}
		}
		if _, err := io.CopyN(b, random, int64(w.bytes)); err != nil {
			return fmt.Errorf("writing weights: %w", err)
		}
	}
	return b.Flush()
}

// outside makes a tensor's data a part of another file.
func outside(t []byte, location string, offset, length int) []byte {
	for _, kv := range [][2]string{{"location", location}, {"offset", strconv.Itoa(offset)}, {"length", strconv.Itoa(length)}} {
		t = appendField(t, 13, text(text(nil, 1, kv[0]), 2, kv[1]))
	}
	return varint(t, 14, 1)
}
