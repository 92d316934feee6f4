package browser

import (
	"bytes"
	"context"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	dir := t.TempDir()
	t.Setenv("PATH", dir)
	t.Setenv("UNSWAG_CHROMIUM", "")
	if p, err := Find(); err != ErrNone {
		t.Errorf("an empty PATH holds %q (%v)", p, err)
	}
	for _, name := range []string{"google-chrome", "chromium"} {
		p := filepath.Join(dir, name)
		if err := os.WriteFile(p, []byte("#!/bin/sh\n"), 0o755); err != nil {
			t.Fatal(err)
		}
		if got, err := Find(); got != p {
			t.Errorf("got %q (%v), want %q", got, err, p)
		}
	}
	t.Setenv("UNSWAG_CHROMIUM", filepath.Join(dir, "google-chrome"))
	if got, err := Find(); got != filepath.Join(dir, "google-chrome") {
		t.Errorf("UNSWAG_CHROMIUM is not preferred: %q (%v)", got, err)
	}
	t.Setenv("UNSWAG_CHROMIUM", filepath.Join(dir, "none"))
	if got, err := Find(); err == nil || !strings.Contains(err.Error(), "UNSWAG_CHROMIUM") {
		t.Errorf("a program that is not there: %q, %v", got, err)
	}
}

// TestPage does everything once with a page whose answers are known, so that a test of
// another page that finds no error can be believed.
func TestPage(t *testing.T) {
	program, err := Find()
	if err != nil {
		t.Skip(err)
	}
	b, err := Start(context.Background(), program, t.TempDir())
	must(t, err)
	defer b.Close()
	p, err := b.Open(300, 200)
	must(t, err)
	file := filepath.Join(t.TempDir(), "page.html")
	must(t, os.WriteFile(file, []byte(`<!doctype html><style>body { margin: 0; background: #fff } @media (prefers-color-scheme: dark) { body { background: #000 } }</style>
<input id="i"><img src="missing.png"><script>
addEventListener("mousemove", (e) => { document.title = e.clientX + "," + e.clientY });
addEventListener("click", () => { document.title += " click" });
addEventListener("keydown", (e) => { document.title = e.key });
setTimeout(() => { thrown() }, 0); console.error("said");
</script>`), 0o644))
	must(t, p.Scheme("dark"))
	must(t, p.Navigate("file://"+file))
	var title, value string
	must(t, p.Click(250, 150))
	must(t, p.Eval("document.title", &title))
	if title != "250,150 click" {
		t.Errorf("after the click the title is %q", title)
	}
	must(t, p.Press("ArrowRight", 39))
	must(t, p.Eval("document.title", &title))
	if title != "ArrowRight" {
		t.Errorf("after the key the title is %q", title)
	}
	must(t, p.Eval("document.getElementById('i').focus()", nil))
	must(t, p.Type("text"))
	must(t, p.Eval("new Promise((r) => setTimeout(() => r(document.getElementById('i').value), 20))", &value))
	if value != "text" {
		t.Errorf("the field holds %q", value)
	}
	if err := p.Eval("missing()", nil); err == nil || !strings.Contains(err.Error(), "ReferenceError") {
		t.Errorf("a wrong expression gives %v", err)
	}
	shot, err := p.Screenshot()
	must(t, err)
	img, err := png.Decode(bytes.NewReader(shot))
	must(t, err)
	if r, g, bl, _ := img.At(290, 190).RGBA(); img.Bounds().Dx() != 300 || img.Bounds().Dy() != 200 || r+g+bl != 0 {
		t.Errorf("the screenshot has %v and a background of %d %d %d, want 300x200 and black", img.Bounds(), r, g, bl)
	}
	for _, want := range []string{"thrown is not defined", "said"} {
		if !slices.ContainsFunc(p.Errors(), func(e string) bool { return strings.Contains(e, want) }) {
			t.Errorf("the errors lack %q: %q", want, p.Errors())
		}
	}
	if want := []string{"file://" + file, "file://" + filepath.Dir(file) + "/missing.png"}; !slices.Equal(p.Requests(), want) {
		t.Errorf("the requests are %q, want %q", p.Requests(), want)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
