package sandbox_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"paddock/bindings/container/sandbox"
)

// routes are those of a made-up service.
func routes(ended chan<- error) []sandbox.Route {
	return []sandbox.Route{
		{Pattern: "POST /api/echo", Handle: func(c *sandbox.Call) error {
			var body struct {
				Text  string `json:"text"`
				Count int    `json:"count"`
			}
			if err := c.Body(&body); err != nil {
				return err
			}
			return c.Reply(map[string]any{"text": body.Text, "trace": c.Request.Header.Get("X-Trace-Id")})
		}},
		{Pattern: "GET /api/fail", Handle: func(*sandbox.Call) error {
			return sandbox.Errorf(sandbox.FileNotFound, "File not found: %s", "/x").With(sandbox.Context{"path": "/x", "operation": "file.read"})
		}},
		{Pattern: "GET /api/panic", Handle: func(*sandbox.Call) error { panic("oh") }},
		{Pattern: "POST /api/count", Handle: func(c *sandbox.Call) error {
			for i := range 3 {
				if err := c.Emit(map[string]int{"n": i}); err != nil {
					return err
				}
			}
			return nil
		}},
		{Pattern: "POST /api/forever", Handle: func(c *sandbox.Call) error {
			err := c.Emit(map[string]string{"type": "start"})
			<-c.Request.Context().Done()
			ended <- errors.Join(err, c.Request.Context().Err())
			return nil
		}},
	}
}

func start(t *testing.T) (url string, ended chan error) {
	ended = make(chan error, 1)
	s := sandbox.NewServer(routes(ended))
	h := httptest.NewServer(s)
	t.Cleanup(func() {
		s.Close()
		h.Close()
	})
	return h.URL, ended
}

