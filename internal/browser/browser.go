// Package browser drives a headless Chromium for the tests of pages: over the DevTools
// protocol, through two pipes, so that nothing listens and nothing is installed.
package browser

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"
)

// names are what a Chromium is called, the first found is used.
var names = [...]string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome-headless-shell"}

// ErrNone is the error of Find where no Chromium is.
var ErrNone = errors.New("no Chromium was found: install one (Debian: apt-get install chromium), or name its program in UNSWAG_CHROMIUM")

// Find returns the program of a Chromium: what UNSWAG_CHROMIUM names, or the first on
// PATH. The error is ErrNone, or says what is wrong with UNSWAG_CHROMIUM.
func Find() (string, error) {
	if p := os.Getenv("UNSWAG_CHROMIUM"); p != "" {
		found, err := exec.LookPath(p)
		if err != nil {
			return "", fmt.Errorf("UNSWAG_CHROMIUM names no program: %w", err)
		}
		return found, nil
	}
	for _, n := range names {
		if p, err := exec.LookPath(n); err == nil {
			return p, nil
		}
	}
	return "", ErrNone
}

// Browser is a running Chromium.
type Browser struct {
	*connection
	cmd  *exec.Cmd
	dead chan struct{}
}

// flags keep Chromium from everything but the pages: what it does in the background
// would be requests that no page made. The sandbox needs rights that containers lack;
// only pages that the tests made themselves are opened.
var flags = [...]string{
	"--headless", "--no-sandbox", "--disable-gpu", "--remote-debugging-pipe",
	"--no-first-run", "--no-default-browser-check", "--disable-default-apps", "--disable-sync",
	"--disable-background-networking", "--disable-component-update", "--disable-domain-reliability",
	"--disable-client-side-phishing-detection", "--disable-breakpad", "--disable-quic",
	"--disable-dev-shm-usage", "--hide-scrollbars", "--mute-audio",
}

// Start starts the program with a new profile in the folder profile, which must exist.
// Everything done with the browser ends with ctx.
func Start(ctx context.Context, program, profile string) (*Browser, error) {
	// Chromium reads commands from descriptor 3 and writes to 4.
	in, toBrowser, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	fromBrowser, out, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, program, append(flags[:], "--user-data-dir="+profile, "about:blank")...)
	cmd.ExtraFiles = []*os.File{in, out}
	cmd.Env = append(os.Environ(), "XDG_CONFIG_HOME="+profile, "XDG_CACHE_HOME="+profile)
	log, err := os.Create(filepath.Join(profile, "stderr.txt"))
	if err != nil {
		return nil, err
	}
	defer log.Close()
	cmd.Stdout, cmd.Stderr = log, log
	err = cmd.Start()
	in.Close()
	out.Close()
	if err != nil {
		return nil, fmt.Errorf("%s cannot be started: %w", program, err)
	}
	b := &Browser{connect(ctx, toBrowser, fromBrowser), cmd, make(chan struct{})}
	go func() { cmd.Wait(); close(b.dead) }()
	return b, nil
}

// Close ends the browser.
func (b *Browser) Close() {
	go b.call("", "Browser.close", nil, nil)
	select {
	case <-b.dead:
	case <-time.After(5 * time.Second):
		b.cmd.Process.Kill()
		<-b.dead
	}
	b.connection.close()
}
