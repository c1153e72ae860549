package sandbox

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/gobwas/ws"
)

// wsRequest is a message of the client.
type wsRequest struct {
	Type    string            `json:"type"`
	ID      string            `json:"id"`
	Method  string            `json:"method"`
	Path    string            `json:"path"`
	Body    json.RawMessage   `json:"body"`
	Headers map[string]string `json:"headers"`
}

// wsMessage is a message of the server.
type wsMessage struct {
	Type    string          `json:"type"`
	ID      string          `json:"id,omitempty"`
	Status  int             `json:"status,omitempty"`
	Body    json.RawMessage `json:"body,omitempty"`
	Done    *bool           `json:"done,omitempty"`
	Data    *string         `json:"data,omitempty"`
	Code    string          `json:"code,omitempty"`
	Message string          `json:"message,omitempty"`
}

// multiplexer serves the routes over one WebSocket.
type multiplexer struct {
	server *Server
	socket *Socket

	mu      sync.Mutex // guards running
	running map[string]*running
}

func (s *Server) multiplex(r *http.Request, socket *Socket) {
	m := &multiplexer{server: s, socket: socket, running: map[string]*running{}}
	ctx, cancel := context.WithCancel(r.Context())
	var wait sync.WaitGroup
	defer wait.Wait()
	defer cancel()
	for {
		_, data, err := socket.Read()
		if err != nil {
			socket.conn.Close() // whoever writes is not to wait for a client that has gone
			return
		}
		request, problem := readMessage(data)
		if problem != nil {
			m.send(*problem)
			continue
		}
		if request.Type == "cancel" {
			m.cancel(request.ID)
			continue
		}
		one, done := m.begin(ctx, request.ID)
		wait.Go(func() {
			defer done()
			m.serve(one, request)
		})
	}
}

// readMessage finds what is no message of the protocol.
func readMessage(data []byte) (wsRequest, *wsMessage) {
	var r wsRequest
	var any map[string]json.RawMessage
	if !json.Valid(data) {
		return r, &wsMessage{Type: "error", Code: "PARSE_ERROR", Message: "Invalid JSON message", Status: http.StatusBadRequest}
	}
	invalid := &wsMessage{Type: "error", Code: "INVALID_REQUEST", Message: "Message must be a valid WSRequest", Status: http.StatusBadRequest}
	if json.Unmarshal(data, &any) != nil || json.Unmarshal(data, &r) != nil {
		return r, invalid
	}
	if r.Type != "request" && r.Type != "cancel" {
		return r, invalid
	}
	return r, nil
}

// running is a request that is not answered yet.
type running struct{ cancel context.CancelFunc }

// begin notes a request. A client may use the id again as soon as it has the answer, so that done may come
// after the next begin.
func (m *multiplexer) begin(ctx context.Context, id string) (one context.Context, done func()) {
	ctx, cancel := context.WithCancel(ctx)
	mine := &running{cancel}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.running[id] = mine
	return ctx, func() {
		m.mu.Lock()
		defer m.mu.Unlock()
		if m.running[id] == mine {
			delete(m.running, id)
		}
		cancel()
	}
}

// cancel ends a stream.
func (m *multiplexer) cancel(id string) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if one := m.running[id]; one != nil {
		one.cancel()
	}
}

// serve answers one request.
func (m *multiplexer) serve(ctx context.Context, request wsRequest) {
	fail := func(err error) {
		m.send(wsMessage{Type: "error", ID: request.ID, Code: string(Internal), Message: err.Error(), Status: http.StatusInternalServerError})
	}
	if !known(request.Method) {
		fail(fmt.Errorf("Unsupported HTTP method: %s", request.Method))
		return
	}
	if !strings.HasPrefix(request.Path, "/") {
		fail(fmt.Errorf("Failed to construct 'Request': Invalid URL \"http://localhost:3000%s\"", cmp.Or(request.Path, "undefined")))
		return
	}
	r, err := http.NewRequestWithContext(ctx, request.Method, "http://localhost"+request.Path, bytes.NewReader(request.Body))
	if err != nil {
		fail(fmt.Errorf("read request: %w", err))
		return
	}
	r.Header.Set("Content-Type", "application/json")
	for name, value := range request.Headers {
		r.Header.Set(name, value)
	}
	if r.Method == http.MethodGet || r.Method == http.MethodDelete {
		r.Body = io.NopCloser(bytes.NewReader(nil))
	}
	w := &wsWriter{m: m, ctx: ctx, id: request.ID, header: http.Header{}, status: http.StatusOK}
	m.server.ServeHTTP(w, r)
	if ctx.Err() != nil && w.streams {
		return
	}
	done := true
	answer := wsMessage{Type: "response", ID: request.ID, Status: w.status, Done: &done}
	if body := w.body.Bytes(); json.Valid(body) {
		answer.Body = body
	}
	m.send(answer)
}

func (m *multiplexer) send(message wsMessage) error {
	data, err := encode(message)
	if err == nil {
		err = m.socket.Write(true, data)
	}
	if err != nil {
		m.socket.Close(ws.StatusInternalServerError, "Send failed")
	}
	return err
}

// wsWriter gathers one answer, or sends its events.
type wsWriter struct {
	m       *multiplexer
	ctx     context.Context
	id      string
	header  http.Header
	status  int
	body    bytes.Buffer
	streams bool
}

var _ http.ResponseWriter = (*wsWriter)(nil)

func (w *wsWriter) Header() http.Header { return w.header }

func (w *wsWriter) WriteHeader(status int) { w.status = status }

func (w *wsWriter) Write(b []byte) (int, error) { return w.body.Write(b) }

// WriteEvent implements eventWriter.
func (w *wsWriter) WriteEvent(data []byte) error {
	if w.ctx.Err() != nil {
		return errClientGone
	}
	w.streams = true
	text := string(data)
	return w.m.send(wsMessage{Type: "stream", ID: w.id, Data: &text})
}
