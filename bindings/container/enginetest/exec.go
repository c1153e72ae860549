package enginetest

import (
	"context"
	"io"
	"strings"
	"syscall"
	"testing"

	"paddock/bindings/container"
)

// sleeping starts a container to execute further commands in; tests of engines that cannot are
// skipped. Images start more slowly than commands in them: one container is for all tests there.
func (s *suite) sleeping(t *testing.T) (*run, container.Execer) {
	t.Helper()
	r := s.common
	if r == nil {
		on := t
		if s.traits.hasImage() {
			on = s.t
		}
		r = s.sleeper(on)
	}
	if s.traits.hasImage() {
		s.common = r
	}
	x, ok := r.Instance.(container.Execer)
	if !ok {
		t.Skip("the engine starts no further commands")
	}
	return r, x
}

func (s *suite) sleeper(t *testing.T) *run {
	t.Helper()
	return s.start(t, container.Spec{Env: map[string]string{clientMode: "sleep", "FROM": "container"}}, s.traits.program())
}

// exec starts a client beside a container's command; its arguments are c.Argv.
func (s *suite) exec(t *testing.T, x container.Execer, mode string, c container.Command) container.Process {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	if c.Env == nil {
		c.Env = map[string]string{}
	}
	c.Argv, c.Env[clientMode] = append([]string{s.traits.program()}, c.Argv...), mode
	p, err := x.Exec(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func ends(t *testing.T, p container.Process, code int) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	defer cancel()
	exit, err := p.Wait(ctx)
	if err != nil || exit.Code != code {
		t.Errorf("it ended with %+v, %v, want %d", exit, err, code)
	}
}

func says(t *testing.T, from io.ReadCloser, want string) {
	t.Helper()
	defer from.Close()
	b, err := io.ReadAll(from)
	if got := strings.TrimSpace(strings.ReplaceAll(string(b), "\r", "")); err != nil || got != want {
		t.Errorf("it said %q, %v, want %q", got, err, want)
	}
}

func (s *suite) execStreams(t *testing.T) {
	_, x := s.sleeping(t)
	p := s.exec(t, x, "streams", container.Command{
		Dir: "/dev", Env: map[string]string{"OVER": strings.Repeat("x", 8000)}, Stdin: true, Stdout: true, Stderr: true,
	})
	if p.PID() <= 0 {
		t.Errorf("its pid is %d", p.PID())
	}
	io.WriteString(p.Stdin(), "input\n")
	p.Stdin().Close()
	says(t, p.Stdout(), "input container "+strings.Repeat("x", 8000)+" /dev")
	says(t, p.Stderr(), "wrong")
	ends(t, p, 5)

	p = s.exec(t, x, "combined", container.Command{Stdout: true, Combined: true})
	if p.Stdin() != nil || p.Stderr() != nil {
		t.Error("it has streams that nobody asked for")
	}
	says(t, p.Stdout(), "out\nerr")
	ends(t, p, 0)
}

func (s *suite) execEnds(t *testing.T) {
	r := s.sleeper(t)
	x, ok := r.Instance.(container.Execer)
	if !ok {
		t.Skip("the engine starts no further commands")
	}
	p := s.exec(t, x, "sleep", container.Command{})
	if err := p.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	ends(t, p, 143)
	if err := p.Signal(syscall.SIGTERM); err == nil {
		t.Error("what has ended takes signals")
	}
	last := s.exec(t, x, "sleep", container.Command{})
	if err := r.Destroy(context.Background()); err != nil {
		t.Fatal(err)
	}
	ends(t, last, 137)
	if _, err := x.Exec(context.Background(), container.Command{Argv: []string{s.traits.program()}}); err == nil {
		t.Error("a command starts in a container that has ended")
	}
}

func (s *suite) execTerminal(t *testing.T) {
	_, x := s.sleeping(t)
	p := s.exec(t, x, "terminal", container.Command{
		Terminal: &container.Size{Cols: 100, Rows: 30},
	})
	out := p.Stdout()
	defer out.Close()
	first := make([]byte, len("30 100"))
	if _, err := io.ReadFull(out, first); err != nil || string(first) != "30 100" {
		t.Fatalf("the size is %q, %v", first, err)
	}
	if err := p.Resize(container.Size{Cols: 90, Rows: 20}); err != nil {
		t.Fatal(err)
	}
	io.WriteString(p.Stdin(), "go\n")
	says(t, out, "go\n20 90\non a terminal")
	ends(t, p, 0)
}

func (s *suite) execMissing(t *testing.T) {
	_, x := s.sleeping(t)
	p, err := x.Exec(context.Background(), container.Command{Argv: []string{"paddock-no-such-command"}, Stderr: true})
	if err != nil {
		t.Fatal(err)
	}
	b, _ := io.ReadAll(p.Stderr())
	if !strings.Contains(string(b), "paddock-no-such-command: not found") {
		t.Errorf("it said %q", b)
	}
	ends(t, p, 127)
}

func (s *suite) execEgress(t *testing.T) {
	_, x := s.sleeping(t)
	p := s.exec(t, x, "get", container.Command{Argv: []string{"203.0.113.7:80"}, Stdout: true})
	says(t, p.Stdout(), "hello from 203.0.113.7:80")
	ends(t, p, 0)
}
