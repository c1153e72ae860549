package rpc_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
	"paddock/bindings/container/sandbox/rpc"
)

// client carries the messages of a client.
type client struct {
	conn io.ReadWriteCloser
}

func (c client) Send(m []byte) error      { return wsutil.WriteClientText(c.conn, m) }
func (c client) Receive() ([]byte, error) { return wsutil.ReadServerText(c.conn) }
func (c client) Close(error)              { c.conn.Close() }

// connect gives the main object of a server with these services.
func connect(t *testing.T, s sandbox.Services) *capnweb.Stub {
	t.Helper()
	return connectAs(t, s, &capnweb.Object{})
}

// connectAs is connect for a client with a main object of its own.
func connectAs(t *testing.T, s sandbox.Services, own *capnweb.Object) *capnweb.Stub {
	t.Helper()
	server := sandbox.NewServer(rpc.Routes(s))
	door := httptest.NewServer(server)
	t.Cleanup(func() { server.Close(); door.Close() })
	conn, _, _, err := ws.Dial(t.Context(), strings.Replace(door.URL, "http", "ws", 1)+"/rpc")
	if err != nil {
		t.Fatal(err)
	}
	started, ended := make(chan *capnweb.Session, 1), make(chan struct{})
	go func() {
		defer close(ended)
		_ = capnweb.Serve(context.Background(), client{conn}, own, capnweb.Options{}, func(s *capnweb.Session) { started <- s })
	}()
	t.Cleanup(func() { conn.Close(); <-ended })
	return (<-started).Main()
}

// call calls "service.method" with a limit of time.
func call(t *testing.T, main *capnweb.Stub, name string, args ...any) (any, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	service, method, _ := strings.Cut(name, ".")
	o, err := main.Get(ctx, service)
	if err != nil {
		return nil, err
	}
	st := o.(*capnweb.Stub)
	defer st.Release()
	return st.Call(ctx, method, args...)
}

// commands is a shell that says what it was asked.
type commands struct{ sandbox.Commands }

func (commands) Execute(_ context.Context, r sandbox.ExecuteRequest) (sandbox.ExecuteResult, error) {
	if r.Command == "exit" {
		return sandbox.ExecuteResult{}, sandbox.Errorf(sandbox.SessionEnded, "gone").With(sandbox.Context{"sessionId": r.SessionID})
	}
	text, err := json.Marshal(r)
	return sandbox.ExecuteResult{Success: true, Stdout: string(text)}, err
}

func (commands) ExecuteStream(ctx context.Context, r sandbox.ExecuteRequest, emit func(sandbox.ExecEvent) error) error {
	if r.Command == "bad" {
		return sandbox.Errorf(sandbox.InvalidCommand, "no")
	}
	_ = emit(sandbox.ExecEvent{Type: "start", Command: r.Command})
	for range 3 {
		if err := emit(sandbox.ExecEvent{Type: "stdout", Data: "<x>\n"}); err != nil {
			return err
		}
	}
	code := 0
	return emit(sandbox.ExecEvent{Type: "complete", ExitCode: &code})
}

// inOrder tells what it is asked.
type inOrder struct {
	sandbox.Commands
	tell func(line string)
}

func (c inOrder) Execute(_ context.Context, r sandbox.ExecuteRequest) (sandbox.ExecuteResult, error) {
	c.tell(r.Command)
	return sandbox.ExecuteResult{}, nil
}

type files struct{ sandbox.Files }

func (files) Open(context.Context, string, string) (sandbox.OpenFile, error) {
	return sandbox.OpenFile{ReadCloser: io.NopCloser(strings.NewReader("content")), Size: 7, MIMEType: "text/plain"}, nil
}

func (files) WriteStream(_ context.Context, path, session string, content io.Reader) (int64, error) {
	n, err := io.Copy(io.Discard, content)
	return n, err
}

type interpreter struct{ sandbox.Interpreter }

func (interpreter) CreateContext(context.Context, sandbox.CreateCodeContext) (sandbox.CodeContext, error) {
	return sandbox.CodeContext{ID: "c", Language: "python", CreatedAt: "2026-01-02T03:04:05.006Z"}, nil
}

func (interpreter) Run(_ context.Context, r sandbox.RunCode, emit func(sandbox.CodeEvent) error) error {
	for _, e := range []sandbox.CodeEvent{
		{"type": "stdout", "text": r.Code}, {"type": "result", "text": "42", "metadata": map[string]any{}},
		{"type": "error", "ename": "E", "evalue": "m", "traceback": []string{"t"}}, {"type": "execution_complete"},
	} {
		if err := emit(e); err != nil {
			return err
		}
	}
	return nil
}

