package main

import (
	"bufio"
	"context"
	"encoding/json"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"
)

// transports are the ways in which the Worker's half of a sandbox talks to its server.
func transports() []string { return []string{"http", "websocket", "rpc"} }

// needs skips a test without a program.
func needs(t *testing.T, programs ...string) {
	t.Helper()
	for _, p := range programs {
		if _, err := exec.LookPath(p); err != nil {
			t.Skip(err)
		}
	}
}

// is compares JSON with what is wanted.
func is(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSandbox_interpreter(t *testing.T) {
	t.Parallel()
	needs(t, "python3", "node")
	for _, transport := range transports() {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			s := startDev(t, sandboxApp(t, "sandboxes/interpreter"), "--var", "SANDBOX_TRANSPORT:"+transport)
			run := func(path string, code, language string) string {
				body, _ := json.Marshal(map[string]string{"code": code, "language": language})
				return s.post(t, path, string(body))
			}
			is(t, run("/run", "x = 20\nprint('out')\nx + 1", "python"),
				`{"code":"x = 20\nprint('out')\nx + 1","logs":{"stdout":["out\n"],"stderr":[]},"results":[{"text":"21"}]}`)
			is(t, run("/run", "x * 2", "python"), `{"code":"x * 2","logs":{"stdout":[],"stderr":[]},"results":[{"text":"40"}]}`)
			is(t, run("/run", "const n: number = 4; n", "typescript"),
				`{"code":"const n: number = 4; n","logs":{"stdout":[],"stderr":[]},"results":[{"text":"4"}]}`)
			var failed struct {
				Error struct {
					Name, Message string
					Traceback     []string
				}
			}
			if err := json.Unmarshal([]byte(run("/run", "1 / 0", "python")), &failed); err != nil || failed.Error.Name != "ZeroDivisionError" ||
				!strings.Contains(strings.Join(failed.Error.Traceback, "\n"), "1 / 0") {
				t.Errorf("got %+v, %v", failed, err)
			}
			is(t, run("/callbacks", "[1, 2]", "javascript"),
				`{"results":[{"json":[1,2]}],"contexts":["python","typescript","javascript"],"gone":"Context not found","date":true}`)
			if got := run("/stream", "console.log('x')", "javascript"); !strings.HasPrefix(got, `data: {"text":"x\n","type":"stdout"}`+"\n\n") ||
				!strings.Contains(got, "execution_complete") {
				t.Errorf("got %q", got)
			}
		})
	}
}

func TestSandbox_backup(t *testing.T) {
	t.Parallel()
	for _, transport := range transports() {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			s := startDev(t, sandboxApp(t, "sandboxes/backup"), "--var", "SANDBOX_TRANSPORT:"+transport)
			s.answers(t, "/write?text=one", `"written"`)
			var saved struct {
				Backup  json.RawMessage
				Objects int
			}
			_, body := s.get(t, "/save")
			if err := json.Unmarshal([]byte(body), &saved); err != nil || saved.Objects != 2 {
				t.Fatalf("%v: %s", err, body)
			}
			s.answers(t, "/remove", "0")
			var restored struct{ Success bool }
			if body := s.post(t, "/restore", string(saved.Backup)); json.Unmarshal([]byte(body), &restored) != nil || !restored.Success {
				t.Fatal(body)
			}
			s.answers(t, "/read", `{"files":["src","src/main.js"],"text":"one"}`)
			if body := s.post(t, "/restore?id=other", string(saved.Backup)); json.Unmarshal([]byte(body), &restored) != nil || !restored.Success {
				t.Fatal(body)
			}
			s.answers(t, "/read?id=other", `{"files":["src","src/main.js"],"text":"one"}`)
			unknown := `{"id":"00000000-0000-4000-8000-000000000000","dir":"/workspace/project","localBucket":true}`
			if body := s.post(t, "/restore", unknown); !strings.Contains(body, "BackupNotFoundError: Backup not found") {
				t.Error(body)
			}
		})
	}
}

func TestSandbox_bucket(t *testing.T) {
	t.Parallel()
	s := startDev(t, sandboxApp(t, "sandboxes/backup"))
	s.answers(t, "/mount", `"in the bucket"`)
	s.answers(t, "/mounted", `"in the folder\n"`)
	s.answers(t, "/unmount", `"unmounted"`)
	if _, err := exec.LookPath("s3fs"); err == nil {
		return
	}
	if _, body := s.get(t, "/mount-fuse"); !strings.Contains(body, "S3FSMountError: S3FS mount failed:") || !strings.Contains(body, "s3fs: command not found") {
		t.Error(body)
	}
}

// TestSandbox_fuse mounts a bucket in earnest, where that can be done.
func TestSandbox_fuse(t *testing.T) {
	t.Parallel()
	needs(t, "s3fs")
	if _, err := os.Stat("/dev/fuse"); err != nil || os.Getuid() != 0 {
		t.Skipf("mounting needs root and /dev/fuse: %v", err)
	}
	for _, transport := range []string{"http", "rpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			s := startDev(t, sandboxApp(t, "sandboxes/backup"), "--var", "SANDBOX_TRANSPORT:"+transport)
			s.answers(t, "/mount-egress", `{"stdout":"in the bucketafter.txt\nbefore.txt","after":"in the folder\n"}`)
		})
	}
}

