package session

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"paddock/bindings/container/sandbox"
)

// maxOutput bounds what is kept of one command's output, in bytes: an isolate of the platform has
// no more memory than that.
const maxOutput = 128 << 20

// errOutput says that a command has printed too much to be given as one text.
var errOutput = fmt.Errorf("the command has printed more than %d MiB; execStream() gives output of any size", maxOutput>>20)

// errGone is what commands fail with whose shell has ended before them.
var errGone = errors.New("the shell has ended")

// gathered is the output of one command.
type gathered struct {
	mu     sync.Mutex // guards the rest; stdout and stderr are read by two goroutines
	stdout strings.Builder
	stderr strings.Builder
	size   int
}

func (g *gathered) take(to *strings.Builder) func([]byte) {
	return func(b []byte) {
		g.mu.Lock()
		defer g.mu.Unlock()
		g.size += len(b)
		if g.size <= maxOutput {
			to.Write(b)
		}
	}
}

// result gives all that was gathered.
func (g *gathered) result() (stdout, stderr string, err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.size > maxOutput {
		return "", "", errOutput
	}
	return g.stdout.String(), g.stderr.String(), nil
}

// run runs a command in the shell itself, when it is its turn.
func (s *shell) run(c sandbox.ShellCommand) (sandbox.ShellResult, error) {
	var r sandbox.ShellResult
	if err := checkEnv(c.Env); err != nil {
		return r, err
	}
	if !s.acquire() {
		return r, errGone
	}
	defer s.release()
	begin := time.Now()
	id, reports := s.expect()
	defer s.forget(id)
	j, out, errs, err := s.job(id, c)
	if err != nil {
		return r, err
	}
	defer out.release()
	defer errs.release()
	var g gathered
	stdout, stderr := s.pipes.read(out.read, g.take(&g.stdout)), s.pipes.read(errs.read, g.take(&g.stderr))
	if err := s.say(s.dialect.foreground(j)); err != nil {
		return r, errGone
	}
	if r.ExitCode, err = s.await(reports, c.Timeout); err != nil {
		return r, err
	}
	j.remove()
	stdout.finish(0)
	stderr.finish(0)
	r.Stdout, r.Stderr, err = g.result()
	r.Duration = time.Since(begin)
	return r, err
}

// await waits for the exit code of a command.
func (s *shell) await(reports <-chan report, timeout time.Duration) (int, error) {
	var late <-chan time.Time
	if timeout > 0 {
		timer := time.NewTimer(timeout)
		defer timer.Stop()
		late = timer.C
	}
	select {
	case r := <-reports:
		return r.value, nil
	case <-late:
		return 0, errTimeout(timeout)
	case <-s.dead:
	}
	select { // it may have reported before
	case r := <-reports:
		return r.value, nil
	default:
		return 0, errGone
	}
}

// process is a command that runs beside the shells.
type process struct {
	member
	ended chan struct{} // closed when exit and err are set
	done  chan struct{} // closed when the output was taken, too
	exit  int
	err   error

	killing sync.RWMutex // held to read while something kills it, so that it has not ended before all of it has
	forced  atomic.Bool  // it was killed by SIGKILL
}

func newProcess(pid int) *process {
	m, _ := look(pid)
	return &process{member: m, ended: make(chan struct{}), done: make(chan struct{})}
}

var _ sandbox.ShellProcess = (*process)(nil)

func (p *process) PID() int { return p.pid }

func (p *process) Ended() <-chan struct{} { return p.ended }

func (p *process) Done() <-chan struct{} { return p.done }

func (p *process) Exit() (int, error) { return p.exit, p.err }

func (p *process) Kill(ctx context.Context) bool {
	select {
	case <-p.done:
		return false
	default:
	}
	p.terminate(ctx)
	select {
	case <-p.done:
	case <-ctx.Done():
	}
	return true
}

