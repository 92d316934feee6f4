// Package tests checks the source tree as a whole, and holds the tests that run other
// engines: ort/ runs ONNX Runtime, bodies/ the function bodies.
package tests

import (
	"bytes"
	"encoding/json"
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/unswag/unswagc"

// mayImport says what of this module, and of others, each package may import, apart
// from the standard library and packages below itself. Dependencies point one way: cmd
// to pass and lower, those to onnxio and kernels.
var mayImport = map[string][]string{
	"onnxio":             {"internal/onnxpb", "google.golang.org/protobuf", "golang.org/x/sys"},
	"kernels":            {"golang.org/x/sys/cpu"},
	"pass":               {"onnxio"},
	"lower":              {"onnxio", "kernels", "internal/resample", "pass/shape", "pass/sym"},
	"runtime/tensor":     {"onnxio"},
	"runtime/interp":     {"onnxio", "pass", "kernels", "internal/resample", "runtime/tensor", "github.com/ebitengine/purego", "github.com/viterin/vek", "gonum.org/v1/gonum", "golang.org/x/sys/cpu"},
	"runtime/pjrt":       {"onnxio", "github.com/ebitengine/purego", "google.golang.org/protobuf"},
	"runtime/checkpoint": {"onnxio", "runtime/tensor", "github.com/google/flatbuffers"},
	"runtime/npz":        {"onnxio", "runtime/tensor"},
	"runtime/cuda":       {"kernels", "github.com/ebitengine/purego", "golang.org/x/sys"},
	"runtime":            {"kernels", "onnxio", "pass", "golang.org/x/sys"},
	"cmd/unswagc":        {"onnxio", "pass", "lower", "kernels", "runtime", "golang.org/x/sys"},
	"internal/onnxpb":    {"google.golang.org/protobuf"},
	"internal/browser":   {},
	"internal/genmodel":  {"onnxio", "google.golang.org/protobuf"},
	"internal/mosaicsim": {},
	"internal/nodetests": {"internal/onnxpb", "onnxio", "runtime/tensor", "google.golang.org/protobuf"},
	"internal/plugins":   {},
	"internal/ptxsim":    {},
	"internal/ptxsource": {"kernels"},
	"internal/resample":  {},
	"bench":              {"onnxio", "pass", "runtime", "internal", "google.golang.org/protobuf"},
	"bench/cuda":         {"kernels"},
	"examples":           {"onnxio", "pass"},
	"tests":              {"onnxio", "pass", "runtime"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
	Standard   bool
}

func goList(t *testing.T, args ...string) []goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Imports,Standard"}, args...)...)
	cmd.Dir = ".."
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var all []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, p)
	}
}

func TestImportsPointOneWay(t *testing.T) {
	standard := map[string]bool{}
	for _, p := range goList(t, "std") {
		standard[p.ImportPath] = true
	}
	for _, p := range goList(t, "./...") {
		self := strings.TrimPrefix(p.ImportPath, module+"/")
		rule, allowed := ruleOf(self)
		if rule == "" {
			t.Errorf("package %s has no rule here", self)
			continue
		}
		for _, imp := range p.Imports {
			imp = strings.TrimPrefix(imp, module+"/")
			if !standard[imp] && !below(imp, rule) && !slices.ContainsFunc(allowed, func(a string) bool { return below(imp, a) }) {
				t.Errorf("%s imports %s, which %s may not", self, imp, rule)
			}
		}
	}
}

// TestOnlyTestsImportInterpreters checks that no program runs PTX or Mosaic on the CPU.
func TestOnlyTestsImportInterpreters(t *testing.T) {
	n := 0
	for _, p := range goList(t, "./...") {
		n++
		for _, name := range []string{"internal/ptxsim", "internal/mosaicsim"} {
			if slices.Contains(p.Imports, module+"/"+name) {
				t.Errorf("%s imports %s, which is for tests only", p.ImportPath, name)
			}
		}
	}
	if n < 20 {
		t.Errorf("only %d packages were looked at", n)
	}
}

// ruleOf finds the entry of mayImport that the package at path falls under.
func ruleOf(path string) (rule string, allowed []string) {
	for r, a := range mayImport {
		if below(path, r) && len(r) > len(rule) {
			rule, allowed = r, a
		}
	}
	return rule, allowed
}

func below(path, dir string) bool { return path == dir || strings.HasPrefix(path, dir+"/") }

// TestPassIsCheapToEmbed checks that a program that imports pass gets no module but
// protobuf and x/sys with it.
func TestPassIsCheapToEmbed(t *testing.T) {
	n := 0
	for _, p := range goList(t, "-deps", "./pass") {
		n++
		if !p.Standard && !slices.ContainsFunc([]string{module, "google.golang.org/protobuf", "golang.org/x/sys"},
			func(m string) bool { return below(p.ImportPath, m) }) {
			t.Errorf("pass pulls in %s", p.ImportPath)
		}
	}
	if n < 50 {
		t.Errorf("only %d packages were looked at", n)
	}
}

const (
	maxFileLines     = 400
	maxFunctionLines = 60
)

func TestFilesAndFunctionsAreShort(t *testing.T) {
	files := 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != ".." {
			return filepath.SkipDir
		}
		if !slices.Contains([]string{".go", ".py", ".sh"}, filepath.Ext(path)) || strings.HasSuffix(path, ".pb.go") {
			return nil
		}
		files++
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if n := bytes.Count(text, []byte("\n")); n > maxFileLines {
			t.Errorf("%s has %d lines, at most %d are wanted", path, n, maxFileLines)
		}
		if filepath.Ext(path) == ".go" {
			functions(t, path, text)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were looked at", files)
	}
}

func functions(t *testing.T, path string, text []byte) {
	set := token.NewFileSet()
	f, err := parser.ParseFile(set, path, text, 0)
	if err != nil {
		t.Error(err)
		return
	}
	for _, d := range f.Decls {
		if fn, ok := d.(*ast.FuncDecl); ok {
			if n := set.Position(fn.End()).Line - set.Position(fn.Pos()).Line + 1; n > maxFunctionLines {
				t.Errorf("%s: function %s has %d lines, at most %d are wanted", path, fn.Name.Name, n, maxFunctionLines)
			}
		}
	}
}
