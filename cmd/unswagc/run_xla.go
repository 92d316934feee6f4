package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/lower/stablehlo"
	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/runtime"
	"github.com/unswag/unswagc/runtime/interp"
	"github.com/unswag/unswagc/runtime/pjrt"
	"github.com/unswag/unswagc/runtime/tensor"
)

// engine runs a graph: the embedded one, or XLA.
type engine interface {
	Run(context.Context, interp.Feeds) (*interp.Result, error)
}

// xla is a graph, lowered and compiled for the first devices of a PJRT plugin.
type xla struct {
	m       *onnxio.Model
	backend *runtime.Backend
	step    *pjrt.Executable
	// arguments and results say how each is split among the devices; nil for one device.
	arguments, results []pjrt.Split
	memory             pjrt.MemoryStats
	// compiled and ran are how long compiling and the last step took.
	compiled, ran time.Duration
}

// openXLA compiles the model for the device and in the form of the flags. It must be
// closed.
func openXLA(ctx context.Context, m *onnxio.Model, c *runFlags, dims map[string]int64) (*xla, error) {
	if err := quiet(); err != nil {
		return nil, err
	}
	b, err := runtime.OpenSeveral(c.device, c.sharding.devices())
	if err != nil {
		return nil, err
	}
	x := &xla{m: m, backend: b}
	if err := x.compile(ctx, c, dims); err != nil {
		return nil, errors.Join(err, b.Close())
	}
	return x, nil
}

func (x *xla) compile(ctx context.Context, c *runFlags, dims map[string]int64) error {
	t := stablehlo.Target{Form: c.form.value, Device: x.kind(), Sharding: c.sharding.target()}
	m, err := t.Module(ctx, x.m, lower.Options{Dims: dims})
	if err != nil {
		return fmt.Errorf("it cannot be lowered to %s: %w", t.Name(), err)
	}
	if err := giveFFI(x.backend.PJRT.Plugin(), m.Text, c.ffi); err != nil {
		return err
	}
	start := time.Now()
	if x.step, err = x.backend.PJRT.Compile(m.Text, c.sharding.options()); err != nil {
		return err
	}
	x.compiled = time.Since(start)
	x.arguments, x.results = splits(m.Arguments, c.sharding.devices()), splits(m.Results, c.sharding.devices())
	x.memory, err = x.step.MemoryStats()
	return err
}

// kind is what StableHLO's forms are chosen for.
func (x *xla) kind() string {
	switch p := x.backend.PJRT.Platform(); p {
	case "cpu", "tpu":
		return p
	}
	return "cuda"
}

// Close releases the device.
func (x *xla) Close() error { return x.backend.Close() }

// Run implements engine. The sums of accumulation buffers are written into the feeds.
// After an interrupt the plugin is left at work.
func (x *xla) Run(ctx context.Context, feeds interp.Feeds) (r *interp.Result, err error) {
	err = interruptible(ctx, func() (err error) {
		r, err = x.run(feeds)
		return err
	})
	if err != nil {
		return nil, err
	}
	return r, nil
}

func (x *xla) run(feeds interp.Feeds) (*interp.Result, error) {
	inputs := make([][]*pjrt.Buffer, x.step.Devices())
	var outputs [][]*pjrt.Buffer
	defer func() {
		for _, b := range slices.Concat(append(inputs, outputs...)...) {
			// What cannot be released goes with the client.
			_ = b.Close()
		}
	}()
	for i, name := range x.inputs() {
		t, err := x.feed(feeds, name)
		if err != nil {
			return nil, err
		}
		parts, err := x.step.BuffersFor(xlaTypes[t.Elem], t.Shape, t.Data, x.split(x.arguments, i, len(t.Shape)))
		if err != nil {
			return nil, fmt.Errorf("the input %q: %w", name, err)
		}
		for device, b := range parts {
			inputs[device] = append(inputs[device], b)
		}
	}
	start := time.Now()
	outputs, err := x.step.RunAll(inputs)
	if err != nil {
		return nil, err
	}
	x.ran = time.Since(start)
	return x.result(feeds, outputs)
}

// result copies the outputs to the host: those of the graph, of YieldOps, and the buffers.
func (x *xla) result(feeds interp.Feeds, outputs [][]*pjrt.Buffer) (*interp.Result, error) {
	r := &interp.Result{}
	n := len(x.m.Graph.Outputs)
	yields, buffers := x.yields(), x.accumulated()
	if want := n + len(yields) + len(buffers); len(outputs[0]) != want {
		return nil, fmt.Errorf("the module has %d results, and the model %d", len(outputs[0]), want)
	}
	for i, b := range outputs[0] {
		parts := make([]*pjrt.Buffer, len(outputs))
		for device, list := range outputs {
			parts[device] = list[i]
		}
		t, err := toHost(parts, x.split(x.results, i, len(b.Dims())))
		if err != nil {
			return nil, err
		}
		switch {
		case i < n:
			r.Outputs = append(r.Outputs, interp.Output{Name: x.m.Graph.Outputs[i].Name, Tensor: t})
		case i < n+len(yields):
			r.Yields = append(r.Yields, interp.Output{Name: yields[i-n], Tensor: t})
		default:
			copy(feeds.Tensors[buffers[i-n-len(yields)]].Data, t.Data)
		}
	}
	if p := feeds.Probe; p != nil {
		p.Seen = map[string]*tensor.Tensor{}
		for _, o := range append(r.Outputs[:n:n], r.Yields...) {
			if p.Watch[o.Name] {
				p.Seen[o.Name] = o.Tensor
			}
		}
	}
	return r, nil
}

