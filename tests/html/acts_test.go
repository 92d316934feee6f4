package html

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	writer "github.com/unswag/unswagc/cmd/unswagc/page"
	"github.com/unswag/unswagc/pass"
	"github.com/unswag/unswagc/pass/memory"
)

// at gives the point of the window over node i of a chart.
func (x *tab) at(which string, i, nodes int) (px, py float64) {
	x.t.Helper()
	b := x.box("#chart-" + which + " .grid")
	return b.X + b.Width*(float64(i)+0.5)/float64(nodes), x.box("#chart-"+which).Y + 120
}

// tip checks what is shown for a node: its name, the bytes alive and the largest
// tensors, as the page's data has them.
func (x *tab) tip(tr trace, i int) {
	x.t.Helper()
	got := x.text("#tip")
	bytes, tensors := tr.live(int64(i))
	names := x.page.data.Names
	want := []string{fmt.Sprintf("%s (%s)\n", names[tr.Nodes[i]], names[tr.Ops[i]]),
		fmt.Sprintf("node %s of %s: %s in %s tensor", grouped(i+1), grouped(len(tr.Nodes)), short(bytes), grouped(tensors))}
	var largest []int
	for k := 0; k < len(tr.Lives); k += 4 {
		if tr.Lives[k+2] <= int64(i) && int64(i) <= tr.Lives[k+3] {
			largest = append(largest, k)
		}
	}
	slices.SortStableFunc(largest, func(a, b int) int { return int(tr.Lives[b+1] - tr.Lives[a+1]) })
	for _, k := range largest[:min(len(largest), 12)] {
		until := "this node"
		if to := int(tr.Lives[k+3]); to == len(tr.Nodes)-1 && to != i {
			until = "the end of the step"
		} else if to != i {
			until = names[tr.Nodes[to]]
		}
		want = append(want, fmt.Sprintf("%s\t%s\t%s", short(tr.Lives[k+1]), names[tr.Lives[k]], until))
	}
	if len(largest) > 12 {
		want = append(want, fmt.Sprintf("and %s more", grouped(len(largest)-12)))
	}
	for _, w := range want {
		if !strings.Contains(got, w) {
			x.t.Errorf("node %d: the tip lacks %q:\n%s", i, w, got)
		}
	}
	if b := x.box("#tip"); b.X < 0 || b.Y < 0 || b.X+b.Width > 1280 || b.Y+b.Height > 1400 {
		x.t.Errorf("node %d: the tip lies at %v", i, b)
	}
}

func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// TestPoint points at nodes with the mouse and walks with the keys.
func TestPoint(t *testing.T) {
	b := start(t)
	for _, k := range kinds[:2] {
		t.Run(k.name, func(t *testing.T) {
			p := inspect(t, k.model(t), k.flags...)
			x := open(t, b, p, "light", 1280)
			if eval[bool](x, `!document.getElementById("tip").hidden`) {
				t.Error("the tip is there before anything is pointed at")
			}
			for which, tr := range map[string]trace{"before": p.data.Before[1], "after": p.data.After[1]} {
				n := len(tr.Nodes)
				for _, i := range []int{0, 1, n / 3, n / 2, n - 2, n - 1} {
					must(t, x.Move(x.at(which, i, n)))
					x.tip(tr, i)
				}
			}
			x.shoot(k.name + "-point")
			must(t, x.Move(5, 5))
			if eval[bool](x, `!document.getElementById("tip").hidden`) {
				t.Error("the tip stays when the mouse leaves")
			}
			tr := p.data.After[1]
			must(t, x.Eval(`document.getElementById("chart-after").focus()`, nil))
			for _, s := range []struct {
				key  string
				code int
				at   int
			}{{"Home", 36, 0}, {"ArrowRight", 39, 1}, {"ArrowRight", 39, 2}, {"ArrowLeft", 37, 1}, {"End", 35, len(tr.Nodes) - 1}, {"ArrowRight", 39, len(tr.Nodes) - 1}} {
				must(t, x.Press(s.key, s.code))
				x.tip(tr, s.at)
			}
		})
	}
}

