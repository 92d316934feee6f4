package onnxio

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
)

// refuse checks that data is refused with a sentence that holds all parts, and quickly
// refused: without memory for what it only claims to hold.
func refuse(t *testing.T, data []byte, parts ...string) {
	t.Helper()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	m, err := Unmarshal(data)
	runtime.ReadMemStats(&after)
	if err == nil {
		t.Errorf("a model with %d functions was read, want an error with %q", len(m.Functions), parts)
		return
	}
	wantError(t, err, parts...)
	if text := err.Error(); len(text) > 1500 || strings.Contains(text, "%!") {
		t.Errorf("the sentence is not fit to print: %.2000s", text)
	}
	if spent, limit := after.TotalAlloc-before.TotalAlloc, uint64(256<<10+200*len(data)); spent > limit {
		t.Errorf("refusing %d bytes took %d bytes of memory", len(data), spent)
	}
}

// TestTruncated cuts a model at every byte. Only cuts between two fields of the model
// itself, behind its graph, leave a model.
func TestTruncated(t *testing.T) {
	data := richBytes(t)
	whole := map[int]bool{}
	seenGraph := false
	scanFields(data, func(f wireField) {
		seenGraph = seenGraph || f.num == 7
		whole[cap(data)-cap(f.raw)+len(f.raw)] = seenGraph
	})
	for n := range len(data) {
		m, err := Unmarshal(slices.Clone(data[:n]))
		if whole[n] {
			must(t, err)
			wantSame(t, m, data[:n])
			continue
		}
		if err == nil {
			t.Fatalf("the first %d of %d bytes were read as a model", n, len(data))
		}
		if text := err.Error(); !strings.Contains(text, "left") && !strings.Contains(text, "cut off") && !strings.Contains(text, "no graph") {
			t.Errorf("the first %d bytes: %v", n, err)
		}
	}
}

// wirePath is how a message of some kind is reached from the model.
type wirePath []struct {
	k   kind
	num protowire.Number
}

// paths finds the way to every kind.
func paths() map[kind]wirePath {
	out := map[kind]wirePath{kindModel: {}}
	for queue := []kind{kindModel}; len(queue) > 0; queue = queue[1:] {
		k := queue[0]
		for num, f := range schema[k].fields {
			if _, ok := out[f.sub]; f.name == "" || f.sub == kindOpaque || ok {
				continue
			}
			out[f.sub] = append(slices.Clip(out[k]), struct {
				k   kind
				num protowire.Number
			}{k, protowire.Number(num)})
			queue = append(queue, f.sub)
		}
	}
	return out
}

// wrap puts the message b at the end of p into a model that is right otherwise.
func (p wirePath) wrap(b []byte) []byte {
	for _, step := range slices.Backward(p) {
		var e encoder
		if step.k == kindNode {
			e.str(4, "Op")
		}
		if step.k == kindModel && step.num != 7 {
			e.bytes(7, nil)
		}
		e.bytes(step.num, b)
		b = e.b
	}
	return b
}

// eachFieldOf calls do for every field of every kind.
func eachFieldOf(t *testing.T, do func(t *testing.T, num protowire.Number, f fieldSpec, wrap func([]byte) []byte)) {
	all := paths()
	for k := kindModel; int(k) < len(schema); k++ {
		path, ok := all[k]
		if !ok {
			t.Fatalf("no way leads to %s", schema[k].name)
		}
		for num, f := range schema[k].fields {
			if f.name != "" {
				t.Run(schema[k].name+"."+f.name, func(t *testing.T) { do(t, protowire.Number(num), f, path.wrap) })
			}
		}
	}
}

// TestWrongWireTypes gives every field every encoding but its own.
func TestWrongWireTypes(t *testing.T) {
	values := map[protowire.Type][]byte{protowire.VarintType: {1}, protowire.Fixed32Type: make([]byte, 4),
		protowire.Fixed64Type: make([]byte, 8), protowire.BytesType: {0}, protowire.StartGroupType: nil, protowire.EndGroupType: nil, 6: nil, 7: nil}
	eachFieldOf(t, func(t *testing.T, num protowire.Number, f fieldSpec, wrap func([]byte) []byte) {
		for typ, value := range values {
			if typ == f.typ || typ == protowire.BytesType && f.packable {
				continue
			}
			field := append(protowire.AppendTag(nil, num, typ), value...)
			if typ == protowire.StartGroupType {
				field = protowire.AppendTag(field, num, protowire.EndGroupType)
			}
			refuse(t, wrap(field), fmt.Sprintf("%s has wire type %d instead of %d", f.name, typ, f.typ), "at byte")
		}
	})
}

