package browser

import (
	"context"
	"encoding/binary"
	"io"
	"net"
	"net/http"
	"strings"
	"time"

	"paddock/polyfills/websocket"
)

// headerSize is what precedes a message of the older protocol: its length, in little endian. A message may
// come in several chunks, of which only the first has it.
const headerSize = 4

// connectLegacy is the conversation of older versions of @cloudflare/puppeteer: binary messages with
// their length in front, one connection for each session.
func (all service) connectLegacy(req *http.Request) (*http.Response, error) {
	id := req.URL.Query().Get("browser_session")
	if id == "" {
		return text(http.StatusBadRequest, "browser_session must be set"), nil
	}
	s := all.find(id)
	if s == nil {
		return answer(http.StatusNotFound, map[string]string{"error": "Browser not found"}), nil
	}
	ended, ok := s.takeLegacy(req.Context())
	if !ok {
		return text(http.StatusConflict, "WebSocket already initialized"), nil
	}
	conn, err := s.dial(context.WithoutCancel(req.Context()), s.process.path)
	if err != nil {
		close(ended)
		return nil, err
	}
	near, far := net.Pipe()
	leave := s.connect(all.host.Now())
	all.host.Background(func(ctx context.Context) {
		defer close(ended)
		defer leave()
		var whole assembly
		relay(ctx, far, conn, framed, whole.add)
	})
	return upgraded(s, near), nil
}

// takeLegacy takes the one connection of the older protocol; ended is to be closed at its end.
func (s *session) takeLegacy(ctx context.Context) (ended chan struct{}, ok bool) {
	late := time.After(parting)
	for {
		s.mu.Lock()
		before := s.legacy
		if before == nil || isClosed(before) {
			s.legacy = make(chan struct{})
			defer s.mu.Unlock()
			return s.legacy, true
		}
		s.mu.Unlock()
		select {
		case <-before:
		case <-late:
			return nil, false
		case <-ctx.Done():
			return nil, false
		}
	}
}

func isClosed(c <-chan struct{}) bool {
	select {
	case <-c:
		return true
	default:
		return false
	}
}

// assembly puts a message together from its chunks.
type assembly struct {
	data []byte
	size int // of the whole message; 0 between messages
}

// add takes a chunk; ok is true when it was the last. Texts, as "ping", only keep the connection open.
func (a *assembly) add(m websocket.Message) (message websocket.Message, ok bool) {
	chunk := m.Data
	if m.Text {
		return m, false
	}
	if a.size == 0 {
		if len(chunk) < headerSize {
			return m, false
		}
		a.size, a.data, chunk = int(binary.LittleEndian.Uint32(chunk)), nil, chunk[headerSize:]
	}
	a.data = append(a.data, chunk...)
	if len(a.data) < a.size {
		return m, false
	}
	message = websocket.Message{Text: true, Data: a.data}
	a.size, a.data = 0, nil
	return message, true
}

// framed puts the length before a message.
func framed(m websocket.Message) (websocket.Message, bool) {
	data := binary.LittleEndian.AppendUint32(make([]byte, 0, headerSize+len(m.Data)), uint32(len(m.Data)))
	return websocket.Message{Data: append(data, m.Data...)}, true
}

// text makes a response of plain text.
func text(status int, body string) *http.Response {
	resp := answer(status, nil)
	resp.Header = http.Header{"Content-Type": {"text/plain;charset=UTF-8"}}
	resp.ContentLength, resp.Body = int64(len(body)), io.NopCloser(strings.NewReader(body))
	return resp
}
