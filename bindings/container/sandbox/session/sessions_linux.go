package session

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/bindings/container/sandbox"
)

// Sessions implements [sandbox.Sessions].
type Sessions struct {
	env    sandbox.Environment
	single *pipes // of commands without a session

	mu      sync.Mutex // guards the rest; held while a shell is started
	shells  map[string]*session
	singles map[*process]struct{} // commands without a session
	started int
	closed  bool
	wait    sync.WaitGroup
}

// session is a shell and what belongs to its name.
type session struct {
	*shell
	timeout time.Duration
	number  int // of those before it
}

var _ sandbox.Sessions = (*Sessions)(nil)

// New gives a service without a shell.
func New(env sandbox.Environment) *Sessions {
	return &Sessions{env: env, single: newPipes(), shells: map[string]*session{}, singles: map[*process]struct{}{}}
}

// Close ends all shells and commands, and waits for them.
func (s *Sessions) Close() {
	s.mu.Lock()
	shells := s.shells
	s.shells, s.closed = map[string]*session{}, true
	var commands []member
	for p := range s.singles {
		commands = append(commands, p.member)
	}
	s.mu.Unlock()
	kill(commands)
	for _, sh := range shells {
		s.wait.Go(sh.destroy)
	}
	s.wait.Wait()
	s.single.close()
}

// Create implements [sandbox.Sessions].
func (s *Sessions) Create(_ context.Context, c sandbox.CreateSession) (sandbox.CreatedSession, error) {
	if c.ID == "" {
		c.ID = newID()
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if existing, ok := s.shells[c.ID]; ok {
		if !existing.ended() {
			e := sandbox.Errorf(sandbox.SessionExists, "Session '%s' already exists", c.ID)
			return sandbox.CreatedSession{}, e.With(sandbox.Context{"sessionId": c.ID, "containerPlacementId": s.placement()})
		}
		s.evict(c.ID)
	}
	if _, err := s.open(c); err != nil {
		return sandbox.CreatedSession{}, err
	}
	return sandbox.CreatedSession{ID: c.ID, ContainerPlacementID: s.placement()}, nil
}

// placement is what the platform says of where the container is.
func (s *Sessions) placement() *string {
	if id := s.env.Lookup("CLOUDFLARE_PLACEMENT_ID"); id != "" {
		return &id
	}
	return nil
}

func newID() string {
	var b [6]byte
	rand.Read(b[:])
	return fmt.Sprintf("session_%d_%s", time.Now().UnixMilli(), hex.EncodeToString(b[:]))
}

// open starts a shell. s.mu is held.
func (s *Sessions) open(c sandbox.CreateSession) (*session, error) {
	fail := func(err error) error {
		e := sandbox.Errorf(sandbox.Internal, "Failed to create session '%s': %v", c.ID, err)
		return e.With(sandbox.Context{"sessionId": c.ID, "originalError": err.Error()})
	}
	if s.closed {
		return nil, fail(errGone)
	}
	s.started++
	folder := filepath.Join(s.env.Temp, "session-"+strconv.Itoa(s.started))
	env := s.variables(c.Env)
	d, file, err := findShell(env)
	if err != nil {
		return nil, fail(err)
	}
	sh, err := startShell(d, file, env, s.folder(c.Cwd), folder)
	if err != nil {
		return nil, fail(err)
	}
	opened := &session{shell: sh, timeout: s.timeout(c.CommandTimeoutMs), number: s.started}
	s.shells[c.ID] = opened
	return opened, nil
}

// timeout is that of commands which bring none: the session's own, or that of COMMAND_TIMEOUT_MS.
func (s *Sessions) timeout(own int) time.Duration {
	if own == 0 {
		own, _ = strconv.Atoi(s.env.Lookup("COMMAND_TIMEOUT_MS"))
	}
	return time.Duration(max(own, 0)) * time.Millisecond
}

// variables are those of the server, changed by a session's own.
func (s *Sessions) variables(own sandbox.Variables) []string {
	env := slices.DeleteFunc(slices.Clone(s.env.Env), func(e string) bool {
		name, _, _ := strings.Cut(e, "=")
		_, changed := own[name]
		return changed || name == "LANG" || name == "LC_ALL"
	})
	for _, name := range slices.Sorted(maps.Keys(own)) {
		if value := own[name]; value != nil && name != "LANG" && name != "LC_ALL" {
			env = append(env, name+"="+*value)
		}
	}
	return append(env, "LANG=C.UTF-8", "LC_ALL=C.UTF-8")
}

// folder is where a shell begins: where it was asked for, or else at home.
func (s *Sessions) folder(cwd string) string {
	if cwd == "" {
		cwd = sandbox.Workspace
	}
	cwd = s.env.Path(cwd)
	if info, err := os.Stat(cwd); err == nil && info.IsDir() {
		return cwd
	}
	for _, dir := range []string{s.env.Lookup("HOME"), "/root"} {
		if info, err := os.Stat(dir); err == nil && info.IsDir() {
			return dir
		}
	}
	return "/"
}

// evict forgets a shell that has ended. s.mu is held.
func (s *Sessions) evict(id string) {
	sh := s.shells[id]
	delete(s.shells, id)
	s.wait.Go(sh.destroy)
}

// get gives a session's shell. One that has ended by itself is told of once.
func (s *Sessions) get(id, cwd string) (*session, error) {
	if id == "" {
		id = sandbox.DefaultSession
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh, ok := s.shells[id]; ok {
		if !sh.ended() {
			return sh, nil
		}
		s.evict(id)
		return nil, terminated(id, sh.exit)
	}
	return s.open(sandbox.CreateSession{ID: id, Cwd: cwd})
}

func terminated(id string, exit int) error {
	e := sandbox.Errorf(sandbox.SessionEnded, "Session '%s' shell exited (exit code: %d)", id, exit)
	return e.With(sandbox.Context{"sessionId": id, "exitCode": exit})
}

// explain makes errors of a shell those of the protocol.
func (s *Sessions) explain(id string, sh *session, c sandbox.ShellCommand, code sandbox.Code, doing string, err error) error {
	if id == "" {
		id = sandbox.DefaultSession
	}
	switch {
	case errors.Is(err, errGone) && sh.isDestroyed():
		e := sandbox.Errorf(sandbox.SessionDestroyed, "Session '%s' was destroyed during command execution", id)
		return e.With(sandbox.Context{"sessionId": id})
	case errors.Is(err, errGone):
		<-sh.dead
		s.mu.Lock()
		if s.shells[id] == sh {
			s.evict(id)
		}
		s.mu.Unlock()
		return terminated(id, sh.exit)
	}
	e := sandbox.Errorf(code, "Failed to execute %s '%s' in session '%s': %v", doing, c.Line, id, err)
	return e.With(sandbox.Context{"command": c.Line, "stderr": err.Error()})
}

// Delete implements [sandbox.Sessions].
func (s *Sessions) Delete(_ context.Context, id string) error {
	s.mu.Lock()
	sh, ok := s.shells[id]
	delete(s.shells, id)
	s.mu.Unlock()
	if !ok {
		e := sandbox.Errorf(sandbox.Internal, "Session '%s' not found", id)
		return e.With(sandbox.Context{"sessionId": id, "originalError": "Session not found"})
	}
	sh.destroy()
	return nil
}

// List implements [sandbox.Sessions].
func (s *Sessions) List() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	ids := slices.AppendSeq([]string{}, maps.Keys(s.shells))
	slices.SortFunc(ids, func(a, b string) int { return s.shells[a].number - s.shells[b].number })
	return ids
}

// Dir implements [sandbox.Sessions].
func (s *Sessions) Dir(ctx context.Context, id string) (string, error) {
	if id == sandbox.NoSession {
		return s.folder(""), nil
	}
	sh, err := s.get(id, "")
	if err != nil {
		return "", err
	}
	if dir := sh.cwd(); dir != "" {
		return dir, nil
	}
	r, err := s.Run(ctx, sandbox.ShellCommand{Session: id, Line: "pwd"})
	return strings.TrimSpace(r.Stdout), err
}

// State implements [sandbox.Sessions].
func (s *Sessions) State(ctx context.Context, id string) (sandbox.ShellState, error) {
	r, err := s.Run(ctx, sandbox.ShellCommand{Session: id, Line: `printf '%s\0' "$PWD"; env -0`})
	if err != nil {
		return sandbox.ShellState{}, err
	}
	parts := strings.Split(strings.TrimSuffix(r.Stdout, "\x00"), "\x00")
	return sandbox.ShellState{Dir: parts[0], Env: parts[1:]}, nil
}

// Ended implements [sandbox.Sessions].
func (s *Sessions) Ended(id string) <-chan struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	if sh := s.shells[id]; sh != nil {
		return sh.dead
	}
	return nil
}

