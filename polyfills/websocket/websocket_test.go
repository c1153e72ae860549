package websocket_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/gobwas/ws"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
	"paddock/polyfills/websocket"
)

func TestWebSocket(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(serve))
	t.Cleanup(server.Close)
	transport := &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(transport.CloseIdleConnections)
	t.Run("testdata", func(t *testing.T) {
		run(t, "testdata", compat.New(compat.Latest, nil), transport)
	})
	t.Run("at a date before its behaviours", func(t *testing.T) {
		run(t, "testdata/before", compat.New("2024-01-01", nil), transport)
	})
}

func run(t *testing.T, folder string, set compat.Set, transport http.RoundTripper) {
	jstest.Run(t, os.DirFS(folder), compat.API(set), es.API(), events.API(), abort.API(), url.API(), streams.API(), blob.API(),
		websocket.API(websocket.Options{Transport: transport}))
}

// serve is the other side of testdata/client.js.
func serve(w http.ResponseWriter, r *http.Request) {
	switch r.URL.Path {
	case "/plain":
		return
	case "/reset":
		panic(http.ErrAbortHandler)
	}
	upgrader := ws.HTTPUpgrader{Protocol: func(name string) bool { return name == "p2" }}
	conn, _, _, err := upgrader.Upgrade(r, w)
	if err != nil {
		return
	}
	defer conn.Close()
	switch r.URL.Path {
	case "/close":
		_ = ws.WriteFrame(conn, ws.NewFrame(ws.OpText, false, []byte("frag")))
		_ = ws.WriteFrame(conn, ws.NewPingFrame([]byte("p")))
		_ = ws.WriteFrame(conn, ws.NewFrame(ws.OpContinuation, true, []byte("ments")))
		_ = ws.WriteFrame(conn, ws.NewCloseFrame(ws.NewCloseFrameBody(3005, "srv")))
		_, _ = io.Copy(io.Discard, conn)
	case "/opcode":
		_, _ = conn.Write([]byte{0x83, 0})
		_, _ = io.Copy(io.Discard, conn)
	case "/echo":
		for {
			f, err := ws.ReadFrame(conn)
			if err != nil {
				return
			}
			_ = ws.WriteFrame(conn, ws.NewFrame(f.Header.OpCode, f.Header.Fin, ws.UnmaskFrame(f).Payload))
			if f.Header.OpCode == ws.OpClose {
				return
			}
		}
	}
}

// wire is a connection whose other side has said all that it will say.
type wire struct {
	io.Reader
	sent bytes.Buffer
}

func (w *wire) Write(p []byte) (int, error) { return w.sent.Write(p) }
func (w *wire) Close() error                { return nil }

func TestPump_RefusesWhatIsNoConversation(t *testing.T) {
	t.Parallel()
	frame := func(op ws.OpCode, fin bool, data string) []byte {
		return ws.MustCompileFrame(ws.NewFrame(op, fin, []byte(data)))
	}
	for name, c := range map[string]struct {
		in      []byte
		code    uint16
		failure string
	}{
		"a continuation of nothing":           {frame(ws.OpContinuation, true, "x"), 1002, "Unexpected continuation frame"},
		"a message inside of a message":       {append(frame(ws.OpText, false, "x"), frame(ws.OpText, true, "y")...), 1002, "Missing continuation frame"},
		"a ping in pieces":                    {frame(ws.OpPing, false, "x"), 1002, "Received fragmented control frame"},
		"an opcode that does not exist":       {[]byte{0x83, 0}, 1002, "Unknown opcode 3"},
		"compression that nobody agreed upon": {[]byte{0xc1, 0}, 1002, "Received a WebSocket frame whose compression bit was set, but the compression extension was not negotiated for this connection."},
		"a bit that nobody knows":             {[]byte{0xa1, 0}, 1002, "Received frame had RSV bits 2 or 3 set"},
		"a message that is too long":          {[]byte{0x82, 127, 0, 0, 0, 0, 0x02, 0, 0, 1}, 1009, "Message is too large: 33554433 > 33554432"},
		"a message without end":               {[]byte{0x82, 127, 0xff, 0, 0, 0, 0, 0, 0, 1}, 1009, "Message is too large"},
		"nothing at all":                      {nil, 1006, ""},
		"a close without a code":              {frame(ws.OpClose, true, ""), 1005, ""},
		"a close with a code":                 {ws.MustCompileFrame(ws.NewCloseFrame(ws.NewCloseFrameBody(3000, "z"))), 3000, ""},
		"a long ping before":                  {append(frame(ws.OpPing, true, strings.Repeat("x", 126)), frame(ws.OpClose, true, "")...), 1005, ""},
	} {
		near, far := websocket.NewPipe()
		near.Close(1000, "")
		websocket.Pump(context.Background(), &wire{Reader: bytes.NewReader(c.in)}, far, false)
		_, err := near.Receive(context.Background())
		closed, ok := err.(*websocket.CloseError)
		if !ok || closed.Code != c.code {
			t.Errorf("%s ends with %v, want code %d", name, err, c.code)
			continue
		}
		failure := ""
		if err := closed.Failure(); err != nil {
			failure = err.Error()
		}
		if c.failure != "" {
			c.failure = fmt.Sprintf("WebSocket protocol error; protocolError.statusCode = %d; protocolError.description = %s", c.code, c.failure)
		}
		if failure != c.failure || closed.Lost() != (c.code == 1006) {
			t.Errorf("%s: scripts are told %q, want %q, lost: %v", name, failure, c.failure, closed.Lost())
		}
	}
}

func FuzzPump(f *testing.F) {
	f.Add([]byte{0x81, 1, 'x', 0x88, 0}, true)
	f.Add([]byte{0x01, 0x81, 1, 2, 3, 4, 'x', 0x80, 0}, false)
	f.Add([]byte{0x82, 127, 0xff, 0, 0, 0, 0, 0, 0, 0}, false)
	f.Fuzz(func(t *testing.T, in []byte, client bool) {
		near, far := websocket.NewPipe()
		near.Close(1000, "")
		websocket.Pump(context.Background(), &wire{Reader: bytes.NewReader(in)}, far, client)
		for { // whatever came, it ends
			if _, err := near.Receive(context.Background()); err != nil {
				return
			}
		}
	})
}
