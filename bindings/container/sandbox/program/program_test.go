//go:build linux

package program

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/place"
	"paddock/proxy/authority"
)

// server is one that runs as the program does, on a socket of the file system.
type server struct {
	client *http.Client
	dir    string // /workspace
	stop   context.CancelFunc
	code   chan int
}

func start(t *testing.T, command []string, env ...string) *server {
	t.Helper()
	dir := t.TempDir()
	socket := filepath.Join(dir, "s")
	s := &server{dir: filepath.Join(dir, "workspace"), code: make(chan int, 1)}
	env = append(append(os.Environ(), place.ListenVariable+"="+socket, place.WorkspaceVariable+"="+s.dir, "SANDBOX_VERSION=1.2.3"), env...)
	ctx, stop := context.WithCancel(t.Context())
	s.stop = stop
	go func() {
		code, err := run(ctx, Options{}, command, env)
		if err != nil {
			t.Log(err)
		}
		s.code <- code
	}()
	var up atomic.Bool // it has listened
	s.client = &http.Client{Transport: &http.Transport{DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
		for {
			conn, err := new(net.Dialer).DialContext(ctx, "unix", socket)
			starting := errors.Is(err, os.ErrNotExist) || errors.Is(err, syscall.ECONNREFUSED) // bound, and not listening yet
			if up.Load() || !starting || ctx.Err() != nil {
				up.Store(up.Load() || err == nil)
				return conn, err
			}
		}
	}}}
	t.Cleanup(func() {
		stop()
		s.client.CloseIdleConnections()
	})
	return s
}

// ask gives the answer to a request, by its members.
func (s *server) ask(t *testing.T, path, body string) (status int, got map[string]any) {
	t.Helper()
	status, text := s.text(t, path, body)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatalf("%s: %v: %s", path, err, text)
	}
	return status, got
}

