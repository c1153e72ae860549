package registry

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/fsnotify/fsnotify"

	"paddock/bindings"
	"paddock/jsruntime/worker"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// Local takes what other processes send to the Workers of this one.
type Local interface {
	// Has reports whether a Worker is of this process. For others nothing is called.
	Has(worker string) bool
	// Exports reports whether a Worker's main module exports a name.
	Exports(worker, name string) bool
	Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error)
	Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply)
	// Tell tells a tail Worker of an event that is over.
	Tell(worker string, routes []worker.Route, t *trace.Trace)
}

// Registry is this process's place among the dev sessions of the user. It is safe for concurrent use.
type Registry struct {
	dir      string
	local    Local
	log      *slog.Logger
	listener net.Listener
	tasks    sync.WaitGroup
	broke    chan struct{}   // capacity 1: a connection that this process made has ended
	ctx      context.Context // until it is closed
	cancel   context.CancelFunc

	mu       sync.Mutex // guards the rest
	self     entry
	written  bool
	closed   bool
	dialed   map[string]*session // by the file of the other process
	answered map[*session]bool
}

var _ worker.Elsewhere = (*Registry)(nil)

// Open makes a place in the folder dir, where nobody finds it before [Registry.Announce].
func Open(dir string, local Local, log *slog.Logger) (*Registry, error) {
	if err := prepare(dir); err != nil {
		return nil, fmt.Errorf("open the registry of dev sessions: %w", err)
	}
	host, err := os.Hostname()
	if err != nil {
		return nil, fmt.Errorf("open the registry of dev sessions: %w", err)
	}
	var id [6]byte
	_, _ = rand.Read(id[:]) // never fails
	name := hex.EncodeToString(id[:])
	r := &Registry{
		dir: dir, local: local, log: log, broke: make(chan struct{}, 1), dialed: map[string]*session{}, answered: map[*session]bool{},
		self: entry{Protocol: protocol, Host: host, PID: os.Getpid(), Started: time.Now(), file: filepath.Join(dir, name+".json")},
	}
	r.ctx, r.cancel = context.WithCancel(context.Background())
	if r.listener, r.self.Socket, err = listen(filepath.Join(dir, name+".sock")); err != nil {
		return nil, fmt.Errorf("open the registry of dev sessions: %w", err)
	}
	sweep(dir, host, r.self.Started)
	r.tasks.Go(r.accept)
	return r, nil
}

// listen opens a socket at path or, where its folder cannot have one or the path is too long, in that for such.
func listen(path string) (net.Listener, string, error) {
	l, err := net.Listen("unix", path)
	if err != nil {
		if failed := prepare(spare()); failed != nil {
			return nil, "", errors.Join(err, failed)
		}
		path = filepath.Join(spare(), filepath.Base(path))
		if l, err = net.Listen("unix", path); err != nil {
			return nil, "", err
		}
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, "", errors.Join(err, l.Close())
	}
	return l, path, nil
}

// accept takes the connections of other processes.
func (r *Registry) accept() {
	for {
		conn, err := r.listener.Accept()
		if err != nil {
			return
		}
		r.tasks.Go(func() {
			if err := r.answer(conn); err != nil {
				r.log.Debug("answer another dev session", "error", err)
			}
		})
	}
}

// answer serves a connection until it ends.
func (r *Registry) answer(conn net.Conn) error {
	defer context.AfterFunc(r.ctx, func() { _ = conn.Close() })() // also of one that says nothing
	s, err := answer(conn, r.local)
	if err != nil {
		return err
	}
	r.mu.Lock()
	r.answered[s] = true
	s.enqueue(head{Kind: isWorkers, Workers: r.self.Workers}, nil) // they may have changed since the file was read
	r.mu.Unlock()
	s.run()
	r.mu.Lock()
	delete(r.answered, s)
	r.mu.Unlock()
	return nil
}

