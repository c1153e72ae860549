package workertest

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"slices"
	"sync"
	"testing"
	"time"

	"paddock/bindings"
	"paddock/bindings/d1"
	"paddock/bindings/durable"
	"paddock/bindings/kv"
	"paddock/bindings/queues"
	"paddock/bindings/r2"
	"paddock/bindings/service"
	"paddock/bindings/store"
	"paddock/bindings/vars"
	"paddock/bindings/workflows"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/wrangler/bundle"
)

// Options describe a Worker. The zero value has no bindings.
type Options struct {
	// Sections are parts of a wrangler configuration by key, as "durable_objects".
	Sections map[string]any
	StateDir string        // "" for a folder of the test's own
	CPULimit time.Duration // 0: the runtime's own
	Idle     time.Duration // of Durable Objects; 0: the runtime's own
	// Name is the Worker's, "" for "test".
	Name string
	// Compat is the compatibility date and flags; the zero Set has the date compat.Latest.
	Compat compat.Set
	// Tails and StreamingTails are the Workers that are told of the Worker's events.
	Tails, StreamingTails []string
	// Transport takes the requests of the global fetch(); nil refuses them.
	Transport http.RoundTripper
}

// Session is a running Worker.
type Session struct {
	Fleet *worker.Fleet

	t         testing.TB
	opts      Options
	state     *store.State
	host      *host
	kinds     []bindings.Kind
	resources []bindings.Resource
	closed    bool

	mu         sync.Mutex // guards exceptions, lines
	exceptions []string
	lines      []string
}

// Start runs a Worker until the test ends or Close is called.
func Start(t testing.TB, code *Code, opts Options) *Session {
	t.Helper()
	if opts.StateDir == "" {
		opts.StateDir = t.TempDir()
	}
	if opts.Name == "" {
		opts.Name = "test"
	}
	state, err := store.Open(opts.StateDir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	s := &Session{
		Fleet: worker.NewFleet(), t: t, opts: opts, state: state,
		kinds: []bindings.Kind{durable.New(), queues.New(), kv.Kind{}, r2.Kind{}, d1.Kind{}, service.Kind{}, vars.Kind{}, workflows.New()},
	}
	s.host = newHost(state, s.Fleet)
	t.Cleanup(s.Close)
	if err := s.Deploy(code); err != nil {
		t.Fatalf("deploy: %v", err)
	}
	return s
}

// Deploy makes code the current version of the Worker.
func (s *Session) Deploy(code *Code) error { return s.DeployAs(s.opts.Name, code) }

// DeployAs makes code the current version of the Worker with a name, with the session's bindings.
func (s *Session) DeployAs(name string, code *Code) error {
	opts := worker.Options{
		Name: name, Program: code.program, ServiceWorker: code.classic, Lower: bundle.Text, CPULimit: s.opts.CPULimit, IdleTimeout: s.opts.Idle,
		Events: s, ObjectClasses: map[string]bindings.Resource{},
		APIs: polyfills.All(polyfills.Options{Compat: s.opts.Compat, Transport: s.transport(), Console: s}),
	}
	if name == s.opts.Name {
		opts.Tails, opts.StreamingTails = s.opts.Tails, s.opts.StreamingTails
	}
	for _, spec := range s.parse(name) {
		r, err := s.open(spec)
		if err != nil {
			return err
		}
		s.resources = append(s.resources, r)
		if spec.Name != "" {
			opts.Bindings = append(opts.Bindings, worker.Binding{Name: spec.Name, Resource: r})
		}
		if a, ok := r.(bindings.Attacher); ok {
			opts.Attachers = append(opts.Attachers, a)
		}
		if c, ok := r.(interface{ ObjectClass() string }); ok && c.ObjectClass() != "" {
			opts.ObjectClasses[c.ObjectClass()] = r
		}
	}
	return s.Fleet.Deploy(context.Background(), opts)
}

func (s *Session) transport() http.RoundTripper {
	if s.opts.Transport != nil {
		return s.opts.Transport
	}
	return refusal{}
}

// refusal is a network without anybody in it.
type refusal struct{}

func (refusal) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, errors.New("tests have no network")
}

func (s *Session) section(key string) json.RawMessage {
	v, ok := s.opts.Sections[key]
	if !ok {
		return nil
	}
	raw, err := json.Marshal(v)
	if err != nil {
		s.t.Fatal(err)
	}
	return raw
}

func (s *Session) parse(name string) []bindings.Spec {
	project := bindings.Project{Worker: name, Dir: s.opts.StateDir, Section: s.section}
	var specs []bindings.Spec
	for _, kind := range s.kinds {
		for _, key := range kind.Keys() {
			raw := s.section(key)
			if raw == nil {
				continue
			}
			found, err := kind.Parse(project, key, raw)
			if err != nil {
				s.t.Fatalf("parse %s: %v", key, err)
			}
			for i := range found {
				found[i].Kind = kind.Name()
			}
			specs = append(specs, found...)
		}
	}
	return specs
}

func (s *Session) open(spec bindings.Spec) (bindings.Resource, error) {
	i := slices.IndexFunc(s.kinds, func(k bindings.Kind) bool { return k.Name() == spec.Kind })
	return s.kinds[i].Open(context.Background(), s.host, spec)
}

// Do sends a request to an entrypoint, "" for the default one.
func (s *Session) Do(ctx context.Context, entrypoint string, req *http.Request) (*http.Response, error) {
	return s.Fleet.Fetch(ctx, bindings.Target{Worker: s.opts.Name, Entrypoint: entrypoint}, req.WithContext(ctx))
}

// Get sends a GET request for a path to the default entrypoint and gives status and text.
func (s *Session) Get(path string) (int, string, error) {
	req, err := http.NewRequest(http.MethodGet, "http://test.example"+path, nil)
	if err != nil {
		return 0, "", err
	}
	resp, err := s.Do(context.Background(), "", req)
	if err != nil {
		return 0, "", err
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	return resp.StatusCode, string(text), err
}

// Text is Get for what must succeed.
func (s *Session) Text(path string) string {
	s.t.Helper()
	status, text, err := s.Get(path)
	if err != nil || status != http.StatusOK {
		s.t.Fatalf("GET %s: status %d, %v, body %q", path, status, err, text)
	}
	return text
}

// Exception implements worker.Events.
func (s *Session) Exception(_, where string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exceptions = append(s.exceptions, where+": "+err.Error())
}

// Exceptions gives what was reported so far, as "fetch: TypeError: text".
func (s *Session) Exceptions() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.exceptions)
}

// Console implements console.Sink.
func (s *Session) Console(_ *jsruntime.VM, level, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.lines = append(s.lines, level+": "+text)
}

// Lines gives what the Worker wrote to its console so far, as "log: text".
func (s *Session) Lines() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.lines)
}

// Forget drops the exceptions and lines so far.
func (s *Session) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.exceptions, s.lines = nil, nil
}

// Close ends the Worker and everything that was started for it. Its state stays.
func (s *Session) Close() {
	if s.closed {
		return
	}
	s.closed = true
	err := s.Fleet.Close()
	for _, r := range s.resources {
		err = errors.Join(err, r.Close())
	}
	s.host.close()
	if err := errors.Join(err, s.state.Close()); err != nil {
		s.t.Error(err)
	}
}
