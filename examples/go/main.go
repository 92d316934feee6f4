// Command go shows how a program embeds the compiler: it loads a training graph, rewrites
// it, says what was done with each ReLU and saves the result.
package main

import (
	"context"
	"fmt"
	"log"
	"os"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: go run ./examples/go IN.onnx OUT.onnx")
	}
	if err := rewrite(context.Background(), os.Args[1], os.Args[2]); err != nil {
		log.Fatal(err)
	}
}

// rewrite writes the graph of file in to file out, with masks in place of activations.
func rewrite(ctx context.Context, in, out string) error {
	m, err := onnxio.Load(ctx, in)
	if err != nil {
		return err
	}
	defer m.Close()
	report, err := pass.Run(ctx, m, pass.Options{Dims: map[string]int64{"batch": 256}})
	if err != nil {
		return err
	}
	for _, s := range report.Sites {
		fmt.Printf("%-10s %s\n", s.Relu, s.Strategy)
	}
	fmt.Printf("%d of %d ReLUs rewritten\n", report.Rewritten(), len(report.Sites))
	return m.Save(ctx, out, onnxio.SaveOptions{})
}
