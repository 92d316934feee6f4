package onnxio

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/testing/protocmp"

	"github.com/unswag/unswagc/internal/onnxpb"
)

// parseProto reads a model with the generated code.
func parseProto(t *testing.T, data []byte) *onnxpb.ModelProto {
	t.Helper()
	m := &onnxpb.ModelProto{}
	must(t, proto.Unmarshal(data, m))
	return m
}

// encodeProto encodes a message with the generated code.
func encodeProto(t testing.TB, m proto.Message) []byte {
	t.Helper()
	b, err := proto.MarshalOptions{Deterministic: true}.Marshal(m)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// wantProto compares an encoded model with a message: all fields, unknown ones too.
func wantProto(t *testing.T, got []byte, want *onnxpb.ModelProto) {
	t.Helper()
	if d := cmp.Diff(want, parseProto(t, got), protocmp.Transform()); d != "" {
		t.Errorf("the model differs (-want +got):\n%s", d)
	}
}
