package worker_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/worker/workertest"
	"paddock/polyfills/compat"
	"paddock/polyfills/trace"
	"paddock/polyfills/workers"
)

func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// told runs a Worker with a tail Worker that tells what it was told of.
type told struct{ *workertest.Session }

func startTold(t *testing.T, opts workertest.Options) told {
	opts.Compat = compat.New(compat.Latest, []string{"nodejs_compat"})
	opts.Sections = map[string]any{
		"durable_objects": map[string]any{"bindings": []any{map[string]any{"name": "DO", "class_name": "D"}}},
		"migrations":      []any{map[string]any{"tag": "v1", "new_sqlite_classes": []string{"D"}}},
		"services":        []any{map[string]any{"binding": "ENT", "service": "test", "entrypoint": "Ent"}},
		"kv_namespaces":   []any{map[string]any{"binding": "KV", "id": "kv"}},
		"r2_buckets":      []any{map[string]any{"binding": "R2", "bucket_name": "r2"}},
		"d1_databases":    []any{map[string]any{"binding": "DB", "database_name": "d1", "database_id": "d1"}},
		"queues":          map[string]any{"producers": []any{map[string]any{"binding": "QUEUE", "queue": "queue"}}},
	}
	s := workertest.Start(t, workertest.Compile(t, read(t, "tailed.js"), nil), opts)
	if err := s.DeployAs("tail", workertest.Compile(t, read(t, "tail.js"), nil)); err != nil {
		t.Fatal(err)
	}
	return told{s}
}

// take waits for n events that the tail Worker is told of and gives what that was.
func (s told) take(t *testing.T, n int) []string {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, fmt.Sprintf("http://tail.example/%d", n), nil)
	if err != nil {
		t.Fatal(err)
	}
	resp, err := s.Fleet.Fetch(context.Background(), bindings.Target{Worker: "tail"}, req)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(text), "\n\n")
}

// calls are requests to the Worker, with the number of events that they cause.
var calls = []struct {
	path   string
	events int
}{
	{"?a=1&token=deadbeefdeadbeefdeadbeefdeadbeef", 1},
	{"logs", 1}, {"errors", 1}, {"channels", 1}, {"later", 1}, {"stream", 1},
	{"throw", 1}, {"text", 1}, {"object", 1}, {"broken", 1}, {"hang", 1}, {"wrong", 1},
	{"rpc", 2}, {"property", 2}, {"target", 2}, {"refused", 2}, {"entry", 2}, {"callback", 2}, {"spans", 2},
	{"kv", 1}, {"r2", 1}, {"d1", 1}, {"queue", 1}, {"storage", 2}, {"within", 1},
	{"of-object", 2}, {"of-failing-object", 2}, {"alarm", 3},
}

// golden compares what a tail Worker is told of each call with a file of testdata; UPDATE=1 writes it.
func golden(t *testing.T, s told, file string) {
	t.Helper()
	var got strings.Builder
	for _, call := range calls {
		_, _, _ = s.Get("/" + call.path) // some fail
		events := s.take(t, call.events)
		slices.Sort(events) // of two events the one that began first may end last
		fmt.Fprintf(&got, "> %s\n%s\n\n", call.path, strings.Join(events, "\n"))
	}
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile("testdata/"+file, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want := strings.Split(read(t, file), "\n")
	for i, line := range strings.Split(got.String(), "\n") {
		if i >= len(want) || line != want[i] {
			t.Fatalf("line %d of %s:\ngot\n%s\nwant\n%s", i+1, file, line, want[min(i, len(want)-1)])
		}
	}
}

func TestTail(t *testing.T) {
	t.Parallel()
	t.Run("events are told of when they are over", func(t *testing.T) {
		t.Parallel()
		golden(t, startTold(t, workertest.Options{Tails: []string{"tail"}}), "tail.golden")
	})
	t.Run("streams tell of all that happens", func(t *testing.T) {
		t.Parallel()
		golden(t, startTold(t, workertest.Options{StreamingTails: []string{"tail"}}), "tailstream.golden")
	})
	t.Run("what is too much is left out, and told", func(t *testing.T) {
		t.Parallel()
		s := startTold(t, workertest.Options{Tails: []string{"tail"}})
		s.Text("/big")
		got := s.take(t, 1)[0]
		if !strings.Contains(got, `"truncated":true`) || !strings.Contains(got, "xxx") || strings.Contains(got, "yyy") || strings.Contains(got, `"z"`) ||
			!strings.Contains(got, "Log size limit exceeded: More than 256KB of data") {
			t.Errorf("told of %d bytes: %.200s", len(got), got)
		}
	})
	t.Run("cron triggers and what they throw are told of", func(t *testing.T) {
		t.Parallel()
		s := startTold(t, workertest.Options{Tails: []string{"tail"}})
		err := s.Fleet.Notify(context.Background(), bindings.Target{Worker: "test"}, bindings.Event{
			Handler: "scheduled", Info: trace.Scheduled{Cron: "throw"},
			Arguments: func(vm *jsruntime.VM) ([]jsruntime.Value, error) {
				return []jsruntime.Value{workers.NewController(vm, &workers.Schedule{Cron: "throw"})}, nil
			},
		})
		if err == nil {
			t.Error("the handler did not throw")
		}
		got := s.take(t, 1)[0]
		for _, want := range []string{`"outcome":"exception"`, `"message":"cronfail"`, `"event":{"cron":"throw"`, `"message":["cron","throw"]`} {
			if !strings.Contains(got, want) {
				t.Errorf("%s lacks %s", got, want)
			}
		}
	})
	t.Run("a Worker that tails itself is told of its events, but not of its own tail events", func(t *testing.T) {
		t.Parallel()
		s := told{workertest.Start(t, workertest.Compile(t, read(t, "tail.js"), nil), workertest.Options{Name: "tail", Tails: []string{"tail"}})}
		s.take(t, 0)
		for i, want := range []string{"/0", "/1", "/1"} { // the requests of take are events too
			if got := s.take(t, 1)[0]; !strings.Contains(got, `"url":"http://tail.example`+want) {
				t.Errorf("event %d is %s, not of %s", i, got, want)
			}
		}
	})
}
