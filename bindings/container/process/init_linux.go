package process

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"paddock/proxy/netns"
	"paddock/proxy/seccomp"
)

// initName is the init stage's argv[0]. Together with the marker it keeps a
// variable that a user exported from turning Paddock into an init stage.
const initName = "paddock-init"

// probeTarget is an address of TEST-NET-3: nobody has it.
var probeTarget = netip.MustParseAddrPort("203.0.113.1:80")

// Init runs the init stage when this process was started as one; then it does
// not return. Otherwise it returns false at once. main, and TestMain of every
// package that starts containers, must call it before anything else.
func Init() (handled bool) {
	if os.Getenv(marker) == "" || len(os.Args) == 0 || os.Args[0] != initName {
		return false
	}
	// What is set up per thread (the filter, ambient capabilities) must be on
	// the thread that later forks the command.
	runtime.LockOSThread()
	syscall.Exit(runInit())
	return true
}

// initStage is the process between Paddock and the command. In a PID namespace
// it is PID 1, and its end ends everything; elsewhere it is the subreaper that
// kills all its descendants.
type initStage struct {
	config config
	wire   *wire
	begin  chan struct{}

	forks chan fork     // for the first thread
	ended chan struct{} // closed when the command's exit was reported

	mu    sync.Mutex     // guards pid, execs; held while a command is started
	pid   int            // of the command while it runs
	execs map[int]uint64 // pids of further commands
}

func runInit() int {
	unix.CloseOnExec(controlFD)
	unix.CloseOnExec(configFD)
	w, err := newWire(os.NewFile(controlFD, "control"))
	if err != nil {
		return 1
	}
	s := &initStage{wire: w, begin: make(chan struct{}), forks: make(chan fork), ended: make(chan struct{}), execs: map[int]uint64{}}
	f := os.NewFile(configFD, "config")
	b, err := io.ReadAll(f)
	f.Close()
	if err == nil {
		err = json.Unmarshal(b, &s.config)
	}
	if err == nil {
		err = s.prepare()
	}
	if err != nil {
		s.report(message{Error: err.Error()})
		return 1
	}
	go s.listen()
	<-s.begin
	if s.config.Probe {
		return s.probe()
	}
	if err := s.start(); err != nil {
		m := message{Error: err.Error(), Failed: int(unix.EINVAL)}
		var errno unix.Errno
		if errors.As(err, &errno) {
			m.Failed = int(errno)
		}
		s.report(m)
		return 1
	}
	go s.reap()
	for {
		select {
		case f := <-s.forks:
			s.exec(f)
		case <-s.ended:
			return 0
		}
	}
}

// report sends from another thread: this one may be filtered, and then cannot
// send while nobody serves the filter.
func (s *initStage) report(m message, fds ...int) error {
	sent := make(chan error, 1)
	go func() { sent <- s.wire.send(m, fds...) }()
	return <-sent
}

func (s *initStage) inNamespaces() bool {
	return s.config.Link == LinkNFT || s.config.Link == LinkNFTRootless
}

// prepare sets up the link and hands its sockets to Paddock.
func (s *initStage) prepare() error {
	received := make(chan os.Signal, 8)
	// Caught rather than ignored: what is ignored would stay so in the command.
	// A terminal's signals reach the command by themselves.
	signal.Notify(received, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGHUP)
	go func() {
		for sig := range received {
			if n, ok := sig.(syscall.Signal); ok && (n == unix.SIGTERM || n == unix.SIGHUP) {
				s.forward(n)
			}
		}
	}()
	if !s.inNamespaces() {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("become subreaper: %w", err)
		}
		if s.config.Link != LinkSeccomp {
			return s.wire.send(message{Ready: true})
		}
		fd, err := seccomp.Install()
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		return s.report(message{Ready: true}, fd)
	}
	sockets, err := netns.Setup()
	if err != nil {
		return err
	}
	defer sockets.Close()
	if err := setUpMounts(&s.config.Command); err != nil {
		return err
	}
	if err := unix.Prctl(unix.PR_CAP_AMBIENT, unix.PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0); err != nil {
		return fmt.Errorf("clear ambient capabilities: %w", err)
	}
	return s.wire.send(message{Ready: true}, sockets.Descriptors()...)
}

