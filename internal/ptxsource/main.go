// Command ptxsource writes the CUDA kernels of the library for XLA as a C source: their PTX
// text, and how each is launched (runtime/plugin/xla/entries.h). It may import kernels.
//
//	ptxsource > FILE.c
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/unswag/unswagc/kernels"
	"github.com/unswag/unswagc/kernels/ptx"
)

func main() {
	if len(os.Args) != 1 {
		fmt.Fprintln(os.Stderr, "usage: ptxsource > FILE.c")
		os.Exit(2)
	}
	if err := write(os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "ptxsource:", err)
		os.Exit(1)
	}
}

// groups are the entries in the order of unswag_entries (entries.h): by operation, type,
// and predicate or combine.
func groups() [][][]ptx.Entry {
	var pack, gradMask [][]ptx.Entry
	for _, t := range []ptx.Type{ptx.F16, ptx.BF16, ptx.F32, ptx.F64} {
		pack = append(pack, []ptx.Entry{{Op: ptx.Pack, Type: t, Predicate: kernels.GT0}, {Op: ptx.Pack, Type: t, Predicate: kernels.NotLE0}})
		gradMask = append(gradMask, []ptx.Entry{{Op: ptx.GradMask, Type: t, Combine: kernels.Select}, {Op: ptx.GradMask, Type: t, Combine: kernels.Mul}})
	}
	return [][][]ptx.Entry{pack, gradMask}
}

func write(out io.Writer) error {
	w := bufio.NewWriter(out)
	fmt.Fprint(w, "// Written by internal/ptxsource.\n#include \"entries.h\"\n\n")
	fmt.Fprint(w, "const struct unswag_entry unswag_entries[UNSWAG_OPS][UNSWAG_TYPES][2] = {\n")
	var all []ptx.Entry
	for _, op := range groups() {
		fmt.Fprint(w, "    {\n")
		for _, pair := range op {
			fmt.Fprintf(w, "        {%s, %s},\n", launch(pair[0]), launch(pair[1]))
			all = append(all, pair...)
		}
		fmt.Fprint(w, "    },\n")
	}
	text, err := ptx.Module(all)
	if err != nil {
		return err
	}
	fmt.Fprint(w, "};\n\nconst char unswag_ptx[] =")
	for line := range strings.Lines(text) {
		fmt.Fprintf(w, "\n    %q", line)
	}
	fmt.Fprint(w, ";\n")
	return w.Flush()
}

// launch is the C of a struct unswag_entry.
func launch(e ptx.Entry) string {
	g := e.Geometry()
	return fmt.Sprintf("{%q, %d, %d}", e.Name(), g.Block, g.Elements)
}