// Run implements [sandbox.Sessions].
func (s *Sessions) Run(_ context.Context, c sandbox.ShellCommand) (sandbox.ShellResult, error) {
	if c.Cwd != "" {
		c.Cwd = s.env.Path(c.Cwd)
	}
	if c.Session == sandbox.NoSession {
		return s.runSingle(c)
	}
	sh, err := s.get(c.Session, c.Cwd)
	if err != nil {
		return sandbox.ShellResult{}, err
	}
	if c.Timeout == 0 {
		c.Timeout = sh.timeout
	}
	r, err := sh.run(c)
	if err != nil {
		return r, s.explain(c.Session, sh, c, sandbox.CommandFail, "command", err)
	}
	r.Stdout, r.Stderr = strings.TrimSuffix(r.Stdout, "\n"), strings.TrimSuffix(r.Stderr, "\n")
	return r, nil
}

// Start implements [sandbox.Sessions].
func (s *Sessions) Start(_ context.Context, c sandbox.ShellCommand, out sandbox.ShellOutput) (sandbox.ShellProcess, error) {
	if c.Cwd != "" {
		c.Cwd = s.env.Path(c.Cwd)
	}
	if c.Session == sandbox.NoSession {
		return s.startSingle(c, out)
	}
	sh, err := s.get(c.Session, c.Cwd)
	if err != nil {
		return nil, err
	}
	p, err := sh.start(c, out)
	if err != nil {
		return nil, s.explain(c.Session, sh, c, sandbox.StreamStartFail, "streaming command", err)
	}
	return s.limit(p, c.Timeout, out), nil
}
