package pty

import (
	"context"
	"encoding/json"
	"net/http"
	"strconv"
	"sync"

	"github.com/gobwas/ws"

	"paddock/bindings/container/sandbox"
)

// Terminals implements [sandbox.Terminals].
type Terminals struct {
	sessions sandbox.Sessions

	mu    sync.Mutex // guards byID
	byID  map[string]*terminal
	ended bool
	wait  sync.WaitGroup
}

var _ sandbox.Terminals = (*Terminals)(nil)

// New gives terminals without any that runs.
func New(sessions sandbox.Sessions) *Terminals {
	return &Terminals{sessions: sessions, byID: map[string]*terminal{}}
}

// Close ends all terminals.
func (t *Terminals) Close() {
	t.mu.Lock()
	all := t.byID
	t.byID, t.ended = nil, true
	t.mu.Unlock()
	for _, one := range all {
		one.close()
	}
	t.wait.Wait()
}

// status is a message of the server.
type status struct {
	Type    string `json:"type"`
	Code    *int   `json:"code,omitempty"`
	Signal  string `json:"signal,omitempty"`
	Message string `json:"message,omitempty"`
}

func tell(s *sandbox.Socket, m status) {
	text, _ := json.Marshal(m) // it is always JSON
	_ = s.Write(true, text)    // who has gone hears nothing
}

// Serve implements [sandbox.Terminals].
func (t *Terminals) Serve(r *http.Request, s *sandbox.Socket) {
	query := r.URL.Query()
	number := func(name string) uint16 {
		n, _ := strconv.ParseUint(query.Get(name), 10, 16) // 0: the usual size
		return uint16(n)
	}
	one, err := t.find(r.Context(), query.Get("sessionId"), options{number("cols"), number("rows"), query.Get("shell")})
	if err != nil {
		tell(s, status{Type: "error", Message: err.Error()})
		s.Close(ws.StatusInternalServerError, short(err.Error()))
		return
	}
	reader := one.attach()
	var printing sync.WaitGroup
	printing.Go(func() { one.print(reader, s) })
	for {
		text, data, err := s.Read()
		if err != nil {
			break
		}
		if text {
			one.control(s, data)
		} else {
			one.typed(data)
		}
	}
	one.detach(reader)
	printing.Wait()
}

// short fits a reason into a close frame.
func short(reason string) string {
	const room = 120
	return reason[:min(len(reason), room)]
}

// find gives a session's terminal, a new one if it has none.
func (t *Terminals) find(ctx context.Context, id string, o options) (*terminal, error) {
	if one := t.running(id); one != nil {
		return one, nil
	}
	state, err := t.sessions.State(ctx, id)
	if err != nil {
		return nil, err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if one := t.byID[id]; one != nil { // somebody was faster
		return one, nil
	}
	if t.ended {
		return nil, sandbox.Errorf(sandbox.SessionDestroyed, "The server is closing")
	}
	one, err := start(state, o)
	if err != nil {
		return nil, sandbox.Errorf(sandbox.Internal, "Failed to create PTY: %v", err)
	}
	t.byID[id] = one
	t.wait.Add(1)
	go t.forget(id, one)
	return one, nil
}

func (t *Terminals) running(id string) *terminal {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.byID[id]
}

// forget waits for a terminal's end.
func (t *Terminals) forget(id string, one *terminal) {
	defer t.wait.Done()
	select {
	case <-one.done:
	case <-t.sessions.Ended(id):
		one.close()
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.byID[id] == one {
		delete(t.byID, id)
	}
}
