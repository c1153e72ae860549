// Package processes keeps track of the commands that run beside the sessions of a sandbox, and of
// what they print.
package processes

import (
	"context"
	"crypto/rand"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"paddock/bindings/container/sandbox"
)

const (
	// maxEnded bounds the output that is kept of all processes that have ended, in bytes.
	maxEnded = 64 << 20
	// maxRecords bounds the processes that have ended and can still be asked for.
	maxRecords = 1000
)

// Processes implements [sandbox.Processes].
type Processes struct {
	sessions sandbox.Sessions

	mu   sync.Mutex // guards the rest
	all  []*record  // in the order of their start
	byID map[string]*record
	wait sync.WaitGroup
}

// record is one process.
type record struct {
	session string
	log     *logbook
	shell   sandbox.ShellProcess
	ended   chan struct{} // closed when the end is recorded

	mu     sync.Mutex // guards process, killed
	about  sandbox.Process
	killed bool
}

var _ sandbox.Processes = (*Processes)(nil)

// New gives the service without a process.
func New(sessions sandbox.Sessions) *Processes {
	return &Processes{sessions: sessions, byID: map[string]*record{}}
}

// Close waits for the processes; the sessions end them.
func (p *Processes) Close() { p.wait.Wait() }

// Start implements [sandbox.Processes].
func (p *Processes) Start(ctx context.Context, r sandbox.StartProcess) (sandbox.Process, error) {
	if strings.TrimSpace(r.Command) == "" {
		return sandbox.Process{}, sandbox.Errorf(sandbox.InvalidCommand, "Invalid command: empty command provided")
	}
	if r.ProcessID == "" {
		r.ProcessID = newID()
	}
	session := r.SessionID
	if session == "" {
		session = sandbox.DefaultSession
	}
	one := &record{session: session, log: newLogbook(r.Paced), ended: make(chan struct{})}
	one.about = sandbox.Process{ID: r.ProcessID, Command: r.Command, Status: sandbox.Running, StartTime: sandbox.Now()}
	shell, err := p.sessions.Start(ctx, sandbox.ShellCommand{
		Session: session, Line: r.Command, Cwd: r.Cwd, Env: r.Env, Timeout: time.Duration(r.TimeoutMs) * time.Millisecond,
	}, one.log.write)
	if err != nil {
		return sandbox.Process{}, err
	}
	one.shell, one.about.PID = shell, shell.PID()
	p.mu.Lock()
	if old, ok := p.byID[r.ProcessID]; ok {
		p.all = slices.DeleteFunc(p.all, func(other *record) bool { return other == old })
	}
	p.all, p.byID[r.ProcessID] = append(p.all, one), one
	p.mu.Unlock()
	p.wait.Go(func() {
		<-shell.Ended()
		one.log.unpace()
		<-shell.Done()
		one.end()
		close(one.ended)
		p.trim()
	})
	return one.describe(), nil
}

func newID() string {
	const digits = "0123456789abcdefghijklmnopqrstuvwxyz"
	var b [6]byte
	rand.Read(b[:])
	for i := range b {
		b[i] = digits[int(b[i])%len(digits)]
	}
	return fmt.Sprintf("proc_%d_%s", time.Now().UnixMilli(), b[:])
}

func (r *record) describe() sandbox.Process {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.about
}

// end records how the process has ended.
func (r *record) end() {
	code, err := r.shell.Exit()
	r.mu.Lock()
	r.about.EndTime = sandbox.Now()
	const killed, terminated = 137, 143 // by SIGKILL, by SIGTERM
	switch {
	case err != nil:
		r.about.Status = sandbox.Broken
	case r.killed, code == killed, code == terminated:
		r.about.Status = sandbox.Killed
	case code == 0:
		r.about.Status = sandbox.Completed
	default:
		r.about.Status = sandbox.Failed
	}
	if err == nil {
		r.about.ExitCode = &code
	}
	r.mu.Unlock()
	r.log.end()
}

// trim drops output of processes that have ended long ago, and then all that is known of them.
func (p *Processes) trim() {
	p.mu.Lock()
	defer p.mu.Unlock()
	size, ended := 0, 0
	for i := len(p.all) - 1; i >= 0; i-- {
		r := p.all[i]
		about := r.describe()
		if !about.Status.Ended() {
			continue
		}
		if size += r.log.kept(); size > maxEnded {
			r.log.drop()
		}
		if ended++; ended > maxRecords {
			p.all = slices.Delete(p.all, i, i+1)
			delete(p.byID, about.ID)
		}
	}
}

