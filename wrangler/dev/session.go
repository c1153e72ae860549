package dev

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/bindings/all"
	"paddock/bindings/container"
	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/jsruntime/worker"
	"paddock/polyfills"
	"paddock/polyfills/compat"
	"paddock/polyfills/fetch"
	"paddock/polyfills/wasm"
	"paddock/wrangler/bundle"
	"paddock/wrangler/config"
	"paddock/wrangler/message"
	"paddock/wrangler/registry"
)

// Options describe a session.
type Options struct {
	// Load reads the configuration of each worker; the first is the primary one. It is called
	// again when a configuration file changes.
	Load       func() ([]*config.Project, []message.Message, error)
	StateDir   string // …/.wrangler/state/v3
	Containers container.Options
	Log        *slog.Logger
	Console    Console
	CPULimit   time.Duration
	// TestScheduled makes the path /__scheduled run scheduled().
	TestScheduled bool
	// RestartOnChange renews containers when the files that their images are made of change.
	RestartOnChange bool
	// LiveReload makes pages in browsers reload with the Worker.
	LiveReload bool
	// Outbound wraps how the workers' own fetch() leaves; nil: as it is.
	Outbound func(http.RoundTripper) http.RoundTripper
	// Dial is how the workers' own connect() leaves; nil: it dials.
	Dial func(ctx context.Context, address string) (net.Conn, error)
	// Registry is the folder in which the user's dev sessions find each other; "": this one stays alone.
	Registry string
	// Reloading is called before the session reloads, and what it gives afterwards; nil: nothing is.
	Reloading func() (reloaded func())
	// IdleTimeout is how long idle Durable Objects live; 0: as on the platform.
	IdleTimeout time.Duration
}

// Console is where the user reads what the session and its workers say. Its methods may be
// called from any goroutine.
type Console interface {
	// Log takes a line of a worker's console.
	Log(worker, level, text string)
	// Exception takes an error that a worker threw: where is "fetch", "alarm"…
	Exception(worker, where string, err error)
	// Message takes a warning or an error about the project.
	Message(message.Message)
	// Status takes a line about the session itself.
	Status(text string)
	// Request takes a request from outside that has been answered.
	Request(Answered)
}

// Answered is a request with what became of it.
type Answered struct {
	Method, Path string
	Status       int
	Reason       string // in words, "" if the status has none
	Took         time.Duration
}

// String gives the line that tells of it, in wrangler's form.
func (a Answered) String() string {
	return fmt.Sprintf("%s %s %d %s (%dms)", a.Method, a.Path, a.Status, a.Reason, a.Took.Milliseconds())
}

// Session is a running project.
type Session struct {
	opts  Options
	state *store.State
	fleet *worker.Fleet
	host  *host
	kinds []bindings.Kind
	wasm  *wasm.Cache

	others *registry.Registry // nil: the session is alone

	dynamic dynamicCount // of Workers that scripts have loaded

	reloading sync.Mutex      // held while loading; guards builds, resources, told
	told      map[string]bool // the findings of the check that the user has read
	builds    map[string]*build
	resources map[string]bindings.Resource

	mu       sync.Mutex // guards the rest
	projects []*config.Project
	origin   origin          // of the primary worker
	version  chan struct{}   // closed when there is another one
	specs    []bindings.Spec // of the primary worker, for the table
	doors    map[string]door // of workers, by name
	inputs   []string
	trees    []bundle.Tree // whose files are inputs, also those to come
	stamps   []string      // the versions of the inputs that were loaded
}

