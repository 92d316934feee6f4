package stablehlo

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"github.com/unswag/unswagc/lower"
	"github.com/unswag/unswagc/onnxio"
)

// TestSplits holds what a split says of the devices against both of its annotations.
func TestSplits(t *testing.T) {
	mesh := []Axis{{"data", 2}, {"model", 3}, {"one", 1}}
	for _, c := range []struct {
		axes          []string
		parts         []int64
		at            string // of devices 0, 1, 3
		gspmd, shardy string
	}{
		{nil, []int64{}, "[] [] []", "{replicated}", `#sdy.sharding<@mesh, []>`},
		{[]string{"", ""}, []int64{1, 1}, "[0 0] [0 0] [0 0]", "{replicated}", `#sdy.sharding<@mesh, [{}, {}]>`},
		{[]string{"one"}, []int64{1}, "[0] [0] [0]", "{replicated}", `#sdy.sharding<@mesh, [{"one"}]>`},
		{[]string{"data", ""}, []int64{2, 1}, "[0 0] [0 0] [1 0]", "{devices=[2,1,3]<=[6] last_tile_dim_replicate}", `#sdy.sharding<@mesh, [{"data"}, {}]>`},
		{[]string{"", "model"}, []int64{1, 3}, "[0 0] [0 1] [0 0]", "{devices=[1,3,2]<=[2,3,1]T(1,0,2) last_tile_dim_replicate}", `#sdy.sharding<@mesh, [{}, {"model"}]>`},
		{[]string{"data", "model"}, []int64{2, 3}, "[0 0] [0 1] [1 0]", "{devices=[2,3]<=[6]}", `#sdy.sharding<@mesh, [{"data"}, {"model"}]>`},
		{[]string{"model", "data"}, []int64{3, 2}, "[0 0] [1 0] [0 1]", "{devices=[3,2]<=[2,3,1]T(1,0,2)}", `#sdy.sharding<@mesh, [{"model"}, {"data"}]>`},
	} {
		s := Split{mesh, c.axes}
		if at := fmt.Sprint(s.At(0), s.At(1), s.At(3)); !slices.Equal(s.Parts(), c.parts) || at != c.at || s.gspmd() != c.gspmd || s.shardy() != c.shardy {
			t.Errorf("%q: parts %v, devices %s, %s, %s", c.axes, s.Parts(), at, s.gspmd(), s.shardy())
		}
	}
}

const ffn = `<ir_version: 8, opset_import: ["" : 17, "com.microsoft" : 1, "ai.unswag" : 1]>
step (float[batch,seq,16] x, float[16,32] "l0/up.weight", float[rows,32] other, float[16,32] "l0/up.weight_grad.accumulation.buffer") => (y) {
   z = MatMul (x, "l0/up.weight")
   y = Relu (z)
}`

