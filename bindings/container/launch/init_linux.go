package launch

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"slices"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"

	"paddock/proxy/netns"
	"paddock/proxy/seccomp"
)

// initName is the init stage's argv[0]. Together with the marker it keeps a
// variable that a user exported from turning Paddock into an init stage.
const initName = "paddock-init"

// Init runs the init stage when this process was started as one; then it does
// not return. Otherwise it returns false at once. main, and TestMain of every
// package that starts containers, must call it before anything else, with what
// their engines set up.
func Init(setups ...Setup) (handled bool) {
	if os.Getenv(marker) == "" || len(os.Args) == 0 || os.Args[0] != initName {
		return false
	}
	// What is set up per thread (the filter, capabilities) must be on the
	// thread that later forks the command.
	runtime.LockOSThread()
	syscall.Exit(runInit(setups))
	return true
}

// initStage is the process between Paddock and the command. In a PID namespace
// it is PID 1, and its end ends everything; elsewhere it is the subreaper that
// kills all its descendants.
type initStage struct {
	orders orders
	setups []Setup
	wire   *wire
	begin  chan struct{}

	forks chan fork     // for the first thread
	ended chan struct{} // closed when the command's exit was reported

	mu    sync.Mutex     // guards pid, execs; held while a command is started
	pid   int            // of the command while it runs
	execs map[int]uint64 // pids of further commands
}

func runInit(setups []Setup) int {
	unix.CloseOnExec(controlFD)
	unix.CloseOnExec(configFD)
	w, err := newWire(os.NewFile(controlFD, "control"))
	if err != nil {
		return 1
	}
	s := &initStage{setups: setups, wire: w, begin: make(chan struct{}), forks: make(chan fork), ended: make(chan struct{}), execs: map[int]uint64{}}
	f := os.NewFile(configFD, "config")
	b, err := io.ReadAll(f)
	f.Close()
	if err == nil {
		err = json.Unmarshal(b, &s.orders)
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
	if s.orders.Probe {
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

// prepare sets up the namespaces and the link, and hands the link's sockets to Paddock.
func (s *initStage) prepare() error {
	s.catchSignals()
	m, files, err := s.wire.receive()
	closeAll(files)
	if err != nil || !m.Enter {
		return fmt.Errorf("wait for Paddock: %w", errors.Join(err, unix.EPROTO))
	}
	if err := s.becomeUser(); err != nil {
		return err
	}
	if !s.orders.PIDs {
		if err := unix.Prctl(unix.PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0); err != nil {
			return fmt.Errorf("become subreaper: %w", err)
		}
	}
	sockets, err := s.network()
	if err != nil {
		return err
	}
	var fds []int
	if sockets != nil {
		defer sockets.Close()
		fds = sockets.Descriptors()
	}
	if err := s.setUp(); err != nil {
		return err
	}
	if err := limitCapabilities(s.orders.Capabilities); err != nil {
		return err
	}
	if s.orders.Users.Alone() {
		if err := pretendOneUser(); err != nil {
			return err
		}
	}
	if hasNetwork(s.orders.Link) {
		if err := limitFamilies(); err != nil {
			return err
		}
	}
	if s.orders.Link == LinkSeccomp {
		fd, err := seccomp.Install()
		if err != nil {
			return err
		}
		defer unix.Close(fd)
		fds = append(fds, fd)
	}
	return s.report(message{Ready: true}, fds...)
}

// catchSignals passes on what ends programs. Caught rather than ignored: what is ignored would stay
// so in the command. A terminal's signals reach the command by themselves.
func (s *initStage) catchSignals() {
	received := make(chan os.Signal, 8)
	signal.Notify(received, unix.SIGINT, unix.SIGQUIT, unix.SIGTERM, unix.SIGHUP)
	go func() {
		for sig := range received {
			if n, ok := sig.(syscall.Signal); ok && (n == unix.SIGTERM || n == unix.SIGHUP) {
				s.forward(n)
			}
		}
	}()
}

// network sets up a network namespace; nil: there is none, or nothing leads out of it.
func (s *initStage) network() (*netns.Sockets, error) {
	switch s.orders.Link {
	case LinkNFT, LinkNFTRootless:
		return netns.Setup()
	case LinkLoopback:
		return nil, netns.SetupLoopback()
	}
	return nil, nil
}

// setUp has the engine make the container's files.
func (s *initStage) setUp() error {
	if s.orders.Setup == "" {
		return nil
	}
	i := slices.IndexFunc(s.setups, func(x Setup) bool { return x.Name == s.orders.Setup })
	if i < 0 {
		return fmt.Errorf("set up files: main has not given %s to Init", s.orders.Setup)
	}
	return s.setups[i].Run(s.orders.SetupConfig, &s.orders.Command)
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
			for _, dir := range s.orders.Folders {
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
