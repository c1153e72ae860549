//go:build linux

package session

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container/sandbox"
)

// newSessions gives a service whose /workspace is a folder of the test.
func newSessions(t *testing.T) (*Sessions, string) {
	t.Helper()
	dir := t.TempDir()
	s := New(sandbox.Environment{Env: os.Environ(), Workspace: dir, Temp: t.TempDir()})
	t.Cleanup(s.Close)
	return s, dir
}

// run runs a line in the session "s".
func run(t *testing.T, s *Sessions, line string) sandbox.ShellResult {
	t.Helper()
	r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: line})
	if err != nil {
		t.Fatalf("%s: %v", line, err)
	}
	return r
}

func isCode(t *testing.T, err error, code sandbox.Code, message string) {
	t.Helper()
	var e *sandbox.Error
	if !errors.As(err, &e) || e.Code != code || message != "" && e.Message != message {
		t.Errorf("got %v (%T), want %s %q", err, err, code, message)
	}
}

func text(s string) *string { return &s }

func TestRun(t *testing.T) {
	t.Parallel()
	s, dir := newSessions(t)
	for _, one := range []struct{ is, line, stdout, stderr string }{
		{"outputs are told apart, and one line break is cut off", `echo out; echo err >&2`, "out", "err"},
		{"empty lines remain", `printf 'a\n\nb\n\n'`, "a\n\nb\n", ""},
		{"bytes that are no text remain", `printf '\377\000x'`, "\xff\x00x", ""},
		{"a command may have many lines and a here-document", "cat <<'E'\n  it's \"$HOME\"\nE\necho done", "  it's \"$HOME\"\ndone", ""},
		{"a comment at the end hides nothing", "echo a # b", "a", ""},
		{"there is nothing on the standard input", "cat; echo end", "end", ""},
		{"a job that is left behind is not waited for", "sleep 100 & echo now", "now", ""},
		{"a command that is long goes through a file", "echo " + strings.Repeat("x", 5000), strings.Repeat("x", 5000), ""},
		{"a command has no descriptor of the server", "cat /dev/fd/198", "", "cat: /dev/fd/198: No such file or directory"},
	} {
		t.Run(one.is, func(t *testing.T) {
			if r := run(t, s, one.line); r.Stdout != one.stdout || r.Stderr != one.stderr {
				t.Errorf("got %q and %q", r.Stdout, r.Stderr)
			}
		})
	}
	t.Run("folder, variables, functions and options outlive a command", func(t *testing.T) {
		run(t, s, `mkdir -p sub; cd sub; export A="x y"; b=plain; f() { echo "f $1"; }; set -u`)
		if r := run(t, s, `pwd; echo "$A$b"; f 1; echo $-`); r.Stdout != dir+"/sub\nx yplain\nf 1\nhuBs" && !strings.HasPrefix(r.Stdout, dir+"/sub\nx yplain\nf 1\n") {
			t.Errorf("got %q, %q", r.Stdout, r.Stderr)
		}
		run(t, s, "set +u; cd ..")
	})
	t.Run("exit codes are told", func(t *testing.T) {
		for line, want := range map[string]int{"true": 0, "false": 1, "(exit 42)": 42, "nosuchprogram": 127, "kill -9 $BASHPID & wait $!": 137, "sh -c 'kill -TERM $$'": 143} {
			if r := run(t, s, line); r.ExitCode != want {
				t.Errorf("%s: %d, want %d", line, r.ExitCode, want)
			}
		}
	})
	t.Run("an error of syntax is an exit code, and the session goes on", func(t *testing.T) {
		for _, line := range []string{`echo "open`, "if", "}", "echo $(", "if"} {
			if r := run(t, s, line); r.ExitCode == 0 || r.Stderr == "" {
				t.Errorf("%s: %+v", line, r)
			}
		}
		if r := run(t, s, "echo still"); r.Stdout != "still" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a folder of a command is left again", func(t *testing.T) {
		r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "pwd; cd /", Cwd: "/usr"})
		if after := run(t, s, "pwd"); err != nil || r.Stdout != "/usr" || after.Stdout != dir {
			t.Errorf("%v %q %q", err, r.Stdout, after.Stdout)
		}
	})
	t.Run("a folder that is not there fails the command", func(t *testing.T) {
		r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "echo ran", Cwd: "/no'where"})
		if err != nil || r.ExitCode != 1 || r.Stdout != "" || r.Stderr != `Failed to change directory to '/no'\''where'` {
			t.Errorf("%v %+v", err, r)
		}
	})
	t.Run("variables of a command are undone afterwards", func(t *testing.T) {
		run(t, s, "export OLD=old; unset NEW")
		env := sandbox.Variables{"OLD": text("it's"), "NEW": text("$x\n\"q\""), "KEEP": nil}
		r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: `echo "$OLD|$NEW"; OLD=changed`, Env: env})
		if after := run(t, s, `echo "$OLD|${NEW-unset}"; set | grep -c __sandbox_had`); err != nil || r.Stdout != "it's|$x\n\"q\"" || after.Stdout != "old|unset\n0" {
			t.Errorf("%v %q %q", err, r.Stdout, after.Stdout)
		}
	})
	t.Run("a name that no variable can have is an error", func(t *testing.T) {
		_, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "env", Env: sandbox.Variables{"A-B": text("")}})
		isCode(t, err, sandbox.CommandFail, "Failed to execute command 'env' in session 's': Invalid environment variable name: A-B")
	})
	t.Run("output beyond the limit is an error, and the session goes on", func(t *testing.T) {
		_, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: fmt.Sprintf("head -c %d /dev/zero", maxOutput+1)})
		isCode(t, err, sandbox.CommandFail, "")
		if r := run(t, s, "echo after"); r.Stdout != "after" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("commands at the same time run one after the other", func(t *testing.T) {
		run(t, s, "n=0")
		var wait sync.WaitGroup
		for range 20 {
			wait.Go(func() {
				if _, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "n=$((n + 1))"}); err != nil {
					t.Error(err)
				}
			})
		}
		wait.Wait()
		if r := run(t, s, "echo $n"); r.Stdout != "20" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("the working folder and the variables can be told", func(t *testing.T) {
		run(t, s, "cd /usr; export T=1")
		state, err := s.State(t.Context(), "s")
		at, err2 := s.Dir(t.Context(), "s")
		if err != nil || err2 != nil || state.Dir != "/usr" || at != "/usr" || !strings.Contains("\n"+strings.Join(state.Env, "\n")+"\n", "\nT=1\n") {
			t.Errorf("%v %v %+v %q", err, err2, state, at)
		}
	})
}

