package ptx

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// CubinSuffix is the suffix of a module that was assembled for one kind of GPU.
func CubinSuffix(sm string) string { return "." + sm + ".cubin" }

var smPattern = regexp.MustCompile(`^sm_([0-9]{2,3})[af]?$`)

// firstSM is the compute capability that the module's .target names.
const firstSM = 75

// CheckSM is an error where sm names no kind of GPU that the module can be assembled
// for: "sm_75", "sm_90" ...
func CheckSM(sm string) error {
	m := smPattern.FindStringSubmatch(sm)
	if m == nil {
		return fmt.Errorf("%q is not possible, give the GPU's compute capability: sm_75, sm_80, sm_86, sm_89, sm_90, sm_100 and so on", sm)
	}
	if n, _ := strconv.Atoi(m[1]); n < firstSM {
		return fmt.Errorf("%q is not possible: the kernels need sm_%d or later", sm, firstSM)
	}
	return nil
}

// Assemble makes a cubin of the module for the GPUs sm with the assembler ptxas, the
// name of a program. What ptxas has to say is in the error.
func Assemble(ctx context.Context, ptxas, sm string, module []byte) ([]byte, error) {
	dir, err := os.MkdirTemp("", "unswagc-ptx-")
	if err != nil {
		return nil, fmt.Errorf("there is no place for ptxas to work in: %w", err)
	}
	defer os.RemoveAll(dir)
	in, out := filepath.Join(dir, "module.ptx"), filepath.Join(dir, "module.cubin")
	if err := os.WriteFile(in, module, 0o600); err != nil {
		return nil, fmt.Errorf("there is no place for ptxas to work in: %w", err)
	}
	cmd := exec.CommandContext(ctx, ptxas, "-arch="+sm, "-o", out, in)
	var said bytes.Buffer
	cmd.Stdout, cmd.Stderr = &said, &said
	if err := cmd.Run(); err != nil {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		return nil, fmt.Errorf("%s cannot assemble the kernels for %s: %w%s", ptxas, sm, err, quoted(said.String()))
	}
	return os.ReadFile(out)
}

// quoted appends what a program said, if anything.
func quoted(said string) string {
	if said = strings.TrimSpace(said); said != "" {
		return ": " + said
	}
	return ""
}
