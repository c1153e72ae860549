package container

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"paddock/proxy"
	"paddock/proxy/dns"
)

// life is the container of one Durable Object, from one start to the next.
type life struct {
	resource *Resource
	object   string
	rules    *proxy.Rules
	resolver *dns.Server
	gateway  *proxy.Gateway
	ingress  *http.Transport

	mu     sync.Mutex           // guards run, warned, asked
	run    *run                 // the latest start; nil before the first
	warned map[string]bool      // what the user was warned about
	asked  map[string]time.Time // when a name that was refused was asked for the last time
}

// run is one start of a container.
type run struct {
	cancel  context.CancelFunc
	started chan struct{} // closed when inst or failed is set
	ended   chan struct{} // closed when the container has ended and nothing of it is left
	inst    Instance
	failed  error     // why it could not start
	begun   time.Time // when started was closed after a success

	mu      sync.Mutex        // guards reason, labels, told, asked, over, onEnd
	over    bool              // ended is about to be closed, or is
	onEnd   []func(error)     // who wants the outcome
	told    map[portNews]bool // what the user was told of ports
	asked   bool              // somebody has ended it on purpose, or sent a signal
	reason  *destroyed
	labels  map[string]string
	image   string // its reference
	exit    Exit
	exitErr error
}

// destroyed is the argument of destroy(), for monitor().
type destroyed struct{ err error }

func newLife(r *Resource, object string) *life {
	l := &life{resource: r, object: object, rules: proxy.NewRules(), warned: map[string]bool{}, asked: map[string]time.Time{}}
	names := dns.Options{Resolvable: l.resolvable, Internet: l.rules.Internet, AAAA: true}
	if r.opts.Record != nil {
		names.Refused = l.refused
	}
	if r.opts.Offline {
		names.Upstream = offline{}
	}
	l.resolver = dns.New(names)
	l.gateway = proxy.NewGateway(proxy.Options{
		Dial: l.dialer(), Outside: r.opts.Outside,
		Names: l.resolver, Log: r.host.Log(), Record: r.opts.Record,
		Authority: r.authority, Distrusted: l.distrusted, Refused: l.turnedAway,
	})
	l.ingress = &http.Transport{
		DialContext: func(ctx context.Context, _, address string) (net.Conn, error) {
			_, port, err := net.SplitHostPort(address)
			if err != nil {
				return nil, err
			}
			n, err := strconv.ParseUint(port, 10, 16)
			if err != nil {
				return nil, err
			}
			return l.dial(ctx, uint16(n))
		},
		DisableCompression:  true,
		MaxIdleConnsPerHost: 64,
		IdleConnTimeout:     30 * time.Second,
	}
	return l
}

// errRunning is the platform's words.
var errRunning = errors.New("start() cannot be called on a container that is already running.") //nolint:staticcheck // as above

// notRunning is the platform's words.
func notRunning(method string) error {
	return fmt.Errorf("%s() cannot be called on a container that is not running.", method) //nolint:staticcheck // the platform's words
}

// current gives the latest run if it has not ended.
func (l *life) current() *run {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.run == nil {
		return nil
	}
	select {
	case <-l.run.ended:
		return nil
	default:
		return l.run
	}
}

// latest gives the latest run, ended or not; nil before the first.
func (l *life) latest() *run {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.run
}

// start begins a run and does not wait for it.
func (l *life) start(o startup) error {
	if l.current() != nil {
		return errRunning
	}
	r := &run{started: make(chan struct{}), ended: make(chan struct{}), labels: o.Labels, image: o.image}
	if r.image == "" {
		r.image = l.resource.images.own
	}
	if o.frozen != "" {
		_, f, err := l.resource.thaw(o.frozen)
		if err != nil {
			return err
		}
		r.image = f.Image
	}
	if r.image == "" && l.foreground() == nil {
		return errors.New("Container.start() requires an image or container snapshot.") //nolint:staticcheck // the platform's words
	}
	var ctx context.Context
	ctx, r.cancel = context.WithCancel(context.Background())
	l.mu.Lock()
	l.run = r
	l.mu.Unlock()
	l.rules.SetInternet(o.EnableInternet)
	if f := l.foreground(); f != nil {
		f.Starting()
	}
	l.resource.host.Background(func(host context.Context) {
		stop := context.AfterFunc(host, r.cancel)
		defer stop()
		defer r.cancel()
		l.execute(ctx, r, o)
	})
	return nil
}