// TestOrder chooses the file's order.
func TestOrder(t *testing.T) {
	p := inspect(t, squeezeNet(t), "-dim", "batch=4")
	x := open(t, start(t), p, "light", 1280)
	for i, o := range []pass.ReportOrder{p.data.Report.Memory.ORT, p.data.Report.Memory.File} {
		if i == 1 {
			x.click("input[value='0']")
		}
		for which, f := range map[string]pass.Figure{"before": o.PeakBefore, "after": o.PeakAfter} {
			if got, want := x.text("#caption-"+which), ": peak "+short(*f.Value)+" at node "; !strings.Contains(got, want) {
				t.Errorf("the caption is %q, want %q", got, want)
			}
		}
	}
	must(t, x.Move(x.at("before", 20, len(p.data.Before[0].Nodes))))
	x.tip(p.data.Before[0], 20)
}

// TestSites: the table tells every site with its reason, and for a chosen one who keeps
// its activation alive, and how long.
func TestSites(t *testing.T) {
	p := inspect(t, squeezeNet(t), "-dim", "batch=4")
	x := open(t, start(t), p, "light", 1280)
	rows := eval[[][]string](x, `[...document.querySelectorAll("#rows tr")].map((tr) => [...tr.cells].map((td) => td.innerText))`)
	sites := p.data.Report.Sites
	if len(rows) != len(sites) {
		t.Fatalf("%d rows, %d sites", len(rows), len(sites))
	}
	kept := -1
	for i, s := range sites {
		by := strings.Join(s.KeptBy, "\n")
		if by == "" {
			by = "its gradient only"
		} else if kept < 0 {
			kept = i
		}
		want := []string{s.Relu, s.Producer, s.Shape, s.Type, s.Strategy, short(*s.BytesBefore.Value), short(*s.BytesAfter.Value), by, s.Reason}
		if !slices.Equal(rows[i], want) {
			t.Errorf("row %d is %q, want %q", i, rows[i], want)
		}
	}
	for _, i := range []int{0, kept} {
		s, name := sites[i], p.data.Stash[i]
		x.click(fmt.Sprintf("[data-site='%d']", i))
		got := x.text(".detail")
		want := append([]string{p.data.Names[name]}, s.KeptBy...)
		for _, g := range s.Gradients {
			want = append(want, fmt.Sprintf("%s (its gradient, %s)", g, s.Form))
		}
		for which, tr := range map[string]trace{"before": p.data.Before[1], "after": p.data.After[1]} {
			from, to := tr.life(name)
			if from < 0 {
				t.Fatalf("%s has no life", p.data.Names[name])
			}
			want = append(want, fmt.Sprintf("from node %s (%s) to node %s of %s (%s)", grouped(int(from)+1), p.data.Names[tr.Nodes[from]],
				grouped(int(to)+1), grouped(len(tr.Nodes)), p.data.Names[tr.Nodes[to]]))
			left, _ := x.at(which, int(from), len(tr.Nodes))
			right, _ := x.at(which, int(to), len(tr.Nodes))
			if b := x.box("#chart-" + which + " .band"); left < b.X || right > b.X+b.Width || b.Width > right-left+20 {
				t.Errorf("%s: the band %v is not from %v to %v", which, b, left, right)
			}
		}
		for _, w := range want {
			if !strings.Contains(got, w) {
				t.Errorf("site %s: the detail lacks %q:\n%s", s.Relu, w, got)
			}
		}
	}
	x.shoot("squeezenet-site")
	x.click(fmt.Sprintf("[data-site='%d']", kept))
	if n := eval[int](x, `document.querySelectorAll(".detail").length + [...document.querySelectorAll(".band")].filter((b) => b.getAttribute("visibility") !== "hidden").length`); n > 0 {
		t.Error("a site that is chosen again stays chosen")
	}
}

// TestTable filters and sorts the sites.
func TestTable(t *testing.T) {
	p := inspect(t, squeezeNet(t), "-dim", "batch=4")
	x := open(t, start(t), p, "light", 1280)
	left := 0
	for _, s := range p.data.Report.Sites {
		if s.Strategy == "left" {
			left++
		}
	}
	const column = `[...document.querySelectorAll("#rows td:nth-child(%d)")].map((td) => td.innerText)`
	x.click("#filter")
	must(t, x.Type("left"))
	if got := eval[[]string](x, column, 5); len(got) != left || left == 0 || slices.ContainsFunc(got, func(s string) bool { return s != "left" }) {
		t.Errorf("the filter leaves %q, %d are wanted", got, left)
	}
	if got, want := x.text("#count"), fmt.Sprintf("%d of %d sites", left, len(p.data.Report.Sites)); !strings.HasPrefix(got, want) {
		t.Errorf("the count is %q, want %q", got, want)
	}
	x.click("#filter")
	must(t, x.Eval(`document.getElementById("filter").value = ""; document.getElementById("filter").dispatchEvent(new Event("input"))`, nil))
	for _, down := range []bool{true, false} {
		x.click("#heads th:nth-child(6) button")
		sizes := slices.Clone(p.data.Report.Sites)
		slices.SortStableFunc(sizes, func(a, b pass.ReportSite) int {
			d := int(*a.BytesBefore.Value - *b.BytesBefore.Value)
			if down {
				return -d
			}
			return d
		})
		var want []string
		for _, s := range sizes {
			want = append(want, s.Relu)
		}
		if got := eval[[]string](x, column, 1); !slices.Equal(got, want) {
			t.Errorf("sorted by size: %q, want %q", got, want)
		}
	}
}

