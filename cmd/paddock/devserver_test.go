package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
)

// console is a run of a program, and what it says.
type console struct {
	cmd *exec.Cmd

	mu    sync.Mutex // guards lines
	lines []string
	more  chan struct{} // closed and replaced when lines grow
	ended chan struct{} // closed at the end of the output
}

// startConsole starts a program, which is killed when the test ends.
func startConsole(t *testing.T, cmd *exec.Cmd) *console {
	t.Helper()
	r := &console{cmd: cmd, more: make(chan struct{}), ended: make(chan struct{})}
	read, write, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	cmd.Stdout, cmd.Stderr = write, write
	err = cmd.Start()
	write.Close()
	if err != nil {
		read.Close()
		t.Fatal(err)
	}
	go r.read(read)
	t.Cleanup(func() {
		state := "which was killed at the end"
		select {
		case <-r.ended:
			_ = r.cmd.Wait() // its state tells, unless the test has waited
			state = cmd.ProcessState.String()
		default:
			_ = r.cmd.Process.Kill()
			_ = r.cmd.Wait()
			<-r.ended
		}
		if t.Failed() {
			t.Logf("%s (%s) said:\n%s", filepath.Base(cmd.Path), state, strings.Join(r.lines, "\n"))
		}
	})
	return r
}

// devServer is a running "paddock dev".
type devServer struct {
	*console
	url       string // "http://localhost:8787"
	temporary string // its folder for temporary files
}

// startDev runs "paddock dev --port 0" with a new state folder and waits for it to be ready. Without
// an --engine of its own its containers are processes of this machine.
func startDev(t *testing.T, dir string, args ...string) *devServer {
	t.Helper()
	return startDevIn(t, nil, dir, args...)
}

// through makes a run of the program by way of a command that becomes what it is given.
func through(t *testing.T, way []string, cmd *exec.Cmd) *exec.Cmd {
	t.Helper()
	if way == nil {
		return cmd
	}
	path, err := exec.LookPath(way[0])
	if err != nil {
		t.Fatal(err)
	}
	cmd.Path, cmd.Args = path, append(slices.Clone(way), cmd.Args...)
	return cmd
}

// startDevIn is startDev by way of a command that becomes what it is given.
func startDevIn(t *testing.T, way []string, dir string, args ...string) *devServer {
	t.Helper()
	s := &devServer{temporary: t.TempDir()}
	cmd := through(t, way, paddock(t, dir, devArguments(t, args)...))
	cmd.Env = append(cmd.Env, "TMPDIR="+s.temporary)
	s.console = startConsole(t, cmd)
	_, s.url, _ = strings.Cut(s.says(t, "Ready on "), "Ready on ")
	return s
}

// devArguments are those of `paddock dev`, with the flags that a test has not given: no flag may be given twice.
func devArguments(t *testing.T, args []string) []string {
	t.Helper()
	all := []string{"dev", "--port", "0"}
	if !slices.Contains(args, "--persist-to") {
		all = append(all, "--persist-to", t.TempDir())
	}
	if !slices.Contains(args, "--engine") {
		all = append(all, "--engine", "process")
	}
	return append(all, args...)
}

// read collects the output.
func (s *console) read(from *os.File) {
	defer close(s.ended)
	defer from.Close()
	for lines := bufio.NewScanner(from); lines.Scan(); {
		s.mu.Lock()
		s.lines = append(s.lines, lines.Text())
		close(s.more)
		s.more = make(chan struct{})
		s.mu.Unlock()
	}
}

// output is all that was said so far.
func (s *console) output() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.lines, "\n")
}

// says waits for a line with the text and gives it.
func (s *console) says(t *testing.T, text string) (line string) {
	t.Helper()
	s.until(t, fmt.Sprintf("%q", text), func(lines []string) bool {
		i := slices.IndexFunc(lines, func(l string) bool { return strings.Contains(l, text) })
		if i >= 0 {
			line = lines[i]
		}
		return i >= 0
	})
	return line
}

// until waits until what was said is enough.
func (s *console) until(t *testing.T, what string, enough func(lines []string) bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	for ended := false; ; {
		s.mu.Lock()
		lines, more := s.lines, s.more
		s.mu.Unlock()
		if enough(lines) {
			return
		}
		if ended {
			t.Fatalf("it ended and never said %s:\n%s", what, s.output())
		}
		select {
		case <-more:
		case <-s.ended:
			ended = true
		case <-ctx.Done():
			t.Fatalf("it does not say %s:\n%s", what, s.output())
		}
	}
}

// get makes a request and gives status and body.
func (s *devServer) get(t *testing.T, path string, header ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

// answers makes a request and compares.
func (s *devServer) answers(t *testing.T, path, want string) {
	t.Helper()
	if status, body := s.get(t, path); status != http.StatusOK || body != want {
		t.Errorf("%s: %d %q, want %q", path, status, body, want)
	}
}

// stop sends a signal and waits for the end; it gives the exit code.
func (s *console) stop(t *testing.T, sig syscall.Signal) int {
	t.Helper()
	if err := s.cmd.Process.Signal(sig); err != nil {
		t.Fatal(err)
	}
	_ = s.cmd.Wait() // the code tells
	<-s.ended        // the last process that held the output has ended
	return s.cmd.ProcessState.ExitCode()
}