// listen obeys Paddock. When the socket ends, Paddock is dead: so is all of this.
func (s *initStage) listen() {
	for {
		m, files, err := s.wire.receive()
		if m.Exec {
			select {
			case s.forks <- fork{m.ID, files}:
			case <-s.ended:
				closeAll(files)
			}
			continue
		}
		closeAll(files)
		if err != nil {
			// First: this process may be gone as soon as the command is.
			for _, dir := range s.config.Folders {
				os.RemoveAll(dir)
			}
			s.killAll()
			syscall.Exit(1)
		}
		switch {
		case m.Open != "":
			go s.open(m.ID, m.Open)
		case m.Go:
			close(s.begin)
		case m.Kill:
			s.killAll()
		case m.Signal != 0:
			if m.ID != 0 {
				s.signalExec(m.ID, syscall.Signal(m.Signal))
			} else {
				s.forward(syscall.Signal(m.Signal))
			}
		case m.Port != 0:
			go s.dial(m.ID, m.Port)
		}
	}
}

func (s *initStage) dial(id uint64, port uint16) {
	fd, err := netns.DialLocal(port)
	if err != nil {
		errno := unix.ECONNREFUSED
		errors.As(err, &errno)
		s.wire.send(message{Dialled: true, ID: id, Refused: int(errno)})
		return
	}
	s.wire.send(message{Dialled: true, ID: id}, fd)
	unix.Close(fd)
}

func (s *initStage) forward(sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.pid != 0 {
		unix.Kill(s.pid, sig)
	}
}

// signalExec sends a signal to a further command.
func (s *initStage) signalExec(id uint64, sig syscall.Signal) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for pid, of := range s.execs {
		if of == id {
			unix.Kill(pid, sig)
		}
	}
}

// start executes the command on this thread.
func (s *initStage) start() error {
	c := &s.config.Command
	if info, err := os.Stat(c.Dir); err != nil {
		return fmt.Errorf("enter working folder: %w", &os.PathError{Op: "chdir", Path: c.Dir, Err: unix.ENOTDIR})
	} else if !info.IsDir() {
		return fmt.Errorf("enter working folder %s: %w", c.Dir, unix.ENOTDIR)
	}
	file, err := lookPath(c.Argv[0], c.Dir, c.Env)
	if err != nil {
		return err
	}
	attr := &syscall.ProcAttr{Dir: c.Dir, Env: c.Env, Files: []uintptr{0, 1, 2}}
	if !s.inNamespaces() {
		attr.Sys = &syscall.SysProcAttr{Pdeathsig: unix.SIGKILL}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	pid, err := syscall.ForkExec(file, c.Argv, attr)
	if errors.Is(err, unix.ENOEXEC) { // a script without #!, as execvp does
		argv := append([]string{"/bin/sh", file}, c.Argv[1:]...)
		pid, err = syscall.ForkExec("/bin/sh", argv, attr)
	}
	if err != nil {
		return err
	}
	s.pid = pid
	return s.report(message{Started: true})
}

// lookPath finds the command as execvp would, with the command's own PATH.
func lookPath(name, dir string, env []string) (string, error) {
	if strings.Contains(name, "/") {
		if !filepath.IsAbs(name) {
			name = filepath.Join(dir, name)
		}
		return name, executable(name)
	}
	list := "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
	for _, e := range env {
		if v, ok := strings.CutPrefix(e, "PATH="); ok {
			list = v
		}
	}
	result := error(unix.ENOENT)
	for _, d := range filepath.SplitList(list) {
		if !filepath.IsAbs(d) {
			d = filepath.Join(dir, d)
		}
		file := filepath.Join(d, name)
		switch err := executable(file); {
		case err == nil:
			return file, nil
		case errors.Is(err, unix.EACCES):
			result = unix.EACCES
		}
	}
	return "", result
}

func executable(file string) error {
	info, err := os.Stat(file)
	if err != nil {
		return err
	}
	if info.IsDir() {
		return unix.EACCES
	}
	return unix.Access(file, unix.X_OK)
}

// reap waits for every child until the command has ended, and reports the exits. Outside of a
// PID namespace it then ends what the command left behind.
func (s *initStage) reap() {
	defer close(s.ended)
	for {
		var status unix.WaitStatus
		got, err := unix.Wait4(-1, &status, 0, nil)
		if err == unix.EINTR {
			continue
		}
		if err != nil {
			return
		}
		m := exited(status)
		s.mu.Lock()
		isCommand := got == s.pid
		if isCommand {
			s.pid = 0
		}
		id, isExec := s.execs[got]
		delete(s.execs, got)
		s.mu.Unlock()
		if isExec {
			m.ID = id
			s.report(m)
		}
		if !isCommand {
			continue
		}
		if !s.inNamespaces() {
			s.killRest()
		}
		s.report(m)
		return
	}
}

// exited is what is reported of a child.
func exited(status unix.WaitStatus) message {
	m := message{Exited: true, Code: status.ExitStatus()}
	if status.Signaled() {
		m.BySig = int(status.Signal())
		m.Code = 128 + m.BySig
	}
	return m
}

// killRest ends all children and waits for them.
func (s *initStage) killRest() {
	s.killAll()
	for {
		if _, err := unix.Wait4(-1, nil, unix.WNOHANG, nil); err == unix.ECHILD {
			return
		}
		killDescendants(os.Getpid())
		time.Sleep(time.Millisecond)
	}
}

// killAll ends everything below this process.
func (s *initStage) killAll() {
	if os.Getpid() == 1 {
		unix.Kill(-1, unix.SIGKILL) // all but the caller
		return
	}
	// What is killed hands its children to this process: look until none is left.
	for killDescendants(os.Getpid()) {
		time.Sleep(time.Millisecond)
	}
}

// killDescendants reports whether it found any that was alive.
func killDescendants(root int) bool {
	entries, err := os.ReadDir("/proc")
	if err != nil {
		return false
	}
	children := map[int][]int{}
	for _, e := range entries {
		pid, err := strconv.Atoi(e.Name())
		if err != nil {
			continue
		}
		if parent, dead := statOf(pid); parent != 0 && !dead {
			children[parent] = append(children[parent], pid)
		} else if dead {
			continue
		}
	}
	found := false
	for queue := children[root]; len(queue) > 0; queue = queue[1:] {
		found = true
		unix.Kill(queue[0], unix.SIGKILL)
		queue = append(queue, children[queue[0]]...)
	}
	return found
}

// statOf returns a process's parent, and whether it has ended.
func statOf(pid int) (parent int, dead bool) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0, true
	}
	// The name, in brackets, may hold anything.
	fields := strings.Fields(string(b[strings.LastIndexByte(string(b), ')')+1:]))
	if len(fields) < 2 {
		return 0, true
	}
	parent, _ = strconv.Atoi(fields[1])
	return parent, fields[0] == "Z" || fields[0] == "X"
}

