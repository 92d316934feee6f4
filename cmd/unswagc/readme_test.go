package main

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// consoleBlock is a command that a text shows with its output.
var consoleBlock = regexp.MustCompile("(?s)```console\n\\$ go run ./cmd/unswagc ([^\n]*)\n(.*?)```\n")

// TestReadmeShowsRealOutput runs each command that README.md shows and compares its
// output byte for byte. With -update the README is written anew.
func TestReadmeShowsRealOutput(t *testing.T) {
	t.Chdir(filepath.Join("..", ".."))
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	commands := 0
	fresh := consoleBlock.ReplaceAllFunc(readme, func(block []byte) []byte {
		commands++
		command := string(consoleBlock.FindSubmatch(block)[1])
		return []byte("```console\n$ go run ./cmd/unswagc " + command + "\n" + outputOf(t, command) + "```\n")
	})
	if commands != 2 {
		t.Errorf("the README shows %d commands with their output, want 2", commands)
	}
	if *update {
		if err := os.WriteFile("README.md", fresh, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if d := cmp.Diff(string(readme), string(fresh)); d != "" {
		t.Errorf("README.md is not what the program prints (-README +real; `go test ./cmd/unswagc -run Readme -update` writes it):\n%s", d)
	}
}

// outputOf runs unswagc with the words of the command line, its -o in a folder of the
// test's own.
func outputOf(t *testing.T, command string) string {
	t.Helper()
	args := strings.Fields(command)
	if i := slices.Index(args, "-o"); i >= 0 {
		args[i+1] = filepath.Join(t.TempDir(), "out.onnx")
	}
	var stdout, stderr bytes.Buffer
	if code := doMain(args, strings.NewReader(""), &stdout, &stderr); code != exitOK {
		t.Fatalf("unswagc %s: exit code %d: %s", command, code, stderr.String())
	}
	if stderr.Len() > 0 {
		t.Errorf("unswagc %s writes on stderr: %s", command, stderr.String())
	}
	return stdout.String()
}

// TestReadmeShowsTestedCode finds the README's Go code in the examples of package
// pass, which are compiled and run.
func TestReadmeShowsTestedCode(t *testing.T) {
	readme, err := os.ReadFile(filepath.Join("..", "..", "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	examples, err := os.ReadFile(filepath.Join("..", "..", "pass", "example_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?s)```go\n(.*?)```\n").FindAllStringSubmatch(string(readme), -1)
	if len(blocks) != 1 {
		t.Fatalf("the README has %d blocks of Go, want 1", len(blocks))
	}
	if !strings.Contains(unindented(string(examples)), unindented(blocks[0][1])) {
		t.Errorf("pass/example_test.go does not hold this code of the README:\n%s", blocks[0][1])
	}
}

// unindented drops the white space in front of each line.
func unindented(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		b.WriteString(strings.TrimLeft(line, "\t "))
	}
	return b.String()
}
