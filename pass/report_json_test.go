package pass_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/unswag/unswagc/onnxio"
	"github.com/unswag/unswagc/pass"
)

// schema is what docs/REPORT.md says: the type of every path, and of a figure's, and
// the rules of skips.
type schema struct {
	paths, figure, rules map[string]string
}

// readSchema reads the tables of docs/REPORT.md.
func readSchema(t *testing.T) schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "REPORT.md"))
	if err != nil {
		t.Fatal(err)
	}
	s := schema{map[string]string{}, map[string]string{}, map[string]string{}}
	tables := []map[string]string{s.paths, s.figure, s.rules}
	at := -1
	for line := range strings.Lines(string(text)) {
		cells := strings.Split(strings.TrimSpace(line), " | ")
		switch {
		case strings.HasPrefix(line, "|---"):
			at++
		case at >= 0 && strings.HasPrefix(line, "| `"):
			tables[at][strings.Trim(cells[0], "| `")] = strings.TrimRight(cells[1], " |")
		}
	}
	if at != 2 {
		t.Fatalf("docs/REPORT.md has %d tables, want 3", at+1)
	}
	return s
}

// keys are the documented keys of the object at path.
func keys(table map[string]string, path string) []string {
	var out []string
	for p := range table {
		rest, ok := strings.CutPrefix(p, path+".")
		if path == "" {
			rest, ok = p, true
		}
		if ok && !strings.ContainsAny(rest, ".[") {
			out = append(out, rest)
		}
	}
	slices.Sort(out)
	return out
}

// object checks that v is an object with exactly the documented keys.
func (s schema) object(table map[string]string, path string, v any) error {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Errorf("%s is %v, not an object", path, v)
	}
	want, got := keys(table, path), slices.Sorted(maps.Keys(m))
	if !slices.Equal(got, want) {
		return fmt.Errorf("%s has the keys %q, documented are %q", path, got, want)
	}
	for _, k := range want {
		p := k
		if path != "" {
			p = path + "." + k
		}
		if err := s.value(table, p, table[p], m[k]); err != nil {
			return err
		}
	}
	return nil
}

// value checks that v is of the documented type.
func (s schema) value(table map[string]string, path, typ string, v any) error {
	if rest, ok := strings.CutSuffix(typ, " or null"); ok {
		if v == nil {
			return nil
		}
		typ = rest
	}
	ok := false
	switch typ {
	case "object":
		return s.object(table, path, v)
	case "list":
		return s.members(path, v)
	case "figure":
		return s.object(s.figure, "", v)
	case "string":
		_, ok = v.(string)
	case "integer":
		ok = isInteger(v)
	case "list of strings":
		list, isList := v.([]any)
		ok = isList && !slices.ContainsFunc(list, func(x any) bool { _, is := x.(string); return !is })
	case "map of integers":
		m, isMap := v.(map[string]any)
		ok = isMap && !slices.ContainsFunc(slices.Collect(maps.Values(m)), func(x any) bool { return !isInteger(x) })
	default:
		ok = slices.Contains(strings.Split(typ, ", "), literal(v))
	}
	if !ok {
		return fmt.Errorf("%s is %v, documented as %s", path, v, typ)
	}
	return nil
}

// members checks the objects of a list.
func (s schema) members(path string, v any) error {
	list, ok := v.([]any)
	if !ok {
		return fmt.Errorf("%s is %v, not a list", path, v)
	}
	for _, x := range list {
		if err := s.object(s.paths, path+"[]", x); err != nil {
			return err
		}
	}
	return nil
}

func isInteger(v any) bool {
	n, ok := v.(json.Number)
	if !ok {
		return false
	}
	_, err := n.Int64()
	return err == nil
}

// literal spells a value as the table does.
func literal(v any) string {
	if v == "" {
		return "empty"
	}
	return fmt.Sprintf("`%v`", v)
}

// check decodes the report's JSON and compares it with the documents.
func (s schema) check(t *testing.T, r *pass.Report) {
	t.Helper()
	var b bytes.Buffer
	if err := r.WriteJSON(&b); err != nil {
		t.Fatal(err)
	}
	d := json.NewDecoder(&b)
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	if err := s.object(s.paths, "", v); err != nil {
		t.Error(err)
	}
	for _, x := range r.Sites {
		if x.Strategy == "left" && x.Reason == "" {
			t.Errorf("site %s is left without a reason", x.Relu)
		}
		if (x.Stash == "kept") != (len(x.KeptBy) > 0) {
			t.Errorf("site %s: stash %s, kept by %q", x.Relu, x.Stash, x.KeptBy)
		}
	}
	for _, x := range r.Skipped {
		if s.rules[x.Rule] == "" || x.Reason == "" || x.Node == "" {
			t.Errorf("skipped: node %q, rule %q, reason %q: a rule that docs/REPORT.md does not list, or something is missing", x.Node, x.Rule, x.Reason)
		}
	}
}

func TestSchemaIsWhatGoldensGive(t *testing.T) {
	s := readSchema(t)
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no goldens: %v", err)
	}
	seen := map[string]bool{}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txtar"), func(t *testing.T) {
			ar, err := txtar.ParseFile(f)
			if err != nil {
				t.Fatal(err)
			}
			r, err := pass.Run(context.Background(), parse(t, string(ar.Files[0].Data)), goldenOptions(t, string(ar.Comment)))
			if err != nil {
				t.Fatal(err)
			}
			s.check(t, r)
			for _, x := range r.Skipped {
				seen[x.Rule] = true
			}
		})
	}
	for rule := range s.rules {
		if !seen[rule] {
			t.Errorf("docs/REPORT.md lists rule %q, which no golden shows", rule)
		}
	}
}

// TestSchemaIsWhatRealGraphsGive checks the reports of real graphs, with symbolic dims
// and with all dims bound: then none is left to bind.
func TestSchemaIsWhatRealGraphsGive(t *testing.T) {
	s, dir := readSchema(t), shared(t)
	files, err := filepath.Glob(filepath.Join(dir, "*", "*.onnx"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no graphs in %s: %v", dir, err)
	}
	for _, f := range files {
		t.Run(filepath.Base(f), func(t *testing.T) {
			m := load(t, f)
			dims := map[string]int64{}
			for _, v := range m.Graph.Values() {
				bindAll(v.Type, dims)
			}
			for _, o := range []pass.Options{{}, {Policy: pass.Always, Schedule: pass.ScheduleFile, Dims: dims, Only: []string{"conv", "gemm"}}} {
				r, err := pass.Analyse(context.Background(), m, o)
				if err != nil {
					t.Fatal(err)
				}
				s.check(t, r)
				if o.Dims != nil && len(r.Unbound) > 0 {
					t.Errorf("all dims are bound, and %q are left", r.Unbound)
				}
			}
		})
	}
}

// bindAll binds every symbolic dim of the type to 4.
func bindAll(t *onnxio.TensorType, dims map[string]int64) {
	if t == nil {
		return
	}
	for _, d := range t.Shape {
		if d.Param != "" {
			dims[d.Param] = 4
		}
	}
}
