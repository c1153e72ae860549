package dev

import (
	"cmp"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills/fetch"
	"paddock/polyfills/websocket"
	"paddock/wrangler/config"
)

// Front is the session's HTTP door.
type Front struct {
	session  *Session
	server   *http.Server
	listener net.Listener
	scheme   string
	ended    chan error
	closing  chan struct{}
	pieces   sync.Pool // of *piece, through which bodies go
	codings  fetch.Negotiator
}

// Listen opens the door at an address as "localhost:8787". Requests go to the primary worker. With a
// certificate it speaks HTTPS; nil: HTTP.
func (s *Session) Listen(address string, certificate *tls.Certificate) (*Front, error) {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, err
	}
	f := &Front{session: s, listener: listener, scheme: "http", ended: make(chan error, 1), closing: make(chan struct{})}
	f.server = &http.Server{Handler: f, ReadHeaderTimeout: 60 * time.Second, IdleTimeout: 120 * time.Second, ConnContext: withConn, ConnState: connState, DisableGeneralOptionsHandler: true}
	f.server.RegisterOnShutdown(func() { close(f.closing) })
	serve := func() error { return f.server.Serve(naming{listener}) }
	if certificate != nil {
		f.scheme = "https"
		f.server.TLSConfig = &tls.Config{Certificates: []tls.Certificate{*certificate}}
		f.server.ErrorLog = log.New(io.Discard, "", 0) // of clients that do not trust the certificate
		serve = func() error { return f.server.ServeTLS(listener, "", "") }
	}
	go func() { f.ended <- serve() }()
	return f, nil
}

// Scheme is "http" or "https".
func (f *Front) Scheme() string { return f.scheme }

// Port is the port that the door listens on.
func (f *Front) Port() int { return f.listener.Addr().(*net.TCPAddr).Port }