func TestTimeout(t *testing.T) {
	t.Parallel()
	s, _ := newSessions(t)
	t.Run("a command of a session that takes too long is an error", func(t *testing.T) {
		_, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "read x < <(sleep 100)", Timeout: 20 * time.Millisecond})
		isCode(t, err, sandbox.CommandFail, "Failed to execute command 'read x < <(sleep 100)' in session 's': Command timeout after 20ms")
	})
	t.Run("one without a timeout has that of the sandbox", func(t *testing.T) {
		slow := New(sandbox.Environment{Env: append(os.Environ(), "COMMAND_TIMEOUT_MS=20"), Workspace: t.TempDir(), Temp: t.TempDir()})
		defer slow.Close()
		_, err := slow.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "sleep 100"})
		isCode(t, err, sandbox.CommandFail, "Failed to execute command 'sleep 100' in session 's': Command timeout after 20ms")
	})
	t.Run("one without a session is ended", func(t *testing.T) {
		r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: sandbox.NoSession, Line: "echo begin; sleep 100", Timeout: 50 * time.Millisecond})
		if err != nil || r.ExitCode != 124 || r.Stdout != "begin\n" || r.Stderr != "Command timed out after 50ms" {
			t.Errorf("%v %+v", err, r)
		}
	})
	t.Run("one that was started is ended", func(t *testing.T) {
		var out log
		p, err := s.Start(t.Context(), sandbox.ShellCommand{Session: "t", Line: "sleep 100", Timeout: 20 * time.Millisecond}, out.take)
		if err != nil {
			t.Fatal(err)
		}
		<-p.Done()
		if code, err := p.Exit(); code != 124 || err != nil || out.of(sandbox.Stderr) != "Command timed out after 20ms\n" {
			t.Errorf("%d %v %q", code, err, out.of(sandbox.Stderr))
		}
	})
}

