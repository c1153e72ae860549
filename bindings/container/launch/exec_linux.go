package launch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"syscall"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
)

var _ container.Execer = (*Instance)(nil)

// execution tells the init stage what to start. Its descriptors follow it: stdin, stdout, stderr.
type execution struct {
	Argv     []string
	Dir      string // "": the container's
	Env      map[string]string
	User     string
	Terminal bool // the descriptors are a terminal, to be the controlling one
}

// executed is Paddock's view of a command that was started.
type executed struct {
	stage  *stage
	id     uint64
	pid    int
	stdin  *os.File
	stdout *os.File
	stderr *os.File

	folder *os.File      // what was asked for instead of a command
	began  chan message  // Started, or why not
	ended  chan struct{} // closed when exit is set
	exit   container.Exit
}

var _ container.Process = (*executed)(nil)

// Exec implements [container.Execer].
func (i *Instance) Exec(ctx context.Context, c container.Command) (container.Process, error) {
	x := execution{Argv: c.Argv, Dir: c.Dir, Env: c.Env, User: c.User, Terminal: c.Terminal != nil}
	e := &executed{stage: i.stage, began: make(chan message, 1), ended: make(chan struct{})}
	theirs, err := e.open(ctx, i, c)
	if err != nil {
		return nil, err
	}
	defer closeAll(theirs)
	if err := i.stage.exec(e, x, theirs); err != nil {
		e.close()
		return nil, err
	}
	var m message
	select {
	case m = <-e.began:
	case <-i.stage.ended:
		m = message{Error: errEnded.Error()}
	case <-ctx.Done():
		i.stage.wire.send(message{ID: e.id, Signal: int(unix.SIGKILL)})
		e.close()
		return nil, ctx.Err()
	}
	if !m.Started {
		e.close()
		return nil, errors.New(m.Error)
	}
	e.pid = m.PID
	return e, nil
}

// exec hands a command to the init stage.
func (s *stage) exec(e *executed, x execution, files []*os.File) error {
	text, err := memoryFile(x)
	if err != nil {
		return err
	}
	defer text.Close()
	if err := s.expect(e); err != nil {
		return err
	}
	fds := []int{int(text.Fd())}
	for _, f := range files {
		fds = append(fds, int(f.Fd()))
	}
	if err := s.wire.send(message{Exec: true, ID: e.id}, fds...); err != nil {
		s.execEnded(e.id, container.Exit{})
		return errEnded
	}
	return nil
}

// expect gives e a number by which answers find it.
func (s *stage) expect(e *executed) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.execs == nil {
		return errEnded
	}
	s.next++
	e.id = s.next
	s.execs[e.id] = e
	return nil
}

// folderOpened passes a folder on.
func (s *stage) folderOpened(m message, files []*os.File) {
	s.mu.Lock()
	e := s.execs[m.ID]
	delete(s.execs, m.ID)
	s.mu.Unlock()
	if e == nil || len(files) != 1 {
		closeAll(files)
	} else {
		e.folder = files[0]
	}
	if e != nil {
		e.began <- m
	}
}

// execBegan passes on whether a command has begun.
func (s *stage) execBegan(m message) {
	s.mu.Lock()
	e := s.execs[m.ID]
	if !m.Started {
		delete(s.execs, m.ID)
	}
	s.mu.Unlock()
	if e != nil {
		e.began <- m
	}
}

// execEnded settles a command's exit.
func (s *stage) execEnded(id uint64, exit container.Exit) {
	s.mu.Lock()
	e := s.execs[id]
	delete(s.execs, id)
	s.mu.Unlock()
	if e != nil {
		e.exit = exit
		close(e.ended)
	}
}

// failExecs ends what the init stage took along.
func (s *stage) failExecs() {
	s.mu.Lock()
	all := s.execs
	s.execs = nil
	s.mu.Unlock()
	for _, e := range all {
		e.exit = container.Exit{Code: 128 + int(unix.SIGKILL), Signal: unix.SIGKILL}
		close(e.ended)
	}
}

// open makes the pipes or the terminal and gives the command's ends: stdin, stdout, stderr.
func (e *executed) open(ctx context.Context, i *Instance, c container.Command) (theirs []*os.File, err error) {
	defer func() {
		if err != nil {
			closeAll(theirs)
			e.close()
		}
	}()
	if c.Terminal != nil {
		return e.openTerminal(ctx, i, *c.Terminal)
	}
	pipe := func(want, input bool) (ours, their *os.File, err error) {
		if !want {
			their, err = os.OpenFile(os.DevNull, os.O_RDWR, 0)
			return nil, their, err
		}
		r, w, err := os.Pipe()
		if input {
			return w, r, err
		}
		return r, w, err
	}
	for _, s := range []struct {
		ours        **os.File
		want, input bool
	}{{&e.stdin, c.Stdin, true}, {&e.stdout, c.Stdout, false}, {&e.stderr, c.Stderr && !c.Combined, false}} {
		ours, their, err := pipe(s.want, s.input)
		if err != nil {
			return theirs, fmt.Errorf("make a pipe: %w", err)
		}
		*s.ours = ours
		theirs = append(theirs, their)
	}
	if c.Combined {
		theirs[2].Close()
		if theirs[2], err = dup(theirs[1]); err != nil {
			theirs = theirs[:2]
			return theirs, fmt.Errorf("make a pipe: %w", err)
		}
	}
	return theirs, nil
}