// TestWrongLengths claims more bytes than there are in every field that has a length,
// and cuts every number off.
func TestWrongLengths(t *testing.T) {
	eachFieldOf(t, func(t *testing.T, num protowire.Number, f fieldSpec, wrap func([]byte) []byte) {
		tag := protowire.AppendTag(nil, num, f.typ)
		switch f.typ {
		case protowire.BytesType:
			for _, n := range []uint64{1, 100, 1 << 31, 1 << 40, 1<<63 - 1, 1 << 63, 1<<64 - 1} {
				refuse(t, wrap(protowire.AppendVarint(slices.Clone(tag), n)), fmt.Sprintf("%s is to be %d bytes long, but only 0 are left", f.name, n))
			}
		default:
			refuse(t, wrap(append(slices.Clone(tag), 0x80)), f.name+" is cut off or not well formed")
		}
		if f.typ == protowire.VarintType {
			refuse(t, wrap(append(slices.Clone(tag), strings.Repeat("\xff", 11)+"\x01"...)), f.name+" is cut off or not well formed")
		}
	})
}

// TestWrongPacked gives packed fields numbers that are cut off, too long or too many.
func TestWrongPacked(t *testing.T) {
	tested := 0
	eachFieldOf(t, func(t *testing.T, num protowire.Number, f fieldSpec, wrap func([]byte) []byte) {
		if !f.packable {
			return
		}
		tested++
		field := func(contents string) []byte {
			return wrap(protowire.AppendString(protowire.AppendTag(nil, num, protowire.BytesType), contents))
		}
		if f.typ != protowire.VarintType {
			refuse(t, field("12345"), f.name+" has 5 bytes, which is no multiple of")
			return
		}
		for _, bad := range []string{"\x80", "\x01\xff", strings.Repeat("\x80", 9) + "\x02", strings.Repeat("\x80", 10) + "\x01", strings.Repeat("\x80", 100)} {
			refuse(t, field(bad), f.name+" holds a number that is cut off or longer than 64 bits")
		}
	})
	if tested != 11 {
		t.Errorf("%d packed fields were tested", tested)
	}
}

// TestTwiceInOneMessage repeats every message that may stand once only.
func TestTwiceInOneMessage(t *testing.T) {
	eachFieldOf(t, func(t *testing.T, num protowire.Number, f fieldSpec, wrap func([]byte) []byte) {
		if !f.single {
			return
		}
		contents := ""
		if f.sub == kindTensor {
			contents = "\x08\x00\x10\x01" // an empty one of floats
		}
		field := protowire.AppendString(protowire.AppendTag(nil, num, protowire.BytesType), contents)
		refuse(t, wrap(append(field, field...)), f.name+" stands twice in one message")
	})
}

// TestWrongTags tries field numbers that no message can have, and broken groups.
func TestWrongTags(t *testing.T) {
	open, end := protowire.AppendTag(nil, 99, protowire.StartGroupType), protowire.AppendTag(nil, 99, protowire.EndGroupType)
	other := protowire.AppendTag(nil, 98, protowire.EndGroupType)
	for name, p := range paths() {
		refuse(t, p.wrap([]byte{0, 0}), "field number 0 is not one")
		refuse(t, p.wrap(protowire.AppendVarint(nil, (1<<29)<<3)), "field number 536870912 is not one")
		refuse(t, p.wrap([]byte{0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f}), "a field number is cut off or not well formed")
		for _, g := range [][]byte{open, end, append(slices.Clone(open), other...), []byte(strings.Repeat(string(open), 20000))} {
			refuse(t, p.wrap(g), schema[name].name, "an unknown field is cut off or not well formed")
		}
	}
	m, err := Unmarshal(wirePath{}.wrap(append([]byte{7<<3 | 2, 0}, append(open, end...)...)))
	must(t, err)
	wantSame(t, m, append([]byte{7<<3 | 2, 0}, append(open, end...)...))
}