// TestShardingErrors checks that what cannot be split is an error that tells what to do.
func TestShardingErrors(t *testing.T) {
	mesh := []Axis{{"data", 4}, {"model", 2}}
	for want, s := range map[string]Sharding{
		`an axis of the mesh cannot be named "": give it a word`:                                     {Mesh: []Axis{{"", 4}}},
		`the mesh has two axes "a": give each a name of its own`:                                     {Mesh: []Axis{{"a", 4}, {"a", 2}}},
		`the axis "a" of the mesh cannot have the size 0: give a number from 1 to 65536`:             {Mesh: []Axis{{"a", 0}}},
		`the mesh has 131072 devices, and at most 65536 are possible: give smaller axes`:             {Mesh: []Axis{{"a", 65536}, {"b", 2}}},
		`batch=rows: the mesh has no axis "rows", it has data, model`:                                {mesh, []Rule{{"batch", []string{"rows"}}}, false},
		`batch=data: the mesh has no axis "data", it has none`:                                       {nil, []Rule{{"batch", []string{"data"}}}, false},
		`a=data,data: two dims of one tensor cannot both be split along the axis "data"`:             {mesh, []Rule{{"a", []string{"data", "data"}}}, false},
		`a=,: it names no axis of the mesh: give one of data, model`:                                 {mesh, []Rule{{"a", []string{"", ""}}}, false},
		`[=data: "[" is no pattern: write \ before a [ that is part of a name`:                       {mesh, []Rule{{"[", []string{"data"}}}, false},
		`batch: a symbolic dim is split along one axis of the mesh, and 2 are given`:                 {mesh, []Rule{{"batch", []string{"data", "model"}}}, false},
		`rows: a dim of 9 does not divide among 4 devices: give a multiple of 4, as in -dim rows=12`: {mesh, []Rule{{"rows", []string{"data"}}}, false},
		`*.weight=,,data: it is for 3 dims, and "l0/up.weight" has 2`:                                {mesh, []Rule{{"*.weight", []string{"", "", "data"}}}, false},
		`batch: that dim, which is batch, is already split along the axis "data": give it one`:       {mesh, []Rule{{"batch", []string{"data"}}, {"batch", []string{"model"}}}, false},
		`other=data: dim 0 of "other" has the size 9, which does not divide among 4 devices`:         {mesh, []Rule{{"other", []string{"data"}}}, false},
		"bach: the graph has no dim and no input of that name, and none that the pattern fits: it has the dims batch, rows, seq; `unswagc print` shows its inputs": {
			mesh, []Rule{{"bach", []string{"data"}}}, false},
	} {
		m, err := onnxio.ParseText(ffn)
		if err != nil {
			t.Fatal(err)
		}
		o := lower.Options{Dims: map[string]int64{"batch": 8, "seq": 6, "rows": 9}}
		_, err = Target{Sharding: s}.Lower(context.Background(), m, o)
		if err == nil || err.Error() != want {
			t.Errorf("got  %v\nwant %s", err, want)
		}
		if early := s.Resolve(context.Background(), m, o.Dims); early == nil || early.Error() != want {
			t.Errorf("Resolve: got %v\nwant %s", early, want)
		}
	}
}

// TestShardingOfAModule checks how arguments and results are split, and that a dim without
// a size is left to the lowering.
func TestShardingOfAModule(t *testing.T) {
	m, err := onnxio.ParseText(ffn)
	if err != nil {
		t.Fatal(err)
	}
	s := Sharding{Mesh: []Axis{{"data", 4}, {"model", 2}}, Rules: []Rule{{"batch", []string{"data"}}, {"*up*", []string{"", "model"}}}}
	if err := s.Resolve(context.Background(), m, nil); err != nil {
		t.Error(err)
	}
	out, err := Target{Sharding: s}.Module(context.Background(), m, lower.Options{Dims: map[string]int64{"batch": 8, "seq": 6, "rows": 9}})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, x := range append(out.Arguments, out.Results...) {
		got = append(got, fmt.Sprint(x.Parts()))
	}
	if want := []string{"[4 1 1]", "[1 2]", "[1 1]", "[1 2]", "[4 1 1]"}; !slices.Equal(got, want) {
		t.Errorf("the parts are %v, want %v", got, want)
	}
}

// TestRowsOfDevices checks which activations have the rows of a device together.
func TestRowsOfDevices(t *testing.T) {
	for shape, want := range map[string]string{
		"b,64": "4 true", "64,b": "1 true", "b,s,64": "4 true", "b,t,64": "1 false", "7,b,64": "1 false", "1,b,64": "4 true",
		"s,64": "1 true", "b": "1 true", "7,64": "1 true", "b,7,s": "4 true",
	} {
		m, err := onnxio.ParseText(`<ir_version: 8, opset_import: ["" : 17]> g (float[` + shape + `] x, float[b,s,t] dims) => (y) { y = Relu (x) }`)
		if err != nil {
			t.Fatal(err)
		}
		mod := newModule(Target{Sharding: Sharding{Mesh: []Axis{{"a", 4}, {"c", 2}}, Rules: []Rule{{"b", []string{"a"}}, {"t", []string{"c"}}}}}, m)
		if _, err := mod.lower(context.Background(), map[string]int64{"b": 8, "s": 5, "t": 6}); err != nil {
			t.Fatal(err)
		}
		x := m.Graph.Value("x")
		if n, ok := mod.plan.rows(x, mod.env[x].dims); fmt.Sprint(n, ok) != want {
			t.Errorf("[%s]: %d, %v, want %s", shape, n, ok, want)
		}
	}
}
