package html

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/unswag/unswagc/internal/browser"
)

// tab is a page that is open in the browser.
type tab struct {
	*browser.Page
	t    *testing.T
	page *page
}

// start starts the browser, or skips.
func start(t *testing.T) *browser.Browser {
	t.Helper()
	path, err := browser.Find()
	if err != nil {
		t.Skip(err)
	}
	b, err := browser.Start(context.Background(), path, t.TempDir())
	must(t, err)
	t.Cleanup(b.Close)
	return b
}

// open shows the page in a new tab, and checks when the test ends that it threw nothing,
// wrote nothing to the console and asked for nothing.
func open(t *testing.T, b *browser.Browser, p *page, scheme string, width int) *tab {
	t.Helper()
	x, err := b.Open(width, 1400)
	must(t, err)
	tab := &tab{x, t, p}
	must(t, x.Scheme(scheme))
	begin := time.Now()
	must(t, x.Navigate("file://"+p.path))
	t.Logf("%d nodes, %.2f MB: loaded and drawn in %v", p.data.Report.Model.Nodes, float64(len(p.text))/1e6, time.Since(begin).Round(time.Millisecond))
	t.Cleanup(func() {
		if e := x.Errors(); len(e) > 0 {
			t.Errorf("the page said: %q", e)
		}
		if r := x.Requests(); !slices.Equal(r, []string{"file://" + p.path}) {
			t.Errorf("the page asked for %q", r)
		}
	})
	return tab
}

// text is what an element shows.
func (x *tab) text(selector string) string {
	x.t.Helper()
	return eval[string](x, "document.querySelector(%q).innerText", selector)
}

// eval evaluates an expression.
func eval[T any](x *tab, format string, args ...any) (out T) {
	x.t.Helper()
	must(x.t, x.Eval(fmt.Sprintf(format, args...), &out))
	return out
}

// box is the place of an element in the window, CSS pixels.
type box struct{ X, Y, Width, Height float64 }

func (x *tab) box(selector string) box {
	x.t.Helper()
	return eval[box](x, `document.querySelector(%q).getBoundingClientRect().toJSON()`, selector)
}

// click scrolls to an element and clicks it.
func (x *tab) click(selector string) {
	x.t.Helper()
	must(x.t, x.Eval(fmt.Sprintf(`document.querySelector(%q).scrollIntoView({block: "center"})`, selector), nil))
	b := x.box(selector)
	must(x.t, x.Click(b.X+b.Width/2, b.Y+b.Height/2))
}

// folder is where screenshots are kept: UNSWAG_SCREENSHOTS, or the test's artifacts,
// which go test keeps with -artifacts.
func folder(t *testing.T) string {
	t.Helper()
	dir := os.Getenv("UNSWAG_SCREENSHOTS")
	if dir == "" {
		return t.ArtifactDir()
	}
	must(t, os.MkdirAll(dir, 0o755))
	return dir
}

// shoot takes a screenshot and keeps it.
func (x *tab) shoot(name string) image.Image {
	x.t.Helper()
	data, err := x.Screenshot()
	must(x.t, err)
	path := filepath.Join(folder(x.t), name+".png")
	must(x.t, os.WriteFile(path, data, 0o644))
	x.t.Logf("screenshot: %s", path)
	img, err := png.Decode(bytes.NewReader(data))
	must(x.t, err)
	return img
}

// colours counts the colours of the pixels in a box.
func colours(img image.Image, b box) map[[3]uint32]int {
	out := map[[3]uint32]int{}
	r := image.Rect(int(b.X), int(b.Y), int(b.X+b.Width), int(b.Y+b.Height)).Intersect(img.Bounds())
	for y := r.Min.Y; y < r.Max.Y; y++ {
		for x := r.Min.X; x < r.Max.X; x++ {
			r, g, b, _ := img.At(x, y).RGBA()
			out[[3]uint32{r >> 8, g >> 8, b >> 8}]++
		}
	}
	return out
}

// most gives the colour of most pixels.
func most(c map[[3]uint32]int) (colour [3]uint32) {
	for k, n := range c {
		if n > c[colour] {
			colour = k
		}
	}
	return colour
}
