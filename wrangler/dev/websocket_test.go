package dev_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

// sockets answers with WebSockets that tell what they see.
const sockets = `import { DurableObject } from "cloudflare:workers";
const told = [];
export class Room extends DurableObject {
	fetch() {
		const [client, server] = Object.values(new WebSocketPair());
		this.ctx.acceptWebSocket(server);
		return new Response(null, { status: 101, webSocket: client });
	}
	webSocketMessage(ws, message) { if (message === "close") ws.close(3001, "bye"); else ws.send(message); }
	webSocketClose(ws, ...how) { told.push("close " + how + " " + ws.readyState); }
	webSocketError(ws, error) { told.push(String(error)); }
}
export default { fetch(request, env) {
	const { pathname } = new URL(request.url);
	if (pathname === "/told") return new Response(told.splice(0).join("\n"));
	if (pathname === "/room") return env.ROOM.getByName("a").fetch(request);
	const [client, server] = Object.values(new WebSocketPair());
	for (const [type, of] of [["message", "data"], ["close", "code"], ["error", "message"]])
		server.addEventListener(type, (e) => told.push([type, e[of], server.readyState].join(" ")));
	server.addEventListener("message", (e) => { if (e.data === "throw") throw new Error("mine"); server.send(e.data); });
	server.accept();
	return new Response(null, { status: 101, webSocket: client, headers: { "Sec-WebSocket-Accept": "x", "Content-Length": "5", "X-Mine": "1" } });
} };`

// upgrade is a request for a WebSocket, with others headers.
func upgrade(method, path, headers string) string {
	return method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n" + headers + "\r\n"
}

// inOrder are the headers of a handshake that is in order.
const inOrder = "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"

// connect connects to a door.
func connect(t *testing.T, url string) (reader *bufio.Reader, conn *net.TCPConn, send func(string)) {
	t.Helper()
	c, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	return bufio.NewReader(c), c.(*net.TCPConn), func(text string) {
		if _, err := io.WriteString(c, text); err != nil {
			t.Fatal(err)
		}
	}
}

// dial connects to a door, sends, and reads the headers that answer.
func dial(t *testing.T, url, request string) (*bufio.Reader, *net.TCPConn, *http.Response) {
	t.Helper()
	reader, conn, send := connect(t, url)
	send(request)
	resp, err := http.ReadResponse(reader, nil)
	if err != nil {
		t.Fatal(err)
	}
	return reader, conn, resp
}

