// Package html tests the page of `unswagc inspect -html` in a headless Chromium. The
// tests skip where none is found.
package html

import (
	"image"
	"regexp"
	"strings"
	"testing"
)

// sites100000 is how many sites make a model of 100,000 nodes.
const sites100000 = 14285

// kinds are the pages whose looks are tested.
var kinds = []struct {
	name  string
	model func(*testing.T) string
	flags []string
}{
	{"squeezenet", squeezeNet, []string{"-dim", "batch=4"}},
	{"nodes400", func(t *testing.T) string { return chain(t, 57) }, []string{"-dim", "batch=32"}},
	{"inception", inception, nil},
	{"nodes100000", func(t *testing.T) string {
		if testing.Short() {
			t.Skip("a page of 100,000 nodes is not made with -short")
		}
		return chain(t, sites100000)
	}, []string{"-dim", "batch=32"}},
}

// TestLooks keeps a screenshot of each page, light and dark, wide and narrow, and checks
// that everything in it can be read.
func TestLooks(t *testing.T) {
	b := start(t)
	for _, k := range kinds {
		t.Run(k.name, func(t *testing.T) {
			p := inspect(t, k.model(t), k.flags...)
			ground := map[string][3]uint32{}
			for _, scheme := range []string{"light", "dark"} {
				for width, name := range map[int]string{1280: k.name + "-" + scheme, 600: k.name + "-" + scheme + "-narrow"} {
					x := open(t, b, p, scheme, width)
					img := x.shoot(name)
					x.drawn(img)
					x.readable()
					ground[scheme] = most(colours(img, box{0, 0, 20, 1400}))
				}
			}
			for i := range 3 {
				if ground["light"][i] < 200 || ground["dark"][i] > 60 {
					t.Errorf("the background is %v in light and %v in dark", ground["light"], ground["dark"])
				}
			}
		})
	}
}

// drawn checks that both charts hold an area of their own colour.
func (x *tab) drawn(img image.Image) {
	x.t.Helper()
	if n := len(colours(img, box{0, 0, 2000, 2000})); n < 100 {
		x.t.Errorf("the screenshot has %d colours only", n)
	}
	var of [2][3]uint32
	for i, which := range []string{"before", "after"} {
		chart, area := x.box("#chart-"+which), x.box("."+which)
		if area.Width < chart.Width/2 || area.Height < 20 || area.X < chart.X || area.Y < chart.Y ||
			area.X+area.Width > chart.X+chart.Width || area.Y+area.Height > chart.Y+chart.Height {
			x.t.Errorf("the area %v does not fill the chart %v", area, chart)
		}
		// The lower fifth of the area is under the curve where the most is alive.
		low := colours(img, box{area.X + area.Width/2, area.Y + area.Height*0.9, area.Width / 10, area.Height / 12})
		of[i] = most(low)
		if card := most(colours(img, box{chart.X + 2, chart.Y + 2, 20, 8})); of[i] == card {
			x.t.Errorf("the chart %s is empty", which)
		}
	}
	if of[0] == of[1] {
		x.t.Errorf("both charts have the colour %v", of[0])
	}
}