func (s *server) text(t *testing.T, path, body string) (int, string) {
	t.Helper()
	method := "POST"
	if body == "" {
		method = "GET"
	}
	r, err := http.NewRequestWithContext(t.Context(), method, "http://sandbox"+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	answer, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	for _, one := range []struct{ is, path, body, want string }{
		{"the version is told", "/api/version", "", `"version":"1.2.3"`},
		{"it is healthy", "/api/ping", "", `"status":"healthy"`},
		{"there is no list of commands", "/api/commands", "", `"availableCommands":[]`},
		{"a session is made", "/api/session/create", `{"id":"s","env":{"A":"1","HOME":null},"cwd":"/workspace"}`, `"success":true,"data":{"id":"s"},"containerPlacementId":null`},
		{"a session that exists is an error", "/api/session/create", `{"id":"s"}`, `"code":"SESSION_ALREADY_EXISTS"`},
		{"sessions are listed", "/api/session/list", "", `"data":["s"]`},
		{"a command has the session's variables", "/api/execute", `{"command":"echo $A; pwd; exit_code() { return 3; }; exit_code","sessionId":"s"}`, `"success":false,"exitCode":3,"stdout":"1\n` + s.dir + `"`},
		{"a stream is events", "/api/execute/stream", `{"command":"echo hi","sessionId":"s"}`, `"type":"stdout","data":"hi\n"`},
		{"a stream ends with the exit code", "/api/execute/stream", `{"command":"exit 4","sessionId":"s"}`, `"type":"complete","exitCode":4`},
		{"an empty command is refused", "/api/execute/stream", `{"command":" "}`, `"code":"INVALID_COMMAND","message":"Invalid command: empty command provided"`},
		{"a file is written", "/api/write", `{"path":"/workspace/d/f.txt","content":"text","sessionId":"s"}`, `"success":true,"path":"/workspace/d/f.txt"`},
		{"a file is read", "/api/read", `{"path":"d/f.txt","sessionId":"s"}`, `"content":"text"`},
		{"a file is read as a stream", "/api/read/stream", `{"path":"d/f.txt","sessionId":"s"}`, `"type":"complete","bytesRead":4`},
		{"a folder is listed", "/api/list-files", `{"path":"/workspace","options":{"recursive":true}}`, `"count":2`},
		{"a file exists", "/api/exists", `{"path":"/workspace/d"}`, `"exists":true`},
		{"a folder is made", "/api/mkdir", `{"path":"/workspace/x/y","recursive":true}`, `"recursive":true`},
		{"a file is renamed", "/api/rename", `{"oldPath":"d/f.txt","newPath":"d/g.txt","sessionId":"s"}`, `"path":"d/f.txt","newPath":"d/g.txt"`},
		{"a file is moved", "/api/move", `{"sourcePath":"/workspace/d/g.txt","destinationPath":"/workspace/x/"}`, `"success":true`},
		{"a file is deleted", "/api/delete", `{"path":"/workspace/x/g.txt"}`, `"success":true`},
		{"a file that is not there is not found", "/api/delete", `{"path":"/workspace/x/g.txt"}`, `"code":"FILE_NOT_FOUND"`},
		{"a process is started", "/api/process/start", `{"command":"echo out; echo err >&2","processId":"p"}`, `"success":true,"processId":"p","pid":`},
		{"a process's output is streamed to its end", "/api/process/p/stream", "", `"type":"exit"`},
		{"its logs are told", "/api/process/p/logs", "", `"stdout":"out\n","stderr":"err\n"`},
		{"its status is told", "/api/process/p", "", `"status":"completed"`},
		{"processes are listed", "/api/process/list?status=completed", "", `"id":"p"`},
		{"one that is unknown is not found", "/api/process/q", "", `"code":"PROCESS_NOT_FOUND","message":"Process q not found"`},
		{"a command may be started in the background", "/api/execute", `{"command":"true","background":true}`, `"processId":"proc_`},
		{"a port that is closed is watched until the process ends", "/api/port-watch", `{"port":1,"processId":"p"}`, `"type":"process_exited","port":1,"exitCode":0`},
		{"watching outside of the workspace is refused", "/api/watch", `{"path":"/etc"}`, `"code":"PERMISSION_DENIED"`},
		{"watching asks for a path", "/api/watch", `{"path":5}`, `"path is required and must be a non-empty string"`},
		{"watching takes include or exclude", "/api/watch", `{"path":".","include":["a"],"exclude":["b"]}`, `include and exclude cannot be used together`},
		{"watching knows few signs", "/api/watch", `{"path":".","include":["[a]"]}`, `include contains unsupported glob syntax`},
		{"changes have a version", "/api/watch/check", `{"path":"/workspace"}`, `"status":"unchanged","version":"watch-1-`},
		{"a clone that fails is an error of git", "/api/git/checkout", `{"repoUrl":"/nowhere/x.git","targetDir":"/workspace/x.git"}`, `"code":"GIT_OPERATION_FAILED"`},
		{"a session is deleted", "/api/session/delete", `{"sessionId":"s"}`, `"success":true,"sessionId":"s"`},
		{"a session that is unknown cannot be", "/api/session/delete", `{"sessionId":"s"}`, `"message":"Session 's' not found"`},
		{"a session's id is needed", "/api/session/delete", `{}`, `"code":"VALIDATION_FAILED","message":"sessionId is required"`},
	} {
		t.Run(one.is, func(t *testing.T) {
			if _, text := s.text(t, one.path, one.body); !strings.Contains(text, one.want) {
				t.Errorf("got %s", text)
			}
		})
	}
	t.Run("what it keeps lies beside its socket, and goes with that", func(t *testing.T) {
		if kept, err := filepath.Glob(filepath.Join(filepath.Dir(s.dir), "sandbox-internal-*")); err != nil || len(kept) != 1 {
			t.Errorf("%v %v", kept, err)
		}
	})
	t.Run("SIGTERM ends it well", func(t *testing.T) {
		s.stop()
		if code := <-s.code; code != 0 {
			t.Errorf("exit code %d", code)
		}
	})
}

func TestKill(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	s.ask(t, "/api/process/start", `{"command":"sleep 100","processId":"p"}`)
	r, _ := http.NewRequest("DELETE", "http://sandbox/api/process/p", nil)
	answer, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	s.text(t, "/api/process/p/stream", "")
	_, got := s.ask(t, "/api/process/p", "")
	if p := got["process"].(map[string]any); p["status"] != "killed" || p["exitCode"] != 143.0 {
		t.Errorf("%v", p)
	}
	again, err := s.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Body.Close()
	if again.StatusCode != 404 {
		t.Error(again.Status)
	}
}

func TestStreamOfMuchOutput(t *testing.T) {
	t.Parallel()
	s := start(t, nil)
	const size = 20_000_000
	answer, err := s.client.Post("http://sandbox/api/execute/stream", "application/json", strings.NewReader(`{"command":"head -c 20000000 /dev/zero | tr '\\0' x"}`))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	got := 0
	for lines := bufio.NewReader(answer.Body); ; {
		line, err := lines.ReadString('\n')
		if err != nil {
			break
		}
		var e sandbox.ExecEvent
		if text, ok := strings.CutPrefix(line, "data: "); ok && json.Unmarshal([]byte(text), &e) == nil {
			got += len(e.Data)
		}
	}
	if got != size {
		t.Errorf("%d bytes of %d", got, size)
	}
}

func TestStartUpCommand(t *testing.T) {
	t.Parallel()
	t.Run("one that succeeds leaves the server to go on", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "ran")
		s := start(t, []string{"sh", "-c", "echo $SANDBOX_STARTED > " + file})
		for text := ""; text != "true\n"; {
			b, _ := os.ReadFile(file)
			text = string(b)
		}
		if status, _ := s.ask(t, "/api/ping", ""); status != 200 {
			t.Error(status)
		}
	})
	for name, command := range map[string][]string{"exit 3": {"sh", "-c", "exit 3"}, "a signal": {"sh", "-c", "kill -KILL $$"}, "nothing to be started": {"/no/such/program"}} {
		t.Run("one that fails ends the server: "+name, func(t *testing.T) {
			want := map[string]int{"exit 3": 3, "a signal": 137, "nothing to be started": 1}[name]
			if code := <-start(t, command).code; code != want {
				t.Errorf("exit code %d", code)
			}
		})
	}
}