// probe makes one connection that the link must catch, on this thread, and
// reports it. On the seccomp link that is a DNS query to the loopback, so that
// nothing could leave the machine were the filter not at work.
func (s *initStage) probe() int {
	var err error
	if s.config.Link == LinkSeccomp {
		err = probeDatagram()
	} else {
		err = probeStream()
	}
	m := message{Started: true}
	if err != nil {
		m = message{Error: err.Error()}
	}
	s.report(m)
	<-make(chan struct{}) // until Paddock has seen it and ends us
	return 0
}

const probeTimeout = 5 // seconds

func probeStream() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_STREAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_SNDTIMEO, &unix.Timeval{Sec: probeTimeout})
	if err := unix.Connect(fd, &unix.SockaddrInet4{Addr: probeTarget.Addr().As4(), Port: int(probeTarget.Port())}); err != nil {
		return fmt.Errorf("connect through the link: %w", err)
	}
	return nil
}

func probeDatagram() error {
	fd, err := unix.Socket(unix.AF_INET, unix.SOCK_DGRAM|unix.SOCK_CLOEXEC, 0)
	if err != nil {
		return err
	}
	unix.SetsockoptTimeval(fd, unix.SOL_SOCKET, unix.SO_RCVTIMEO, &unix.Timeval{Sec: probeTimeout})
	if err := unix.Connect(fd, &unix.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}, Port: 53}); err != nil {
		return fmt.Errorf("connect through the link: %w", err)
	}
	if _, err := unix.Write(fd, []byte(probeQuery)); err != nil {
		return fmt.Errorf("send through the link: %w", err)
	}
	buf := make([]byte, len(probeQuery)+1)
	n, err := unix.Read(fd, buf)
	if err != nil || string(buf[:n]) != probeQuery {
		return fmt.Errorf("receive through the link: got %d bytes: %w", n, errors.Join(err, unix.EIO))
	}
	return nil
}

// probeQuery goes to the resolver of the probe, which sends it back.
const probeQuery = "paddock probe"