func post(t *testing.T, url, body string) (int, string) {
	t.Helper()
	r, err := http.Post(url, "application/json", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	b, err := io.ReadAll(r.Body)
	if err != nil {
		t.Fatal(err)
	}
	return r.StatusCode, string(b)
}

func TestHTTP(t *testing.T) {
	t.Parallel()
	url, _ := start(t)
	t.Run("a request gets its JSON", func(t *testing.T) {
		if status, body := post(t, url+"/api/echo", `{"text":"<a & b>"}`); status != 200 || body != `{"text":"<a & b>","trace":""}`+"\n" {
			t.Errorf("%d %s", status, body)
		}
	})
	t.Run("an error gets the status of its code and its context", func(t *testing.T) {
		r, err := http.Get(url + "/api/fail")
		if err != nil {
			t.Fatal(err)
		}
		defer r.Body.Close()
		var got sandbox.Report
		if err := json.NewDecoder(r.Body).Decode(&got); err != nil {
			t.Fatal(err)
		}
		if r.StatusCode != 404 || got.HTTPStatus != 404 || got.Code != "FILE_NOT_FOUND" || got.Message != "File not found: /x" || got.Context["path"] != "/x" || got.Operation != "file.read" {
			t.Errorf("%d %+v", r.StatusCode, got)
		}
	})
	for body, want := range map[string]string{
		"{":             `"code":"INTERNAL_ERROR","message":"Failed to parse request body: Failed to parse JSON"`,
		"":              `"message":"Failed to parse request body: Unexpected end of JSON input"`,
		`{"text":5}`:    `"code":"VALIDATION_FAILED","message":"text must be a string"`,
		`{"count":"x"}`: `"message":"count must be a number"`,
		`[]`:            `"message":"Request body must be a JSON object"`,
		" null\n":       `"message":"Request body must be a JSON object"`,
	} {
		t.Run("the body "+body+" is an error", func(t *testing.T) {
			if status, got := post(t, url+"/api/echo", body); status < 400 || !strings.Contains(got, want) {
				t.Errorf("%d %s", status, got)
			}
		})
	}
	t.Run("a panic is the fault of one request", func(t *testing.T) {
		r, err := http.Get(url + "/api/panic")
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != 500 {
			t.Error(r.Status)
		}
	})
	t.Run("an unknown path and a wrong method are not found", func(t *testing.T) {
		for _, path := range []string{"/nope", "/api/fail"} {
			if status, body := post(t, url+path, ""); status != 404 || !strings.Contains(body, "The requested endpoint was not found") {
				t.Errorf("%s: %d %s", path, status, body)
			}
		}
	})
	t.Run("a stream is events", func(t *testing.T) {
		if _, body := post(t, url+"/api/count", ""); body != "data: {\"n\":0}\n\ndata: {\"n\":1}\n\ndata: {\"n\":2}\n\n" {
			t.Errorf("%q", body)
		}
	})
	t.Run("a client that goes away ends its stream", func(t *testing.T) {
		url, ended := start(t)
		ctx, cancel := context.WithCancel(t.Context())
		r, err := http.NewRequestWithContext(ctx, "POST", url+"/api/forever", nil)
		if err != nil {
			t.Fatal(err)
		}
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer res.Body.Close()
		cancel()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

// dial opens a WebSocket; send and receive speak its protocol.
func dial(t *testing.T, url string) (send func(string), receive func() string) {
	t.Helper()
	conn, _, _, err := ws.Dial(t.Context(), strings.Replace(url, "http", "ws", 1)+"/ws")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	return func(text string) {
			if err := wsutil.WriteClientText(conn, []byte(text)); err != nil {
				t.Error(err)
			}
		}, func() string {
			b, err := wsutil.ReadServerText(conn)
			if err != nil {
				t.Error(err)
			}
			return string(bytes.TrimSpace(b))
		}
}

func TestWebSocket(t *testing.T) {
	t.Parallel()
	url, ended := start(t)
	send, receive := dial(t, url)
	for _, one := range []struct{ is, send, want string }{
		{"a request gets a response", `{"type":"request","id":"1","method":"POST","path":"/api/echo","body":{"text":"hi"},"headers":{"X-Trace-Id":"t"}}`,
			`{"type":"response","id":"1","status":200,"body":{"text":"hi","trace":"t"},"done":true}`},
		{"what is no JSON is an error", `{`, `{"type":"error","status":400,"code":"PARSE_ERROR","message":"Invalid JSON message"}`},
		{"what is no request is an error", `{"type":"x"}`, `{"type":"error","status":400,"code":"INVALID_REQUEST","message":"Message must be a valid WSRequest"}`},
	} {
		t.Run(one.is, func(t *testing.T) {
			send(one.send)
			if got := receive(); got != one.want {
				t.Errorf("got  %s\nwant %s", got, one.want)
			}
		})
	}
	t.Run("an error of a service is a response with its status", func(t *testing.T) {
		send(`{"type":"request","id":"2","method":"GET","path":"/api/fail"}`)
		if got := receive(); !strings.Contains(got, `"status":404,"body":{"code":"FILE_NOT_FOUND"`) {
			t.Error(got)
		}
	})
	t.Run("a stream is a message for each event", func(t *testing.T) {
		send(`{"type":"request","id":"3","method":"POST","path":"/api/count"}`)
		for _, want := range []string{
			`{"type":"stream","id":"3","data":"{\"n\":0}"}`, `{"type":"stream","id":"3","data":"{\"n\":1}"}`, `{"type":"stream","id":"3","data":"{\"n\":2}"}`,
			`{"type":"response","id":"3","status":200,"done":true}`,
		} {
			if got := receive(); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		}
	})
	t.Run("cancel ends a stream, and requests beside it are answered meanwhile", func(t *testing.T) {
		send(`{"type":"request","id":"4","method":"POST","path":"/api/forever"}`)
		if got := receive(); !strings.Contains(got, "start") {
			t.Error(got)
		}
		send(`{"type":"request","id":"5","method":"POST","path":"/api/echo","body":{}}`)
		if got := receive(); !strings.Contains(got, `"id":"5"`) {
			t.Error(got)
		}
		send(`{"type":"cancel","id":"4"}`)
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
	t.Run("a socket that closes ends its streams", func(t *testing.T) {
		url, ended := start(t)
		conn, _, _, err := ws.Dial(t.Context(), strings.Replace(url, "http", "ws", 1)+"/api/ws")
		if err != nil {
			t.Fatal(err)
		}
		wsutil.WriteClientText(conn, []byte(`{"type":"request","id":"1","method":"POST","path":"/api/forever"}`))
		if _, err := wsutil.ReadServerText(conn); err != nil {
			t.Fatal(err)
		}
		conn.Close()
		if err := <-ended; !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}

func TestStatus(t *testing.T) {
	t.Parallel()
	for code, want := range map[sandbox.Code]int{
		sandbox.FileNotFound: 404, sandbox.SessionEnded: 410, sandbox.SessionExists: 409, sandbox.Denied: 403,
		sandbox.FileTooLarge: 413, sandbox.InvalidCommand: 400, sandbox.GitNetworkFail: 502, sandbox.CommandFail: 500,
		sandbox.PythonUnavailable: 501, sandbox.InterpreterNotReady: 503, sandbox.GitAuthFailed: 401, sandbox.ReadyTimeout: 408, "NEW": 500,
	} {
		t.Run(string(code)+" has its status", func(t *testing.T) {
			if got := code.Status(); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
}
