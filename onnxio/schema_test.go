package onnxio

import (
	"testing"

	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// messageNames maps the kinds whose name in the table is not that of one message.
var messageNames = map[kind][]protoreflect.FullName{
	kindTensorType: {"unswag.onnxpb.TypeProto.Tensor", "unswag.onnxpb.TypeProto.SparseTensor"},
	kindElemType:   {"unswag.onnxpb.TypeProto.Sequence", "unswag.onnxpb.TypeProto.Optional"},
}

// TestSchema compares the table with the descriptors of the generated code, field by
// field, in both directions.
func TestSchema(t *testing.T) {
	kinds := kindsByMessage()
	all := onnxpb.File_internal_onnxpb_unswag_onnx_proto.Messages()
	seen := map[protoreflect.FullName]bool{}
	var walk func(ms protoreflect.MessageDescriptors)
	walk = func(ms protoreflect.MessageDescriptors) {
		for i := range ms.Len() {
			d := ms.Get(i)
			seen[d.FullName()] = true
			k, ok := kinds[d.FullName()]
			if !ok {
				t.Errorf("the table has no kind for %s", d.FullName())
				continue
			}
			compareFields(t, k, d, kinds)
			walk(d.Messages())
		}
	}
	walk(all)
	for name := range kinds {
		if !seen[name] {
			t.Errorf("the table has %s, which does not exist", name)
		}
	}
}

func kindsByMessage() map[protoreflect.FullName]kind {
	out := map[protoreflect.FullName]kind{}
	for k := kindModel; int(k) < len(schema); k++ {
		names, ok := messageNames[k]
		if !ok {
			names = []protoreflect.FullName{protoreflect.FullName("unswag.onnxpb." + schema[k].name)}
		}
		for _, n := range names {
			out[n] = k
		}
	}
	return out
}

func compareFields(t *testing.T, k kind, d protoreflect.MessageDescriptor, kinds map[protoreflect.FullName]kind) {
	for num, f := range schema[k].fields {
		fd := d.Fields().ByNumber(protowire.Number(num))
		if (fd == nil) != (f.name == "") {
			t.Errorf("%s, field %d: the table says %q, the descriptor %v", d.Name(), num, f.name, fd)
			continue
		}
		if fd == nil {
			continue
		}
		want := fieldSpec{name: string(fd.Name()), typ: wireTypeOf(fd.Kind())}
		if fd.Kind() == protoreflect.MessageKind {
			want.sub = kinds[fd.Message().FullName()]
			want.single = !fd.IsList()
		} else {
			want.packable = fd.IsList() && want.typ != protowire.BytesType
		}
		if f != want {
			t.Errorf("%s.%s: the table says %+v, want %+v", d.Name(), fd.Name(), f, want)
		}
	}
	if n := d.Fields().Len(); n > 0 && d.Fields().Get(n-1).Number() > maxField {
		t.Errorf("%s has fields above %d", d.Name(), maxField)
	}
}

func wireTypeOf(k protoreflect.Kind) protowire.Type {
	switch k {
	case protoreflect.FloatKind:
		return protowire.Fixed32Type
	case protoreflect.DoubleKind:
		return protowire.Fixed64Type
	case protoreflect.StringKind, protoreflect.BytesKind, protoreflect.MessageKind:
		return protowire.BytesType
	}
	return protowire.VarintType
}
