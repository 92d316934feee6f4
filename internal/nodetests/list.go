package nodetests

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// Failed is the verdict of a test that was run and does not pass.
const Failed = "failed"

// List is a committed page that names the tests which pass, and why others are not run.
type List struct {
	// Path of the page, from the folder of the test.
	Path string
	// Head is what stands above the names: a title and how the page is written.
	Head string
	// Command writes the page.
	Command string
}

// Check holds the verdicts against the page: none that passed may be lost, and all that
// pass must be listed. With update the page is written.
func (l List) Check(t *testing.T, tests []*Test, update bool) {
	t.Helper()
	if update {
		if err := os.WriteFile(l.Path, []byte(l.text(tests)), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	data, err := os.ReadFile(filepath.FromSlash(l.Path))
	if err != nil {
		t.Fatal(err)
	}
	_, passed, _ := strings.Cut(string(data), "## Passed\n")
	passed, _, _ = strings.Cut(passed, "\n## ")
	listed, unlisted, seen := strings.Fields(passed), 0, 0
	for _, n := range tests {
		switch in := slices.Contains(listed, n.Name); {
		case in:
			seen++
			if n.Verdict != "" && n.Verdict != Failed {
				t.Errorf("%s passed when %s was written, now: %s", n.Name, l.Path, n.Verdict)
			}
		case n.Verdict == "":
			unlisted++
		}
	}
	if unlisted > 0 {
		t.Errorf("%d more tests pass than %s lists: `%s` writes it", unlisted, l.Path, l.Command)
	}
	if seen != len(listed) {
		t.Errorf("%s lists %d tests that passed, and %d of them are there", l.Path, len(listed), seen)
	}
}

// text is the text of the page.
func (l List) text(tests []*Test) string {
	reasons, passed := map[string][]string{}, []string{}
	for _, n := range tests {
		if n.Verdict == "" {
			passed = append(passed, n.Name)
			continue
		}
		reasons[n.Verdict] = append(reasons[n.Verdict], n.Name)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n\n%d of %d tests pass.\n\n## Passed\n\n", l.Head, len(passed), len(tests))
	b.WriteString(wrapped(passed))
	b.WriteString("\n## Not run\n")
	for _, why := range slices.Sorted(maps.Keys(reasons)) {
		fmt.Fprintf(&b, "\n### %s (%d)\n\n%s", why, len(reasons[why]), wrapped(reasons[why]))
	}
	return b.String()
}

// wrapped writes names in lines of up to 100 characters.
func wrapped(names []string) string {
	var b strings.Builder
	at := 0
	for i, n := range names {
		switch {
		case i == 0:
		case at+1+len(n) > 100:
			b.WriteString("\n")
			at = 0
		default:
			b.WriteString(" ")
			at++
		}
		b.WriteString(n)
		at += len(n)
	}
	if len(names) > 0 {
		b.WriteString("\n")
	}
	return b.String()
}
