package queues

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
)

// Kind is the kind of binding. It holds the queues of a session, which its Workers share.
type Kind struct {
	mu     sync.Mutex // guards queues
	queues map[string]*queue
}

// New makes the kind for a session.
func New() *Kind { return &Kind{queues: map[string]*queue{}} }

var _ bindings.Kind = (*Kind)(nil)

// Name implements bindings.Kind.
func (*Kind) Name() string { return "queues" }

// Keys implements bindings.Kind.
func (*Kind) Keys() []string { return []string{"queues"} }

// producer is one element of queues.producers.
type producer struct {
	Binding string `json:"binding"`
	Queue   string `json:"queue"`          // "": a queue of its own, which deploying makes and names
	Delay   *int   `json:"delivery_delay"` // seconds
}

// consumer is one element of queues.consumers.
type consumer struct {
	Queue        string   `json:"queue"`
	Type         string   `json:"type"`
	BatchSize    *int     `json:"max_batch_size"`
	BatchTimeout *float64 `json:"max_batch_timeout"` // seconds
	Retries      *int     `json:"max_retries"`
	DeadLetters  string   `json:"dead_letter_queue"`
	RetryDelay   int      `json:"retry_delay"` // seconds
	worker       string
}

// Defaults of the local platform.
const (
	defaultBatchSize    = 5
	defaultBatchTimeout = time.Second
	defaultRetries      = 2
)

func (c *consumer) batchSize() int {
	if c.BatchSize == nil {
		return defaultBatchSize
	}
	return max(*c.BatchSize, 1)
}

func (c *consumer) batchTimeout() time.Duration {
	if c.BatchTimeout == nil {
		return defaultBatchTimeout
	}
	return time.Duration(*c.BatchTimeout * float64(time.Second))
}

// attempts is how often a message is delivered at most.
func (c *consumer) attempts() int {
	if c.Retries == nil {
		return defaultRetries + 1
	}
	return *c.Retries + 1
}

// String names the consumer by what it is, so that a changed one is opened anew.
func (c *consumer) String() string {
	data, _ := json.Marshal(c) // plain fields
	return string(data)
}

// Parse implements bindings.Kind.
func (*Kind) Parse(project bindings.Project, key string, raw json.RawMessage) ([]bindings.Spec, error) {
	var section struct {
		Producers json.RawMessage `json:"producers"`
		Consumers json.RawMessage `json:"consumers"`
	}
	if err := json.Unmarshal(raw, &section); err != nil {
		return nil, &bindings.Invalid{Path: key, Text: "should be an object but got " + string(raw) + "."}
	}
	var specs []bindings.Spec
	if section.Producers != nil {
		entries, err := bindings.Entries[producer](key+".producers", section.Producers)
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			specs = append(specs, bindings.Spec{
				Name: e.Value.Binding, ID: cmp.Or(e.Value.Queue, project.Worker+"/"+e.Value.Binding), Label: e.Value.Queue, Type: "Queue", Path: e.Path, Config: e.Value,
			})
		}
	}
	if section.Consumers == nil {
		return specs, nil
	}
	entries, err := bindings.Entries[consumer](key+".consumers", section.Consumers)
	if err != nil {
		return nil, err
	}
	for _, e := range entries {
		c := e.Value
		c.worker = project.Worker
		if c.DeadLetters != "" && c.DeadLetters == c.Queue {
			return nil, &bindings.Invalid{Path: e.Path + ".dead_letter_queue", Text: fmt.Sprintf("Dead letter queue for queue %q cannot be itself", c.Queue)}
		}
		if c.Type != "http_pull" {
			specs = append(specs, bindings.Spec{ID: c.Queue, Type: "Queue", Path: e.Path, Config: &c})
		}
	}
	return specs, nil
}

// Open implements bindings.Kind.
func (k *Kind) Open(_ context.Context, host bindings.Host, spec bindings.Spec) (bindings.Resource, error) {
	q := k.queue(host, spec.ID)
	switch c := spec.Config.(type) {
	case producer:
		return &resource{queue: q, delay: c.Delay}, nil
	case *consumer:
		return consuming{}, q.consume(host, c)
	}
	return nil, fmt.Errorf("queue binding is a %T", spec.Config)
}

// queue gives the queue with a name, and makes it if need be.
func (k *Kind) queue(host bindings.Host, name string) *queue {
	k.mu.Lock()
	defer k.mu.Unlock()
	q, ok := k.queues[name]
	if !ok {
		q = &queue{name: name, wake: make(chan struct{}, 1), other: func(name string) *queue { return k.queue(host, name) }}
		k.queues[name] = q
	}
	return q
}

// consuming is the resource of a consumer, of which scripts see nothing.
type consuming struct{}

// Bind implements bindings.Resource.
func (consuming) Bind(*jsruntime.VM) (jsruntime.Value, error) { return jsruntime.Undefined(), nil }

// Close implements bindings.Resource.
func (consuming) Close() error { return nil }