// Close lets the requests in flight finish for as long as ctx lasts, then cuts them off.
func (f *Front) Close(ctx context.Context) error {
	err := f.server.Shutdown(ctx)
	if err != nil {
		err = f.server.Close()
	}
	if served := <-f.ended; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// ServeHTTP hands a request to the primary worker.
func (f *Front) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	restoreTarget(r)
	if refuseOdd(w, r) {
		return
	}
	ctx, leave := listening(r)
	defer leave()
	accept := strings.Join(r.Header["Accept-Encoding"], ", ")
	r = r.WithContext(fetch.Accepting(ctx, r.Header.Get("Accept-Encoding"))) // a copy: net/http looks at the body of its own
	tidy(r)
	r.Header.Set("Accept-Encoding", "br, gzip") // whatever the client takes: its choice stands in request.cf
	if len(r.Header["Cf-Connecting-Ip"]) == 0 {
		r.Header["Cf-Connecting-Ip"] = []string{clientIP(r.RemoteAddr)}
	}
	endHop(r)
	if r.URL.Host == "" {
		r.URL.Host, r.URL.Scheme = r.Host, f.scheme
	}
	if guard(w, r) || f.trigger(w, r) || f.explore(w, r) || f.liveReload(w, r) {
		return
	}
	from := f.session.primaryOrigin()
	if from.access != nil {
		r = r.WithContext(from.access.With(r.Context()))
	}
	depart := from.arrive(r)
	name := ""
	if p := f.session.primary(); p != "" {
		name = p
	}
	if resp := f.session.atDoor(name, r); resp != nil {
		defer resp.Body.Close()
		depart(resp.Header)
		f.insertReload(resp)
		f.answer(w, r, f.codings.Suit(resp, r.Method, accept), start)
		return
	}
	resp, err := f.session.fleet.Fetch(r.Context(), bindings.Target{Worker: name}, r)
	if err != nil {
		if r.Context().Err() != nil {
			panic(http.ErrAbortHandler) // nothing, rather than an empty answer
		}
		f.fail(w, r, err)
		f.log(r, http.StatusInternalServerError, fetch.Reason(http.StatusInternalServerError), start)
		return
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusSwitchingProtocols {
		if status := websocket.Refuse(w, r); status != 0 {
			f.log(r, status, "", start)
			return
		}
		f.log(r, resp.StatusCode, reasonOf(resp), start)
		if err := websocket.Serve(w, r, resp); err != nil && r.Context().Err() == nil {
			f.session.opts.Log.Debug("websocket", "error", err)
		}
		return
	}
	if broken(r) {
		writeFailure(w, r, errLost)
		f.log(r, http.StatusInternalServerError, fetch.Reason(http.StatusInternalServerError), start)
		return
	}
	if body := resp.Body; resp.ContentLength < 0 { // a stream may be quiet for long: only its end tells it that nobody listens
		defer context.AfterFunc(r.Context(), func() { _ = body.Close() })()
	}
	depart(resp.Header)
	f.insertReload(resp)
	f.answer(w, r, f.codings.Suit(resp, r.Method, accept), start)
}

// errLost is what a client is told of an answer whose body fails before anything of it has left, as the Worker's own error has been
// reported, or of a request whose body does.
var errLost = errors.New("Network connection lost.")

// answer writes a response, and its line.
func (f *Front) answer(w http.ResponseWriter, r *http.Request, resp *http.Response, start time.Time) {
	status, reason := resp.StatusCode, reasonOf(resp)
	if err := f.send(w, r, resp); err != nil {
		if r.Context().Err() != nil {
			panic(http.ErrAbortHandler)
		}
		clear(w.Header())
		status, reason = http.StatusInternalServerError, ""
		writeFailure(w, r, errLost)
	}
	f.log(r, status, reason, start)
}

// log writes the request's line.
func (f *Front) log(r *http.Request, status int, reason string, start time.Time) {
	f.session.opts.Console.Request(Answered{r.Method, r.URL.EscapedPath(), status, cmp.Or(reason, fetch.Reason(status)), time.Since(start)})
}

// send writes a worker's response. The error is that of a body that failed before anything has left.
func (f *Front) send(w http.ResponseWriter, r *http.Request, resp *http.Response) error {
	header := w.Header()
	for name, values := range resp.Header {
		switch name {
		case "Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade":
			// What HTTP says about a connection (RFC 9110, section 7.6.1) is not for scripts to say.
		default:
			if usual, ok := spelled[name]; ok {
				name = usual
			}
			if len(values) > 1 && joined[name] {
				values = []string{strings.Join(values, ", ")}
			}
			header[name] = values
		}
	}
	if given := header["Content-Type"]; len(given) == 0 || given[0] == "" {
		header["Content-Type"] = nil // the worker's choice: net/http must not guess one
	}
	if given := header["Content-Encoding"]; len(given) == 1 && given[0] == "" {
		delete(header, "Content-Encoding")
	}
	switch {
	case r.Method == http.MethodHead:
		w = bare{w}
		if header["Content-Length"] == nil && resp.ContentLength > 0 { // nothing says nothing of what GET gives, unless the Worker does
			header["Content-Length"] = []string{strconv.FormatInt(resp.ContentLength, 10)}
		}
	case resp.ContentLength == 0 && resp.Request == nil:
		header["Content-Length"] = []string{"0"} // whatever the Worker says: the client would wait
	case resp.ContentLength >= 0 && header["Content-Length"] == nil && resp.Request == nil:
		header["Content-Length"] = []string{strconv.FormatInt(resp.ContentLength, 10)}
	}
	begin := func() {
		yield(w, r)
		if reason := reasonOf(resp); reason == "" || reason != http.StatusText(resp.StatusCode) {
			name(r, resp.StatusCode, reason)
		}
		w.WriteHeader(resp.StatusCode)
	}
	if resp.ContentLength >= 0 {
		if all, ok := resp.Body.(io.WriterTo); ok {
			begin()
			if _, err := all.WriteTo(w); err != nil {
				panic(http.ErrAbortHandler) // the body broke off: so must the connection
			}
			return nil
		}
	} else if g, ok := resp.Body.(interface{ Gather() }); ok {
		g.Gather()
	}
	piece := f.piece()
	defer f.pieces.Put(piece)
	n, left, err := first(w, resp.Body, piece, begin)
	if !left {
		if n == 0 && err != nil && err != io.EOF {
			return err
		}
		begin()
	}
	if resp.ContentLength < 0 {
		stream(w, r, resp.Body, piece, n, err)
	} else if err := copyBody(w, resp.Body, resp.ContentLength, piece[:n], err); err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}

// piece is as much of a body as is written at once.
type piece [32 << 10]byte

// piece gives one, which is to be put back.
func (f *Front) piece() *piece {
	if p, ok := f.pieces.Get().(*piece); ok {
		return p
	}
	return new(piece)
}

// copyBody writes a body of known length, of which the beginning has been read, with err. That leaves with the
// headers: io.Copy alone makes net/http send them in a packet of their own.
func copyBody(w http.ResponseWriter, body io.Reader, length int64, beginning []byte, err error) error {
	if _, failed := w.Write(beginning); failed != nil {
		return failed
	}
	if err == nil && int64(len(beginning)) < length {
		err = http.NewResponseController(w).Flush()
	}
	if err == nil {
		_, err = io.Copy(w, body)
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// soon is how long the headers of an answer wait for the first of its body, to leave with it.
const soon = 5 * time.Millisecond

// first reads the first of a body. If that is long in coming, as the first of a stream of events may be, or never
// comes, the headers leave before, which begin writes.
func first(w http.ResponseWriter, body io.Reader, piece *piece, begin func()) (n int, left bool, err error) {
	var mu sync.Mutex // guards w, come and left
	var come bool
	leave := func() {
		mu.Lock()
		defer mu.Unlock()
		if !come && !left {
			left = true
			begin()
			_ = http.NewResponseController(w).Flush() // if it fails, so will what is written next
		}
	}
	early := time.AfterFunc(soon, leave)
	defer early.Stop()
	n, err = body.Read(piece[:])
	if errors.Is(err, worker.ErrHung) { // however soon that was found
		leave()
	}
	mu.Lock()
	defer mu.Unlock()
	come = true
	return n, left, err
}

// stream writes a body of unknown length, each piece as soon as it is there; n bytes of it and err have been read.
func stream(w http.ResponseWriter, r *http.Request, body io.Reader, piece *piece, n int, err error) {
	controller := http.NewResponseController(w)
	for ; ; n, err = body.Read(piece[:]) {
		if n > 0 {
			if _, err := w.Write(piece[:n]); err != nil {
				return
			}
			if err := controller.Flush(); err != nil {
				return
			}
		}
		if err == io.EOF || err != nil && r.Context().Err() != nil {
			return
		}
		if err != nil {
			panic(http.ErrAbortHandler)
		}
	}
}

func clientIP(address string) string {
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	return host
}

// endHop makes a request what the Worker is told of it: headers about the connection end here, but for those of
// WebSockets, and what has no body says so, but where that is usual.
func endHop(r *http.Request) {
	if strings.EqualFold(r.Header.Get("Upgrade"), "websocket") {
		return
	}
	for _, name := range []string{"Connection", "Keep-Alive", "Te", "Trailer", "Upgrade"} {
		delete(r.Header, name)
	}
	usual := r.Method == http.MethodGet || r.Method == http.MethodHead
	switch {
	case usual && r.ContentLength <= 0:
		delete(r.Header, "Content-Length")
		r.Body, r.ContentLength = http.NoBody, 0
	case r.ContentLength == 0:
		r.Header["Content-Length"] = []string{"0"}
	}
}

// plainErrors is the header of clients that want errors as JSON.
const plainErrors = "MF-Disable-Pretty-Error"

// fail answers a request whose handler threw, and reports the error.
func (f *Front) fail(w http.ResponseWriter, r *http.Request, err error) {
	f.session.opts.Console.Exception(f.session.primary(), "fetch", err)
	writeFailure(w, r, err)
}

// writeFailure tells a client why its request failed.
func writeFailure(w http.ResponseWriter, r *http.Request, err error) {
	text := "Error: " + err.Error()
	var ex *jsruntime.Exception
	if errors.As(err, &ex) {
		text = written(ex)
	}
	if r.Header.Get(plainErrors) != "" {
		w.Header().Set("Content-Type", "application/json")
		w.WriteHeader(http.StatusInternalServerError)
		_ = json.NewEncoder(w).Encode(describe(err)) // the client has gone: nobody to tell
		return
	}
	accept := r.Header.Get("Accept")
	html := !strings.Contains(r.UserAgent(), "curl/") &&
		(strings.Contains(accept, "text/html") || strings.Contains(accept, "*/*") || strings.Contains(accept, "text/*"))
	if html {
		w.Header().Set("Content-Type", "text/html;charset=utf-8")
		w.WriteHeader(http.StatusInternalServerError)
		errorPage(w, r, err)
		return
	}
	w.Header().Set("Content-Type", "text/plain;charset=UTF-8")
	w.WriteHeader(http.StatusInternalServerError)
	_, _ = io.WriteString(w, text)
}

// primary is the name of the worker that the door leads to.
func (s *Session) primary() string { return s.primaryProject().Name }

// primaryProject is the project of that worker, an empty one if there is none.
func (s *Session) primaryProject() *config.Project {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.projects) == 0 {
		return &config.Project{}
	}
	return s.projects[0]
}

// primaryOrigin is what the primary worker is told of where requests come in.
func (s *Session) primaryOrigin() origin {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.origin
}
