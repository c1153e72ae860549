package processes

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"

	"paddock/bindings/container/sandbox"
)

// sessions starts processes that do what the test says.
type sessions struct {
	sandbox.Sessions
	started chan *shell
}

// shell is a made-up process.
type shell struct {
	command     sandbox.ShellCommand
	out         sandbox.ShellOutput
	ended, done chan struct{}
	code        int
	err         error
}

func (s sessions) Start(_ context.Context, c sandbox.ShellCommand, out sandbox.ShellOutput) (sandbox.ShellProcess, error) {
	if c.Line == "cannot" {
		return nil, sandbox.Errorf(sandbox.StreamStartFail, "cannot")
	}
	sh := &shell{command: c, out: out, ended: make(chan struct{}), done: make(chan struct{})}
	s.started <- sh
	return sh, nil
}

func (s *shell) PID() int               { return 42 }
func (s *shell) Ended() <-chan struct{} { return s.ended }
func (s *shell) Done() <-chan struct{}  { return s.done }
func (s *shell) Exit() (int, error)     { return s.code, s.err }
func (s *shell) Kill(context.Context) bool {
	s.end(0) // it makes an orderly end
	return true
}

func (s *shell) end(code int) {
	s.code = code
	close(s.ended)
	close(s.done)
}

func start(t *testing.T, r sandbox.StartProcess) (*Processes, *shell, sandbox.Process) {
	t.Helper()
	s := sessions{started: make(chan *shell, 1)}
	p := New(s)
	t.Cleanup(p.Close)
	about, err := p.Start(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return p, <-s.started, about
}

// follow gives all events of a process as one text.
func follow(t *testing.T, p *Processes, id string) string {
	t.Helper()
	var all strings.Builder
	err := p.StreamLogs(t.Context(), id, func(e sandbox.LogEvent) error {
		fmt.Fprintf(&all, "%s:%s;", e.Type, e.Data)
		return nil
	})
	if err != nil {
		t.Error(err)
	}
	return all.String()
}

func TestProcess(t *testing.T) {
	t.Parallel()
	p, sh, about := start(t, sandbox.StartProcess{Command: "work", SessionID: "s", TimeoutMs: 5})
	if sh.command.Line != "work" || sh.command.Session != "s" || sh.command.Timeout.Milliseconds() != 5 || about.PID != 42 || about.Status != sandbox.Running || !strings.HasPrefix(about.ID, "proc_") {
		t.Errorf("%+v %+v", sh.command, about)
	}
	sh.out(sandbox.Stdout, []byte("caf\xc3"))
	sh.out(sandbox.Stderr, []byte("oh"))
	sh.out(sandbox.Stdout, []byte("\xa9 \xff"))
	t.Run("its logs are told while it runs, with characters whole", func(t *testing.T) {
		logs, err := p.Logs(about.ID)
		if err != nil || logs.Stdout != "café \ufffd" || logs.Stderr != "oh" {
			t.Errorf("%v %+v", err, logs)
		}
	})
	got := make(chan string)
	go func() { got <- follow(t, p, about.ID) }()
	sh.out(sandbox.Stdout, []byte("more\xe2\x82"))
	sh.end(3)
	t.Run("its stream has what was printed before, and ends with it", func(t *testing.T) {
		all := <-got
		if !strings.HasPrefix(all, "process_info:;stdout:caf;stderr:oh;stdout:é \ufffd") || !strings.HasSuffix(all, "\ufffd;exit:Process failed with exit code 3;") {
			t.Error(all)
		}
	})
	t.Run("its end is recorded", func(t *testing.T) {
		p.Close()
		after, err := p.Get(about.ID)
		if err != nil || after.Status != sandbox.Failed || *after.ExitCode != 3 || after.EndTime == "" {
			t.Errorf("%v %+v", err, after)
		}
		if list := p.List(sandbox.Running); len(list) != 0 {
			t.Errorf("%+v", list)
		}
	})
	t.Run("one that has ended cannot be killed", func(t *testing.T) {
		err := p.Kill(t.Context(), about.ID)
		if e := sandbox.AsError(err); err == nil || e.Code != sandbox.CommandNotFound || e.Message != "Command '"+about.ID+"' not found or already completed in session 's'" {
			t.Error(err)
		}
	})
	t.Run("one that is unknown is an error", func(t *testing.T) {
		_, err := p.Get("nope")
		if e := sandbox.AsError(err); err == nil || e.Code != sandbox.ProcessNotFound || e.Message != "Process nope not found" || e.Context["processId"] != "nope" {
			t.Error(err)
		}
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]sandbox.ProcessStatus{0: sandbox.Completed, 1: sandbox.Failed, 137: sandbox.Killed, 143: sandbox.Killed} {
		t.Run(fmt.Sprintf("exit code %d is %s", code, want), func(t *testing.T) {
			p, sh, about := start(t, sandbox.StartProcess{Command: "x", ProcessID: "own"})
			sh.end(code)
			p.Close()
			if after, _ := p.Get("own"); after.Status != want || about.ID != "own" {
				t.Errorf("%+v", after)
			}
		})
	}
	t.Run("a process that was killed is so, whatever its exit code", func(t *testing.T) {
		p, _, about := start(t, sandbox.StartProcess{Command: "x"})
		if n := p.KillAll(t.Context()); n != 1 {
			t.Errorf("%d were killed", n)
		}
		p.Close()
		if after, _ := p.Get(about.ID); after.Status != sandbox.Killed {
			t.Errorf("%+v", after)
		}
	})
	t.Run("one whose shell has gone before it is an error without an exit code", func(t *testing.T) {
		p, sh, about := start(t, sandbox.StartProcess{Command: "x"})
		sh.err = errors.New("gone")
		sh.end(0)
		p.Close()
		if after, _ := p.Get(about.ID); after.Status != sandbox.Broken || after.ExitCode != nil {
			t.Errorf("%+v", after)
		}
	})
	t.Run("an empty command is invalid", func(t *testing.T) {
		_, err := New(sessions{}).Start(t.Context(), sandbox.StartProcess{Command: "  \n"})
		if e := sandbox.AsError(err); err == nil || e.Code != sandbox.InvalidCommand || e.Message != "Invalid command: empty command provided" {
			t.Error(err)
		}
	})
}

func TestManyListeners(t *testing.T) {
	t.Parallel()
	p, sh, about := start(t, sandbox.StartProcess{Command: "x"})
	const listeners, lines = 50, 1000
	var wait sync.WaitGroup
	for range listeners {
		wait.Go(func() {
			var got strings.Builder
			if _, err := p.Follow(t.Context(), about.ID, false, func(_ sandbox.Stream, text string) error {
				got.WriteString(text)
				return nil
			}); err != nil {
				t.Error(err)
			}
			if n := strings.Count(got.String(), "\n"); n != lines || !strings.HasSuffix(got.String(), "line 999\n") {
				t.Errorf("%d lines", n)
			}
		})
	}
	for i := range lines {
		sh.out(sandbox.Stdout, fmt.Appendf(nil, "line %d\n", i))
	}
	sh.end(0)
	wait.Wait()
}

func TestPace(t *testing.T) {
	t.Parallel()
	block := make([]byte, window/2+1)
	fill := func(sh *shell) <-chan struct{} {
		written := make(chan struct{})
		go func() {
			for range 20 {
				sh.out(sandbox.Stdout, block)
			}
			close(written)
		}()
		return written
	}
	t.Run("a process is held back until its output is read", func(t *testing.T) {
		p, sh, about := start(t, sandbox.StartProcess{Command: "x", Paced: true})
		written := fill(sh)
		n := 0
		go func() {
			<-written
			sh.end(0)
		}()
		_, err := p.Follow(t.Context(), about.ID, true, func(_ sandbox.Stream, text string) error {
			n += len(text)
			if kept := p.byID[about.ID].log.kept(); kept > n+2*window {
				t.Errorf("%d bytes were written when %d were read", kept, n)
			}
			return nil
		})
		if err != nil || n != 20*len(block) {
			t.Errorf("%v: %d bytes", err, n)
		}
	})
	t.Run("it goes on when the reader has gone", func(t *testing.T) {
		p, sh, about := start(t, sandbox.StartProcess{Command: "x", Paced: true})
		written := fill(sh)
		gone := errors.New("gone")
		_, err := p.Follow(t.Context(), about.ID, true, func(sandbox.Stream, string) error { return gone })
		if !errors.Is(err, gone) {
			t.Error(err)
		}
		<-written
		sh.end(0)
	})
	t.Run("it goes on when it was killed", func(t *testing.T) {
		p, sh, about := start(t, sandbox.StartProcess{Command: "x", Paced: true})
		written := fill(sh)
		if err := p.Kill(t.Context(), about.ID); err != nil {
			t.Error(err)
		}
		<-written
	})
	t.Run("the end of a context ends the reading", func(t *testing.T) {
		p, sh, about := start(t, sandbox.StartProcess{Command: "x"})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := p.Follow(ctx, about.ID, false, nil); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		sh.end(0)
	})
}

func TestOldOutputIsDropped(t *testing.T) {
	t.Parallel()
	p, sh, about := start(t, sandbox.StartProcess{Command: "x"})
	block := []byte(strings.Repeat("x", 1<<20))
	for range 2 * maxLog >> 20 {
		sh.out(sandbox.Stdout, block)
	}
	sh.out(sandbox.Stdout, []byte("last"))
	sh.end(0)
	p.Close()
	logs, err := p.Logs(about.ID)
	if err != nil || len(logs.Stdout) > maxLog || !strings.HasSuffix(logs.Stdout, "last") {
		t.Errorf("%v: %d bytes", err, len(logs.Stdout))
	}
}

func TestOldProcessesAreForgotten(t *testing.T) {
	t.Parallel()
	s := sessions{started: make(chan *shell, 1)}
	p := New(s)
	for i := range maxRecords + 5 {
		if _, err := p.Start(t.Context(), sandbox.StartProcess{Command: "x", ProcessID: fmt.Sprint(i)}); err != nil {
			t.Fatal(err)
		}
		(<-s.started).end(0)
	}
	p.Close()
	if n := len(p.List("")); n != maxRecords {
		t.Errorf("%d are known", n)
	}
	if _, err := p.Get(fmt.Sprint(maxRecords + 4)); err != nil {
		t.Error(err)
	}
}
