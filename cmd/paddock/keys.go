package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/term"

	"paddock/wrangler/config"
	"paddock/wrangler/dev"
)

// key is one that the user may press while dev runs.
type key struct {
	names string // each character is one
	label string
	press func()
	wipes bool // what stands on the terminal, so that the keys are shown again
}

// keysOf gives what the keys do: open a browser, make containers anew, clear the console, end.
func (a *app) keysOf(t *terminal, url string, end func(), s *dev.Session) []key {
	keys := []key{
		{names: "b", label: "open a browser", press: func() {
			if err := openBrowser(url); err != nil {
				t.Status(fmt.Sprintf("No browser could be opened (%v). The Worker is at %s", err, url))
			}
		}},
		{names: "r", label: "rebuild container(s)", press: func() {
			t.Status("⎔ Rebuilding containers: those that run end, and start again when they are needed")
			s.Renew()
		}},
		{names: "c", label: "clear console", press: func() { t.Status("\x1b[2J\x1b[3J\x1b[H") }, wipes: true},
		{names: "xq", label: "to exit", press: end},
	}
	if !slices.ContainsFunc(s.Projects(), func(p *config.Project) bool { return len(p.Sections["containers"]) > 0 }) {
		keys = slices.Delete(keys, 1, 2)
	}
	return keys
}

// interactive reports whether there is somebody to press keys.
func (a *app) interactive() bool {
	in, ok := a.Stdin.(*os.File)
	return ok && term.IsTerminal(int(in.Fd())) && a.terminal() && os.Getenv("CI") == ""
}

// listenKeys shows the keys and does what the user presses until ctx ends; stop gives the terminal back.
// Where the terminal cannot be had there are no keys.
func listenKeys(ctx context.Context, t *terminal, keys []key) (stop func()) {
	tty, err := os.OpenFile("/dev/tty", os.O_RDWR, 0)
	if err != nil {
		return func() {}
	}
	restore, err := unbuffered(tty)
	if err != nil {
		_ = tty.Close() // nothing was written
		return func() {}
	}
	var labels []string
	for _, k := range keys {
		labels = append(labels, "["+k.names[:1]+"] "+k.label)
	}
	shown := strings.Join(labels, "  ")
	t.Status(shown)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for pressed := make([]byte, 1); ctx.Err() == nil; {
			if n, err := tty.Read(pressed); err != nil || n == 0 {
				return
			}
			for _, k := range keys {
				if strings.Contains(k.names, strings.ToLower(string(pressed))) {
					k.press()
					if k.wipes {
						t.Status(shown)
					}
				}
			}
		}
	}()
	return func() {
		restore()
		_ = tty.Close() // ends the read
		<-done
	}
}

// openBrowser opens a page with the user's own browser.
func openBrowser(url string) error {
	command := []string{"xdg-open", url}
	switch runtime.GOOS {
	case "darwin":
		command[0] = "open"
	case "windows":
		command = []string{"rundll32", "url.dll,FileProtocolHandler", url}
	}
	return exec.Command(command[0], command[1:]...).Run()
}