// TestLarge: at 100,000 nodes pointing stays fast, the peak can be pointed at, and the
// table grows on demand.
func TestLarge(t *testing.T) {
	if testing.Short() {
		t.Skip("a page of 100,000 nodes is not made with -short")
	}
	p := inspect(t, chain(t, sites100000), "-dim", "batch=32")
	x := open(t, start(t), p, "light", 1280)
	took := eval[float64](x, `(() => {
  const chart = document.getElementById("chart-before"), r = chart.getBoundingClientRect(), times = [];
  for (let i = 1; i < 100; i++) {
    const begin = performance.now();
    chart.dispatchEvent(new PointerEvent("pointermove", { clientX: r.left + (r.width * i) / 100, clientY: r.top + 50 }));
    document.getElementById("tip").getBoundingClientRect();
    times.push(performance.now() - begin);
  }
  return times.sort((a, b) => a - b)[50];
})()`)
	t.Logf("pointing at a node takes %.1f ms, the median of 99", took)
	if took > 100 {
		t.Errorf("pointing at a node takes %.1f ms", took)
	}
	tr, peak := p.data.After[1], 0
	x.click("#chart-after")
	must(t, x.Eval(`document.getElementById("chart-after").focus()`, nil))
	caption := x.text("#caption-after")
	var n, of string
	if _, err := fmt.Sscanf(caption[strings.Index(caption, "at node"):], "at node %s of %s", &n, &of); err != nil {
		t.Fatalf("%q: %v", caption, err)
	}
	if _, err := fmt.Sscan(strings.ReplaceAll(n, ",", ""), &peak); err != nil {
		t.Fatal(err)
	}
	must(t, x.Move(x.at("after", peak-1, len(tr.Nodes))))
	if got, want := x.text("#tip"), short(*p.data.Report.Memory.ORT.PeakAfter.Value)+" in "; !strings.Contains(got, want) {
		t.Errorf("at the peak the tip lacks %q:\n%s", want, got)
	}
	x.shoot("nodes100000-point")
	for _, want := range []int{200, 2200, 4200} {
		if got := eval[int](x, `document.querySelectorAll("#rows tr").length`); got != want {
			t.Errorf("%d rows are shown, want %d", got, want)
		}
		x.click("#more")
	}
}

// TestHostileNames: names are text wherever they stand, and an empty graph is drawn.
func TestHostileNames(t *testing.T) {
	const name = `</script><img src=x onerror=thrown()>&lt;"'{{.Data}}`
	r := &pass.Report{Version: 1, Model: pass.ReportModel{Path: name}, Sites: []pass.ReportSite{{Relu: name, Strategy: "left", Reason: name, KeptBy: []string{name}}},
		Skipped: []pass.Skip{{Node: name, Rule: name, Reason: name}}, Notes: []string{name}}
	empty := [2]*memory.Trace{{}, {}}
	path := filepath.Join(t.TempDir(), "page.html")
	f, err := os.Create(path)
	must(t, err)
	must(t, writer.Write(f, writer.Data{Report: r, Before: empty, After: empty, Stash: []string{name}}))
	must(t, f.Close())
	b := start(t)
	x := open(t, b, read(t, path), "dark", 1280)
	x.click("[data-site='0']")
	for _, selector := range []string{"#title", "[data-site]", "#rows .why", ".detail dd", "#skiprows td span", "#notes li"} {
		if got := x.text(selector); !strings.HasPrefix(got, name) {
			t.Errorf("%s shows %q", selector, got)
		}
	}
	if title := eval[string](x, "document.title"); title != name+" - unswagc" {
		t.Errorf("the title is %q", title)
	}
}
