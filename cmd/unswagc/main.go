// Command unswagc makes ReLU networks train in less memory without changing one bit
// of their gradients: it rewrites ONNX training graphs so that a 1-bit mask stands
// where a stored activation stood. It may import onnxio, pass,
// lower and runtime.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"syscall"
)

// Exit codes.
const (
	exitOK      = 0
	exitFailure = 1 // and no output is left behind
	exitUsage   = 2
	exitRequire = 3 // fewer rewrites than -require asks for
)

func main() {
	os.Exit(doMain(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// command is one subcommand.
type command struct {
	name string
	help string
	run  func(context.Context, *env, []string) error
}

// commands is the table of subcommands. The first is the bare form, which has no
// word of its own.
func commands() []command {
	return []command{
		{"", compileHelp, runCompile},
		{"inspect", inspectHelp, runInspect},
		{"print", printHelp, runPrint},
		{"parse", parseHelp, runParse},
		{"run", runHelp, runRun},
		{"verify", verifyHelp, runVerify},
		{"bench", benchHelp, runBench},
		{"aot", aotHelp, runAOT},
		{"devices", devicesHelp, runDevices},
		{"version", versionHelp, runVersion},
	}
}

// env is the world around one call.
type env struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	// read is what load read from stdin.
	read []byte
}

// doMain runs the command line and returns the exit code. An interrupt cancels the
// work; a second one ends the process at once.
func doMain(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	ignoreFileSizeSignal()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	// Not stopped when the work is done: a signal in that moment must not make a
	// finished run look like a killed one.
	context.AfterFunc(ctx, stop)
	return exitCode(dispatch(ctx, &env{stdin: stdin, stdout: stdout, stderr: stderr}, args), stdout, stderr)
}

func dispatch(ctx context.Context, e *env, args []string) error {
	all := commands()
	if len(args) == 0 {
		return usagef("", "name a model: unswagc in.onnx -o out.onnx")
	}
	if args[0] == "help" {
		return help(args[1:])
	}
	for _, c := range all[1:] {
		if c.name == args[0] {
			return withHelp(c, c.run(ctx, e, args[1:]))
		}
	}
	return withHelp(all[0], all[0].run(ctx, e, args))
}

// isCommand reports whether word is a subcommand.
func isCommand(word string) bool {
	named := func(c command) bool { return c.name == word }
	return word != "" && slices.ContainsFunc(commands(), named)
}

// help is "unswagc help [COMMAND]".
func help(args []string) error {
	name := ""
	if len(args) > 0 {
		name = args[0]
	}
	for _, c := range commands() {
		if c.name == name {
			return helpError{c.help}
		}
	}
	return usagef("", "there is no command %q: it is inspect, run, verify, print, parse, bench, aot, devices, version, or a file to compile", name)
}

// usageError is a command line that cannot be carried out.
type usageError struct{ command, text string }

func (e usageError) Error() string { return e.text }

// usagef makes a usageError of the subcommand, "" for the bare form.
func usagef(command, format string, args ...any) error {
	return usageError{command, fmt.Sprintf(format, args...)}
}

// helpError carries the help text that was asked for.
type helpError struct{ text string }

func (e helpError) Error() string { return e.text }

// requireError is an unmet -require.
type requireError struct{ text string }

func (e requireError) Error() string { return e.text }

// errHelp asks for the help of the running command.
var errHelp = errors.New("help")

func withHelp(c command, err error) error {
	if errors.Is(err, errHelp) {
		return helpError{c.help}
	}
	return err
}

// exitCode tells the user about err and picks the exit code.
func exitCode(err error, stdout, stderr io.Writer) int {
	var usage usageError
	var help helpError
	var require requireError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &help):
		if _, err := io.WriteString(stdout, help.text); err != nil {
			return exitFailure
		}
		return exitOK
	case errors.As(err, &usage):
		hint := "unswagc -h"
		if usage.command != "" {
			hint = "unswagc " + usage.command + " -h"
		}
		fmt.Fprintf(stderr, "unswagc: %s\nSee `%s`.\n", printable(err.Error()), hint)
		return exitUsage
	case errors.As(err, &require):
		fmt.Fprintf(stderr, "unswagc: %s\n", printable(err.Error()))
		return exitRequire
	case errors.Is(err, context.Canceled):
		fmt.Fprintln(stderr, "unswagc: interrupted; nothing was written")
		return exitFailure
	}
	fmt.Fprintf(stderr, "unswagc: %s\n", printable(err.Error()))
	return exitFailure
}