func TestShellThatEnds(t *testing.T) {
	t.Parallel()
	s, _ := newSessions(t)
	t.Run("exit in a command ends the session, with its code", func(t *testing.T) {
		_, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "exit 7"})
		isCode(t, err, sandbox.SessionEnded, "Session 's' shell exited (exit code: 7)")
		if context := sandbox.AsError(err).Context; context["exitCode"] != 7 || context["sessionId"] != "s" {
			t.Errorf("%v", context)
		}
	})
	t.Run("the next command finds a new shell", func(t *testing.T) {
		if r := run(t, s, "echo new"); r.Stdout != "new" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("a shell that was killed meanwhile is told of once", func(t *testing.T) {
		sh := s.shells["s"]
		sh.cmd.Process.Kill()
		<-sh.dead
		_, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "echo"})
		isCode(t, err, sandbox.SessionEnded, "Session 's' shell exited (exit code: 137)")
		if r := run(t, s, "echo again"); r.Stdout != "again" {
			t.Errorf("%+v", r)
		}
	})
	t.Run("it takes along what was started beside it", func(t *testing.T) {
		p, err := s.Start(t.Context(), sandbox.ShellCommand{Session: "s", Line: "sleep 100"}, discard)
		if err != nil {
			t.Fatal(err)
		}
		s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "exit"})
		<-p.Done()
		if code, _ := p.Exit(); code != 137 {
			t.Errorf("exit code %d", code)
		}
	})
}

func TestSessions(t *testing.T) {
	t.Parallel()
	s, _ := newSessions(t)
	create := func(c sandbox.CreateSession) error {
		_, err := s.Create(t.Context(), c)
		return err
	}
	t.Run("a session has variables and a folder of its own", func(t *testing.T) {
		if err := create(sandbox.CreateSession{ID: "own", Env: sandbox.Variables{"A": text("1"), "HOME": nil}, Cwd: "/usr"}); err != nil {
			t.Fatal(err)
		}
		r, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "own", Line: `echo "$A ${HOME-unset} $PWD $LANG"`})
		if err != nil || r.Stdout != "1 unset /usr C.UTF-8" {
			t.Errorf("%v %+v", err, r)
		}
	})
	t.Run("one that exists is not made again", func(t *testing.T) {
		err := create(sandbox.CreateSession{ID: "own"})
		isCode(t, err, sandbox.SessionExists, "Session 'own' already exists")
		if _, ok := sandbox.AsError(err).Context["containerPlacementId"]; !ok {
			t.Error("the placement is missing")
		}
	})
	t.Run("a folder that is not there is that of the user", func(t *testing.T) {
		if err := create(sandbox.CreateSession{ID: "lost", Cwd: "/nowhere"}); err != nil {
			t.Fatal(err)
		}
		if dir, err := s.Dir(t.Context(), "lost"); err != nil || dir != os.Getenv("HOME") {
			t.Errorf("%v %s", err, dir)
		}
	})
	t.Run("sessions are listed in the order in which they were made", func(t *testing.T) {
		if got := s.List(); len(got) != 2 || got[0] != "own" || got[1] != "lost" {
			t.Errorf("%v", got)
		}
	})
	t.Run("a session that is deleted ends its commands", func(t *testing.T) {
		failed := make(chan error)
		pid := newPipe(t, t.TempDir())
		go func() {
			_, err := s.Run(context.Background(), sandbox.ShellCommand{Session: "own", Line: "sh -c 'echo $$ > " + pid + "; exec sleep 100'"})
			failed <- err
		}()
		readNumber(t, pid)
		if err := s.Delete(t.Context(), "own"); err != nil {
			t.Error(err)
		}
		isCode(t, <-failed, sandbox.SessionDestroyed, "Session 'own' was destroyed during command execution")
	})
	t.Run("one that is unknown cannot be deleted", func(t *testing.T) {
		isCode(t, s.Delete(t.Context(), "own"), sandbox.Internal, "Session 'own' not found")
	})
}

// log gathers output.
type log struct {
	mu   sync.Mutex
	text map[sandbox.Stream]string
}

func (l *log) take(s sandbox.Stream, b []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.text == nil {
		l.text = map[sandbox.Stream]string{}
	}
	l.text[s] += string(b)
}

func (l *log) of(s sandbox.Stream) string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text[s]
}

func discard(sandbox.Stream, []byte) {}

