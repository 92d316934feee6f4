// Command emit writes every kernel, as the compiler writes those that a model needs: a PTX
// text NAME.ptx and the entries of its launch manifest NAME.launch.json (docs/PTX.md). It
// may import kernels.
//
//	emit NAME
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"

	"github.com/unswag/unswagc/kernels/ptx"
)

type param struct {
	Name  string `json:"name"`
	Kind  string `json:"kind"`
	Align int    `json:"align,omitempty"`
}

type entry struct {
	Name     string  `json:"name"`
	Params   []param `json:"params"`
	Block    [3]int  `json:"block"`
	Elements int64   `json:"elements_per_block"`
}

func main() {
	if len(os.Args) != 2 || strings.HasPrefix(os.Args[1], "-") {
		fmt.Fprintln(os.Stderr, "usage: emit NAME")
		os.Exit(2)
	}
	if err := emit(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "emit:", err)
		os.Exit(1)
	}
}

func emit(name string) error {
	text, err := ptx.Module(ptx.All())
	if err != nil {
		return err
	}
	var entries []entry
	for _, e := range ptx.All() {
		g := e.Geometry()
		out := entry{Name: e.Name(), Block: [3]int{g.Block, 1, 1}, Elements: g.Elements}
		for _, p := range e.Params() {
			out.Params = append(out.Params, param{p.Name, p.Kind.String(), p.Align})
		}
		entries = append(entries, out)
	}
	manifest, err := json.MarshalIndent(map[string]any{"version": 1, "entries": entries}, "", "  ")
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".ptx", []byte(text), 0o644); err != nil {
		return err
	}
	return os.WriteFile(name+".launch.json", append(manifest, '\n'), 0o644)
}
