package worker_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"paddock/bindings"
	"paddock/jsruntime/worker/workertest"
)

// renewing is a Worker that can be made to die, and rejects promises that nobody handles: while it starts, and
// while it dies.
const renewing = `
	import { DurableObject } from "cloudflare:workers";
	Promise.reject(new Error("at the start"));
	const order = [];
	const refuse = (n) => { for (let i = 0; i < n; i++) Promise.reject(new Error("meanwhile")); };
	export class Obj extends DurableObject { count = 0; next() { return ++this.count; } }
	export default {
		fetch(request, env) {
			const path = new URL(request.url).pathname.slice(1);
			if (path === "loop") { refuse(20); for (;;); }
			if (path === "order") return new Response(order.join());
			if (path === "object") return env.OBJ.getByName("a").next().then((n) => new Response(String(n)));
			order.push(path);
			return new Response(path);
		},
		tail() {},
	};`

func startRenewing(t *testing.T) *workertest.Session {
	t.Helper()
	s := workertest.Start(t, workertest.Compile(t, renewing, nil), workertest.Options{
		CPULimit: 200 * time.Millisecond,
		Sections: map[string]any{
			"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "OBJ", "class_name": "Obj"}}},
			"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []any{"Obj"}}},
		},
	})
	return s
}

func begin(t *testing.T, s *workertest.Session, path string) func() (*http.Response, error) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, "http://test.example/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	return s.Fleet.Begin(context.Background(), bindings.Target{}, req)
}

func die(t *testing.T, s *workertest.Session) {
	t.Helper()
	if _, _, err := s.Get("/loop"); err == nil || !strings.Contains(err.Error(), "exceeded CPU time limit") {
		t.Fatalf("what never ends gives %v", err)
	}
}

func TestWorker_Renewal(t *testing.T) {
	t.Parallel()
	s := startRenewing(t)
	t.Run("rejections that nobody handles do not keep it waiting", func(t *testing.T) {
		for range 5 {
			die(t, s)
			if got := s.Text("/hi"); got != "hi" {
				t.Errorf("got %q", got)
			}
			if got := s.Text("/object"); got != "1" {
				t.Errorf("an object counts %s", got)
			}
		}
	})
	t.Run("events that come meanwhile keep their order", func(t *testing.T) {
		die(t, s)
		var waits []func() (*http.Response, error)
		var want []string
		for i := range 50 {
			path := fmt.Sprint("e", i)
			want = append(want, path)
			waits = append(waits, begin(t, s, path))
		}
		for _, wait := range waits {
			resp, err := wait()
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
		}
		if got := s.Text("/order"); got != strings.Join(want, ",") {
			t.Errorf("got %s", got)
		}
	})
	t.Run("a caller who leaves meanwhile is told so", func(t *testing.T) {
		die(t, s)
		ctx, cancel := context.WithCancel(context.Background())
		cancel()
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://test.example/gone", nil)
		if err != nil {
			t.Fatal(err)
		}
		if resp, err := s.Fleet.Fetch(ctx, bindings.Target{}, req); err == nil {
			_ = resp.Body.Close() // it was faster
		}
		if got := s.Text("/hi"); got != "hi" {
			t.Errorf("got %q", got)
		}
	})
}

func TestWorker_RenewalAtTheEnd(t *testing.T) {
	t.Parallel()
	s := startRenewing(t)
	die(t, s)
	wait := begin(t, s, "late")
	answered := make(chan struct{})
	go func() {
		defer close(answered)
		if resp, err := wait(); err == nil {
			_ = resp.Body.Close() // it was faster
		}
	}()
	s.Close()
	<-answered
}
