package browser

import (
	"bufio"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"regexp"
	"strings"

	"paddock/bindings"
)

// names are what browsers are called in PATH.
var names = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome-headless-shell", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"}

// process is a browser that runs.
type process struct {
	cmd     *exec.Cmd
	address string // host and port of the DevTools protocol
	path    string // of the browser's own conversation
	life    io.Closer
	ended   chan struct{}
}

// find gives the browser of this machine.
func find() (string, error) {
	if given := os.Getenv("PADDOCK_BROWSER"); given != "" {
		return exec.LookPath(given)
	}
	for _, name := range names {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", &bindings.Unsupported{Feature: "Browser Rendering without Chrome or Chromium: install one, or name it with PADDOCK_BROWSER"}
}

// flags are those that make a browser quiet, and alone with its profile.
func flags(profile string) []string {
	all := []string{
		"--headless", "--remote-debugging-port=0", "--remote-debugging-pipe", "--user-data-dir=" + profile,
		"--no-first-run", "--no-default-browser-check", "--disable-background-networking", "--disable-component-update",
		"--disable-default-apps", "--disable-extensions", "--disable-sync", "--disable-gpu", "--disable-dev-shm-usage",
		"--disable-search-engine-choice-screen", "--metrics-recording-only", "--mute-audio", "--password-store=basic", "--use-mock-keychain",
	}
	if os.Geteuid() == 0 {
		all = append(all, "--no-sandbox") // it refuses to start otherwise
	}
	return append(all, "about:blank")
}

// listening is the line by which a browser tells where it listens.
var listening = regexp.MustCompile(`^DevTools listening on (ws://\S+)`)

// start starts a browser and waits until it listens.
func start(ctx context.Context, host bindings.Host) (*process, error) {
	program, err := find()
	if err != nil {
		return nil, err
	}
	profile, err := os.MkdirTemp("", "paddock-browser-")
	if err != nil {
		return nil, fmt.Errorf("make a profile: %w", err)
	}
	p := &process{cmd: exec.Command(program, flags(profile)...), ended: make(chan struct{})}
	group(p.cmd)
	stderr, err := p.run()
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start %s: %w", program, err), os.RemoveAll(profile))
	}
	found := make(chan error, 1)
	host.Background(func(context.Context) {
		p.watch(stderr, found)
		_ = p.cmd.Wait()
		kill(p.cmd)
		_ = p.life.Close()
		_ = os.RemoveAll(profile) // what is left of it is in the system's own folder of such things
		close(p.ended)
	})
	select {
	case err := <-found:
		if err != nil {
			p.stop()
			return nil, err
		}
		return p, nil
	case <-ctx.Done():
		p.stop()
		return nil, context.Cause(ctx)
	}
}

// run starts the process. It holds one end of two pipes, at whose end it goes too, so that no
// browser outlives Paddock.
func (p *process) run() (stderr io.Reader, err error) {
	fromUs, ours, err := os.Pipe()
	if err != nil {
		return nil, err
	}
	theirs, toUs, err := os.Pipe()
	if err != nil {
		return nil, errors.Join(err, fromUs.Close(), ours.Close())
	}
	p.life = closers{ours, theirs}
	p.cmd.ExtraFiles = []*os.File{fromUs, toUs}
	if stderr, err = p.cmd.StderrPipe(); err == nil {
		err = p.cmd.Start()
	}
	err = errors.Join(err, fromUs.Close(), toUs.Close())
	if err != nil {
		err = errors.Join(err, p.life.Close())
	}
	return stderr, err
}

type closers []io.Closer

// Close closes all.
func (all closers) Close() (err error) {
	for _, c := range all {
		err = errors.Join(err, c.Close())
	}
	return err
}

// watch reads what the browser says to its end; found gets where it listens, or why it does not.
func (p *process) watch(stderr io.Reader, found chan<- error) {
	var said []string
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		line := lines.Text()
		if p.address != "" {
			continue
		}
		if m := listening.FindStringSubmatch(line); m != nil {
			if u, err := url.Parse(m[1]); err == nil {
				p.address, p.path = u.Host, u.Path
				found <- nil
			}
			continue
		}
		said = append(said, line)
	}
	_, _ = io.Copy(io.Discard, stderr) // after a line that is too long
	if p.address == "" {
		found <- fmt.Errorf("the browser %s ended before it listened: %s", p.cmd.Path, cmp.Or(strings.Join(said, "; "), "it said nothing"))
	}
}

// url is an address of the browser's own server.
func (p *process) url(path string) string { return "http://" + p.address + path }

// hasEnded reports whether the browser is gone.
func (p *process) hasEnded() bool { return isClosed(p.ended) }

// stop ends the browser and waits.
func (p *process) stop() {
	if !p.hasEnded() {
		kill(p.cmd)
	}
	<-p.ended
}
