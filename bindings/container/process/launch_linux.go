package process

import (
	"context"
	"errors"
	"fmt"
	"net"
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
	// probeTime bounds one link's probe, which takes some 10 ms where it works.
	probeTime = 10 * time.Second
)

// stageProcess is Paddock's view of one init stage.
type stageProcess struct {
	cmd    *exec.Cmd
	wire   *wire
	source proxy.Source
	link   string
	spec   container.Spec

	ready   chan reply    // the link's sockets, or why not
	started chan message  // Started, or why not
	ended   chan struct{} // closed when the process was waited for and the wire is at its end

	beside besideFiles // for commands that are started later

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

type dialled struct {
	conn net.Conn
	err  error
}

func launch(ctx context.Context, options Options, link string, c *command, spec container.Spec) (*running, error) {
	beside, err := makeBeside(options, link, c)
	if err != nil {
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	p, err := startStage(ctx, link, config{Foreground: spec.Foreground, Command: *c, Folders: beside.folders()}, spec)
	if err != nil {
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, err)
	}
	p.beside = beside
	if err := p.wire.send(message{Go: true}); err != nil {
		p.abandon()
		beside.remove()
		return nil, fmt.Errorf("start %s: tell the init stage to go on: %w", spec.Name, err)
	}
	var m message
	select {
	case m = <-p.started:
	case <-p.ended:
		select {
		case m = <-p.started:
		default:
			m = message{Error: "the init stage ended unexpectedly", Failed: int(unix.EIO)}
		}
	case <-ctx.Done():
		p.abandon()
		beside.remove()
		return nil, fmt.Errorf("start %s: %w", spec.Name, ctx.Err())
	}
	if !m.Started {
		p.abandon()
		beside.remove()
		return nil, notStarted(c.Argv[0], m)
	}
	i := &instance{source: p.source, signal: p.signal, kill: p.kill, done: make(chan struct{}), dial: dialLoopback}
	if link == LinkNFT || link == LinkNFTRootless {
		i.dial = p.dial
	}
	go func() {
		<-p.ended
		p.source.Close() // its listeners would keep a dead namespace alive
		i.exit = p.result()
		beside.remove()
		close(i.done)
	}()
	return &running{i, p}, nil
}

// makeBeside makes what a mount namespace would show, for links that have none. It is the
// caller's to remove, also after an error.
func makeBeside(options Options, link string, c *command) (b besideFiles, err error) {
	if link == LinkNFT || link == LinkNFTRootless {
		return b, nil
	}
	if c.Image != nil {
		if b.tree, err = newTree(options.StateDir, c.Image); err != nil {
			return b, err
		}
		b.tree.apply(c)
	}
	b.trust, err = c.trustBeside(options.StateDir)
	return b, err
}

func notStarted(name string, m message) error {
	errno := unix.Errno(m.Failed)
	switch {
	case errno == unix.ENOENT:
		return &container.ErrNotStarted{Command: name, Err: os.ErrNotExist}
	case errno == unix.EACCES || errno == unix.EPERM || errno == unix.ENOEXEC:
		return &container.ErrNotStarted{Command: name, Err: os.ErrPermission}
	}
	return &container.ErrNotStarted{Command: name, Err: errors.New(m.Error)}
}

// probe starts an init stage that makes one connection, and sees it arrive.
func probe(ctx context.Context, _ Options, link string) error {
	if link == LinkProxy {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, probeTime)
	defer cancel()
	p, err := startStage(ctx, link, config{Probe: true}, container.Spec{Name: "probe", Resolver: echo{}})
	if err != nil {
		return err
	}
	defer p.abandon()
	if err := p.wire.send(message{Go: true}); err != nil {
		return fmt.Errorf("tell the init stage to go on: %w", err)
	}
	select {
	case m := <-p.started:
		if !m.Started {
			return errors.New(m.Error)
		}
	case <-p.ended:
		return errors.New("the init stage ended unexpectedly")
	case <-ctx.Done():
		return ctx.Err()
	}
	if link == LinkSeccomp {
		return nil // the resolver has answered
	}
	flow, err := p.source.Accept(ctx)
	if err != nil {
		return fmt.Errorf("see the connection arrive: %w", err)
	}
	flow.Conn.Close()
	if flow.Dst != probeTarget {
		return fmt.Errorf("the connection to %s arrived as one to %s", probeTarget, flow.Dst)
	}
	return nil
}

type echo struct{}

func (echo) Resolve(_ context.Context, query []byte) ([]byte, error) { return query, nil }

// startStage runs this program as an init stage and waits until its link is up.
func startStage(ctx context.Context, link string, c config, spec container.Spec) (*stageProcess, error) {
	c.Link = link
	p := &stageProcess{
		link: link, spec: spec,
		ready: make(chan reply, 1), started: make(chan message, 1),
		ended: make(chan struct{}), dials: map[uint64]chan dialled{}, execs: map[uint64]*executed{},
	}
	if link == LinkProxy {
		source, err := proxySource(&c.Command, spec)
		if err != nil {
			return nil, err
		}
		p.source = source
	}
	if err := p.run(c); err != nil {
		if p.source != nil {
			p.source.Close()
		}
		return nil, err
	}
	var r reply
	select {
	case r = <-p.ready:
	case <-p.ended:
		select {
		case r = <-p.ready:
		default:
			r.err = errors.New("the init stage ended unexpectedly; main must call process.Init first")
		}
	case <-ctx.Done():
		r.err = ctx.Err()
	}
	if r.err == nil {
		r.err = p.attach(r.files)
	}
	if r.err != nil {
		p.abandon()
		return nil, r.err
	}
	return p, nil
}

// attach makes the source of the link's sockets.
func (p *stageProcess) attach(files []*os.File) error {
	switch p.link {
	case LinkNFT, LinkNFTRootless:
		s, err := netns.New(p.spec.Name, files, p.spec.Resolver)
		if err != nil {
			return err
		}
		p.source = s
	case LinkSeccomp:
		if len(files) != 1 {
			closeAll(files)
			return fmt.Errorf("take over seccomp listener: %d descriptors were sent", len(files))
		}
		s, err := seccomp.New(p.spec.Name, files[0], p.spec.Resolver)
		if err != nil {
			return err
		}
		p.source = s
	}
	return nil
}

// run starts the process and the two goroutines that follow it to its end.
func (p *stageProcess) run(c config) error {
	ours, theirs, err := socketPair()
	if err != nil {
		return err
	}
	defer theirs.Close()
	if p.wire, err = newWire(ours); err != nil {
		return err
	}
	text, err := memoryFile(c)
	if err != nil {
		p.wire.conn.Close()
		return err
	}
	defer text.Close()
	p.cmd = &exec.Cmd{
		Path: "/proc/self/exe", Args: []string{initName}, Env: []string{marker + "=1"},
		Stdin: p.spec.Stdin, Stdout: p.spec.Stdout, Stderr: p.spec.Stderr,
		ExtraFiles: []*os.File{theirs, text}, WaitDelay: drainTime,
		SysProcAttr: attributes(p.link, c),
	}
	terminal := -1
	if f, ok := p.spec.Stdin.(*os.File); ok && c.Foreground {
		terminal = foregroundTerminal(f)
	}
	result := make(chan error)
	go func() {
		// Pdeathsig watches the thread that forked, so it stays until the end.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		err := p.cmd.Start()
		result <- err
		if err != nil {
			return
		}
		reading := make(chan struct{})
		go func() {
			defer close(reading)
			p.follow()
		}()
		p.cmd.Wait() // the command's exit is in the messages; see result
		<-reading
		if terminal >= 0 {
			takeTerminal(terminal)
		}
		close(p.ended)
	}()
	if err := <-result; err != nil {
		p.wire.conn.Close()
		return fmt.Errorf("start init stage: %w", err)
	}
	return nil
}

func attributes(link string, c config) *syscall.SysProcAttr {
	attr := &syscall.SysProcAttr{}
	// A command in the foreground stays in the terminal's process group.
	attr.Setpgid = !c.Foreground
	if link != LinkNFT && link != LinkNFTRootless {
		// No Pdeathsig: the init stage must live to end its descendants.
		return attr
	}
	attr.Pdeathsig = unix.SIGKILL
	attr.Cloneflags = unix.CLONE_NEWNET | unix.CLONE_NEWNS | unix.CLONE_NEWPID
	if c.Command.Image != nil {
		attr.Cloneflags |= unix.CLONE_NEWIPC | unix.CLONE_NEWUTS
	}
	if link == LinkNFTRootless {
		attr.Cloneflags |= unix.CLONE_NEWUSER
		// The user stays who he is; the capabilities are for the set-up only.
		attr.UidMappings = []syscall.SysProcIDMap{{ContainerID: os.Geteuid(), HostID: os.Geteuid(), Size: 1}}
		attr.GidMappings = []syscall.SysProcIDMap{{ContainerID: os.Getegid(), HostID: os.Getegid(), Size: 1}}
		attr.AmbientCaps = []uintptr{unix.CAP_NET_ADMIN, unix.CAP_SYS_ADMIN, unix.CAP_SYS_CHROOT, unix.CAP_DAC_OVERRIDE}
	}
	return attr
}

// follow reads the init stage's messages until it has ended.
func (p *stageProcess) follow() {
	defer p.wire.conn.Close()
	for {
		m, files, err := p.wire.receive()
		if err != nil {
			p.failDials()
			p.failExecs()
			return
		}
		switch {
		case m.Ready:
			p.ready <- reply{files: files}
			continue
		case m.Dialled:
			p.finishDial(m, files)
			continue
		case m.Opened:
			p.folderOpened(m, files)
			continue
		case m.Exited && m.ID != 0:
			p.execEnded(m.ID, container.Exit{Code: m.Code, Signal: syscall.Signal(m.BySig)})
		case m.ID != 0:
			p.execBegan(m)
		case m.Exited:
			p.mu.Lock()
			p.exit = &container.Exit{Code: m.Code, Signal: syscall.Signal(m.BySig)}
			p.mu.Unlock()
		case m.Started:
			p.started <- m
		case m.Error != "":
			select {
			case p.ready <- reply{err: errors.New(m.Error)}:
			default:
			}
			select {
			case p.started <- m:
			default:
			}
		}
		closeAll(files)
	}
}

// result is how the command ended; an init stage that was killed took it along.
func (p *stageProcess) result() container.Exit {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.exit != nil {
		return *p.exit
	}
	return container.Exit{Code: 128 + int(unix.SIGKILL), Signal: unix.SIGKILL}
}

func (p *stageProcess) signal(sig syscall.Signal) error {
	if err := p.wire.send(message{Signal: int(sig)}); err != nil {
		return errEnded
	}
	return nil
}

// kill ends everything; PID 1 of a namespace takes the namespace with it.
func (p *stageProcess) kill() {
	if p.link == LinkNFT || p.link == LinkNFTRootless {
		p.cmd.Process.Kill()
		return
	}
	p.kills.Do(func() {
		p.wire.send(message{Kill: true})
		go func() {
			timer := time.NewTimer(killTime)
			defer timer.Stop()
			select {
			case <-p.ended:
			case <-timer.C:
				p.cmd.Process.Kill() // and Pdeathsig takes the command
			}
		}()
	})
}

// abandon ends a stage that did not come to an instance.
func (p *stageProcess) abandon() {
	p.cmd.Process.Kill()
	<-p.ended
	select {
	case r := <-p.ready:
		closeAll(r.files)
	default:
	}
	if p.source != nil {
		p.source.Close()
	}
}

func (p *stageProcess) dial(ctx context.Context, port uint16) (net.Conn, error) {
	answer := make(chan dialled, 1)
	p.mu.Lock()
	if p.dials == nil {
		p.mu.Unlock()
		return nil, errRefused(port)
	}
	p.next++
	id := p.next
	p.dials[id] = answer
	p.mu.Unlock()
	if err := p.wire.send(message{ID: id, Port: port}); err != nil {
		p.forget(id, answer)
		return nil, errRefused(port)
	}
	select {
	case d := <-answer:
		return d.conn, d.err
	case <-ctx.Done():
		p.forget(id, answer)
		return nil, ctx.Err()
	}
}

// forget drops a dial that nobody waits for any more, and its connection.
func (p *stageProcess) forget(id uint64, answer chan dialled) {
	p.mu.Lock()
	delete(p.dials, id)
	p.mu.Unlock()
	select {
	case d := <-answer:
		if d.conn != nil {
			d.conn.Close()
		}
	default:
	}
}

func (p *stageProcess) finishDial(m message, files []*os.File) {
	var d dialled
	switch {
	case m.Refused != 0 || len(files) != 1:
		d.err = &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", unix.Errno(m.Refused))}
	default:
		d.conn, d.err = net.FileConn(files[0])
	}
	closeAll(files)
	// Handed over under the lock, so that forget finds either the entry or the answer.
	p.mu.Lock()
	defer p.mu.Unlock()
	answer, ok := p.dials[m.ID]
	if !ok {
		if d.conn != nil {
			d.conn.Close()
		}
		return
	}
	delete(p.dials, m.ID)
	answer <- d
}

func (p *stageProcess) failDials() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, answer := range p.dials {
		answer <- dialled{err: errRefused(0)}
	}
	p.dials = nil
}

// errRefused is what a dial to an ended container says: nobody listens.
func errRefused(port uint16) error {
	return &net.OpError{Op: "dial", Net: "tcp", Addr: &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: int(port)},
		Err: os.NewSyscallError("connect", unix.ECONNREFUSED)}
}

// foregroundTerminal returns a descriptor of the terminal f when this process's
// group has its foreground, else -1.
func foregroundTerminal(f *os.File) int {
	fd := int(f.Fd())
	group, err := unix.IoctlGetInt(fd, unix.TIOCGPGRP)
	if err != nil || group != unix.Getpgrp() {
		return -1
	}
	return fd
}

// takeTerminal takes the foreground back from a shell that has ended.
func takeTerminal(fd int) {
	// A background group that does this is stopped by SIGTTOU, unless it blocks it.
	var set, old unix.Sigset_t
	set.Val[0] = 1 << (unix.SIGTTOU - 1)
	if unix.PthreadSigmask(unix.SIG_BLOCK, &set, &old) != nil {
		return
	}
	defer unix.PthreadSigmask(unix.SIG_SETMASK, &old, nil)
	unix.IoctlSetPointerInt(fd, unix.TIOCSPGRP, unix.Getpgrp())
}