// execute runs the container from its start to its end.
func (l *life) execute(ctx context.Context, r *run, o startup) {
	defer l.tellEnd(r) // when it can be started again
	defer r.end()
	if !l.resource.admit() {
		l.full()
		l.failed(r, errNoInstance)
		return
	}
	defer l.resource.leave()
	defer l.connect(&o.Spec)()
	inst, err := l.launch(ctx, r, o)
	if err != nil {
		l.failed(r, err)
		return
	}
	r.inst = inst
	l.tellStart(r)
	stop := l.serve(ctx, inst.Egress())
	r.begun = time.Now()
	close(r.started)
	if f := l.foreground(); f != nil {
		f.Started(inst, nil)
	}
	if o.hardTimeout > 0 {
		timer := time.AfterFunc(o.hardTimeout, func() {
			r.onPurpose()
			_ = inst.Destroy(ctx)
		})
		defer timer.Stop()
	}
	r.exit, r.exitErr = inst.Wait(ctx)
	if err := inst.Destroy(context.WithoutCancel(ctx)); err != nil {
		l.resource.host.Log().Error("remove a container", "class", l.resource.class, "error", err)
	}
	r.cancel()
	stop()
	l.ingress.CloseIdleConnections()
}

// failed ends a run that has not begun.
func (l *life) failed(r *run, err error) {
	r.failed = err
	close(r.started)
	if f := l.foreground(); f != nil {
		f.Started(nil, err)
		return
	}
	l.tellFailed(r, err)
	l.resource.host.Log().Error("container failed to start", "class", l.resource.class, "error", err)
}

// connect gives the container its standard streams, to be let go when it has ended.
func (l *life) connect(spec *Spec) (disconnect func()) {
	if f := l.foreground(); f != nil {
		spec.Foreground = true
		spec.Stdin, spec.Stdout, spec.Stderr = f.Stdin, f.Stdout, f.Stderr
		return func() {}
	}
	if l.resource.opts.Output == nil {
		return func() {}
	}
	stdout, stderr := l.resource.opts.Output(l.resource.class, l.object)
	spec.Stdout, spec.Stderr = stdout, stderr
	return func() { _ = errors.Join(stdout.Close(), stderr.Close()) } // what they could not write is lost
}

// launch makes the image ready and starts an instance of it.
func (l *life) launch(ctx context.Context, r *run, o startup) (Instance, error) {
	ref, err := l.prepare(ctx, r, o)
	if err != nil {
		return nil, err
	}
	spec := o.Spec
	spec.Env["CLOUDFLARE_APPLICATION_ID"], spec.Env["CLOUDFLARE_DURABLE_OBJECT_ID"] = l.resource.class, l.object
	spec.Name = l.resource.class + "/" + l.object
	spec.Resolver = l.resolver
	if spec.Limits == (Limits{}) {
		spec.Limits = l.resource.limits
	}
	spec.Trust = Trust{CA: l.resource.authority.PEM(), Mode: l.resource.opts.Trust}
	if spec.Hidden, err = l.resource.hidden(); err != nil {
		return nil, err
	}
	if spec.Directories, err = l.resource.directories(o.restores); err != nil {
		return nil, err
	}
	return l.resource.opts.Engine.Start(ctx, ref, spec)
}

// prepare gives what the engine starts: the image, or a command of the host.
func (l *life) prepare(ctx context.Context, r *run, o startup) (Ref, error) {
	if l.foreground() != nil {
		return l.resource.opts.Engine.Prepare(ctx, Image{HostCommand: true}, io.Discard)
	}
	ref, err := l.resource.ready(ctx, r.image, o.frozen)
	if err != nil && ctx.Err() == nil {
		err = noImage(r.image, err)
	}
	return ref, err
}

// serve has the gateway answer what leaves the container. stop ends that, and waits.
func (l *life) serve(ctx context.Context, source proxy.Source) (stop func()) {
	served := make(chan struct{})
	go func() { // ends with the source, which ends with the instance
		defer close(served)
		if err := l.gateway.Serve(ctx, source, l.rules); err != nil && !errors.Is(err, net.ErrClosed) && ctx.Err() == nil {
			l.resource.host.Log().Error("egress of a container", "class", l.resource.class, "error", err)
		}
	}()
	return func() {
		_ = source.Close()
		<-served
	}
}

// ready makes an image ready, or the snapshot of a container, by its id.
func (r *Resource) ready(ctx context.Context, image, frozen string) (Ref, error) {
	if frozen == "" {
		return r.images.prepare(ctx, image)
	}
	from, _, err := r.thaw(frozen)
	if err != nil {
		return nil, err
	}
	return r.opts.Engine.Prepare(ctx, from, r.images.progress)
}

// noImage tells why there is no image in the platform's words, on which packages match: they do not try
// again then.
func noImage(name string, err error) error {
	const words = "No such image"
	if strings.Contains(err.Error(), words) {
		return err
	}
	return fmt.Errorf("%s available named %s: %w", words, name, err)
}

// foreground gives the foreground command if this life is the one that it is for.
func (l *life) foreground() *Foreground {
	f := l.resource.opts.Foreground
	if f == nil || f.Class != l.resource.class || f.Object != l.object {
		return nil
	}
	return f
}

