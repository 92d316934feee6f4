//go:build protobufgo

// Protobufgo reads and writes a model with generated protobuf-go code and does
// nothing else: protobufgo IN OUT. See io.sh.
package main

import (
	"fmt"
	"os"

	"google.golang.org/protobuf/proto"

	"github.com/unswag/unswagc/internal/onnxpb"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: protobufgo IN OUT")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "protobufgo:", err)
		os.Exit(1)
	}
}

func run(in, out string) error {
	data, err := os.ReadFile(in)
	if err != nil {
		return err
	}
	var m onnxpb.ModelProto
	if err := proto.Unmarshal(data, &m); err != nil {
		return fmt.Errorf("%s is no ONNX model: %w", in, err)
	}
	if data, err = proto.Marshal(&m); err != nil {
		return err
	}
	return os.WriteFile(out, data, 0o666)
}
