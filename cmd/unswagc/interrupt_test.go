//go:build unix

package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/unswag/unswagc/onnxio"
)

// TestInterruptedAtAnyMoment sends SIGINT at 30 random moments of one run (10 with
// -short). Either the run was over, or it exits with 1 and the folder of the output is
// empty.
func TestInterruptedAtAnyMoment(t *testing.T) {
	dir, out := t.TempDir(), filepath.Join(t.TempDir(), "out.onnx")
	in := filepath.Join(dir, "in.onnx")
	m, err := onnxio.ParseText(chain(2000))
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Save(context.Background(), in, onnxio.SaveOptions{}); err != nil {
		t.Fatal(err)
	}
	start := time.Now()
	if text, err := exec.Command("unswagc", in, "-o", out, "-q", "-f").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	took := time.Since(start)
	rng := rand.New(rand.NewPCG(1, 2))
	interrupted, rounds := 0, 30
	if testing.Short() {
		rounds = 10
	}
	for range rounds {
		os.Remove(out)
		if interruptAfter(t, time.Duration(rng.Int64N(int64(took))), in, out) {
			interrupted++
		}
	}
	t.Logf("one run takes %v; %d of %d were interrupted", took, interrupted, rounds)
	if interrupted == 0 {
		t.Error("no run was interrupted")
	}
}

// interruptAfter runs the compiler, interrupts it after wait and reports whether that
// ended it.
func interruptAfter(t *testing.T, wait time.Duration, in, out string) bool {
	t.Helper()
	cmd := exec.Command("unswagc", in, "-o", out, "-q")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(wait)
	cmd.Process.Signal(os.Interrupt)
	err := cmd.Wait()
	left, globErr := filepath.Glob(filepath.Join(filepath.Dir(out), "*"))
	hidden, _ := filepath.Glob(filepath.Join(filepath.Dir(out), ".*"))
	left = append(left, hidden...)
	if globErr != nil {
		t.Fatal(globErr)
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		if len(left) != 1 || left[0] != out {
			t.Fatalf("a run that was over left %q", left)
		}
		return false
	case errors.As(err, &exit) && exit.Sys().(syscall.WaitStatus).Signaled():
		// The signal came before the program could take it.
	case errors.As(err, &exit) && exit.ExitCode() == exitFailure:
		if got := stderr.String(); got != "unswagc: interrupted; nothing was written\n" {
			t.Fatalf("stderr: %s", got)
		}
	default:
		t.Fatalf("%v\n%s", err, stderr.String())
	}
	if len(left) != 0 {
		t.Fatalf("interrupted after %v: left %q", wait, left)
	}
	return true
}

// chain is a training step of n frozen layers behind a trained one.
func chain(n int) string {
	var b, back strings.Builder
	b.WriteString("<ir_version: 8, opset_import: [\"\" : 17, \"com.microsoft\" : 1]>\n" +
		"step (float[B,16] y0, int64[B] labels, float[16,16] w, float[16,16] w0) => (float loss, float[16,16] dw0)\n<float one = {1.0}>\n{\n")
	for i := range n {
		w := "w"
		if i == 0 {
			w = "w0"
		}
		fmt.Fprintf(&b, "z%d = Gemm (y%d, %s)\ny%d = Relu (z%d)\n", i, i, w, i+1, i)
	}
	fmt.Fprintf(&b, "loss, logp = SoftmaxCrossEntropyLoss (y%d, labels)\n", n)
	fmt.Fprintf(&b, "dy%d = com.microsoft.SoftmaxCrossEntropyLossGrad (one, logp, labels)\n", n)
	for i := n; i > 0; i-- {
		fmt.Fprintf(&back, "dz%d = com.microsoft.ReluGrad (dy%d, y%d)\n", i-1, i, i)
		if i > 1 {
			fmt.Fprintf(&back, "dy%d = Gemm <transB: int = 1> (dz%d, w)\n", i-1, i-1)
		}
	}
	return b.String() + back.String() + "dw0 = Gemm <transA: int = 1> (y0, dz0)\n}\n"
}
