package sandbox

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"github.com/gobwas/ws"
)

// Server answers the requests of the Worker's half. It serves the routes that it was made with, and
// at /ws and /api/ws the same routes over a WebSocket: a message {type: "request", id, method, path,
// body, headers} is answered by {type: "response", id, status, body, done}, a stream by one {type:
// "stream", id, data} for each event first; {type: "cancel", id} ends it.
type Server struct {
	mux     *http.ServeMux
	sockets map[string]Route // by path

	mu    sync.Mutex // guards open, ended
	open  map[*Socket]struct{}
	ended bool
	wait  sync.WaitGroup // for handlers of sockets
}

var _ http.Handler = (*Server)(nil)

// NewServer makes a server of groups of routes.
func NewServer(groups ...[]Route) *Server {
	s := &Server{mux: http.NewServeMux(), sockets: map[string]Route{}, open: map[*Socket]struct{}{}}
	for _, group := range groups {
		for _, r := range group {
			if r.Socket != nil {
				s.sockets[strings.TrimPrefix(r.Pattern, "GET ")] = r
				continue
			}
			s.mux.Handle(r.Pattern, handler(r.Handle))
		}
	}
	s.sockets["/ws"], s.sockets["/api/ws"] = Route{Socket: s.multiplex}, Route{Socket: s.multiplex}
	return s
}

// ServeHTTP implements [http.Handler].
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if route, ok := s.sockets[r.URL.Path]; ok && strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		if route.Refuse != nil {
			if reason := route.Refuse(r); reason != "" {
				http.Error(w, reason, http.StatusBadRequest)
				return
			}
		}
		s.serveSocket(w, r, route.Socket)
		return
	}
	if !known(r.Method) {
		w.Header().Set("Content-Type", "text/plain;charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		io.WriteString(w, http.StatusText(http.StatusInternalServerError)) // who has gone needs none
		return
	}
	h := w.Header()
	h.Set("Access-Control-Allow-Headers", "Content-Type, Authorization, X-Session-Id, X-Sandbox-Id, X-Trace-Id")
	h.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS")
	h.Set("Access-Control-Allow-Origin", "*")
	if _, pattern := s.mux.Handler(r); pattern == "" {
		report := Errorf(Unknown, "The requested endpoint was not found").Report()
		report.HTTPStatus = http.StatusNotFound
		(&Call{Request: r, w: w}).reply(http.StatusNotFound, report)
		return
	}
	s.mux.ServeHTTP(w, r)
}

// known tells whether the original knows a method.
func known(method string) bool {
	switch method {
	case http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodOptions:
		return true
	}
	return false
}

// handler makes a [Route]'s function one of package http.
func handler(handle func(*Call) error) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		c := &Call{Request: r, w: w}
		err := protect(handle, c)
		if err == nil || c.started {
			return
		}
		report := AsError(err).Report()
		c.reply(report.HTTPStatus, report)
	}
}

// protect makes a panic of a service an error: it is the fault of one request.
func protect(handle func(*Call) error, c *Call) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%v", p)
		}
	}()
	return handle(c)
}

func (s *Server) serveSocket(w http.ResponseWriter, r *http.Request, serve func(*http.Request, *Socket)) {
	socket, err := upgrade(w, r)
	if err != nil {
		return // the library has answered
	}
	defer socket.conn.Close()
	if !s.enter(socket) {
		return
	}
	defer s.leave(socket)
	serve(r, socket)
	socket.Close(ws.StatusNormalClosure, "")
}

func (s *Server) enter(socket *Socket) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ended {
		return false
	}
	s.open[socket] = struct{}{}
	s.wait.Add(1)
	return true
}

func (s *Server) leave(socket *Socket) {
	s.mu.Lock()
	delete(s.open, socket)
	s.mu.Unlock()
	s.wait.Done()
}

// Close ends all WebSockets and waits for their handlers.
func (s *Server) Close() {
	s.mu.Lock()
	s.ended = true
	for socket := range s.open {
		socket.conn.Close()
	}
	s.mu.Unlock()
	s.wait.Wait()
}

// errClientGone ends streams whose client has cancelled them.
var errClientGone = errors.New("the client has gone")
