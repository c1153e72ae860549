package ports

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"

	"paddock/bindings/container/sandbox"
)

// one is a process that has ended, or not.
type one struct {
	sandbox.Processes
	status sandbox.ProcessStatus
}

func (o one) Get(id string) (sandbox.Process, error) {
	if id != "p" {
		return sandbox.Process{}, errors.New("unknown")
	}
	code := 3
	return sandbox.Process{Status: o.status, ExitCode: &code}, nil
}

// watch gives the last event.
func watch(t *testing.T, r sandbox.WatchPort, status sandbox.ProcessStatus) sandbox.PortEvent {
	t.Helper()
	var events []sandbox.PortEvent
	err := New(one{status: status}).Watch(t.Context(), r, func(e sandbox.PortEvent) error {
		events = append(events, e)
		return nil
	})
	if err != nil || len(events) != 2 || events[0] != (sandbox.PortEvent{Type: "watching", Port: r.Port}) {
		t.Fatalf("%v %+v", err, events)
	}
	return events[1]
}

func TestWatch(t *testing.T) {
	t.Parallel()
	calls := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if calls++; r.URL.Path == "/late" && calls < 3 || r.URL.Path == "/teapot" {
			w.WriteHeader(http.StatusTeapot)
		}
	}))
	t.Cleanup(server.Close)
	port := server.Listener.Addr().(*net.TCPAddr).Port
	t.Run("a port is ready when it takes connections", func(t *testing.T) {
		if e := watch(t, sandbox.WatchPort{Port: port, Mode: "tcp"}, sandbox.Running); e.Type != "ready" || e.StatusCode != 0 {
			t.Errorf("%+v", e)
		}
	})
	t.Run("or when it answers well, at last", func(t *testing.T) {
		if e := watch(t, sandbox.WatchPort{Port: port, Path: "late", ProcessID: "p"}, sandbox.Running); e.Type != "ready" || e.StatusCode != 200 || calls < 3 {
			t.Errorf("%+v after %d", e, calls)
		}
	})
	t.Run("or as it was asked for", func(t *testing.T) {
		if e := watch(t, sandbox.WatchPort{Port: port, Path: "/teapot", StatusMin: 418, StatusMax: 418}, sandbox.Running); e.StatusCode != 418 {
			t.Errorf("%+v", e)
		}
	})
	t.Run("a process that ends will not listen", func(t *testing.T) {
		if e := watch(t, sandbox.WatchPort{Port: 1, ProcessID: "p"}, sandbox.Failed); e.Type != "process_exited" || *e.ExitCode != 3 {
			t.Errorf("%+v", e)
		}
	})
	t.Run("a process that is unknown is an error", func(t *testing.T) {
		if e := watch(t, sandbox.WatchPort{Port: 1, ProcessID: "q"}, sandbox.Running); e.Type != "error" || e.Error != "Process not found" {
			t.Errorf("%+v", e)
		}
	})
	t.Run("the watching ends with its context", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		err := New(one{}).Watch(ctx, sandbox.WatchPort{Port: 1, Mode: "tcp"}, func(sandbox.PortEvent) error {
			cancel()
			return nil
		})
		if !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
	})
}