// terminate ends the command and all that it has started.
func (p *process) terminate(ctx context.Context) {
	p.killing.RLock()
	defer p.killing.RUnlock()
	if terminate(ctx, p.member) {
		p.forced.Store(true)
	}
}

// end records how the command has ended, when whoever kills it is done.
func (p *process) end(exit int, err error) {
	p.killing.Lock()
	defer p.killing.Unlock()
	if p.exit, p.err = exit, err; err == nil && p.forced.Load() {
		p.exit = 128 + int(syscall.SIGKILL)
	}
	close(p.ended)
}

// afterwards is how long the outputs of a command may stay open after its end, before what comes
// later is dropped.
const afterwards = time.Second

// start begins a command in a copy of the shell.
func (s *shell) start(c sandbox.ShellCommand, take sandbox.ShellOutput) (*process, error) {
	if err := checkEnv(c.Env); err != nil {
		return nil, err
	}
	if !s.acquire() {
		return nil, errGone
	}
	defer s.release()
	id, reports := s.expect()
	j, out, errs, err := s.job(id, c)
	if err != nil {
		s.forget(id)
		return nil, err
	}
	stdout := s.pipes.read(out.read, func(b []byte) { take(sandbox.Stdout, b) })
	stderr := s.pipes.read(errs.read, func(b []byte) { take(sandbox.Stderr, b) })
	finish := func(patience time.Duration) {
		out.release()
		errs.release()
		stdout.finish(patience)
		stderr.finish(patience)
		j.remove()
		s.forget(id)
	}
	if err := s.say(s.dialect.background(j)); err != nil {
		finish(0)
		return nil, errGone
	}
	pid, err := s.await(reports, 0)
	if err != nil {
		finish(0)
		return nil, err
	}
	p := newProcess(pid)
	s.mu.Lock()
	s.running[id] = p
	s.mu.Unlock()
	s.processes.Go(func() {
		defer close(p.done)
		p.end(s.follow(p, reports))
		if s.isDestroyed() {
			finish(0)
		} else {
			finish(afterwards)
		}
	})
	return p, nil
}

// follow waits for the end of a command beside the shell.
func (s *shell) follow(p *process, reports <-chan report) (int, error) {
	select {
	case r := <-reports:
		return r.value, nil
	case <-s.dead:
	}
	kill([]member{p.member}) // mourn may not have known of it yet
	timer := time.NewTimer(killPatience)
	defer timer.Stop()
	select {
	case r := <-reports:
		return r.value, nil
	case <-timer.C:
		return 0, errGone
	}
}

// limited is a process that may not take longer than it was given.
type limited struct {
	*process
	done chan struct{}
	late bool
}

// timedOut is the exit code of a process that takes too long.
const timedOut = 124

func (l *limited) Done() <-chan struct{} { return l.done }

func (l *limited) Exit() (int, error) {
	if l.late {
		return timedOut, nil
	}
	return l.process.Exit()
}

// limit ends a process after its time, and says so at the end of its output.
func (s *Sessions) limit(p *process, timeout time.Duration, take sandbox.ShellOutput) sandbox.ShellProcess {
	if timeout <= 0 {
		return p
	}
	l := &limited{process: p, done: make(chan struct{})}
	s.wait.Go(func() {
		defer close(l.done)
		if l.late = p.within(timeout); l.late {
			take(sandbox.Stderr, timeoutText(timeout))
			take(sandbox.Stderr, []byte("\n"))
		}
	})
	return l
}

// within waits for the end of a command, and ends it when that is too late. 0 waits for ever.
func (p *process) within(timeout time.Duration) (late bool) {
	if timeout <= 0 {
		<-p.done
		return false
	}
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	select {
	case <-p.done:
		return false
	case <-timer.C:
	}
	p.terminate(context.Background())
	<-p.done
	return true
}

func timeoutText(d time.Duration) []byte {
	return fmt.Appendf(nil, "Command timed out after %dms", d.Milliseconds())
}