// serveSockets starts a session of sockets.
func serveSockets(t *testing.T) (url string) {
	_, url = newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-11-01",
		"durable_objects": { "bindings": [{ "name": "ROOM", "class_name": "Room" }] }, "migrations": [{ "tag": "v1", "new_sqlite_classes": ["Room"] }] }`, sockets).serve(t)
	return url
}

func TestWebSocket_handshake(t *testing.T) {
	t.Parallel()
	url := serveSockets(t)
	for name, c := range map[string]struct {
		request string
		status  int
		body    string
	}{
		"in order":             {upgrade("GET", "/", inOrder), 101, ""},
		"another version":      {upgrade("GET", "/", "Sec-WebSocket-Version: 8\r\nSec-WebSocket-Key: x\r\n"), 426, "ERROR: The requested WebSocket version is not supported."},
		"no version":           {upgrade("GET", "/", "Sec-WebSocket-Key: x\r\n"), 426, "ERROR: The requested WebSocket version is not supported."},
		"no key":               {upgrade("GET", "/", "Sec-WebSocket-Version: 13\r\n"), 400, "ERROR: Missing Sec-WebSocket-Key"},
		"an empty key":         {upgrade("GET", "/", "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key:\r\n"), 400, "ERROR: Missing Sec-WebSocket-Key"},
		"another method":       {upgrade("POST", "/", inOrder), 400, "ERROR: WebSocket must be initiated with a GET request."},
		"an answer that is no": {upgrade("POST", "/told", "Content-Length: 0\r\n"), 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			_, _, resp := dial(t, url, c.request)
			if resp.StatusCode != c.status {
				t.Fatalf("the status is %s", resp.Status)
			}
			switch c.status {
			case 101:
				if h := resp.Header; h.Get("Sec-WebSocket-Accept") != "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=" || h.Get("Content-Length") != "" || h.Get("X-Mine") != "1" {
					t.Errorf("the headers are %v", resp.Header)
				}
			case 200:
			default:
				if body, err := io.ReadAll(resp.Body); string(body) != c.body || err != nil || !resp.Close || (resp.Header.Get("Sec-WebSocket-Version") == "13") != (c.status == 426) {
					t.Errorf("got %q, %v, %v", body, err, resp.Header)
				}
			}
		})
	}
}

// TestWebSocket_frames says what clients may say, all at once, and listens to what the Worker makes of it.
func TestWebSocket_frames(t *testing.T) {
	t.Parallel()
	url := serveSockets(t)
	frame := func(op ws.OpCode, data string) string {
		return string(ws.MustCompileFrame(ws.MaskFrame(ws.NewFrame(op, true, []byte(data)))))
	}
	closing := func(code ws.StatusCode, reason string) string {
		return frame(ws.OpClose, string(ws.NewCloseFrameBody(code, reason)))
	}
	for name, c := range map[string]struct{ path, sent, got, told string }{
		"a message and a close":        {"/", frame(ws.OpText, "a") + closing(1000, "bye"), "1 a, 8 1000 bye", "message a 1\nclose 1000 3"},
		"a close that tells of a loss": {"/", closing(1006, "x"), "8 1006 x", "close 1006 3"},
		"text that is no UTF-8":        {"/", frame(ws.OpText, "\xff\xe2\x82a") + closing(1000, ""), "1 \ufffd\ufffda, 8 1000 ", "message \ufffd\ufffda 1\nclose 1000 3"},
		"an opcode that does not exist": {"/", frame(3, "a"), "8 1002 Unknown opcode 3",
			"error Uncaught Error: WebSocket protocol error; protocolError.statusCode = 1002; protocolError.description = Unknown opcode 3 3"},
		"a listener that throws":                      {"/", frame(ws.OpText, "throw"), "", "message throw 1\nerror Uncaught Error: mine 3"},
		"nothing":                                     {"/", "", "", "close 1006 1"},
		"an object that answers":                      {"/room", frame(ws.OpText, "a") + frame(ws.OpText, "close") + closing(3001, "z"), "1 a, 8 3001 bye", "close 3001,z,true 3"},
		"an object that does not":                     {"/room", closing(1000, "z"), "", "close 1000,z,true 2"},
		"an object, of whose client nothing is heard": {"/room", "", "", "close 1006,WebSocket disconnected without sending Close frame.,false 2"},
		"an object, and an opcode that does not exist": {"/room", frame(3, "a"), "8 1002 Unknown opcode 3",
			"Error: WebSocket protocol error; protocolError.statusCode = 1002; protocolError.description = Unknown opcode 3"},
	} {
		t.Run(name, func(t *testing.T) {
			reader, conn, resp := dial(t, url, upgrade("GET", c.path, inOrder))
			if resp.StatusCode != 101 {
				t.Fatal(resp.Status)
			}
			if c.sent == "" {
				_ = conn.CloseWrite()
			} else if _, err := io.WriteString(conn, c.sent); err != nil {
				t.Fatal(err)
			}
			var got []string
			for {
				f, err := ws.ReadFrame(reader)
				if err != nil {
					break
				}
				if f.Header.OpCode == ws.OpClose && len(f.Payload) > 1 {
					code, reason := ws.ParseCloseFrameData(f.Payload)
					f.Payload = fmt.Appendf(nil, "%d %s", code, reason)
				}
				got = append(got, fmt.Sprintf("%d %s", f.Header.OpCode, bytes.TrimSpace(f.Payload)))
			}
			if got := strings.Join(got, ", "); got != strings.TrimSpace(c.got) {
				t.Errorf("the client reads %q, want %q", got, c.got)
			}
			told := ""
			for told == "" { // the last of it may come after the connection's end
				_, told, _ = get(t, url+"/told")
			}
			if told != c.told {
				t.Errorf("the Worker is told %q, want %q", told, c.told)
			}
		})
	}
}

// TestWebSocket_reload reloads a Worker that has a WebSocket open: the client is told, as it would wait for the new one.
func TestWebSocket_reload(t *testing.T) {
	t.Parallel()
	p := newProject(t, plain, sockets)
	s, url := p.serve(t)
	reader, _, resp := dial(t, url, upgrade("GET", "/", inOrder))
	if resp.StatusCode != 101 {
		t.Fatal(resp.Status)
	}
	if err := s.Reload(t.Context()); err != nil {
		t.Fatal(err)
	}
	if f, err := ws.ReadFrame(reader); err != io.EOF {
		t.Errorf("the client reads %v, %v", f, err)
	}
}
