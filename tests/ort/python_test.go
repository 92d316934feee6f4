package ort

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
)

// python returns the interpreter that an environment variable names. Without it the
// test is skipped, or fails if UNSWAG_REQUIRE_PYTHON is 1.
func python(t *testing.T, variable string) string {
	t.Helper()
	p := os.Getenv(variable)
	if p == "" {
		missing := variable + ` is not set: env=$(tests/setup.sh) && eval "$env" makes the Python environments and sets it`
		if os.Getenv("UNSWAG_REQUIRE_PYTHON") == "1" {
			t.Fatal(missing)
		}
		t.Skip(missing)
	}
	return p
}

// runLines runs a script and reads each line that it prints as JSON.
func runLines[T any](t *testing.T, python string, args ...string) ([]T, error) {
	t.Helper()
	cmd := exec.Command(python, args...)
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var out []T
	for line := range bytes.Lines(stdout.Bytes()) {
		var v T
		if e := json.Unmarshal(line, &v); e != nil {
			t.Fatalf("%v printed %q: %v", args, line, e)
		}
		out = append(out, v)
	}
	if err != nil {
		t.Logf("%v\n%s", cmd.Args, tail(stderr.Bytes(), 3000))
	}
	return out, err
}

func tail(b []byte, n int) []byte { return b[max(0, len(b)-n):] }
