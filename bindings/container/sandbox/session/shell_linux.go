package session

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container/sandbox"
)

// errNoShell says that there is neither bash nor sh.
var errNoShell = errors.New("neither bash nor sh was found in the sandbox")

// report is what a script has told: "pid" or "exit".
type report struct {
	what  string
	value int
}

// shell is the process of one session.
type shell struct {
	dialect dialect
	folder  string // for pipes and long commands
	pipes   *pipes
	cmd     *exec.Cmd
	self    member // cmd's process
	stdin   *os.File
	reports *os.File

	turn chan struct{} // holds a token while a command runs in the shell itself
	dead chan struct{} // closed when the process has ended and exit is set
	exit int

	mu        sync.Mutex // guards next, waiting, running, destroyed
	next      uint64
	waiting   map[uint64]chan report
	running   map[uint64]*process
	destroyed bool
	processes sync.WaitGroup
	wait      sync.WaitGroup // for listen and mourn
}

// startShell starts a shell in dir.
func startShell(d dialect, file string, env []string, dir, folder string) (s *shell, err error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make folder of the session: %w", err)
	}
	s = &shell{
		dialect: d, folder: folder, pipes: newPipes(),
		turn: make(chan struct{}, 1), dead: make(chan struct{}),
		waiting: map[uint64]chan report{}, running: map[uint64]*process{},
	}
	var theirs [2]*os.File
	if theirs[0], s.stdin, err = os.Pipe(); err != nil {
		return nil, fmt.Errorf("make pipe: %w", err)
	}
	defer theirs[0].Close()
	if s.reports, theirs[1], err = os.Pipe(); err != nil {
		s.stdin.Close()
		return nil, fmt.Errorf("make pipe: %w", err)
	}
	defer theirs[1].Close()
	s.cmd = &exec.Cmd{
		Path: file, Args: d.args, Env: env, Dir: dir, Stdin: theirs[0], ExtraFiles: theirs[1:],
		SysProcAttr: &syscall.SysProcAttr{Setsid: true},
	}
	if err := s.cmd.Start(); err != nil {
		s.stdin.Close()
		s.reports.Close()
		return nil, err
	}
	s.self, _ = look(s.cmd.Process.Pid)
	s.wait.Go(s.listen)
	s.wait.Go(s.mourn)
	return s, s.say(d.greeting())
}

// findShell finds bash, or else sh, with the environment's own PATH.
func findShell(env []string) (dialect, string, error) {
	path := (sandbox.Environment{Env: env}).Lookup("PATH")
	if path == "" {
		path = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	}
	for _, d := range dialects() {
		for _, dir := range append(filepath.SplitList(path), "/bin", "/usr/bin") {
			file := filepath.Join(dir, d.args[0])
			if info, err := os.Stat(file); err == nil && !info.IsDir() && unix.Access(file, unix.X_OK) == nil {
				return d, file, nil
			}
		}
	}
	return dialect{}, "", errNoShell
}

func (s *shell) say(script string) error {
	_, err := io.WriteString(s.stdin, script)
	return err
}

// listen passes reports on, until nothing is left that could send one.
func (s *shell) listen() {
	defer s.reports.Close()
	for lines := bufio.NewScanner(s.reports); lines.Scan(); {
		fields := strings.Fields(lines.Text())
		if len(fields) != 3 {
			continue
		}
		id, err := strconv.ParseUint(fields[0], 10, 64)
		value, err2 := strconv.Atoi(fields[2])
		if err != nil || err2 != nil {
			continue
		}
		s.mu.Lock()
		to := s.waiting[id]
		s.mu.Unlock()
		if to != nil {
			to <- report{fields[1], value} // it has room for both
		}
	}
}

// mourn waits for the end of the process.
func (s *shell) mourn() {
	err := s.cmd.Wait()
	s.exit = s.cmd.ProcessState.ExitCode()
	if status, ok := s.cmd.ProcessState.Sys().(syscall.WaitStatus); ok && status.Signaled() {
		s.exit = 128 + int(status.Signal())
	}
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		s.exit = 1
	}
	close(s.dead)
	s.stdin.Close()
	s.killRunning()
}

// ended tells whether the shell has gone by itself.
func (s *shell) ended() bool {
	select {
	case <-s.dead:
		return true
	default:
		return false
	}
}

// killRunning ends the commands that were started beside the shell.
func (s *shell) killRunning() {
	s.mu.Lock()
	var commands []member
	for _, p := range s.running {
		commands = append(commands, p.member)
	}
	s.mu.Unlock()
	kill(commands)
}

// destroy ends the shell, with all that it has started, and waits for them.
func (s *shell) destroy() {
	s.mu.Lock()
	s.destroyed = true
	s.mu.Unlock()
	s.stdin.Close()
	kill([]member{s.self})
	<-s.dead
	s.killRunning()
	s.processes.Wait()
	s.pipes.close()
	s.reports.Close()
	s.wait.Wait()
	os.RemoveAll(s.folder)
}

// isDestroyed tells whether destroy was called.
func (s *shell) isDestroyed() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.destroyed
}

// expect gives a command a number and room for its reports.
func (s *shell) expect() (uint64, chan report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next++
	c := make(chan report, 2)
	s.waiting[s.next] = c
	return s.next, c
}

func (s *shell) forget(id uint64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.waiting, id)
	delete(s.running, id)
}

// longLine is from where on a command goes through a file, in bytes: a shell reads its standard
// input byte by byte.
const longLine = 2 << 10

// job makes the files of a command.
func (s *shell) job(id uint64, c sandbox.ShellCommand) (j job, out, errs fifo, err error) {
	j = job{id: id, line: strings.ReplaceAll(c.Line, "\x00", ""), cwd: c.Cwd, env: c.Env}
	name := filepath.Join(s.folder, strconv.FormatUint(id, 10))
	if len(j.line) > longLine {
		j.file = name + ".sh"
		if err := os.WriteFile(j.file, []byte(j.line), 0o600); err != nil {
			return j, out, errs, fmt.Errorf("write command: %w", err)
		}
	}
	if out, err = newFIFO(name + ".out"); err != nil {
		return j, out, errs, err
	}
	if errs, err = newFIFO(name + ".err"); err != nil {
		out.discard()
		return j, out, errs, err
	}
	j.stdout, j.stderr = out.path, errs.path
	return j, out, errs, nil
}

// remove removes the file of a long command.
func (j job) remove() {
	if j.file != "" {
		os.Remove(j.file)
	}
}

// cwd is the folder in which the process is, whatever it does; "" when it cannot be told.
func (s *shell) cwd() string {
	dir, err := os.Readlink(fmt.Sprintf("/proc/%d/cwd", s.cmd.Process.Pid))
	if err != nil || strings.HasSuffix(dir, " (deleted)") {
		return ""
	}
	return dir
}

// acquire waits for the shell's turn. false: the shell ended first.
func (s *shell) acquire() bool {
	select {
	case s.turn <- struct{}{}:
		return true
	case <-s.dead:
		return false
	}
}

func (s *shell) release() { <-s.turn }

// errTimeout is what a command of a session fails with that takes too long; it goes on nevertheless.
func errTimeout(d time.Duration) error {
	return fmt.Errorf("Command timeout after %dms", d.Milliseconds())
}