// Announce says which Workers this process runs.
func (r *Registry) Announce(workers []string) {
	workers = slices.Compact(slices.Sorted(slices.Values(workers)))
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed || r.written && slices.Equal(workers, r.self.Workers) {
		return
	}
	r.self.Workers = workers
	if err := r.self.write(); err != nil {
		r.log.Warn(fmt.Sprintf("Other dev sessions will not find this one: %v.", err))
		return
	}
	r.written = true
	for s := range r.answered {
		s.enqueue(head{Kind: isWorkers, Workers: workers}, nil)
	}
}

// Find implements [worker.Elsewhere]. It does not wait for the other process.
func (r *Registry) Find(name string) worker.Remote {
	if s := r.known(name); s != nil {
		return &process{s, r.log}
	}
	for _, e := range read(r.dir, r.self.Host) {
		if e.file == r.self.file || !slices.Contains(e.Workers, name) {
			continue
		}
		if e.Protocol != protocol {
			return incompatible(name)
		}
		if s := r.connect(e); s != nil { // which may not have said yet that it has the Worker
			return &process{s, r.log}
		}
	}
	return nil
}

// known gives a connection to who runs a Worker, the oldest process first; nil if there is none yet.
func (r *Registry) known(name string) *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	var found *session
	for _, s := range r.dialed {
		if s.alive() && s.has(name) && (found == nil || s.started.Before(found.started)) {
			found = s
		}
	}
	return found
}

// connect gives the connection to a process; nil if it is gone, and what it has left is removed.
func (r *Registry) connect(e entry) *session {
	if s := r.connection(e); s != nil {
		return s
	}
	s, err := dial(r.ctx, e.Socket, e.Workers)
	if gone(err) {
		e.remove()
	}
	if err != nil {
		r.log.Debug("connect to another dev session", "pid", e.PID, "error", err)
		return nil
	}
	s.started = e.Started
	return r.keep(e.file, s)
}

// connection gives the connection that there is to a process; nil if there is none.
func (r *Registry) connection(e entry) *session {
	r.mu.Lock()
	defer r.mu.Unlock()
	if s := r.dialed[e.file]; s != nil && s.alive() {
		return s
	}
	return nil
}

// keep serves a new connection to the process with the file, unless another caller was faster, whose connection
// it gives then; nil if the registry is closed.
func (r *Registry) keep(file string, s *session) *session {
	r.mu.Lock()
	kept := r.dialed[file]
	if r.closed || kept != nil && kept.alive() {
		r.mu.Unlock()
		s.end()
		return kept
	}
	defer r.mu.Unlock()
	r.dialed[file] = s
	r.tasks.Go(func() {
		s.run()
		r.forget(file, s)
	})
	return s
}

// forget notes that a connection has ended.
func (r *Registry) forget(file string, s *session) {
	r.mu.Lock()
	if r.dialed[file] == s {
		delete(r.dialed, file)
	}
	r.mu.Unlock()
	select {
	case r.broke <- struct{}{}:
	default:
	}
}

// Watch calls changed whenever processes may have come or gone, until ctx ends.
func (r *Registry) Watch(ctx context.Context, changed func()) error {
	watcher, err := fsnotify.NewWatcher()
	if err != nil {
		return err
	}
	defer watcher.Close()
	if err := watcher.Add(r.dir); err != nil {
		return err
	}
	changed() // for what has changed before
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-watcher.Errors:
			r.log.Debug("watch the registry of dev sessions", "error", err)
		case e := <-watcher.Events:
			if filepath.Ext(e.Name) == ".json" {
				changed()
			}
		case <-r.broke:
			changed()
		}
	}
}

// Close ends the process's place and all of its connections, and waits for them.
func (r *Registry) Close() error {
	r.mu.Lock()
	if r.closed {
		r.mu.Unlock()
		return nil
	}
	r.closed = true
	dialed := slices.Collect(maps.Values(r.dialed))
	r.mu.Unlock()
	r.cancel()
	err := r.listener.Close()
	r.self.remove()
	for _, s := range dialed {
		s.end()
	}
	r.tasks.Wait()
	return err
}