// inputs are the arguments of the module: the graph's inputs, then what YieldOps return.
func (x *xla) inputs() []string {
	var out []string
	for _, v := range x.m.Graph.Inputs {
		out = append(out, v.Name)
	}
	return append(out, x.ofYields((*onnxio.Node).Outputs)...)
}

func (x *xla) yields() []string { return x.ofYields((*onnxio.Node).Inputs) }

func (x *xla) ofYields(values func(*onnxio.Node) []*onnxio.Value) []string {
	var out []string
	for _, n := range x.m.Graph.Nodes() {
		if n.OpType != "YieldOp" {
			continue
		}
		for _, v := range values(n) {
			if v != nil {
				out = append(out, v.Name)
			}
		}
	}
	return out
}

// accumulated are the inputs that a gradient is added to.
func (x *xla) accumulated() []string {
	var out []string
	for _, v := range x.m.Graph.Inputs {
		for _, u := range v.Uses() {
			if strings.HasPrefix(u.Node.OpType, "InPlaceAccumulator") && u.Index == 0 {
				out = append(out, v.Name)
			}
		}
	}
	return out
}

// feed is the tensor of an input, of its initializer where it is not fed.
func (x *xla) feed(feeds interp.Feeds, name string) (*tensor.Tensor, error) {
	t := feeds.Tensors[name]
	if v := x.m.Graph.Value(name); t == nil && v != nil && v.Init != nil {
		var err error
		if t, err = tensor.FromONNX(v.Init); err != nil {
			return nil, err
		}
	}
	switch {
	case t == nil:
		return nil, fmt.Errorf("there is no tensor for the input %q", name)
	case xlaTypes[t.Elem] == 0:
		return nil, fmt.Errorf("the input %q is %s, and XLA has no such type", name, t)
	}
	return t, nil
}

// xlaTypes are XLA's types of elements.
var xlaTypes = map[onnxio.DType]pjrt.DType{onnxio.Float: pjrt.F32, onnxio.Double: pjrt.F64, onnxio.Float16: pjrt.F16,
	onnxio.BFloat16: pjrt.BF16, onnxio.Bool: pjrt.PRED, onnxio.Int8: pjrt.S8, onnxio.Int16: pjrt.S16, onnxio.Int32: pjrt.S32, onnxio.Int64: pjrt.S64,
	onnxio.Uint8: pjrt.U8, onnxio.Uint16: pjrt.U16, onnxio.Uint32: pjrt.U32, onnxio.Uint64: pjrt.U64}

// split is how tensor i of list is split. A tensor of rank dims that no list has is whole.
func (x *xla) split(list []pjrt.Split, i, rank int) pjrt.Split {
	if i < len(list) {
		return list[i]
	}
	whole := pjrt.Split{Parts: slices.Repeat([]int64{1}, rank)}
	for range x.step.Devices() {
		whole.At = append(whole.At, make([]int64, rank))
	}
	return whole
}

// splits tells the runtime what the lowering says.
func splits(list []stablehlo.Split, devices int) []pjrt.Split {
	var out []pjrt.Split
	for _, s := range list {
		to := pjrt.Split{Parts: s.Parts()}
		for device := range devices {
			to.At = append(to.At, s.At(int64(device)))
		}
		out = append(out, to)
	}
	return out
}

func toHost(parts []*pjrt.Buffer, s pjrt.Split) (*tensor.Tensor, error) {
	data, dims, err := s.Join(parts)
	if err != nil {
		return nil, err
	}
	for elem, d := range xlaTypes {
		if d == parts[0].DType() {
			t := tensor.New(elem, dims...)
			copy(t.Data, data)
			return t, nil
		}
	}
	return nil, fmt.Errorf("a result is of XLA's %v, which ONNX does not have", parts[0].DType())
}

// summary tells what the step takes.
func (x *xla) summary() string {
	m := x.memory
	how := "peak"
	if !m.HasPeak {
		how = "at most"
	}
	kind := x.backend.PJRT.Devices()[0].Kind
	if n := x.step.Devices(); n > 1 {
		kind = fmt.Sprintf("%d x %s", n, kind)
	}
	text := fmt.Sprintf("%s on %s: compiled in %v, the last step took %v\n"+
		"argument %d bytes, output %d, of which %d in donated arguments, temp %d, %s %d, net %d\n",
		x.backend.Device.ID(), kind, x.compiled.Round(time.Millisecond), x.ran.Round(10*time.Microsecond),
		m.Argument, m.Output, m.Alias, m.Temp, how, m.Peak, m.Net())
	if used := x.used(); used > 0 {
		text += fmt.Sprintf("the fullest device used %d bytes at most\n", used)
	}
	return text
}

// used is the most memory that was in use on one of the devices, 0 where the plugin does
// not tell.
func (x *xla) used() (peak int64) {
	for _, d := range x.backend.PJRT.Devices() {
		if m, err := d.Memory(); err == nil {
			peak = max(peak, m.Peak)
		}
	}
	return peak
}