func TestStart(t *testing.T) {
	t.Parallel()
	s, dir := newSessions(t)
	begin := func(t *testing.T, session, line string) (sandbox.ShellProcess, *log) {
		t.Helper()
		var out log
		p, err := s.Start(t.Context(), sandbox.ShellCommand{Session: session, Line: line}, out.take)
		if err != nil {
			t.Fatal(err)
		}
		return p, &out
	}
	for _, session := range []string{"s", sandbox.NoSession} {
		t.Run("output and exit code of a process are told: "+session, func(t *testing.T) {
			p, out := begin(t, session, "echo out; printf err >&2; exit 3")
			<-p.Done()
			if code, err := p.Exit(); code != 3 || err != nil || out.of(sandbox.Stdout) != "out\n" || out.of(sandbox.Stderr) != "err" {
				t.Errorf("%d %v %q", code, err, out.text)
			}
		})
		t.Run("a process is killed with all that it has started: "+session, func(t *testing.T) {
			file := newPipe(t, t.TempDir())
			p, _ := begin(t, session, "sleep 100 & echo $! > "+file+"; (sleep 100; true) & wait")
			pid := readNumber(t, file)
			if !p.Kill(t.Context()) {
				t.Error("it had ended")
			}
			if code, _ := p.Exit(); code != 143 {
				t.Errorf("exit code %d", code)
			}
			if left := running(pid, p.PID()); len(left) > 0 {
				t.Errorf("%v are left", left)
			}
			if p.Kill(t.Context()) {
				t.Error("killed twice")
			}
		})
	}
	t.Run("it has the session's state and does not change it", func(t *testing.T) {
		run(t, s, "x=1; f() { echo f; }")
		p, out := begin(t, "s", "f; echo $x; x=2; cd /")
		<-p.Done()
		if r := run(t, s, "echo $x $PWD"); out.of(sandbox.Stdout) != "f\n1\n" || r.Stdout != "1 "+dir {
			t.Errorf("%q %q", out.of(sandbox.Stdout), r.Stdout)
		}
	})
	t.Run("the session works meanwhile, and wait does not wait for it", func(t *testing.T) {
		p, _ := begin(t, "s", "sleep 100")
		if r := run(t, s, "wait; echo free"); r.Stdout != "free" {
			t.Errorf("%+v", r)
		}
		p.Kill(t.Context())
	})
	t.Run("a daemon that it leaves behind does not hold it", func(t *testing.T) {
		p, out := begin(t, "s", "(sleep 100 &) ; echo started")
		<-p.Done()
		if out.of(sandbox.Stdout) != "started\n" {
			t.Errorf("%q", out.of(sandbox.Stdout))
		}
	})
	t.Run("a reader that blocks holds the process back", func(t *testing.T) {
		gate, entered, once := make(chan struct{}), make(chan struct{}), sync.Once{}
		file := filepath.Join(dir, "progress")
		p, err := s.Start(t.Context(), sandbox.ShellCommand{Session: "s", Line: "head -c 1000000 /dev/zero; echo done > " + file}, func(sandbox.Stream, []byte) {
			once.Do(func() { close(entered) })
			<-gate
		})
		if err != nil {
			t.Fatal(err)
		}
		<-entered
		if _, err := os.Stat(file); err == nil {
			t.Error("it went on")
		}
		close(gate)
		<-p.Done()
		if _, err := os.Stat(file); err != nil {
			t.Error(err)
		}
	})
	t.Run("under set -e, too, its exit code is told", func(t *testing.T) {
		if _, err := s.Create(t.Context(), sandbox.CreateSession{ID: "e"}); err != nil {
			t.Fatal(err)
		}
		s.Run(t.Context(), sandbox.ShellCommand{Session: "e", Line: "set -e"})
		p, _ := begin(t, "e", "false; echo no")
		<-p.Done()
		if code, err := p.Exit(); code != 1 || err != nil {
			t.Errorf("%d %v", code, err)
		}
	})
}