// openMultiplexer opens a new terminal's own side.
func (i *Instance) openMultiplexer(ctx context.Context) (fd int, err error) {
	const flags = unix.O_RDWR | unix.O_NOCTTY | unix.O_CLOEXEC | unix.O_NONBLOCK
	if !i.stage.config.Terminals {
		return unix.Open("/dev/ptmx", flags, 0)
	}
	dir, err := i.OpenFolder(ctx, "/dev/pts")
	if err != nil {
		return -1, err
	}
	defer dir.Close()
	return unix.Openat(int(dir.Fd()), "ptmx", flags, 0)
}

// openTerminal makes a terminal: it is one file on both sides.
func (e *executed) openTerminal(ctx context.Context, i *Instance, size container.Size) (theirs []*os.File, err error) {
	fd, err := i.openMultiplexer(ctx)
	if err != nil {
		return nil, fmt.Errorf("open a terminal: %w", err)
	}
	ours := os.NewFile(uintptr(fd), "terminal")
	e.stdin, e.stdout = ours, ours
	if err := unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0); err != nil {
		return nil, fmt.Errorf("unlock a terminal: %w", err)
	}
	// By descriptor: the path may not be there in the container's view.
	peer, _, errno := unix.Syscall(unix.SYS_IOCTL, uintptr(fd), unix.TIOCGPTPEER, unix.O_RDWR|unix.O_NOCTTY|unix.O_CLOEXEC)
	if errno != 0 {
		return nil, fmt.Errorf("open a terminal: %w", errno)
	}
	theirs = []*os.File{os.NewFile(peer, "terminal")}
	if err := e.Resize(size); err != nil {
		return theirs, err
	}
	for range 2 {
		f, err := dup(theirs[0])
		if err != nil {
			return theirs, fmt.Errorf("open a terminal: %w", err)
		}
		theirs = append(theirs, f)
	}
	return theirs, nil
}

func dup(f *os.File) (*os.File, error) {
	fd, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return nil, err
	}
	return os.NewFile(uintptr(fd), f.Name()), nil
}

func (e *executed) close() {
	for _, f := range []*os.File{e.stdin, e.stdout, e.stderr} {
		if f != nil {
			f.Close()
		}
	}
}

func (e *executed) PID() int { return e.pid }

func (e *executed) Stdin() io.WriteCloser {
	switch {
	case e.stdin == nil:
		return nil
	case e.stdin == e.stdout:
		return terminalInput{e.stdin}
	}
	return e.stdin
}

func (e *executed) Stdout() io.ReadCloser {
	switch {
	case e.stdout == nil:
		return nil
	case e.stdin == e.stdout:
		return terminalOutput{e.stdout}
	}
	return e.stdout
}

func (e *executed) Stderr() io.ReadCloser {
	if e.stderr == nil {
		return nil
	}
	return e.stderr
}

func (e *executed) Signal(sig syscall.Signal) error {
	select {
	case <-e.ended:
		return errEnded
	default:
	}
	return e.stage.wire.send(message{ID: e.id, Signal: int(sig)})
}

func (e *executed) Resize(size container.Size) error {
	raw, err := e.stdout.SyscallConn()
	if err != nil {
		return err
	}
	var failed error
	err = raw.Control(func(fd uintptr) {
		failed = unix.IoctlSetWinsize(int(fd), unix.TIOCSWINSZ, &unix.Winsize{Col: size.Cols, Row: size.Rows})
	})
	return errors.Join(err, failed)
}

func (e *executed) Wait(ctx context.Context) (container.Exit, error) {
	select {
	case <-e.ended:
		return e.exit, nil
	case <-ctx.Done():
		return container.Exit{}, ctx.Err()
	}
}

// terminalInput ends input as a user does: a terminal cannot be closed on one side.
type terminalInput struct{ f *os.File }

func (t terminalInput) Write(p []byte) (int, error) { return t.f.Write(p) }

func (t terminalInput) Close() error {
	_, err := t.f.Write([]byte{4}) // ^D
	if errors.Is(err, os.ErrClosed) {
		return nil
	}
	return err
}

// terminalOutput ends when the last process that has the terminal has ended.
type terminalOutput struct{ f *os.File }

func (t terminalOutput) Read(p []byte) (int, error) {
	n, err := t.f.Read(p)
	if errors.Is(err, unix.EIO) {
		err = io.EOF
	}
	return n, err
}

func (t terminalOutput) Close() error { return t.f.Close() }
