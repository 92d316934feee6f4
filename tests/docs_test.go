package tests

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// link is a Markdown link to a file of the repository.
var link = regexp.MustCompile(`\]\(([^)#:]+)(?:#[^)]*)?\)`)

// program is a block of code in a page.
var program = regexp.MustCompile("(?ms)^```.*?^```")

// mention is a page of docs/ that a text or a comment names.
var mention = regexp.MustCompile(`\bdocs/[A-Z]+\.md\b`)

// TestDocsPointAtWhatIsThere follows the links between the pages, and every mention of
// a page of docs/ in sources and texts.
func TestDocsPointAtWhatIsThere(t *testing.T) {
	links, mentions := 0, 0
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && strings.HasPrefix(d.Name(), ".") && d.Name() != "..":
			return filepath.SkipDir
		case d.IsDir() || !slices.Contains([]string{".go", ".md", ".sh", ".py"}, filepath.Ext(path)):
			return nil
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		if filepath.Ext(path) == ".md" {
			for _, m := range link.FindAllSubmatch(program.ReplaceAll(text, nil), -1) {
				links++
				exists(t, path, filepath.Join(filepath.Dir(path), string(m[1])))
			}
		}
		for _, m := range mention.FindAll(text, -1) {
			mentions++
			exists(t, path, filepath.Join("..", string(m)))
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if links < 10 || mentions < 10 {
		t.Errorf("only %d links and %d mentions were found", links, mentions)
	}
}

func exists(t *testing.T, from, path string) {
	t.Helper()
	if _, err := os.Stat(path); err != nil {
		t.Errorf("%s names %s, which is not there", from, path)
	}
}