// Start loads the project, opens its state and deploys its workers. An error has left nothing behind.
func Start(ctx context.Context, opts Options) (*Session, error) {
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Outbound == nil {
		opts.Outbound = func(t http.RoundTripper) http.RoundTripper { return t }
	}
	if opts.Dial == nil {
		opts.Dial = dial
	}
	if opts.Reloading == nil {
		opts.Reloading = func() func() { return func() {} }
	}
	state, err := store.Open(opts.StateDir, store.Options{Status: func(text string) { opts.Console.Status("⎔ " + text) }})
	if err != nil {
		return nil, err
	}
	opts.Containers.Exception = func(worker string, err error) { opts.Console.Exception(worker, "fetch", err) }
	s := &Session{
		opts: opts, state: state, fleet: worker.NewFleet(),
		kinds: all.Kinds(opts.Containers),
		wasm:  wasm.NewCache(), version: make(chan struct{}),
		told: map[string]bool{}, builds: map[string]*build{}, resources: map[string]bindings.Resource{}, doors: map[string]door{},
	}
	s.host = newHost(state, s.fleet, entrance{s.fleet, s}, slog.New(told{opts.Log.Handler(), opts.Console}))
	s.host.dynamic = s.loadDynamic
	if err := s.join(opts.Registry); err != nil {
		opts.Console.Message(message.Message{Kind: message.Warning, Text: fmt.Sprintf("Other dev sessions are not found: %v.", err)})
	}
	if err := s.load(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// Reload reads the configuration, builds and deploys. When it fails the versions before keep serving.
func (s *Session) Reload(ctx context.Context) error {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	defer s.opts.Reloading()()
	return s.load(ctx)
}

// load is Reload, for one that holds its lock or whom nobody knows yet.
func (s *Session) load(ctx context.Context) error {
	began, before := time.Now(), s.treesBefore()
	projects, warnings, err := s.opts.Load()
	for _, w := range warnings {
		s.opts.Console.Message(w)
	}
	if err != nil {
		s.loaded(began, before, s.Inputs()) // the repair will be in one of these
		return err
	}
	var inputs []string
	var trees []bundle.Tree
	if s.others == nil {
		for _, m := range untold(projects) {
			s.opts.Console.Message(m)
		}
	}
	for i, p := range projects {
		inputs = append(inputs, p.Files...)
		inputs = append(inputs, filepath.Join(p.Home, ".dev.vars"), filepath.Join(p.Home, ".env"))
		specs, err := s.deploy(ctx, p)
		var from origin
		if err == nil && i == 0 {
			from, err = originOf(p)
		}
		inputs = append(inputs, s.builds[p.Name].inputs...)
		trees = slices.Concat(trees, wholeTrees(p.Build.WatchDir...), s.builds[p.Name].trees)
		if p.Site.Bucket != "" {
			trees = append(trees, bundle.Tree{Dir: p.Site.Bucket}) // the manifest names every file
		}
		if err != nil {
			s.watchTrees(trees)
			s.loaded(began, before, append(inputs, s.Inputs()...))
			return err
		}
		if i == 0 {
			s.mu.Lock()
			s.projects, s.specs, s.origin = projects, specs, from
			s.mu.Unlock()
		}
	}
	s.watchTrees(trees)
	s.loaded(began, before, inputs)
	s.announce()
	s.reloaded()
	return nil
}

// deploy builds one worker and makes it the current version of its name.
func (s *Session) deploy(ctx context.Context, p *config.Project) ([]bindings.Spec, error) {
	b, ok := s.builds[p.Name]
	if !ok {
		b = &build{}
		s.builds[p.Name] = b
	}
	if err := refused(p); err != nil {
		return nil, err
	}
	if err := b.custom(ctx, p, "dev", s.opts.Console); err != nil {
		return nil, err
	}
	if p.Main == "" {
		return s.serveOnly(ctx, p)
	}
	code, err := b.run(ctx, p, s.opts.Console)
	if err != nil {
		return nil, err
	}
	if !code.classic {
		if err := misplaced(p); err != nil {
			return nil, err
		}
	}
	specs, err := s.parse(p)
	if err != nil {
		return nil, err
	}
	opts := s.options(p, code, s.way(p), s.opts.Dial)
	opts.Tails, opts.StreamingTails = names(p.TailConsumers()), names(p.StreamingTailConsumers())
	door, err := s.equip(ctx, p, specs, code.classic, &opts)
	if err != nil {
		return nil, err
	}
	if err := s.fleet.Deploy(ctx, opts); err != nil {
		return nil, startError(p, err)
	}
	s.setDoor(p, door)
	if err := CheckExports(p, func(class string) bool { return s.fleet.Exports(p.Name, class) }); err != nil {
		return specs, err
	}
	s.check(p, code)
	return specs, nil
}

// equip opens the resources of a worker and adds to its options what they bring: values of env, modules,
// interfaces, attachers and the classes of objects. The door is that of its last resource that has one.
func (s *Session) equip(ctx context.Context, p *config.Project, specs []bindings.Spec, classic bool, opts *worker.Options) (door bindings.Door, err error) {
	for _, spec := range all.OnEnv(specs) {
		r, err := s.open(ctx, p, spec)
		if err != nil {
			return nil, message.Errors{{Kind: message.Error, Text: err.Error(), Place: place(p, spec.Path)}}
		}
		if _, ok := r.(bindings.Module); ok && !classic {
			opts.Modules[spec.Name] = mustBind(r)
		} else if spec.Name != "" {
			opts.Bindings = append(opts.Bindings, worker.Binding{Name: spec.Name, Resource: r})
		}
		if d, ok := r.(bindings.Door); ok {
			door = d
		}
		if p, ok := r.(bindings.Provider); ok {
			opts.APIs = append(opts.APIs, p.API())
		}
		if a, ok := r.(bindings.Attacher); ok && !slices.Contains(opts.Attachers, a) {
			opts.Attachers = append(opts.Attachers, a)
		}
		if c, ok := r.(interface{ ObjectClass() string }); ok && c.ObjectClass() != "" {
			opts.ObjectClasses[c.ObjectClass()] = r
		}
	}
	return door, nil
}

// mustBind makes a resource's value where a failure can only be thrown.
func mustBind(r bindings.Resource) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value {
		v, err := r.Bind(vm)
		if err != nil {
			vm.Throw(err)
		}
		return v
	}
}

// options are those of a worker without bindings.
func (s *Session) options(p *config.Project, code *code, out http.RoundTripper, dial func(context.Context, string) (net.Conn, error)) worker.Options {
	return worker.Options{
		Name: p.Name, Main: bundle.MainName(p.Main, p.NoBundle), Program: code.program, ServiceWorker: code.classic, Modules: code.modules, MapStack: code.mapStack, Lower: bundle.Text,
		Log: s.opts.Log, CPULimit: s.opts.CPULimit, IdleTimeout: s.opts.IdleTimeout,
		Events: s.opts.Console, ObjectClasses: map[string]bindings.Resource{},
		APIs: polyfills.All(polyfills.Options{
			Transport: out,
			Dial:      dial,
			Console:   sink{p.Name, s.opts.Console},
			Compat:    compat.New(p.Compat.Date, p.Compat.Flags),
			Wasm:      s.wasm,
			Files:     code.files,
		}),
	}
}

// names gives the Workers that are told of another's events.
func names(consumers []config.TailConsumer) (names []string) {
	for _, c := range consumers {
		names = append(names, c.Worker())
	}
	return names
}

// sink hands the lines of a worker's console on.
type sink struct {
	worker  string
	console Console
}

// Console implements console.Sink.
func (k sink) Console(_ *jsruntime.VM, level, text string) { k.console.Log(k.worker, level, text) }

// startError is the message for a worker whose top level threw.
func startError(p *config.Project, err error) error {
	var bad *worker.BadExport
	if errors.As(err, &bad) {
		return badExport(p, bad)
	}
	var known *jsruntime.Error
	if errors.As(err, &known) {
		return message.Errors{{Kind: message.Error, Text: "Uncaught " + known.Class + ": " + known.Msg, Hint: startHint(p, known)}}
	}
	var ex *jsruntime.Exception
	if !errors.As(err, &ex) {
		return err
	}
	text := "Uncaught " + ex.Error()
	notes := stackLines(ex.Stack)
	return message.Errors{{
		Kind: message.Error, Text: text, Notes: notes,
		Hint: fmt.Sprintf("The main module %s threw while it was loaded.", relative(p, p.Main)),
	}}
}

func relative(p *config.Project, file string) string {
	if rel, err := filepath.Rel(p.Dir, file); err == nil && filepath.IsAbs(file) {
		return rel
	}
	return file
}

func place(p *config.Project, path string) *message.Place {
	if path == "" {
		return nil
	}
	at := p.Where(path)
	return &at
}

// parse asks every kind for what the project declares, and tells of what is not emulated.
func (s *Session) parse(p *config.Project) ([]bindings.Spec, error) {
	specs, err := declared(s.kinds, p)
	for _, spec := range specs {
		if spec.Gap != "" {
			s.opts.Console.Message(message.Message{
				Kind: message.Warning, Place: place(p, spec.Path),
				Text: fmt.Sprintf("%s are not emulated: env.%s throws when it is used.", spec.Gap, spec.Name),
			})
		}
	}
	return specs, err
}

// declared gives what a project declares, by its kinds.
func declared(kinds []bindings.Kind, p *config.Project) ([]bindings.Spec, error) {
	project := bindings.Project{Worker: p.Name, Dir: p.Dir, Section: section(p)}
	var specs []bindings.Spec
	for _, kind := range kinds {
		if implicit, ok := kind.(bindings.Implicit); ok {
			for _, spec := range implicit.Implied(project) {
				spec.Kind = kind.Name()
				specs = append(specs, spec)
			}
		}
		for _, key := range kind.Keys() {
			raw := project.Section(key)
			if raw == nil {
				continue
			}
			found, err := kind.Parse(project, key, raw)
			if err != nil {
				at := key
				var invalid *bindings.Invalid
				if errors.As(err, &invalid) {
					at = invalid.Path
				}
				return nil, message.Errors{{Kind: message.Error, Text: err.Error(), Place: place(p, at)}}
			}
			for i := range found {
				found[i].Kind = kind.Name()
			}
			specs = append(specs, found...)
		}
	}
	return specs, nil
}

// open gives the resource of a spec, the same for as long as the session lives and the spec
// does not change.
func (s *Session) open(ctx context.Context, p *config.Project, spec bindings.Spec) (bindings.Resource, error) {
	key := fmt.Sprintf("%s\x00%s\x00%s\x00%s\x00%v", p.Name, spec.Kind, spec.Name, spec.ID, spec.Config)
	if r, ok := s.resources[key]; ok {
		return r, nil
	}
	i := slices.IndexFunc(s.kinds, func(k bindings.Kind) bool { return k.Name() == spec.Kind })
	r, err := s.kinds[i].Open(ctx, s.host, spec)
	if err != nil {
		return nil, err
	}
	s.resources[key] = r
	return r, nil
}

// Fleet gives the workers.
func (s *Session) Fleet() *worker.Fleet { return s.fleet }

// Projects gives the configurations, the primary one first.
func (s *Session) Projects() []*config.Project {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.projects
}

// Specs gives the bindings of the primary worker.
func (s *Session) Specs() []bindings.Spec {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.specs
}

// Inputs lists the files whose change calls for a reload.
func (s *Session) Inputs() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.inputs
}

// Close stops everything that the session started and waits for it.
func (s *Session) Close() error {
	var errs []error
	// Containers first: they are the only part that lives outside of this process.
	for _, r := range s.resources {
		if _, ok := r.(*container.Resource); ok {
			errs = append(errs, r.Close())
		}
	}
	errs = append(errs, s.leave(), s.fleet.Close())
	for _, r := range s.resources {
		if _, ok := r.(*container.Resource); !ok {
			errs = append(errs, r.Close())
		}
	}
	s.host.close()
	for _, b := range s.builds {
		b.close()
	}
	errs = append(errs, s.state.Close())
	return errors.Join(errs...)
}

// outbound is how the worker's own fetch() leaves.
func outbound() http.RoundTripper {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.DisableCompression = true // polyfills/fetch decodes, as the platform does
	t.MaxIdleConnsPerHost = 64
	return fetch.Lenient(t)
}

// dial is how the worker's own connect() leaves.
func dial(ctx context.Context, address string) (net.Conn, error) {
	return new(net.Dialer).DialContext(ctx, "tcp", address)
}

var _ io.Closer = (*Session)(nil)
