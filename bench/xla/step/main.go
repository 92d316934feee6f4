// Command step runs modules that unswagc lowered on one device of a PJRT plugin, all on the
// same inputs, and compares and times them.
//
//	step [-rounds N] [-chunk MODULE] PLUGIN MODULE...
//
// PLUGIN is cpu, cuda, or the path of a library. Inputs are pseudorandom and lie on the
// device, each once. The modules run in turn; the answer is a line of JSON for each: the
// memory that XLA planned, the most that the device used until then, the median time, and
// a SHA-256 for each result. Give the module that takes the least memory first, since the
// most that a device used cannot be set back. -chunk takes a module of the same graph for
// fewer rows, runs it on all chunks of the rows, and compares those with the results of the
// first module. A result that is not that of the first module is an error.
package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"slices"
	"time"

	"github.com/unswag/unswagc/runtime/pjrt"
)

func main() {
	rounds := flag.Int("rounds", 10, "")
	chunk := flag.String("chunk", "", "")
	flag.Parse()
	if flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "usage: step [-rounds N] [-chunk MODULE] PLUGIN MODULE...")
		os.Exit(2)
	}
	if err := run(flag.Arg(0), flag.Args()[1:], *chunk, *rounds); err != nil {
		fmt.Fprintln(os.Stderr, "step:", err)
		os.Exit(1)
	}
}

// row is what is told of a module. Sizes are bytes.
type row struct {
	Module         string    `json:"module"`
	Net            int64     `json:"net"`
	Argument       int64     `json:"argument"`
	Output         int64     `json:"output"`
	DevicePeak     int64     `json:"device_peak"`
	Milliseconds   float64   `json:"ms"`
	Times          []float64 `json:"times_ms"`
	SHA256         []string  `json:"sha256"`
	AsTheFirst     bool      `json:"as_the_first"`
	ChunksDiffer   int       `json:"chunks_differ_elements"`
	ChunksFarthest float64   `json:"chunks_farthest"`
}

// loaded is a module on the device.
type loaded struct {
	row
	exe *pjrt.Executable
}

func run(plugin string, modules []string, chunk string, rounds int) error {
	path, err := pjrt.Named(plugin)
	if err != nil {
		return err
	}
	p, err := pjrt.Open(path)
	if err != nil {
		return err
	}
	c, err := p.Client(pjrt.Sparing(path)...)
	if err != nil {
		return err
	}
	b := &bench{c: c}
	return errors.Join(b.run(modules, chunk, rounds), c.Close())
}

// bench is the device with the inputs on it.
type bench struct {
	c      *pjrt.Client
	types  []argument
	data   [][]byte
	inputs []*pjrt.Buffer
	first  [][]byte // results of the first module
}

func (b *bench) run(modules []string, chunk string, rounds int) error {
	var all []*loaded
	for _, name := range modules {
		m, err := b.load(name)
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, m)
	}
	if chunk != "" {
		if err := b.chunks(chunk, all[0]); err != nil {
			return fmt.Errorf("%s: %w", chunk, err)
		}
	}
	for range rounds {
		for _, m := range all {
			if err := b.time(m); err != nil {
				return fmt.Errorf("%s: %w", m.Module, err)
			}
		}
	}
	return report(all)
}

func report(all []*loaded) error {
	out := json.NewEncoder(os.Stdout)
	var errs []error
	for _, m := range all {
		times := slices.Sorted(slices.Values(m.Times))
		if len(times) > 0 {
			m.Milliseconds = times[len(times)/2]
		}
		errs = append(errs, out.Encode(m.row))
		if !m.AsTheFirst {
			errs = append(errs, fmt.Errorf("%s has other results than %s", m.Module, all[0].Module))
		}
	}
	return errors.Join(errs...)
}

// load compiles a module and runs it once.
func (b *bench) load(name string) (*loaded, error) {
	text, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	types, err := arguments(string(text))
	if err != nil {
		return nil, err
	}
	if b.types == nil {
		if err := b.makeInputs(types); err != nil {
			return nil, err
		}
	}
	if !slices.EqualFunc(b.types, types, argument.equal) {
		return nil, errors.New("it takes other inputs than the first module")
	}
	m := &loaded{row: row{Module: name}}
	if m.exe, err = b.c.Compile(text, pjrt.CompileOptions{}); err != nil {
		return nil, err
	}
	stats, err := m.exe.MemoryStats()
	if err != nil {
		return nil, err
	}
	m.Net, m.Argument, m.Output = stats.Net(), stats.Argument, stats.Output
	return m, b.check(m)
}

// makeInputs puts the inputs onto the device.
func (b *bench) makeInputs(types []argument) error {
	b.types = types
	for i, t := range types {
		data, err := t.random(uint64(i))
		if err != nil {
			return err
		}
		buffer, err := b.c.Buffer(t.elem, t.dims, data)
		if err != nil {
			return err
		}
		b.data, b.inputs = append(b.data, data), append(b.inputs, buffer)
	}
	return nil
}

// check runs a module and compares its results with those of the first.
func (b *bench) check(m *loaded) error {
	got, err := results(m.exe, b.inputs)
	if err != nil {
		return err
	}
	if memory, err := b.c.Devices()[0].Memory(); err == nil {
		m.DevicePeak = memory.Peak
	}
	if b.first == nil {
		b.first = got
	}
	m.AsTheFirst = slices.EqualFunc(got, b.first, func(x, y []byte) bool { return string(x) == string(y) })
	for _, data := range got {
		sum := sha256.Sum256(data)
		m.SHA256 = append(m.SHA256, hex.EncodeToString(sum[:]))
	}
	return nil
}

// results runs a module and copies what it gives to the host.
func results(e *pjrt.Executable, inputs []*pjrt.Buffer) ([][]byte, error) {
	buffers, err := e.Run(inputs)
	if err != nil {
		return nil, err
	}
	var out [][]byte
	for _, x := range buffers {
		data, err := x.ToHost()
		if err = errors.Join(err, x.Close()); err != nil {
			return nil, err
		}
		out = append(out, data)
	}
	return out, nil
}

func (b *bench) time(m *loaded) error {
	start := time.Now()
	out, err := m.exe.Run(b.inputs)
	m.Times = append(m.Times, float64(time.Since(start).Microseconds())/1e3)
	for _, x := range out {
		err = errors.Join(err, x.Close())
	}
	return err
}