// modelServer is a model that always wants the same: a command, a file, and then to be done.
func modelServer(t *testing.T) string {
	t.Helper()
	steps := []struct{ after, item string }{
		{"apply_patch_call_output", `{"type":"message","id":"m","role":"assistant","status":"completed","content":[{"type":"output_text","text":"done","annotations":[]}]}`},
		{"shell_call_output", `{"type":"apply_patch_call","id":"p","call_id":"c2","status":"completed","operation":{"type":"create_file","path":"notes.md","diff":"+# Notes\n"}}`},
		{"", `{"type":"shell_call","id":"s","call_id":"c1","status":"completed","action":{"commands":["echo hello > greeting","cat greeting notes.md"],"timeout_ms":10000,"max_output_length":1000}}`},
	}
	door := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		for _, step := range steps {
			if strings.Contains(string(body), `"type":"`+step.after) || step.after == "" {
				w.Header().Set("Content-Type", "application/json")
				_, _ = io.WriteString(w, `{"id":"r","object":"response","created_at":1,"status":"completed","model":"scripted","output":[`+step.item+
					`],"usage":{"input_tokens":1,"output_tokens":1,"total_tokens":2},"parallel_tool_calls":true,"tools":[]}`)
				return
			}
		}
	}))
	t.Cleanup(door.Close)
	return door.URL
}

func TestSandbox_openai(t *testing.T) {
	t.Parallel()
	s := startDev(t, sandboxApp(t, "sandboxes/openai"), "--var", "MODEL_URL:"+modelServer(t))
	is(t, s.post(t, "/", `{"input":"greet"}`), `{"answer":"done",`+
		`"commands":[{"command":"echo hello > greeting","stdout":"","exitCode":0},{"command":"cat greeting notes.md","stdout":"hello","exitCode":1}],`+
		`"files":[{"operation":"create","path":"notes.md","status":"completed"}]}`)
}

// socket is a WebSocket to a server of "paddock dev", whatever its host is called.
type socket struct {
	t     *testing.T
	conn  net.Conn
	in    io.Reader
	heard strings.Builder
}

func (s *devServer) connect(t *testing.T, host, path string) *socket {
	t.Helper()
	door, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	dialer := ws.Dialer{Host: host, NetDial: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", door.Port()))
	}}
	conn, early, _, err := dialer.Dial(ctx, "ws://"+host+path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(limit))
	c := &socket{t: t, conn: conn, in: conn}
	if early != nil {
		c.in = early
	}
	return c
}

// types sends bytes.
func (c *socket) types(text string) {
	c.t.Helper()
	if err := wsutil.WriteClientBinary(c.conn, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

// hears waits for a text among all that came.
func (c *socket) hears(text string) {
	c.t.Helper()
	for !strings.Contains(c.heard.String(), text) {
		data, _, err := wsutil.ReadServerData(struct {
			io.Reader
			io.Writer
		}{c.in, c.conn})
		if err != nil {
			c.t.Fatalf("%v; heard %q, want %q", err, c.heard.String(), text)
		}
		c.heard.Write(data)
	}
}

func TestSandbox_terminal(t *testing.T) {
	t.Parallel()
	for _, transport := range []string{"http", "rpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			shareTerminal(t, startDev(t, sandboxApp(t, "sandboxes/terminal"), "--var", "SANDBOX_TRANSPORT:"+transport))
		})
	}
}

// shareTerminal lets two users share a terminal.
func shareTerminal(t *testing.T, s *devServer) {
	t.Helper()
	host := strings.TrimPrefix(s.url, "http://")
	anna, bert := s.connect(t, host, "/room/one?name=anna"), s.connect(t, host, "/room/one?name=bert")
	anna.hears(`"users":["anna","bert"]`)
	bert.types("x")
	anna.hears(`{"type":"typing","name":"bert"`)
	first := s.connect(t, host, "/terminal/one?cols=100")
	first.hears(`{"type":"ready"}`)
	first.types("echo hi$((1+1)); stty size\r")
	first.hears("hi2")
	first.hears("24 100")
	second := s.connect(t, host, "/terminal/one")
	second.hears("hi2")
	second.types("echo from$((2+2))\r")
	first.hears("from4")
	second.types("exit 3\r")
	first.hears(`{"type":"exit","code":3}`)
}

// fetchFrom makes a request to a name that leads to "paddock dev".
func (s *devServer) fetchFrom(t *testing.T, address string) (int, string) {
	t.Helper()
	door, err := url.Parse(s.url)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Timeout: limit, Transport: &http.Transport{DisableKeepAlives: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, net.JoinHostPort("127.0.0.1", door.Port()))
	}}}
	resp, err := client.Get(address)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(bufio.NewReader(resp.Body))
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(body)
}