// faults lists what cannot be read well: texts whose contrast with their background is
// below 4.5 (WCAG 2, AA) or that are small, texts in the charts that meet or leave the
// chart, holes in the page, rows whose cells are too narrow, and a page wider than the
// window.
const faults = `(() => {
  const lum = (c) => { const f = c.slice(0, 3).map((v) => { v /= 255; return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; }); return 0.2126 * f[0] + 0.7152 * f[1] + 0.0722 * f[2]; };
  const parse = (s) => { const n = s.match(/[\d.]+/g).map(Number); return n.length < 4 ? [...n, 1] : n; };
  const over = (a, b) => [0, 1, 2].map((i) => a[i] * a[3] + b[i] * (1 - a[3])).concat(1);
  const ground = (e) => { if (!e) return [255, 255, 255, 1]; const c = parse(getComputedStyle(e).backgroundColor); return c[3] === 1 ? c : over(c, ground(e.parentElement)); };
  const bad = [];
  for (const e of document.querySelectorAll("h1, h2, p, b, em, span, th, td, dt, dd, li, label, button, figcaption, input, text")) {
    if (!e.getClientRects().length) continue;
    const s = getComputedStyle(e), color = parse(e.tagName === "text" ? s.fill : s.color), bg = ground(e.tagName === "text" ? e.closest(".chart") : e);
    const [a, b] = [lum(over(color, bg)), lum(bg)], ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) bad.push(e.tagName + "." + e.className + " " + e.textContent.slice(0, 30) + " has a contrast of " + ratio.toFixed(2));
    if (e.tagName === "text" ? parseFloat(s.fontSize) < 12 : parseFloat(s.fontSize) < 13) bad.push(e.textContent.slice(0, 30) + " is " + s.fontSize);
  }
  for (const chart of document.querySelectorAll(".chart")) {
    const r = chart.getBoundingClientRect(), texts = [...chart.querySelectorAll("text")].map((e) => [e.textContent, e.getBoundingClientRect()]);
    texts.forEach(([a, p], i) => {
      if (p.left < r.left || p.right > r.right || p.top < r.top || p.bottom > r.bottom) bad.push(a + " leaves the chart");
      for (const [b, q] of texts.slice(i + 1)) if (p.left < q.right && q.left < p.right && p.top < q.bottom - 2 && q.top < p.bottom - 2) bad.push(a + " meets " + b);
    });
  }
  const parts = [...document.querySelectorAll("main > *")].map((e) => e.getBoundingClientRect()).filter((r) => r.height);
  const charts = document.getElementById("chart-after").getBoundingClientRect(), gap = document.getElementById("sites").getBoundingClientRect().top - charts.bottom;
  if (gap > 80 || parts.some((r, i) => i && r.top - parts[i - 1].bottom > 80)) bad.push("there is a hole of " + gap + " pixels below the charts");
  const most = innerWidth < 760 ? 320 : 90;
  for (const tr of document.querySelectorAll("#rows tr")) {
    const h = tr.getBoundingClientRect().height;
    if (h > most) { bad.push("the row of " + tr.textContent.slice(0, 20) + " is " + h + " high"); break; }
  }
  if (document.documentElement.scrollWidth > innerWidth) bad.push("the page is " + document.documentElement.scrollWidth + " wide in a window of " + innerWidth);
  return bad;
})()`

// readable checks contrasts, sizes and places of the texts, and units at the axes.
func (x *tab) readable() {
	x.t.Helper()
	if bad := eval[[]string](x, "%s", faults); len(bad) > 0 {
		x.t.Errorf("not readable: %q", bad)
	}
	for _, which := range []string{"before", "after"} {
		ticks := eval[[]string](x, `[...document.querySelectorAll("#chart-%s text")].map((e) => e.textContent)`, which)
		all := strings.Join(ticks, "; ")
		if n := len(regexp.MustCompile(`\d (B|[KMGT]iB)(;|$)`).FindAllString(all, -1)); n < 3 || n > 7 {
			x.t.Errorf("the vertical axis of %s has %d numbers with units: %s", which, n, all)
		}
		if n := len(regexp.MustCompile(`(^|; )[\d,]+(;|$)`).FindAllString(all, -1)); n < 2 || !strings.Contains(all, "nodes in the order in which they run") {
			x.t.Errorf("the horizontal axis of %s has %d numbers: %s", which, n, all)
		}
	}
}

// TestSelfContained: nothing in the page leads out of it, and it forbids itself to load
// anything.
func TestSelfContained(t *testing.T) {
	p := inspect(t, squeezeNet(t), "-dim", "batch=4")
	for _, out := range []string{`//[a-zA-Z0-9]`, `\b(src|href|action|srcset)\s*=`, `url\(`, `@import`, `\b(fetch|import|importScripts)\(`,
		`XMLHttpRequest|WebSocket|EventSource|sendBeacon`, `<(link|iframe|object|embed|img|base)\b`} {
		if m := regexp.MustCompile(out).FindString(p.text); m != "" {
			t.Errorf("the page holds %q", m)
		}
	}
	if want := `http-equiv="Content-Security-Policy" content="default-src 'none';`; !strings.Contains(p.text, want) {
		t.Errorf("the page lacks %s", want)
	}
}
