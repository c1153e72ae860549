package browser

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
)

// sessions are the browsers of one binding.
type sessions struct {
	host bindings.Host

	mu     sync.Mutex // guards all, closed
	all    map[string]*session
	closed bool
}

// session is one browser.
type session struct {
	id      string
	process *process
	started time.Time

	keep time.Duration // how long it lives without a connection
	idle *time.Timer   // ends it

	mu          sync.Mutex // guards the rest
	connections int
	connection  string // id of the newest connection; "" for none
	connected   time.Time
	legacy      chan struct{} // closed at the end of the one connection of the older protocol; nil: none
}

// keepAlive is how long a session lives without a connection, unless keep_alive says more.
const keepAlive = time.Minute

// details are a session as scripts are told of it.
type details struct {
	SessionID           string `json:"sessionId"`
	StartTime           int64  `json:"startTime"` // ms
	ConnectionID        string `json:"connectionId,omitempty"`
	ConnectionStartTime int64  `json:"connectionStartTime,omitempty"` // ms
}

func (s *session) details() details {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := details{SessionID: s.id, StartTime: s.started.UnixMilli(), ConnectionID: s.connection}
	if s.connection != "" {
		d.ConnectionStartTime = s.connected.UnixMilli()
	}
	return d
}

var errClosed = errors.New("the session of Paddock has ended")

// acquire starts a browser; query may say how long it is to be kept, in milliseconds.
func (all *sessions) acquire(ctx context.Context, query url.Values) (*session, error) {
	p, err := start(ctx, all.host)
	if err != nil { // in the words that it has: of others, scripts learn that the network was lost
		return nil, &jsruntime.Error{Class: jsruntime.PlainError, Msg: err.Error(), Err: err}
	}
	s := &session{id: newID(), process: p, started: all.host.Now(), keep: keepAlive}
	if ms, err := strconv.Atoi(query.Get("keep_alive")); err == nil {
		s.keep = max(keepAlive, time.Duration(ms)*time.Millisecond)
	}
	s.idle = time.NewTimer(s.keep)
	all.mu.Lock()
	if all.closed {
		all.mu.Unlock()
		p.stop()
		return nil, errClosed
	}
	all.all[s.id] = s
	all.mu.Unlock()
	all.host.Background(func(ctx context.Context) {
		defer s.idle.Stop()
		select {
		case <-p.ended:
		case <-s.idle.C:
			p.stop()
		case <-ctx.Done():
			p.stop()
		}
		all.mu.Lock()
		defer all.mu.Unlock()
		delete(all.all, s.id)
	})
	return s, nil
}

// find gives a session that lives; nil when there is none.
func (all *sessions) find(id string) *session {
	all.mu.Lock()
	defer all.mu.Unlock()
	s := all.all[id]
	if s == nil || s.process.hasEnded() {
		return nil
	}
	return s
}

// list gives the sessions that live, the oldest first.
func (all *sessions) list() []details {
	all.mu.Lock()
	defer all.mu.Unlock()
	found := []details{}
	for _, s := range all.all {
		if !s.process.hasEnded() {
			found = append(found, s.details())
		}
	}
	slices.SortFunc(found, func(a, b details) int {
		if a.StartTime != b.StartTime {
			return int(a.StartTime - b.StartTime)
		}
		return strings.Compare(a.SessionID, b.SessionID)
	})
	return found
}

// Reset ends every browser.
func (all *sessions) Reset(context.Context) error {
	all.mu.Lock()
	var living []*session
	for _, s := range all.all {
		living = append(living, s)
	}
	all.mu.Unlock()
	for _, s := range living {
		s.process.stop()
	}
	return nil
}

// Close implements bindings.Resource: it ends every browser.
func (all *sessions) Close() error {
	all.mu.Lock()
	all.closed = true
	all.mu.Unlock()
	return all.Reset(context.Background())
}

// dial opens a conversation with the browser, and notes it as the session's connection.
func (s *session) dial(ctx context.Context, path string) (io.ReadWriteCloser, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, s.process.url(path), nil)
	if err != nil {
		return nil, err
	}
	for name, value := range map[string]string{
		"Connection": "Upgrade", "Upgrade": "websocket", "Sec-WebSocket-Version": "13", "Sec-WebSocket-Key": rand.Text()[:22] + "==",
	} {
		req.Header.Set(name, value)
	}
	resp, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return nil, fmt.Errorf("connect to the browser: %w", err)
	}
	conn, ok := resp.Body.(io.ReadWriteCloser)
	if resp.StatusCode != http.StatusSwitchingProtocols || !ok {
		_ = resp.Body.Close()
		return nil, fmt.Errorf("connect to the browser: %s", resp.Status)
	}
	return conn, nil
}

// connect notes that there is a connection, and gives how to take it back.
func (s *session) connect(now time.Time) (leave func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	id := newID()
	s.connection, s.connected = id, now
	s.connections++
	s.idle.Stop()
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.connection == id {
			s.connection = ""
		}
		if s.connections--; s.connections == 0 {
			s.idle.Reset(s.keep)
		}
	}
}

// newID gives a random UUID.
func newID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// answer makes a response of JSON.
func answer(status int, v any) *http.Response {
	text, err := json.Marshal(v)
	if err != nil { // only values that can be written are given
		status, text = http.StatusInternalServerError, []byte(err.Error())
	}
	return &http.Response{
		StatusCode: status, Header: http.Header{"Content-Type": {"application/json"}},
		ContentLength: int64(len(text)), Body: io.NopCloser(strings.NewReader(string(text))),
	}
}
