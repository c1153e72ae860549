package launch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"syscall"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/proxy"
	"paddock/proxy/netns"
	"paddock/proxy/seccomp"
)

const (
	// drainTime bounds the wait for output that a daemonised grandchild holds open.
	drainTime = 2 * time.Second
	// killTime is how long an init stage may take to end its descendants.
	killTime = 5 * time.Second
)

// stage is Paddock's view of one init stage.
type stage struct {
	config Config
	cmd    *exec.Cmd
	wire   *wire
	source proxy.Source // nil: the link has none

	ready   chan reply    // the link's sockets, or why not
	started chan message  // Started, or why not
	ended   chan struct{} // closed when the process was waited for and the wire is at its end

	mu    sync.Mutex // guards dials, execs, next, exit
	dials map[uint64]chan dialled
	execs map[uint64]*executed
	next  uint64
	exit  *container.Exit
	kills sync.Once
}

type reply struct {
	files []*os.File
	err   error
}

// hasNetwork tells whether a link has a network namespace.
func hasNetwork(link string) bool {
	return link == LinkNFT || link == LinkNFTRootless || link == LinkLoopback
}

// startStage runs this program as an init stage and waits until its link is up.
func startStage(ctx context.Context, c Config, probe bool) (*stage, error) {
	s := &stage{
		ready: make(chan reply, 1), started: make(chan message, 1),
		ended: make(chan struct{}), dials: map[uint64]chan dialled{}, execs: map[uint64]*executed{},
	}
	if c.Choice.Link == LinkProxy {
		source, err := proxySource(&c)
		if err != nil {
			return nil, err
		}
		s.source = source
	}
	s.config = c
	if err := s.run(probe); err != nil {
		if s.source != nil {
			s.source.Close()
		}
		return nil, err
	}
	var r reply
	select {
	case r = <-s.ready:
	case <-s.ended:
		select {
		case r = <-s.ready:
		default:
			r.err = errors.New("the init stage ended unexpectedly; main must call Init first")
		}
	case <-ctx.Done():
		r.err = ctx.Err()
	}
	if r.err == nil {
		r.err = s.attach(r.files)
	}
	if r.err != nil {
		s.abandon()
		return nil, r.err
	}
	return s, nil
}

// attach makes the source of the link's sockets.
func (s *stage) attach(files []*os.File) error {
	switch s.config.Choice.Link {
	case LinkNFT, LinkNFTRootless:
		source, err := netns.New(s.config.Name, files, s.config.Resolver)
		if err != nil {
			return err
		}
		s.source = source
	case LinkSeccomp:
		if len(files) != 1 {
			closeAll(files)
			return fmt.Errorf("take over seccomp listener: %d descriptors were sent", len(files))
		}
		source, err := seccomp.New(files[0], seccomp.Options{Container: s.config.Name, Resolver: s.config.Resolver, Doors: s.config.Doors})
		if err != nil {
			return err
		}
		s.source = source
	}
	return nil
}

// orders is what the init stage is told.
func (s *stage) orders(probe bool) (orders, error) {
	c := &s.config
	o := orders{
		Link: c.Choice.Link, Probe: probe, Command: c.Command, Folders: c.Folders,
		PIDs: c.Namespaces&unix.CLONE_NEWPID != 0, Users: c.Users, Setup: c.Setup, Capabilities: c.Capabilities, MostProcesses: mostProcesses(c.Processes),
	}
	var err error
	if c.SetupConfig != nil {
		o.SetupConfig, err = json.Marshal(c.SetupConfig)
	}
	return o, err
}

// run starts the process and the two goroutines that follow it to its end.
func (s *stage) run(probe bool) error {
	o, err := s.orders(probe)
	if err != nil {
		return err
	}
	ours, theirs, err := socketPair()
	if err != nil {
		return err
	}
	defer theirs.Close()
	if s.wire, err = newWire(ours); err != nil {
		return err
	}
	text, err := memoryFile(o)
	if err != nil {
		s.wire.conn.Close()
		return err
	}
	defer text.Close()
	s.cmd = &exec.Cmd{
		Path: "/proc/self/exe", Args: []string{initName}, Env: []string{marker + "=1"},
		Stdin: s.config.Stdin, Stdout: s.config.Stdout, Stderr: s.config.Stderr,
		ExtraFiles: []*os.File{theirs, text}, WaitDelay: drainTime,
		SysProcAttr: s.config.attributes(),
	}
	terminal := -1
	if f, ok := s.config.Stdin.(*os.File); ok && s.config.Foreground {
		terminal = foregroundTerminal(f)
	}
	result := make(chan error)
	go func() {
		// Pdeathsig watches the thread that forked, so it stays until the end.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := s.cmd.Start()
		result <- err
		if err != nil {
			return
		}
		reading := make(chan struct{})
		go func() {
			defer close(reading)
			s.follow()
		}()
		s.cmd.Wait() // the command's exit is in the messages; see result
		<-reading
		if terminal >= 0 {
			takeTerminal(terminal)
		}
		close(s.ended)
	}()
	if err := <-result; err != nil {
		s.wire.conn.Close()
		return fmt.Errorf("start init stage: %w", err)
	}
	if err := s.enter(); err != nil {
		s.cmd.Process.Kill()
		<-s.ended
		return err
	}
	return nil
}

