package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryFlagIsDocumented finds each flag in the help of its command and in
// docs/CLI.md, and each flag of the help in the command.
func TestEveryFlagIsDocumented(t *testing.T) {
	doc, err := os.ReadFile(filepath.Join("..", "..", "docs", "CLI.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, compile, _ := compileFlagSet()
	_, inspect, _ := inspectFlagSet()
	_, run := runFlagSet()
	_, verify := verifyFlagSet()
	_, bench := benchFlagSet()
	_, aot := aotFlagSet()
	for _, c := range []struct {
		flags *flagSet
		help  string
	}{{compile, compileHelp}, {inspect, inspectHelp}, {run, runHelp}, {verify, verifyHelp}, {bench, benchHelp}, {aot, aotHelp}} {
		known := map[string]bool{}
		c.flags.VisitAll(func(f *flag.Flag) {
			known[f.Name] = true
			if !strings.Contains(c.help, "-"+f.Name+" ") {
				t.Errorf("the help of %q leaves out -%s", c.flags.Name(), f.Name)
			}
			if !strings.Contains(string(doc), "`-"+f.Name) {
				t.Errorf("docs/CLI.md leaves out -%s", f.Name)
			}
		})
		for line := range strings.Lines(c.help) {
			if name, ok := strings.CutPrefix(line, "  -"); ok && !known[strings.Fields(name)[0]] {
				t.Errorf("the help of %q has -%s, which is no flag", c.flags.Name(), strings.Fields(name)[0])
			}
		}
	}
}