func (p *Processes) get(id string) (*record, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if r, ok := p.byID[id]; ok {
		return r, nil
	}
	return nil, sandbox.Errorf(sandbox.ProcessNotFound, "Process %s not found", id).With(sandbox.Context{"processId": id})
}

// List implements [sandbox.Processes].
func (p *Processes) List(status sandbox.ProcessStatus) []sandbox.Process {
	p.mu.Lock()
	defer p.mu.Unlock()
	list := []sandbox.Process{}
	for _, r := range p.all {
		if about := r.describe(); status == "" || about.Status == status {
			about.EndTime = ""
			list = append(list, about)
		}
	}
	return list
}

// Get implements [sandbox.Processes].
func (p *Processes) Get(id string) (sandbox.Process, error) {
	r, err := p.get(id)
	if err != nil {
		return sandbox.Process{}, err
	}
	return r.describe(), nil
}

// Logs implements [sandbox.Processes].
func (p *Processes) Logs(id string) (sandbox.ProcessLogs, error) {
	r, err := p.get(id)
	if err != nil {
		return sandbox.ProcessLogs{}, err
	}
	out, errs := r.log.all()
	return sandbox.ProcessLogs{ProcessID: id, Stdout: out, Stderr: errs}, nil
}

// Follow implements [sandbox.Processes].
func (p *Processes) Follow(ctx context.Context, id string, paced bool, emit func(sandbox.Stream, string) error) (sandbox.Process, error) {
	r, err := p.get(id)
	if err != nil {
		return sandbox.Process{}, err
	}
	if err := r.log.follow(ctx, paced, emit); err != nil {
		return sandbox.Process{}, err
	}
	return r.describe(), nil
}

// StreamLogs implements [sandbox.Processes].
func (p *Processes) StreamLogs(ctx context.Context, id string, emit func(sandbox.LogEvent) error) error {
	about, err := p.Get(id)
	if err != nil {
		return err
	}
	info := sandbox.LogEvent{Type: "process_info", ProcessID: id, Command: about.Command, Status: about.Status, Timestamp: sandbox.Now()}
	if err := emit(info); err != nil {
		return err
	}
	about, err = p.Follow(ctx, id, false, func(s sandbox.Stream, text string) error {
		return emit(sandbox.LogEvent{Type: string(s), ProcessID: id, Data: text, Timestamp: sandbox.Now()})
	})
	if err != nil {
		return err
	}
	code := "undefined"
	if about.ExitCode != nil {
		code = fmt.Sprint(*about.ExitCode)
	}
	return emit(sandbox.LogEvent{
		Type: "exit", ProcessID: id, ExitCode: about.ExitCode, Timestamp: sandbox.Now(),
		Data: fmt.Sprintf("Process %s with exit code %s", about.Status, code),
	})
}

// Kill implements [sandbox.Processes].
func (p *Processes) Kill(ctx context.Context, id string) error {
	r, err := p.get(id)
	if err != nil {
		return err
	}
	r.mu.Lock()
	ended := r.about.Status.Ended()
	r.killed = r.killed || !ended
	r.mu.Unlock()
	if ended || !r.kill(ctx) {
		e := sandbox.Errorf(sandbox.CommandNotFound, "Command '%s' not found or already completed in session '%s'", id, r.session)
		return e.With(sandbox.Context{"command": id})
	}
	return nil
}

// kill ends the process and waits until that is recorded. Whoever holds it back is overruled.
func (r *record) kill(ctx context.Context) bool {
	r.log.unpace()
	if !r.shell.Kill(context.WithoutCancel(ctx)) {
		return false
	}
	<-r.ended
	return true
}

// KillAll implements [sandbox.Processes].
func (p *Processes) KillAll(ctx context.Context) int {
	var wait sync.WaitGroup
	var mu sync.Mutex
	n := 0
	for _, about := range p.List(sandbox.Running) {
		wait.Go(func() {
			if p.Kill(ctx, about.ID) == nil {
				mu.Lock()
				n++
				mu.Unlock()
			}
		})
	}
	wait.Wait()
	return n
}