// tunnels are tunnels of which one ends.
type tunnels struct {
	sandbox.Tunnels
	told chan func(sandbox.TunnelExit)
}

func (t tunnels) OnExit(tell func(sandbox.TunnelExit)) func() {
	t.told <- tell
	return func() { close(t.told) }
}

func TestRoutes_TunnelExit(t *testing.T) {
	t.Parallel()
	told, heard := make(chan func(sandbox.TunnelExit), 1), make(chan capnweb.Args, 1)
	connectAs(t, sandbox.Services{Tunnels: tunnels{told: told}}, &capnweb.Object{Members: map[string]any{
		"onTunnelExit": capnweb.Method(func(_ context.Context, args capnweb.Args) (any, error) {
			heard <- args
			return capnweb.Undefined{}, nil
		}),
	}})
	code := 3
	(<-told)(sandbox.TunnelExit{ID: "t", Port: 8080, Code: &code, RunID: "r"})
	if args := <-heard; !reflect.DeepEqual(args, capnweb.Args{"t", 8080.0, 3.0, "r"}) {
		t.Errorf("got %v", args)
	}
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	main := connect(t, sandbox.Services{Commands: commands{}, Files: files{}, Interpreter: interpreter{}})
	t.Run("parameters in a row become a request", func(t *testing.T) {
		v, err := call(t, main, "commands.execute", "ls", "s1", map[string]any{
			"timeoutMs": 5.0, "env": map[string]any{"A": "b", "GONE": capnweb.Undefined{}}, "cwd": "/x", "origin": capnweb.Undefined{}})
		if err != nil {
			t.Fatal(err)
		}
		var got sandbox.ExecuteRequest
		if err := json.Unmarshal([]byte(v.(map[string]any)["stdout"].(string)), &got); err != nil {
			t.Fatal(err)
		}
		b := "b"
		want := sandbox.ExecuteRequest{Command: "ls", SessionID: "s1", TimeoutMs: 5, Env: sandbox.Variables{"A": &b, "GONE": nil}, Cwd: "/x"}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("got %+v, want %+v", got, want)
		}
	})
	t.Run("commands of a session begin in the order in which they came", func(t *testing.T) {
		var order []string
		slow := make(chan struct{})
		ordered := connect(t, sandbox.Services{Commands: inOrder{tell: func(line string) {
			if line == "first" {
				<-slow
			}
			order = append(order, line) // without a lock: one at a time
		}}})
		o, err := ordered.Get(t.Context(), "commands")
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 3)
		for _, line := range []string{"first", "second", "third"} {
			call := o.(*capnweb.Stub).Begin("execute", line, "s1")
			go func() {
				_, err := call(t.Context())
				done <- err
			}()
		}
		close(slow)
		for range 3 {
			if err := <-done; err != nil {
				t.Error(err)
			}
		}
		if !reflect.DeepEqual(order, []string{"first", "second", "third"}) {
			t.Errorf("got %v", order)
		}
	})
	t.Run("errors carry their code and details", func(t *testing.T) {
		_, err := call(t, main, "commands.execute", "exit", "s1")
		want := &capnweb.Error{Name: "Error", Message: "gone", Props: map[string]any{"code": "SESSION_TERMINATED", "details": map[string]any{"sessionId": "s1"}}}
		if !reflect.DeepEqual(err, want) {
			t.Errorf("got %#v", err)
		}
	})
	t.Run("what is no string is a TypeError", func(t *testing.T) {
		_, err := call(t, main, "commands.execute", 7.0, "s1")
		if e, ok := err.(*capnweb.Error); !ok || e.Name != "TypeError" {
			t.Errorf("got %#v", err)
		}
	})
	t.Run("events are a stream", func(t *testing.T) {
		v, err := call(t, main, "commands.executeStream", "ls", "s1")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(v.(*capnweb.Incoming))
		if err != nil || strings.Count(string(text), `data: {"type":"stdout","data":"<x>\n","timestamp":""}`+"\n\n") != 3 || !strings.HasSuffix(string(text), "\"exitCode\":0,\"timestamp\":\"\"}\n\n") {
			t.Errorf("got %q, %v", text, err)
		}
	})
	t.Run("a command that does not begin is an event", func(t *testing.T) {
		v, err := call(t, main, "commands.executeStream", "bad", "s1")
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(v.(*capnweb.Incoming))
		if err != nil || !strings.HasPrefix(string(text), "event: error\ndata: {\"type\":\"error\",\"error\":\"no\"") {
			t.Errorf("got %q, %v", text, err)
		}
	})
	t.Run("files are streams both ways", func(t *testing.T) {
		v, err := call(t, main, "files.readFile", "/f", "s1", map[string]any{"encoding": "none"})
		if err != nil {
			t.Fatal(err)
		}
		f := v.(map[string]any)
		text, err := io.ReadAll(f["content"].(*capnweb.Incoming))
		if err != nil || string(text) != "content" || f["size"] != 7.0 || f["mimeType"] != "text/plain" {
			t.Errorf("got %q, %v, %v", text, f, err)
		}
		v, err = call(t, main, "files.writeFileStream", "/f", &capnweb.Stream{ReadCloser: io.NopCloser(strings.NewReader("12345"))}, "s1")
		if err != nil || v.(map[string]any)["bytesWritten"] != 5.0 {
			t.Errorf("got %v, %v", v, err)
		}
	})
	t.Run("events of code go to the functions of the client", func(t *testing.T) {
		var told []string
		tell := func(name string) capnweb.Method {
			return func(_ context.Context, args capnweb.Args) (any, error) {
				v := args.At(0).(map[string]any)
				delete(v, "timestamp")
				text, _ := json.Marshal(v)
				told = append(told, name+string(text))
				return nil, nil
			}
		}
		_, err := call(t, main, "interpreter.runCodeStream", capnweb.Undefined{}, "code", "python",
			map[string]any{"onStdout": tell("out"), "onResult": tell("result"), "onError": tell("error")})
		want := []string{`out{"text":"code"}`, `result{"text":"42"}`, `error{"message":"m","name":"E","traceback":["t"]}`}
		if err != nil || !reflect.DeepEqual(told, want) {
			t.Errorf("got %q, %v", told, err)
		}
	})
	t.Run("contexts have dates", func(t *testing.T) {
		v, err := call(t, main, "interpreter.createCodeContext")
		if want := time.Date(2026, 1, 2, 3, 4, 5, 6e6, time.UTC); err != nil || v.(map[string]any)["createdAt"] != want {
			t.Errorf("got %v, %v", v, err)
		}
	})
	t.Run("a service that is not there is undefined", func(t *testing.T) {
		ctx := t.Context()
		if v, err := main.Get(ctx, "tunnels"); err != nil || v != (capnweb.Undefined{}) {
			t.Errorf("got %v, %v", v, err)
		}
	})
}

