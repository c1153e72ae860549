package tunnels

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"paddock/bindings/container/sandbox"
)

// Tunnels implements [sandbox.Tunnels].
type Tunnels struct {
	env sandbox.Environment

	mu      sync.Mutex // guards runs, tellers, next
	runs    map[string]*run
	tellers map[int]func(sandbox.TunnelExit)
	next    int
}

var _ sandbox.Tunnels = (*Tunnels)(nil)

// run is one process, which may be still starting.
type run struct {
	sandbox.TunnelRun
	legacy  bool          // begun by RunQuick or RunNamed, which know no run's id
	started chan struct{} // closed when err, URL, Hostname and StartedAt are set
	err     error
	process *process
}

// New gives the service, without a tunnel.
func New(env sandbox.Environment) *Tunnels {
	return &Tunnels{env: env, runs: map[string]*run{}, tellers: map[int]func(sandbox.TunnelExit){}}
}

// OnExit implements [sandbox.Tunnels].
func (t *Tunnels) OnExit(tell func(sandbox.TunnelExit)) (cancel func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	id := t.next
	t.next++
	t.tellers[id] = tell
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		delete(t.tellers, id)
	}
}

// Close ends all tunnels.
func (t *Tunnels) Close() {
	t.mu.Lock()
	all := t.runs
	t.runs = map[string]*run{}
	t.mu.Unlock()
	for _, r := range all {
		<-r.started
		r.process.stop()
	}
}

// RunQuick implements [sandbox.Tunnels].
func (t *Tunnels) RunQuick(ctx context.Context, id string, port int) (sandbox.Tunnel, error) {
	return t.legacy(ctx, sandbox.TunnelRun{TunnelID: id, Mode: "quick", Port: port})
}

// RunNamed implements [sandbox.Tunnels].
func (t *Tunnels) RunNamed(ctx context.Context, id, token string, port int) (sandbox.Tunnel, error) {
	return t.legacy(ctx, sandbox.TunnelRun{TunnelID: id, Mode: "named", Port: port, Token: token})
}

func (t *Tunnels) legacy(ctx context.Context, asked sandbox.TunnelRun) (sandbox.Tunnel, error) {
	asked.RunID = "tunnel " + asked.TunnelID // such as no run has
	r := &run{TunnelRun: asked, legacy: true, started: make(chan struct{})}
	t.mu.Lock()
	if t.runs[asked.RunID] != nil {
		t.mu.Unlock()
		return sandbox.Tunnel{}, sandbox.Errorf("TUNNEL_ALREADY_RUNNING", "Tunnel %s is already running", asked.TunnelID).
			With(sandbox.Context{"tunnelId": asked.TunnelID})
	}
	t.runs[asked.RunID] = r
	t.mu.Unlock()
	if err := t.start(ctx, r, "Failed to run "+asked.Mode+" tunnel"); err != nil {
		return sandbox.Tunnel{}, err
	}
	return r.tunnel(), nil
}

func (r *run) tunnel() sandbox.Tunnel {
	return sandbox.Tunnel{ID: r.TunnelID, Port: r.Port, URL: r.URL, Hostname: r.Hostname, CreatedAt: r.StartedAt}
}

// start starts a run's process, and forgets a run that could not be started.
func (t *Tunnels) start(ctx context.Context, r *run, failing string) error {
	defer close(r.started)
	r.process, r.URL, r.err = launch(ctx, t.env, r.TunnelRun)
	if r.err != nil {
		t.forget(r)
		r.err = explain(r.err, r.TunnelRun, failing)
		return r.err
	}
	_, r.Hostname, _ = strings.Cut(r.URL, "https://")
	r.StartedAt = sandbox.Now()
	go t.mourn(r)
	return nil
}

func (t *Tunnels) forget(r *run) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.runs[r.RunID] == r {
		delete(t.runs, r.RunID)
	}
}

// mourn tells of the end of a run.
func (t *Tunnels) mourn(r *run) {
	<-r.process.ended
	t.forget(r)
	exit := sandbox.TunnelExit{ID: r.TunnelID, Port: r.Port, Code: r.process.code()}
	if !r.legacy {
		exit.RunID = r.RunID
	}
	t.mu.Lock()
	var tellers []func(sandbox.TunnelExit)
	for _, tell := range t.tellers {
		tellers = append(tellers, tell)
	}
	t.mu.Unlock()
	for _, tell := range tellers {
		tell(exit)
	}
}

// Destroy implements [sandbox.Tunnels].
func (t *Tunnels) Destroy(_ context.Context, id string) error {
	t.mu.Lock()
	r := t.runs["tunnel "+id]
	t.mu.Unlock()
	if r == nil {
		return sandbox.Errorf("TUNNEL_NOT_FOUND", "Tunnel %s is not running", id).With(sandbox.Context{"tunnelId": id})
	}
	t.end(r)
	return nil
}

// end ends a run and waits for it.
func (t *Tunnels) end(r *run) {
	<-r.started
	r.process.stop()
	t.forget(r)
}

// List implements [sandbox.Tunnels].
func (t *Tunnels) List() []sandbox.Tunnel {
	t.mu.Lock()
	defer t.mu.Unlock()
	list := []sandbox.Tunnel{}
	for _, r := range t.runs {
		select {
		case <-r.started:
			if r.legacy {
				list = append(list, r.tunnel())
			}
		default:
		}
	}
	slices.SortFunc(list, func(a, b sandbox.Tunnel) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Ensure implements [sandbox.Tunnels].
func (t *Tunnels) Ensure(ctx context.Context, asked sandbox.TunnelRun) (sandbox.TunnelRun, bool, error) {
	r, fresh, err := t.admit(asked)
	if err != nil {
		return sandbox.TunnelRun{}, false, err
	}
	if fresh {
		err = t.start(ctx, r, "Failed to start tunnel run")
	} else {
		<-r.started
		err = r.err
	}
	if err != nil {
		return sandbox.TunnelRun{}, false, err
	}
	told := r.TunnelRun
	told.Token = ""
	return told, fresh, nil
}

// admit finds the run that was asked for, or room for a new one.
func (t *Tunnels) admit(asked sandbox.TunnelRun) (r *run, fresh bool, err error) {
	conflict := func(format string, args ...any) error {
		return sandbox.Errorf("TUNNEL_RUN_CONFLICT", format, args...).
			With(sandbox.Context{"runId": asked.RunID, "tunnelId": asked.TunnelID, "port": asked.Port})
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if r := t.runs[asked.RunID]; r != nil {
		if r.TunnelID != asked.TunnelID || r.Mode != asked.Mode || r.Port != asked.Port || r.Token != asked.Token {
			return nil, false, conflict("Run %s already active with different params", asked.RunID)
		}
		return r, false, nil
	}
	for _, other := range t.runs {
		by := "run " + other.RunID
		if other.legacy {
			by = "legacy " + other.RunID
		}
		switch {
		case other.Port == asked.Port:
			return nil, false, conflict("Port %d already active under %s", asked.Port, by)
		case other.TunnelID == asked.TunnelID:
			return nil, false, conflict("Tunnel %s already active under %s", asked.TunnelID, by)
		}
	}
	r = &run{TunnelRun: asked, started: make(chan struct{})}
	t.runs[asked.RunID] = r
	return r, true, nil
}

// Stop implements [sandbox.Tunnels].
func (t *Tunnels) Stop(_ context.Context, tunnelID, runID string) (bool, error) {
	t.mu.Lock()
	r := t.runs[runID]
	t.mu.Unlock()
	if r == nil || r.legacy || r.TunnelID != tunnelID {
		return false, nil
	}
	t.end(r)
	return true, nil
}
