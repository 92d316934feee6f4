//go:build unix

package onnxio

import (
	"bytes"
	"context"
	"errors"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

const childEnv = "ONNXIO_TEST_CHILD"

// child runs test again in a process of its own, with arg.
func child(test, arg string) *exec.Cmd {
	cmd := exec.Command(os.Args[0], "-test.run=^"+test+"$", "-test.v")
	cmd.Env = append(os.Environ(), childEnv+"="+arg)
	return cmd
}

const killSize = 2 << 20

// TestKilledWhileSaving kills a process that saves two models in turn over one
// file, at 50 random moments: each time the file is one of the two, whole.
func TestKilledWhileSaving(t *testing.T) {
	models := [][]byte{noise(7, killSize), noise(8, killSize+killSize/2)}
	if out := os.Getenv(childEnv); out != "" {
		for i := 0; ; i++ {
			must(t, rawJob(models[i%2]).run(context.Background(), out))
		}
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "out.onnx")
	must(t, os.WriteFile(out, models[0], 0o644))
	rng := rand.New(rand.NewPCG(1, 2))
	seen, torn := [2]int{}, 0
	for range 50 {
		cmd := child(t.Name(), out)
		must(t, cmd.Start())
		waitForTemp(t, dir)
		time.Sleep(time.Duration(rng.IntN(20_000)) * time.Microsecond)
		must(t, cmd.Process.Kill())
		cmd.Wait()
		got, err := os.ReadFile(out)
		must(t, err)
		switch {
		case bytes.Equal(got, models[0]):
			seen[0]++
		case bytes.Equal(got, models[1]):
			seen[1]++
		default:
			t.Fatalf("the file has %d bytes and is neither of the two models", len(got))
		}
		if left, _ := filepath.Glob(filepath.Join(dir, ".*")); len(left) > 0 {
			torn++
			if len(left) > 1 {
				t.Errorf("temporary files pile up: %q", left)
			}
		}
	}
	t.Logf("old %d, new %d, killed while a temporary file stood: %d", seen[0], seen[1], torn)
	if torn == 0 {
		t.Error("no kill hit a save that was under way")
	}
	must(t, rawJob(models[0]).run(context.Background(), out))
	wantFiles(t, dir, "out.onnx")
}

// waitForTemp waits until a save has begun in dir.
func waitForTemp(t *testing.T, dir string) {
	t.Helper()
	before, _ := filepath.Glob(filepath.Join(dir, ".*"))
	for end := time.Now().Add(20 * time.Second); time.Now().Before(end); time.Sleep(time.Millisecond) {
		now, _ := filepath.Glob(filepath.Join(dir, ".*"))
		if strings.Join(now, " ") != strings.Join(before, " ") {
			return
		}
	}
	t.Fatal("the child did not begin to save")
}

// TestDiskFull lets the process write less than the model needs. The limit on the
// size of files stands for the full disk; see TestDiskFullTmpfs_SkippedWithoutRoot for a real one.
func TestDiskFull(t *testing.T) {
	if out := os.Getenv(childEnv); out != "" {
		signal.Ignore(syscall.SIGXFSZ)
		must(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 1 << 20, Max: 1 << 20}))
		err := rawJob(noise(9, 3<<20)).run(context.Background(), out)
		wantError(t, err, "out.onnx cannot be saved", "needs 3145728 bytes", "ulimit -f")
		job := externalJob(t, filepath.Join(filepath.Dir(out), "from"), new([]string), "big.bin")
		wantError(t, job.run(context.Background(), out), "big.bin cannot be saved", "needs 2097152 bytes")
		return
	}
	dir := t.TempDir()
	out := filepath.Join(dir, "out.onnx")
	writeFile(t, out, "old")
	writeFile(t, filepath.Join(dir, "from/big.bin"), string(noise(1, 2<<20)))
	if text, err := child(t.Name(), out).CombinedOutput(); err != nil {
		t.Errorf("child: %v\n%s", err, text)
	}
	wantContents(t, out, []byte("old"))
	wantFiles(t, dir, "from", "out.onnx")
}

// TestDiskFullSentences checks the sentence for each way to run out of room.
func TestDiskFullSentences(t *testing.T) {
	for errno, want := range map[syscall.Errno]string{
		syscall.ENOSPC: "the disk is full, and the file needs 42 bytes",
		syscall.EDQUOT: "quota is used up, and the file needs 42 bytes",
		syscall.EFBIG:  "needs 42 bytes, more than",
		syscall.EACCES: "folder is not writable",
		syscall.EROFS:  "read-only file system",
	} {
		err := writeError("out.onnx", 42, &os.PathError{Op: "write", Path: "x", Err: errno})
		wantError(t, err, "out.onnx cannot be saved", want)
		if !errors.Is(err, errno) {
			t.Errorf("%v does not wrap %v", err, errno)
		}
	}
}