// noted are ports that were exposed; port 1 always is.
type noted struct {
	sandbox.Ports
	ports map[int]string
}

func (n noted) Expose(port int, name string) error {
	if port == 1 {
		return sandbox.Errorf(sandbox.PortExposed, "Port 1 is already exposed")
	}
	n.ports[port] = name
	return nil
}

func (n noted) Exposed() []int { return []int{1} }

func (n noted) Unexpose(port int) error {
	delete(n.ports, port)
	return nil
}

func TestPorts(t *testing.T) {
	t.Parallel()
	n := noted{ports: map[int]string{}}
	main := connect(t, sandbox.Services{Ports: n})
	for _, c := range []struct {
		method string
		args   []any
		want   map[string]any
		noted  int
	}{
		{"exposePort", []any{8080, "session", "web"}, map[string]any{"success": true, "port": 8080.0, "url": ""}, 1},
		{"exposePort", []any{8081, "session"}, map[string]any{"success": true, "port": 8081.0, "url": ""}, 2},
		{"getExposedPorts", []any{"session"}, map[string]any{"success": true, "ports": []any{map[string]any{"port": 1.0, "url": "", "status": "active"}}}, 2},
		{"unexposePort", []any{8080, "session"}, map[string]any{"success": true, "port": 8080.0}, 1},
	} {
		got, err := call(t, main, "ports."+c.method, c.args...)
		if err != nil {
			t.Fatal(err)
		}
		members := got.(map[string]any)
		delete(members, "timestamp")
		if !reflect.DeepEqual(members, c.want) || len(n.ports) != c.noted {
			t.Errorf("%s gives %v, and %v are noted", c.method, members, n.ports)
		}
	}
	if _, err := call(t, main, "ports.exposePort", 1, "session"); err == nil || err.Error() != "Port 1 is already exposed" {
		t.Errorf("error is %v", err)
	}
}