// ErrNotListening is the error of a port that nobody listens to. Its text satisfies the local
// and the deployed runtime, on both of whose words packages match.
func errNotListening(port uint16) error {
	return fmt.Errorf("Container is not listening to port %d: the container is not listening in the TCP address 10.0.0.1:%d", port, port) //nolint:staticcheck // the platform's words
}

// dial connects to a port of the running container.
func (l *life) dial(ctx context.Context, port uint16) (net.Conn, error) {
	r := l.latest()
	if r == nil {
		return nil, errNotListening(port)
	}
	select {
	case <-r.started:
	case <-r.ended:
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
	switch {
	case errors.Is(r.failed, errNoInstance):
		return nil, errNoInstance
	case r.inst == nil, l.current() == nil:
		return nil, errNotListening(port)
	}
	conn, err := r.dial(ctx, port)
	if errors.Is(err, syscall.ECONNREFUSED) {
		if l.foreground() != nil && l.current() == nil {
			// The session ends with its command: that this has not come to listen is no error.
			<-ctx.Done()
			return nil, context.Cause(ctx)
		}
		l.tellDeaf(r, port)
		return nil, errNotListening(port)
	}
	if err == nil {
		l.tellReady(r, port)
	}
	return conn, err
}

const (
	// startGrace is how long a port of a container that has just been started may take to listen
	// before that is told. @cloudflare/containers, which asks at once, asks again only later.
	startGrace = 250 * time.Millisecond
	// startInterval is between two tries.
	startInterval = 3 * time.Millisecond
)

// dial connects to a port of a container that has been started.
func (r *run) dial(ctx context.Context, port uint16) (net.Conn, error) {
	for {
		conn, err := r.inst.Dial(ctx, port)
		if !errors.Is(err, syscall.ECONNREFUSED) || time.Since(r.begun) > startGrace {
			return conn, err
		}
		timer := time.NewTimer(startInterval)
		select {
		case <-timer.C:
		case <-r.ended:
			timer.Stop()
			return nil, err
		case <-ctx.Done():
			timer.Stop()
			return nil, context.Cause(ctx)
		}
	}
}

// ExitError is what monitor() rejects with when the container did not end with code 0.
type ExitError struct{ Code int }

func (e *ExitError) Error() string {
	return fmt.Sprintf("Container exited with unexpected exit code: %d", e.Code)
}

// watch has told called with the outcome when the run has ended, before anybody can see that it has:
// a request that finds the container gone must find its object told of that.
func (r *run) watch(told func(error)) {
	r.mu.Lock()
	over := r.over
	if !over {
		r.onEnd = append(r.onEnd, told)
	}
	r.mu.Unlock()
	if over {
		told(r.outcome())
	}
}

// end tells those who watch, and everybody.
func (r *run) end() {
	r.mu.Lock()
	r.over = true
	watching := r.onEnd
	r.onEnd = nil
	r.mu.Unlock()
	for _, told := range watching {
		told(r.outcome())
	}
	close(r.ended)
}

// outcome is how a run has ended, as monitor() tells it.
func (r *run) outcome() error {
	r.mu.Lock()
	reason := r.reason
	r.mu.Unlock()
	switch {
	case reason != nil && reason.err != nil:
		return reason.err
	case errors.Is(r.failed, errNoInstance):
		return r.failed
	case r.failed != nil:
		return fmt.Errorf("Container failed to start: %w", r.failed) //nolint:staticcheck // the platform's words
	case r.exitErr != nil:
		return r.exitErr
	case r.exit.Code != 0:
		return &ExitError{r.exit.Code}
	}
	return nil
}

// destroy kills the run. The first reason given wins.
func (r *run) destroy(ctx context.Context, reason error) error {
	r.mu.Lock()
	if r.reason == nil {
		r.reason = &destroyed{reason}
	}
	r.asked = true
	r.mu.Unlock()
	select {
	case <-r.started:
	case <-r.ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	if r.inst != nil {
		if err := r.inst.Destroy(ctx); err != nil {
			return err
		}
	}
	select {
	case <-r.ended:
		return nil
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// onPurpose notes that whatever end the container now has was wanted.
func (r *run) onPurpose() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.asked = true
}

// signal sends a signal to the container's first process, when it has one.
func (r *run) signal(sig syscall.Signal) {
	<-r.started
	r.onPurpose()
	if r.inst != nil {
		_ = r.inst.Signal(sig) // fire and forget: the process may have just ended
	}
}

// close ends the container at the end of the session.
func (l *life) close() error {
	r := l.current()
	if r == nil {
		return nil
	}
	r.cancel()
	err := r.destroy(context.Background(), nil)
	l.ingress.CloseIdleConnections()
	return err
}
