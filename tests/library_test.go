package tests

import (
	"errors"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// libraries are the folders of the packages that other programs embed.
var libraries = []string{"onnxio", "pass", "kernels", "lower", "runtime"}

// library is one package's files without its tests, for all systems at once.
type library struct {
	dir   string
	files []*ast.File
}

// parseLibraries reads every package below the folders of libraries.
func parseLibraries(t *testing.T, set *token.FileSet) []*library {
	t.Helper()
	byDir := map[string]*library{}
	var out []*library
	for _, root := range libraries {
		err := filepath.WalkDir(filepath.Join("..", root), func(path string, d fs.DirEntry, err error) error {
			if _, none := os.Stat(filepath.Join(path, "go.mod")); err == nil && d.IsDir() && none == nil {
				return filepath.SkipDir // a module of its own: a generator
			}
			if err != nil || d.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return err
			}
			f, err := parser.ParseFile(set, path, nil, parser.ParseComments|parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			dir := filepath.ToSlash(filepath.Dir(path))
			if byDir[dir] == nil {
				byDir[dir] = &library{dir: dir}
				out = append(out, byDir[dir])
			}
			byDir[dir].files = append(byDir[dir].files, f)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(out) < 8 {
		t.Fatalf("only %d packages were found", len(out))
	}
	return out
}

// TestLibrariesAreSilent finds what a library must leave to its caller: logging, flags,
// the standard streams, the end of the process, and code that runs on import.
func TestLibrariesAreSilent(t *testing.T) {
	set := token.NewFileSet()
	refused := []string{"os.Stdout", "os.Stderr", "os.Stdin", "os.Exit", "os.Args", "fmt.Print", "fmt.Printf", "fmt.Println"}
	for _, l := range parseLibraries(t, set) {
		for _, f := range l.files {
			for _, imp := range f.Imports {
				if path, _ := strconv.Unquote(imp.Path.Value); slices.Contains([]string{"log", "log/slog", "flag"}, path) {
					t.Errorf("%s: a library imports %s", set.Position(imp.Pos()), path)
				}
			}
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.SelectorExpr:
					if x, ok := n.X.(*ast.Ident); ok && slices.Contains(refused, x.Name+"."+n.Sel.Name) {
						t.Errorf("%s: a library uses %s.%s", set.Position(n.Pos()), x.Name, n.Sel.Name)
					}
				case *ast.FuncDecl:
					if n.Recv == nil && n.Name.Name == "init" {
						t.Errorf("%s: a library runs code when it is imported", set.Position(n.Pos()))
					}
				}
				return true
			})
		}
	}
}

// noImports lets the type checker do without what a package imports: names of the
// package itself are resolved all the same.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("left out") }

// TestLibrariesKeepNoState finds assignments to package variables, and to their fields
// and elements. A variable that is never assigned again is a table.
func TestLibrariesKeepNoState(t *testing.T) {
	set := token.NewFileSet()
	variables := 0
	for _, l := range parseLibraries(t, set) {
		info := &types.Info{Uses: map[*ast.Ident]types.Object{}}
		config := types.Config{Importer: noImports{}, Error: func(error) {}}
		pkg, _ := config.Check(l.dir, set, l.files, info) // incomplete on purpose
		for _, name := range pkg.Scope().Names() {
			if _, ok := pkg.Scope().Lookup(name).(*types.Var); ok {
				variables++
			}
		}
		check := func(e ast.Expr) {
			id := root(e)
			if v, ok := info.Uses[id].(*types.Var); id != nil && ok && v.Parent() == pkg.Scope() {
				t.Errorf("%s: the package variable %s is changed", set.Position(e.Pos()), id.Name)
			}
		}
		for _, f := range l.files {
			ast.Inspect(f, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					for _, e := range n.Lhs {
						check(e)
					}
				case *ast.IncDecStmt:
					check(n.X)
				}
				return true
			})
		}
	}
	if variables < 20 {
		t.Errorf("only %d package variables were found", variables)
	}
}

// root is the variable that an assignable expression starts from.
func root(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.IndexExpr:
			e = x.X
		case *ast.SelectorExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}

// TestPackagesSayWhatTheyAreFor checks that each library tells in its package comment
// what it is for and what it may import.
func TestPackagesSayWhatTheyAreFor(t *testing.T) {
	for _, l := range parseLibraries(t, token.NewFileSet()) {
		doc := ""
		for _, f := range l.files {
			doc += f.Doc.Text()
		}
		if len(strings.Fields(doc)) < 15 || !strings.Contains(doc, "import") {
			t.Errorf("%s: the package comment does not say what the package is for and what it may import: %q", l.dir, doc)
		}
	}
}
