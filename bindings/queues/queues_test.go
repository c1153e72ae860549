package queues_test

import (
	"context"
	"os"
	"testing"

	"paddock/bindings"
	"paddock/bindings/bindtest"
	"paddock/bindings/queues"
)

func TestKind(t *testing.T) {
	bindtest.Run(t, bindtest.Suite{
		Kind: queues.New(), Key: "queues", Section: `{ "producers": [{ "binding": "Q", "queue": "q" }, { "binding": "R", "queue": "r" }, { "binding": "OWN" }] }`,
		Wrong: map[string]string{
			`[]`:                              "queues",
			`{"producers":{}}`:                "queues.producers",
			`{"producers":[{"binding":1}]}`:   "queues.producers[0].binding",
			`{"consumers":[{"queue":"q"},1]}`: "queues.consumers[1]",
			`{"consumers":[{"queue":"q","max_retries":"x"}]}`:       "queues.consumers[0].max_retries",
			`{"consumers":[{"queue":"q","dead_letter_queue":"q"}]}`: "queues.consumers[0].dead_letter_queue",
		},
		Use:  `const r = await B.send({ a: 1 }); return JSON.stringify([r, await B.metrics()])`,
		Want: `[{"metadata":{"metrics":{"backlogCount":0,"backlogBytes":0}}},{"backlogCount":0,"backlogBytes":0}]`,
	})
}

// sink is a dispatcher that takes every batch and never comes back before it is told.
type sink struct{ bindtest.Echo }

var _ bindings.Dispatcher = sink{}

func (sink) Notify(ctx context.Context, _ bindings.Target, _ bindings.Event) error {
	<-ctx.Done()
	return ctx.Err()
}

func open(h *bindtest.Host) bindtest.Env {
	h.SetDispatcher(sink{})
	kind := queues.New()
	h.Open(kind, "queues", `{ "consumers": [{ "queue": "q", "max_batch_size": 100, "max_batch_timeout": 60 }] }`)
	return bindtest.Env{
		"Q":    h.Open(kind, "queues", `{ "producers": [{ "binding": "Q", "queue": "q" }] }`),
		"NONE": h.Open(kind, "queues", `{ "producers": [{ "binding": "NONE", "queue": "none" }] }`),
	}
}

func TestProducer(t *testing.T) {
	t.Parallel()
	bindtest.Scripts(t, os.DirFS("testdata"), open)
}

func TestStatus(t *testing.T) {
	t.Parallel()
	h := bindtest.NewHost(t, t.TempDir())
	bindtest.Status(t, bindtest.NewWorld(h, open(h)), map[string]string{"WorkerQueue": "Q"})
}

func TestKind_Consumers(t *testing.T) {
	t.Parallel()
	parse := func(worker string) bindings.Spec {
		specs, err := queues.New().Parse(bindings.Project{Worker: worker}, "queues", []byte(`{ "consumers": [{ "queue": "q" }, { "queue": "p", "type": "http_pull" }] }`))
		if err != nil || len(specs) != 1 {
			t.Fatalf("got %+v, %v", specs, err)
		}
		return specs[0]
	}
	h := bindtest.NewHost(t, t.TempDir())
	h.SetDispatcher(sink{})
	kind := queues.New()
	for _, tt := range []struct{ name, worker, want string }{
		{"a Worker may consume a queue", "a", ""},
		{"a changed consumer of the same Worker takes its place", "a", ""},
		{"a second Worker may not", "b", `ERR_MULTIPLE_CONSUMERS: Multiple consumers defined for queue "q": "a" and "b"`},
	} {
		t.Run(tt.name, func(t *testing.T) {
			got := ""
			if _, err := kind.Open(context.Background(), h, parse(tt.worker)); err != nil {
				got = err.Error()
			}
			if got != tt.want {
				t.Errorf("got %s, want %s", got, tt.want)
			}
		})
	}
}