func TestTrust(t *testing.T) {
	t.Parallel()
	a, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	ca := filepath.Join(dir, "ca.crt")
	if err := os.WriteFile(ca, a.PEM(), 0o644); err != nil {
		t.Fatal(err)
	}
	t.Run("variables lead to a bundle with the certificate", func(t *testing.T) {
		if len(authority.SystemBundles()) == 0 {
			t.Skip("the system has no certificates")
		}
		s := start(t, nil, "SANDBOX_INTERCEPT_HTTPS=1", "SANDBOX_CA_CERT="+ca, "SSL_CERT_FILE=")
		_, got := s.ask(t, "/api/execute", `{"command":"echo $NODE_EXTRA_CA_CERTS; cat $SSL_CERT_FILE"}`)
		out := got["stdout"].(string)
		if !strings.HasPrefix(out, ca+"\n") || !strings.Contains(out, strings.TrimSpace(string(a.PEM()))) || strings.Count(out, "BEGIN CERT") < 2 {
			t.Errorf("%d bytes: %.200s", len(out), out)
		}
	})
	t.Run("what the engine has set is left alone", func(t *testing.T) {
		env := sandbox.Environment{Env: []string{"SANDBOX_CA_CERT=" + ca, "SSL_CERT_FILE=" + ca, "NODE_EXTRA_CA_CERTS=" + ca}}
		if err := trust(&env); err != nil || len(env.Env) != 3 {
			t.Errorf("%v %v", err, env.Env)
		}
	})
	t.Run("a bundle is appended to", func(t *testing.T) {
		bundle := filepath.Join(dir, "bundle")
		os.WriteFile(bundle, []byte("# roots"), 0o644)
		if err := appendTo(bundle, a.PEM()); err != nil || !holds(bundle, a.PEM()) {
			t.Error(err)
		}
	})
}
