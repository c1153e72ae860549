package tunnels

import (
	"net/http"
	"net/http/httptest"
	"os"
	"reflect"
	"strings"
	"syscall"
	"testing"
	"time"

	"paddock/bindings/container/sandbox"
)

// service is a service whose cloudflared is a script.
func service(t *testing.T, script string) *Tunnels {
	t.Helper()
	metrics := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = w.Write([]byte(`{"readyConnections":1}`))
	}))
	t.Cleanup(metrics.Close)
	dir := t.TempDir()
	script = strings.ReplaceAll("#!/bin/sh\n"+script, "METRICS", strings.TrimPrefix(metrics.URL, "http://"))
	if err := os.WriteFile(dir+"/cloudflared", []byte(script), 0o755); err != nil {
		t.Fatal(err)
	}
	s := New(sandbox.Environment{Env: []string{"PATH=" + dir + ":/usr/bin:/bin"}})
	t.Cleanup(s.Close)
	return s
}

// works is a cloudflared that is connected at once. exec, so that a signal ends the sleep.
const works = `echo '{"level":"info","message":"Starting metrics server on METRICS/metrics"}' >&2
echo "{\"message\":\"| https://some-words.trycloudflare.com $* |\"}" >&2
exec sleep 100
`

func code(err error) sandbox.Code {
	if err == nil {
		return ""
	}
	return sandbox.AsError(err).Code
}

func TestTunnels(t *testing.T) {
	t.Parallel()
	t.Run("a quick tunnel has an address until it is destroyed", func(t *testing.T) {
		t.Parallel()
		s := service(t, works)
		exits := make(chan sandbox.TunnelExit, 1)
		defer s.OnExit(func(e sandbox.TunnelExit) { exits <- e })()
		got, err := s.RunQuick(t.Context(), "a", 8080)
		if err != nil || got.URL != "https://some-words.trycloudflare.com" || got.Hostname != "some-words.trycloudflare.com" || got.Port != 8080 {
			t.Fatalf("%+v, %v", got, err)
		}
		if list := s.List(); !reflect.DeepEqual(list, []sandbox.Tunnel{got}) {
			t.Errorf("got %+v", list)
		}
		if _, err := s.RunQuick(t.Context(), "a", 8080); code(err) != "TUNNEL_ALREADY_RUNNING" {
			t.Errorf("got %v", err)
		}
		if err := s.Destroy(t.Context(), "a"); err != nil {
			t.Error(err)
		}
		if e := <-exits; e != (sandbox.TunnelExit{ID: "a", Port: 8080}) {
			t.Errorf("got %+v", e)
		}
		if err := s.Destroy(t.Context(), "a"); code(err) != "TUNNEL_NOT_FOUND" || len(s.List()) != 0 {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a run is there once, and its token is not told", func(t *testing.T) {
		t.Parallel()
		s := service(t, works)
		asked := sandbox.TunnelRun{TunnelID: "t", RunID: "r", Mode: "named", Port: 8080, Token: "secret"}
		run, started, err := s.Ensure(t.Context(), asked)
		if err != nil || !started || run.Token != "" || run.StartedAt == "" {
			t.Fatalf("%+v, %v, %v", run, started, err)
		}
		if again, started, err := s.Ensure(t.Context(), asked); err != nil || started || again != run {
			t.Errorf("%+v, %v, %v", again, started, err)
		}
		for name, other := range map[string]sandbox.TunnelRun{
			"another port":     {TunnelID: "t", RunID: "r", Mode: "named", Port: 8081, Token: "secret"},
			"the same port":    {TunnelID: "u", RunID: "s", Mode: "quick", Port: 8080},
			"the same tunnel":  {TunnelID: "t", RunID: "s", Mode: "quick", Port: 8081},
			"a different mode": {TunnelID: "t", RunID: "r", Mode: "quick", Port: 8080},
		} {
			if _, _, err := s.Ensure(t.Context(), other); code(err) != "TUNNEL_RUN_CONFLICT" {
				t.Errorf("%s: %v", name, err)
			}
		}
		if stopped, err := s.Stop(t.Context(), "t", "other"); stopped || err != nil {
			t.Error(stopped, err)
		}
		if stopped, err := s.Stop(t.Context(), "t", "r"); !stopped || err != nil {
			t.Error(stopped, err)
		}
	})
	t.Run("who is told hears of the run and its exit code", func(t *testing.T) {
		t.Parallel()
		s := service(t, strings.Replace(works, "exec sleep 100", "read x < $0.fifo; exit 3", 1))
		dir, _, _ := strings.Cut(s.env.Lookup("PATH"), ":")
		fifo(t, dir+"/cloudflared.fifo")
		exits := make(chan sandbox.TunnelExit, 1)
		defer s.OnExit(func(e sandbox.TunnelExit) { exits <- e })()
		if _, _, err := s.Ensure(t.Context(), sandbox.TunnelRun{TunnelID: "t", RunID: "r", Mode: "quick", Port: 1}); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(dir+"/cloudflared.fifo", []byte("go\n"), 0); err != nil {
			t.Fatal(err)
		}
		select {
		case e := <-exits:
			if e.ID != "t" || e.RunID != "r" || e.Code == nil || *e.Code != 3 {
				t.Errorf("got %+v", e)
			}
		case <-time.After(10 * time.Second):
			t.Error("nobody was told")
		}
	})
	t.Run("a cloudflared that ends too soon is an error", func(t *testing.T) {
		t.Parallel()
		s := service(t, "exit 4\n")
		if _, err := s.RunQuick(t.Context(), "a", 1); code(err) != "TUNNEL_START_ERROR" ||
			err.Error() != "Failed to run quick tunnel: cloudflared exited before becoming ready (code=4)" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("that there is no cloudflared is an error of its own", func(t *testing.T) {
		t.Parallel()
		s := New(sandbox.Environment{Env: []string{"PATH=" + t.TempDir()}})
		if _, err := s.RunNamed(t.Context(), "a", "t", 1); code(err) != "CLOUDFLARED_NOT_FOUND" {
			t.Errorf("got %v", err)
		}
	})
}

func fifo(t *testing.T, path string) {
	t.Helper()
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Fatal(err)
	}
}
