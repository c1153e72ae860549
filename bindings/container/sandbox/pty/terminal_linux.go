package pty

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"sync"
	"syscall"

	"github.com/creack/pty"
	"github.com/gobwas/ws"
	"golang.org/x/sys/unix"

	"paddock/bindings/container/sandbox"
)

// kept is how much of what was printed a new client sees, in bytes.
const kept = 256 << 10

// options are a client's wishes for a new terminal.
type options struct {
	cols, rows uint16 // 0: 80 by 24
	shell      string // "": bash, or sh
}

// terminal is a shell and what it has printed.
type terminal struct {
	file  *os.File
	shell *exec.Cmd
	group *sandbox.Group
	done  chan struct{} // closed when the shell has ended and all was read

	mu      sync.Mutex // guards what follows
	changed *sync.Cond
	last    []byte // the end of what was printed, at most kept
	total   int64  // how much was printed
	readers map[*reader]struct{}
	exit    *status // nil while the shell runs
}

// reader is one client's place in what is printed.
type reader struct {
	at   int64
	gone bool
}

// start runs a shell in a new terminal.
func start(state sandbox.ShellState, o options) (*terminal, error) {
	name := o.shell
	if name == "" {
		name = "bash"
		if _, err := exec.LookPath(name); err != nil {
			name = "sh"
		}
	}
	cmd := exec.Command(name)
	cmd.Dir = state.Dir
	cmd.Env = append(slices.Clone(state.Env), "TERM=xterm-256color", "PROMPT_COMMAND=clear; unset PROMPT_COMMAND")
	size := &pty.Winsize{Cols: 80, Rows: 24}
	if o.cols > 0 {
		size.Cols = o.cols
	}
	if o.rows > 0 {
		size.Rows = o.rows
	}
	file, err := pty.StartWithSize(cmd, size)
	var errno unix.Errno
	if errors.As(err, &errno) {
		return nil, fmt.Errorf("%s: %s, posix_spawn '%s'", unix.ErrnoName(errno), errno, name) // as Node tells it
	}
	if err != nil {
		return nil, err
	}
	t := &terminal{file: file, shell: cmd, group: sandbox.Lead(cmd), done: make(chan struct{}), readers: map[*reader]struct{}{}}
	t.changed = sync.NewCond(&t.mu)
	go t.run()
	return t, nil
}

// run keeps what the shell prints until it ends.
func (t *terminal) run() {
	defer close(t.done)
	waited := make(chan error, 1)
	go func() {
		// What the shell has left in the background may hold the terminal; it ends with the shell.
		waited <- t.group.Wait(unix.SIGHUP)
	}()
	buffer := make([]byte, 32<<10)
	for {
		n, err := t.file.Read(buffer)
		if n > 0 {
			t.keep(buffer[:n])
		}
		if err != nil {
			break
		}
	}
	<-waited
	t.file.Close()
	code, signal := t.shell.ProcessState.ExitCode(), ""
	if s, ok := t.shell.ProcessState.Sys().(syscall.WaitStatus); ok && s.Signaled() {
		code, signal = 128+int(s.Signal()), unix.SignalName(s.Signal())
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.exit = &status{Type: "exit", Code: &code, Signal: signal}
	t.changed.Broadcast()
}

// keep appends what was printed, once every client has room for it.
func (t *terminal) keep(b []byte) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.total+int64(len(b))-t.slowest() > kept {
		t.changed.Wait()
	}
	t.last = append(t.last, b...)
	if extra := len(t.last) - kept; extra > 0 {
		t.last = slices.Delete(t.last, 0, extra)
	}
	t.total += int64(len(b))
	t.changed.Broadcast()
}

// slowest is how far the slowest client has read.
func (t *terminal) slowest() int64 {
	at := t.total
	for r := range t.readers {
		at = min(at, r.at)
	}
	return at
}

func (t *terminal) attach() *reader {
	t.mu.Lock()
	defer t.mu.Unlock()
	r := &reader{at: t.total - int64(len(t.last))}
	t.readers[r] = struct{}{}
	return r
}

func (t *terminal) detach(r *reader) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.gone = true
	delete(t.readers, r)
	t.changed.Broadcast()
}

// next gives what a client has not read yet; false when there will be no more.
func (t *terminal) next(r *reader, wait bool) ([]byte, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for wait && r.at == t.total && t.exit == nil && !r.gone {
		t.changed.Wait()
	}
	if r.gone || r.at == t.total && t.exit != nil {
		return nil, false
	}
	b := slices.Clone(t.last[len(t.last)-int(t.total-r.at):])
	return b, true
}

// sent moves a client's place on.
func (t *terminal) sent(r *reader, n int) {
	t.mu.Lock()
	defer t.mu.Unlock()
	r.at += int64(n)
	t.changed.Broadcast()
}

// print sends a client what was printed, that it is ready, what is printed, and how it ended.
func (t *terminal) print(r *reader, s *sandbox.Socket) {
	for ready := false; ; {
		b, more := t.next(r, ready)
		if !more {
			break
		}
		if len(b) > 0 {
			if err := s.Write(false, b); err != nil {
				t.detach(r)
				return
			}
			t.sent(r, len(b))
		}
		if !ready {
			ready = true
			tell(s, status{Type: "ready"})
		}
	}
	t.mu.Lock()
	exit := t.exit
	t.mu.Unlock()
	if exit != nil {
		tell(s, *exit)
		s.Close(ws.StatusNormalClosure, "")
		s.End()
	}
}

// typed hands over what a client has typed.
func (t *terminal) typed(b []byte) {
	_, _ = t.file.Write(b) // a shell that has ended reads nothing; its clients are told
}

// control does what a message of a client asks for.
func (t *terminal) control(s *sandbox.Socket, text []byte) {
	var m struct {
		Type       string
		Cols, Rows *float64
	}
	if err := json.Unmarshal(text, &m); err != nil || m.Type == "resize" && (m.Cols == nil || m.Rows == nil) {
		tell(s, status{Type: "error", Message: "Invalid control message"})
		return
	}
	if m.Type != "resize" {
		return
	}
	const most = 65535
	cols, rows := *m.Cols, *m.Rows
	if cols <= 0 || rows <= 0 || cols > most || rows > most {
		tell(s, status{Type: "error", Message: "Invalid dimensions: cols and rows must be positive"})
		return
	}
	_ = pty.Setsize(t.file, &pty.Winsize{Cols: uint16(cols), Rows: uint16(rows)}) // it may just have ended
}

// close ends the shell and all that it has in its group.
func (t *terminal) close() {
	t.group.Signal(unix.SIGHUP)
	t.group.Signal(unix.SIGKILL)
	t.file.Close()
	<-t.done
}