// newPipe makes a pipe with a name, by which a program tells that it has come so far.
func newPipe(t *testing.T, dir string) (name string) {
	t.Helper()
	name = filepath.Join(dir, "pipe")
	if err := syscall.Mkfifo(name, 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// readNumber waits for a program to write a number into a pipe.
func readNumber(t *testing.T, pipe string) int {
	t.Helper()
	b, err := os.ReadFile(pipe)
	if err != nil {
		t.Fatal(err)
	}
	n, err := strconv.Atoi(strings.TrimSpace(string(b)))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestKillOfWhatIgnoresSIGTERM(t *testing.T) {
	t.Parallel()
	const stubborn = `trap "" TERM; echo 1 > %s; while :; do sleep 1; done`
	for _, c := range []struct{ who, session, line string }{
		{"a command of a session", "s", stubborn},
		{"a child of a command of a session", "s", `sh -c '` + stubborn + `'; true`},
		{"a command without a session", sandbox.NoSession, stubborn},
		{"a child of a command without a session", sandbox.NoSession, `sh -c '` + stubborn + `'; true`},
	} {
		t.Run(c.who+" is ended by SIGKILL, which its exit code tells", func(t *testing.T) {
			s, dir := newSessions(t)
			file := newPipe(t, dir)
			p, err := s.Start(t.Context(), sandbox.ShellCommand{Session: c.session, Line: fmt.Sprintf(c.line, file)}, discard)
			if err != nil {
				t.Fatal(err)
			}
			readNumber(t, file)
			ctx, cancel := context.WithCancel(t.Context())
			cancel() // instead of the patience
			p.Kill(ctx)
			<-p.Done()
			if code, _ := p.Exit(); code != 137 {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestShellOfPOSIX(t *testing.T) {
	t.Parallel()
	file, err := exec.LookPath("dash")
	if err != nil {
		t.Skip("there is no dash")
	}
	sh, err := startShell(dialects()[1], file, os.Environ(), t.TempDir(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(sh.destroy)
	for _, one := range []struct {
		line, stdout string
		code         int
	}{
		{"x=1; f() { echo f; }; cd /usr", "", 0},
		{"f; echo $x $PWD; pwd", "f\n1 /usr\n/usr\n", 0},
		{"if", "", 2},
		{`echo "open`, "", 2},
		{"echo still; (exit 4)", "still\n", 4},
		{"echo " + strings.Repeat("y", 3000), strings.Repeat("y", 3000) + "\n", 0},
	} {
		r, err := sh.run(sandbox.ShellCommand{Line: one.line})
		if err != nil || r.Stdout != one.stdout || r.ExitCode != one.code {
			t.Errorf("%s: %v %+v", one.line, err, r)
		}
	}
	var out log
	p, err := sh.start(sandbox.ShellCommand{Line: "f; exit 5", Env: sandbox.Variables{"A": text("b")}}, out.take)
	if err != nil {
		t.Fatal(err)
	}
	<-p.Done()
	if code, err := p.Exit(); code != 5 || err != nil || out.of(sandbox.Stdout) != "f\n" {
		t.Errorf("%d %v %q", code, err, out.text)
	}
}

// running gives those of the numbers that a process has.
func running(pids ...int) (left []int) {
	for _, pid := range pids {
		if m, _ := look(pid); m.alive() {
			left = append(left, pid)
		}
	}
	return left
}

func TestFamily(t *testing.T) {
	t.Parallel()
	cat := exec.Command("sh", "-c", "cat; true")
	stdin, err := cat.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cat.Start(); err != nil {
		t.Fatal(err)
	}
	now, _ := look(cat.Process.Pid)
	before := member{pid: now.pid, began: "1"} // had the number, and has ended
	kill([]member{before, {pid: now.pid}})
	if left := living([]member{before, now}); !slices.Equal(left, []member{now}) {
		t.Errorf("%v live", left)
	}
	if all := family(before); all != nil {
		t.Errorf("a process that has ended has the family %v", all)
	}
	if err := stdin.Close(); err != nil {
		t.Fatal(err)
	}
	if err := cat.Wait(); err != nil {
		t.Errorf("the process that has the number now ends with %v", err)
	}
}

func TestCloseEndsEverything(t *testing.T) {
	t.Parallel()
	s := New(sandbox.Environment{Env: os.Environ(), Workspace: t.TempDir(), Temp: t.TempDir()})
	one, err := s.Start(t.Context(), sandbox.ShellCommand{Session: "s", Line: "sleep 100"}, discard)
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.Start(t.Context(), sandbox.ShellCommand{Session: sandbox.NoSession, Line: "sleep 100"}, discard)
	if err != nil {
		t.Fatal(err)
	}
	s.Close()
	if left := running(one.PID(), two.PID()); len(left) > 0 {
		t.Errorf("%v are left", left)
	}
	if _, err := s.Run(t.Context(), sandbox.ShellCommand{Session: "s", Line: "echo"}); err == nil {
		t.Error("a shell was started afterwards")
	}
}

func BenchmarkRun(b *testing.B) {
	s := New(sandbox.Environment{Env: os.Environ(), Workspace: b.TempDir(), Temp: b.TempDir()})
	defer s.Close()
	for b.Loop() {
		if _, err := s.Run(b.Context(), sandbox.ShellCommand{Line: "echo hi"}); err != nil {
			b.Fatal(err)
		}
	}
}
