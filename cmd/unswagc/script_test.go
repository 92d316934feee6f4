package main

import (
	"errors"
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/unswag/unswagc/internal/plugins"
)

var update = flag.Bool("update", false, "write the expected texts of the scripts instead of comparing")

func TestMain(m *testing.M) {
	// Built with the race detector, a program waits for a second when it ends.
	os.Setenv(noRaceWait[0], noRaceWait[1])
	testscript.Main(plugins.Tests{M: m}, map[string]func(){"unswagc": main})
}

var noRaceWait = [2]string{"GORACE", "atexit_sleep_ms=0"}

// TestScripts runs testdata/script/*.txtar. Each starts in a folder of its own that
// holds the texts of testdata/models.
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup:               copyModels,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":     exits,
			"files":     files,
			"lines":     lines,
			"interrupt": signalled(os.Interrupt),
			"terminate": signalled(syscall.SIGTERM),
		},
	})
}

func copyModels(e *testscript.Env) error {
	e.Setenv(noRaceWait[0], noRaceWait[1])
	texts, err := filepath.Glob("testdata/models/*.txt")
	if err != nil || len(texts) == 0 {
		return errors.Join(err, errors.New("there are no models"))
	}
	for _, from := range texts {
		data, err := os.ReadFile(from)
		if err == nil {
			err = os.WriteFile(filepath.Join(e.WorkDir, filepath.Base(from)), data, 0o644)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// exits runs a command and checks its exit code: exits CODE COMMAND ARGS...
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits CODE COMMAND ARGS...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	var exit *exec.ExitError
	switch {
	case err == nil && want == 0:
	case errors.As(err, &exit) && exit.ExitCode() == want:
	default:
		ts.Fatalf("%s: %v, want exit code %d", strings.Join(args[1:], " "), err, want)
	}
}

// files checks that a folder holds these files and no others: files FOLDER NAME...
func files(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: files FOLDER NAME...")
	}
	entries, err := os.ReadDir(ts.MkAbs(args[0]))
	ts.Check(err)
	var got []string
	for _, e := range entries {
		got = append(got, e.Name())
	}
	want := slices.Sorted(slices.Values(args[1:]))
	if !slices.Equal(got, want) {
		ts.Fatalf("%s holds %q, want %q", args[0], got, want)
	}
}

// lines checks that the last output has at most MAX lines of at most 80 columns:
// lines MAX
func lines(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: lines MAX")
	}
	most, err := strconv.Atoi(args[0])
	ts.Check(err)
	n := 0
	for line := range strings.Lines(ts.ReadFile("stdout")) {
		n++
		if len(strings.TrimRight(line, "\n")) > 80 {
			ts.Fatalf("longer than 80 columns: %s", line)
		}
	}
	if n == 0 || n > most {
		ts.Fatalf("stdout has %d lines, want 1 to %d", n, most)
	}
}

// signalled makes the commands "interrupt COMMAND ARGS..." and "terminate ...": run a
// command that reads a stdin without an end, send it the signal once it has begun to
// read, and check that it fails with exit code 1 and says so.
func signalled(sig os.Signal) func(*testscript.TestScript, bool, []string) {
	return func(ts *testscript.TestScript, neg bool, args []string) {
		if neg || len(args) < 1 {
			ts.Fatalf("usage: interrupt COMMAND ARGS...")
		}
		cmd := exec.Command(args[0], args[1:]...)
		cmd.Dir, cmd.Env = ts.MkAbs("."), append(os.Environ(), "PWD="+ts.MkAbs("."))
		var stderr strings.Builder
		cmd.Stderr = &stderr
		in, err := cmd.StdinPipe()
		ts.Check(err)
		defer in.Close()
		ts.Check(cmd.Start())
		// More than a pipe holds: the write ends once the command reads.
		_, err = in.Write(make([]byte, 1<<20))
		ts.Check(err)
		ts.Check(cmd.Process.Signal(sig))
		err = cmd.Wait()
		var exit *exec.ExitError
		if !errors.As(err, &exit) || exit.ExitCode() != exitFailure {
			ts.Fatalf("%v, want exit code %d", err, exitFailure)
		}
		if got := stderr.String(); got != "unswagc: interrupted; nothing was written\n" {
			ts.Fatalf("stderr is %q", got)
		}
	}
}