// enter does for the init stage what it cannot do itself, and then has it go on.
func (s *stage) enter() error {
	pid := s.cmd.Process.Pid
	if u := s.config.Users; u != nil && u.Helpers {
		if err := runHelpers(pid, u); err != nil {
			return err
		}
	}
	if s.config.Placed != nil {
		if err := s.config.Placed(pid); err != nil {
			return err
		}
	}
	if err := s.wire.send(message{Enter: true}); err != nil {
		return fmt.Errorf("tell the init stage to set up: %w", err)
	}
	return nil
}

// setupCapabilities are what the init stage needs to set up namespaces when it is not their root:
// then an exec would take them all away.
var setupCapabilities = [...]uintptr{
	unix.CAP_CHOWN, unix.CAP_DAC_OVERRIDE, unix.CAP_FOWNER, unix.CAP_FSETID, unix.CAP_KILL, unix.CAP_MKNOD, unix.CAP_NET_ADMIN,
	unix.CAP_SETGID, unix.CAP_SETPCAP, unix.CAP_SETUID, unix.CAP_SYS_ADMIN, unix.CAP_SYS_CHROOT,
}

func (c *Config) attributes() *syscall.SysProcAttr {
	// A command in the foreground stays in the terminal's process group.
	attr := &syscall.SysProcAttr{Setpgid: !c.Foreground, Cloneflags: c.Namespaces}
	if hasNetwork(c.Choice.Link) {
		attr.Cloneflags |= unix.CLONE_NEWNET
	}
	if c.Users != nil {
		attr.Cloneflags |= unix.CLONE_NEWUSER
		if !c.Users.Helpers {
			attr.UidMappings, attr.GidMappings = system(c.Users.UIDs), system(c.Users.GIDs)
		}
		if !c.Users.Root || c.Users.Helpers {
			attr.AmbientCaps = setupCapabilities[:]
		}
	}
	if attr.Cloneflags&unix.CLONE_NEWPID != 0 {
		attr.Pdeathsig = unix.SIGKILL
	} // else the init stage must live to end its descendants
	return attr
}

func system(maps []IDMap) []syscall.SysProcIDMap {
	var out []syscall.SysProcIDMap
	for _, m := range maps {
		out = append(out, syscall.SysProcIDMap{ContainerID: m.Inside, HostID: m.Outside, Size: m.Size})
	}
	return out
}

// follow reads the init stage's messages until it has ended.
func (s *stage) follow() {
	defer s.wire.conn.Close()
	for {
		m, files, err := s.wire.receive()
		if err != nil {
			s.failDials()
			s.failExecs()
			return
		}
		switch {
		case m.Ready:
			s.ready <- reply{files: files}
			continue
		case m.Dialled:
			s.finishDial(m, files)
			continue
		case m.Opened:
			s.folderOpened(m, files)
			continue
		case m.Exited && m.ID != 0:
			s.execEnded(m.ID, container.Exit{Code: m.Code, Signal: syscall.Signal(m.BySig)})
		case m.ID != 0:
			s.execBegan(m)
		case m.Exited:
			s.mu.Lock()
			s.exit = &container.Exit{Code: m.Code, Signal: syscall.Signal(m.BySig)}
			s.mu.Unlock()
		case m.Started:
			s.started <- m
		case m.Error != "":
			select {
			case s.ready <- reply{err: errors.New(m.Error)}:
			default:
			}
			select {
			case s.started <- m:
			default:
			}
		}
		closeAll(files)
	}
}

// result is how the command ended; an init stage that was killed took it along.
func (s *stage) result() container.Exit {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.exit != nil {
		return *s.exit
	}
	return container.Exit{Code: 128 + int(unix.SIGKILL), Signal: unix.SIGKILL}
}

func (s *stage) signal(sig syscall.Signal) error {
	if err := s.wire.send(message{Signal: int(sig)}); err != nil {
		return errEnded
	}
	return nil
}

// kill ends everything; PID 1 of a namespace takes the namespace with it.
func (s *stage) kill() {
	if s.config.Namespaces&unix.CLONE_NEWPID != 0 {
		s.cmd.Process.Kill()
		return
	}
	s.kills.Do(func() {
		s.wire.send(message{Kill: true})
		go func() {
			timer := time.NewTimer(killTime)
			defer timer.Stop()
			select {
			case <-s.ended:
			case <-timer.C:
				s.cmd.Process.Kill() // and Pdeathsig takes the command
			}
		}()
	})
}

// abandon ends a stage that did not come to an instance.
func (s *stage) abandon() {
	s.cmd.Process.Kill()
	<-s.ended
	select {
	case r := <-s.ready:
		closeAll(r.files)
	default:
	}
	if s.source != nil {
		s.source.Close()
	}
}