func TestSandbox_preview(t *testing.T) {
	t.Parallel()
	needs(t, "node")
	s := startDev(t, sandboxApp(t, "sandboxes/preview"))
	port := freePort(t)
	host := strings.TrimPrefix(s.url, "http://")
	preview := port + "-preview-tok_en1." + host
	s.answers(t, "/start?token=tok_en1&port="+port, `{"url":"http://`+preview+`/","port":`+port+`,"name":"vite"}`)
	s.answers(t, "/ports", `[{"url":"http://`+preview+`/","port":`+port+`,"status":"active"}]`)
	if status, body := s.fetchFrom(t, "http://"+preview+"/value.js"); status != 200 || body != "export const value = \"first\";\n" {
		t.Errorf("%d %s", status, body)
	}
	hmr := s.connect(t, preview, "/hmr")
	hmr.hears(`{"type":"connected"}`)
	s.answers(t, "/edit?value=second", `"written"`)
	hmr.hears(`{"type":"update","path":"/value.js"}`)
	direct := s.connect(t, host, "/socket?port="+port)
	direct.hears(`{"type":"connected"}`)
	const denied = `{"error":"Access denied: Invalid token or port not exposed","code":"INVALID_TOKEN"}`
	for _, wrong := range []string{port + "-preview-other." + host, "4321-preview-tok_en1." + host} {
		if status, body := s.fetchFrom(t, "http://"+wrong+"/"); status != 404 || body != denied {
			t.Errorf("%s: %d %s", wrong, status, body)
		}
	}
	for query, want := range map[string]string{
		"token=tok_en1&port=4321": "Token 'tok_en1' is already in use by port " + port,
		"token=Not-A-Token":       "Custom token must contain only lowercase letters (a-z), numbers (0-9), and underscores (_)",
		"port=3000":               "Invalid port number: 3000",
	} {
		if _, body := s.get(t, "/expose?"+query); !strings.Contains(body, want) {
			t.Errorf("%s: %s", query, body)
		}
	}
	s.answers(t, "/unexpose?port="+port, `"closed"`)
	if status, body := s.fetchFrom(t, "http://"+preview+"/"); status != 404 || body != denied {
		t.Errorf("%d %s", status, body)
	}
}

func TestSandbox_lifecycle(t *testing.T) {
	t.Parallel()
	needs(t, "curl")
	for _, transport := range []string{"http", "rpc"} {
		t.Run(transport, func(t *testing.T) {
			t.Parallel()
			lifecycle(t, startDev(t, sandboxApp(t, "sandboxes/lifecycle"), "--var", "SANDBOX_TRANSPORT:"+transport))
		})
	}
}

func lifecycle(t *testing.T, s *devServer) {
	t.Helper()
	t.Run("it sleeps without work, and wakes as new with work", func(t *testing.T) {
		t.Parallel()
		is(t, s.post(t, "/exec?id=sleepy&team=red&sleepAfter=3s", "echo mine > /tmp/mark; cat /tmp/mark"), `"mine"`)
		s.answers(t, "/life?id=sleepy", `{"running":true,"labels":{"team":"red"}}`)
		s.answers(t, "/ended?id=sleepy", `"ended"`)
		is(t, s.post(t, "/exec?id=sleepy&team=blue&sleepAfter=3s", "ls /tmp/mark 2>/dev/null; echo awake"), `"awake"`)
		s.answers(t, "/life?id=sleepy&team=blue", `{"running":true,"labels":{"team":"blue"}}`)
	})
	t.Run("it ends when it is destroyed, and not before", func(t *testing.T) {
		t.Parallel()
		is(t, s.post(t, "/exec?id=kept&keepAlive=true&sleepAfter=3s", "echo on"), `"on"`)
		is(t, s.post(t, "/exec?id=other&sleepAfter=3s", "echo on"), `"on"`)
		s.answers(t, "/ended?id=other", `"ended"`)
		s.answers(t, "/life?id=kept", `{"running":true,"labels":{}}`)
		s.answers(t, "/destroy?id=kept", `"destroyed"`)
		s.answers(t, "/life?id=kept", `{"running":false,"labels":null}`)
	})
	t.Run("handlers change while it runs", func(t *testing.T) {
		t.Parallel()
		curl := func(host string) string { return s.post(t, "/exec?id=out", "curl -sS -m 20 http://"+host+"/ 2>&1") }
		s.answers(t, "/handler?id=out&host=a.example&word=Hi", `"set"`)
		is(t, curl("a.example"), `"Hi a.example"`)
		s.answers(t, "/handler?id=out&host=*.example&word=Glob", `"set"`)
		is(t, curl("b.example"), `"Glob b.example"`)
		s.answers(t, "/unhandle?id=out&host=a.example", `"removed"`)
		is(t, curl("a.example"), `"Glob a.example"`)
		s.answers(t, "/all?id=out&word=All", `"set"`)
		is(t, curl("other.test"), `"All other.test"`)
		s.answers(t, "/deny?id=out&host=other.test", `"denied"`)
		is(t, curl("other.test"), `"Origin is disallowed"`)
		if _, body := s.get(t, "/unknown?id=out"); body != `{"message":"Outbound handler method 'nothing' not found in outboundHandlers for MySandbox"}` {
			t.Error(body)
		}
	})
}
