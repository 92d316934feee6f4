package html

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/unswag/unswagc/internal/genmodel"
	"github.com/unswag/unswagc/pass"
)

// program is unswagc, built by TestMain.
var program string

func TestMain(m *testing.M) { os.Exit(runAll(m)) }

func runAll(m *testing.M) int {
	dir, err := os.MkdirTemp("", "unswagc-html-")
	if err == nil {
		defer os.RemoveAll(dir)
		program = filepath.Join(dir, "unswagc")
		var text []byte
		if text, err = exec.Command("go", "build", "-o", program, "../../cmd/unswagc").CombinedOutput(); err != nil {
			err = fmt.Errorf("%w\n%s", err, text)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "unswagc cannot be built:", err)
		return 1
	}
	return m.Run()
}

// page is a page with what its data says.
type page struct {
	path, text string
	data       pageData
}

// pageData is the data that stands in a page.
type pageData struct {
	Report        pass.Report
	Names         []string
	Stash         []int
	Before, After [2]trace
}

// trace is one order of one graph; Lives are name, bytes, first and last position.
type trace struct {
	Nodes, Ops []int
	Backward   int
	Lives      []int64
}

var dataElement = regexp.MustCompile(`(?s)<script type="application/json" id="data">(.*?)</script>`)

// inspect lets unswagc write the page of a model.
func inspect(t *testing.T, model string, flags ...string) *page {
	t.Helper()
	p := &page{path: filepath.Join(t.TempDir(), "page.html")}
	cmd := exec.Command(program, append([]string{"inspect", filepath.Base(model), "-html", p.path}, flags...)...)
	cmd.Dir = filepath.Dir(model)
	if text, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("inspect: %v\n%s", err, text)
	}
	return read(t, p.path)
}

func read(t *testing.T, path string) *page {
	t.Helper()
	text, err := os.ReadFile(path)
	must(t, err)
	p := &page{path: path, text: string(text)}
	m := dataElement.FindStringSubmatch(p.text)
	if m == nil {
		t.Fatal("the page holds no data")
	}
	must(t, json.Unmarshal([]byte(m[1]), &p.data))
	return p
}

// chain writes the model of so many sites, seven nodes each and two more.
func chain(t *testing.T, sites int) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "chain.onnx")
	must(t, os.WriteFile(path, genmodel.Chain(sites), 0o644))
	return path
}

// squeezeNet is a real net of 197 nodes, in which some sites are kept alive.
func squeezeNet(t *testing.T) string {
	t.Helper()
	path, err := filepath.Abs("../../testdata/models/light_squeezenet.onnx")
	must(t, err)
	return path
}

// inception returns a real net of 410 nodes, or skips.
func inception(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("UNSWAG_SHARED")
	if dir == "" {
		dir = "../../../shared"
	}
	path, err := filepath.Abs(filepath.Join(dir, "models", "made", "light_inception_v1_b2.onnx"))
	must(t, err)
	if _, err := os.Stat(path); errors.Is(err, os.ErrNotExist) {
		t.Skip("the real graph of 410 nodes is not there (UNSWAG_SHARED names its folder)")
	}
	return path
}

// live gives the bytes alive at a node, and the tensors that hold them.
func (t trace) live(at int64) (bytes int64, tensors int) {
	for i := 0; i < len(t.Lives); i += 4 {
		if t.Lives[i+2] <= at && at <= t.Lives[i+3] {
			bytes += t.Lives[i+1]
			tensors++
		}
	}
	return bytes, tensors
}

// life gives the first and the last node at which a tensor is alive.
func (t trace) life(name int) (from, to int64) {
	for i := 0; i < len(t.Lives); i += 4 {
		if t.Lives[i] == int64(name) {
			return t.Lives[i+2], t.Lives[i+3]
		}
	}
	return -1, -1
}

// short is a size as the page writes it.
func short(bytes int64) string {
	s, _, _ := strings.Cut(pass.Size(bytes), " (")
	return s
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
