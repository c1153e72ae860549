package container

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"syscall"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// surface is the host side of ctx.container: one view of a life, for one instance of the object.
type surface struct {
	life   *life
	object bindings.Object
	unpin  func()
}

// A running container keeps its object from being evicted, and an object that is reset takes
// its container with it; one that makes room for new code leaves it running.
func newSurface(vm *jsruntime.VM, l *life, object bindings.Object) jsruntime.Value {
	s := &surface{life: l, object: object, unpin: func() {}}
	if r := l.current(); r != nil {
		s.hold(r)
	}
	object.OnEnd(func() {
		reason := object.Scope().Aborted()
		if reason == nil || errors.Is(reason, bindings.ErrUpdated) {
			return
		}
		if r := l.current(); r != nil {
			l.resource.host.Background(func(ctx context.Context) { _ = r.destroy(ctx, nil) })
		}
	})
	return surfaceClass.New(vm, s)
}

// hold pins the object until the run has ended.
func (s *surface) hold(r *run) {
	s.unpin = s.object.Pin()
	scope, unpin := s.object.Scope(), s.unpin
	s.life.resource.host.Background(func(ctx context.Context) {
		select {
		case <-r.ended:
		case <-ctx.Done():
		}
		scope.Post(func(*jsruntime.VM) { unpin() })
	})
}

// afterEnd is how much later than monitor() destroy() settles: on the platform the container is yet to be
// removed then. Over RPC, @cloudflare/sandbox breaks the next call if its object has not seen the end before.
const afterEnd = 10 * time.Millisecond

var surfaceClass = jsruntime.NewClass[surface]("Container").
	Getter("running", func(vm *jsruntime.VM, s *surface) jsruntime.Value {
		return vm.ToValue(s.life.current() != nil)
	}).
	Getter("images", func(vm *jsruntime.VM, s *surface) jsruntime.Value {
		return record(vm, s.life.resource.images.references())
	}).
	Method("start", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) jsruntime.Value {
		d, err := readDictionary(vm, args.At(0), "start", 1, "StartupOptions")
		if err != nil {
			vm.Throw(err)
		}
		if s.life.current() != nil {
			vm.Throw(errRunning)
		}
		options, err := startOptions(vm, d)
		if err != nil {
			vm.Throw(err)
		}
		if err := s.life.start(options); err != nil {
			vm.Throw(err)
		}
		s.hold(s.life.latest()) // not current: it may have ended already
		return nil
	}).
	AsyncMethod("monitor", 0, func(vm *jsruntime.VM, s *surface, _ jsruntime.Args) (jsruntime.Value, error) {
		r := s.life.latest()
		if r == nil {
			return nil, notRunning("monitor")
		}
		d := vm.NewDeferred()
		r.watch(func(err error) {
			var exit *ExitError
			if errors.As(err, &exit) {
				err = &jsruntime.Error{Class: jsruntime.PlainError, Msg: exit.Error(), Props: map[string]any{"exitCode": exit.Code}}
			}
			d.Settle(func(*jsruntime.VM) (jsruntime.Value, error) {
				<-r.ended // closed next: running is false for whoever is told
				return nil, err
			})
		})
		return d.Promise, nil
	}).
	AsyncMethod("destroy", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		r := s.life.current()
		if r == nil {
			return nil, nil
		}
		var reason error
		if v := args.At(0); !jsruntime.IsUndefined(v) {
			reason = vm.Wrap(v)
		}
		return jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) {
			err := r.destroy(ctx, reason)
			if err == nil {
				time.Sleep(afterEnd)
			}
			return struct{}{}, err
		}, nothing), nil
	}).
	Method("signal", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throw(noParameter("signal", 1, "integer"))
		}
		number := jsruntime.Integer(args.At(0))
		if number < 1 || number > 64 {
			vm.Throwf(jsruntime.RangeError, "Invalid signal number.")
		}
		r := s.life.current()
		if r == nil {
			vm.Throw(notRunning("signal"))
		}
		vm.Emit(func() {
			s.life.resource.host.Background(func(context.Context) { r.signal(syscall.Signal(number)) })
		})
		return nil
	}).
	Method("getTcpPort", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) jsruntime.Value {
		port := jsruntime.Integer(args.At(0))
		if port < 1 || port > 65535 {
			vm.Throwf(jsruntime.TypeError, "Invalid port number: %d", port)
		}
		return newPort(vm, s.life, uint16(port))
	}).
	AsyncMethod("setInactivityTimeout", 1, func(vm *jsruntime.VM, _ *surface, args jsruntime.Args) (jsruntime.Value, error) {
		ms, err := long(args.At(0))
		if err != nil {
			return nil, err
		}
		if ms <= 0 {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "setInactivityTimeout() cannot be called with a durationMs <= 0")
		}
		// A running container keeps its object active, so that the time never begins.
		return nil, nil
	}).
	AsyncMethod("interceptOutboundHttp", 2, func(_ *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		handler, err := s.handlerOf("interceptOutboundHttp", args, 2)
		if err != nil {
			return nil, err
		}
		return nil, typeError(s.life.rules.InterceptHTTP(args.At(0).String(), handler))
	}).
	AsyncMethod("interceptAllOutboundHttp", 1, func(_ *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		handler, err := s.handlerOf("interceptAllOutboundHttp", args, 1)
		if err != nil {
			return nil, err
		}
		return nil, typeError(s.life.rules.InterceptAllHTTP(handler))
	}).
	AsyncMethod("interceptOutboundHttps", 2, func(_ *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		handler, err := s.handlerOf("interceptOutboundHttps", args, 2)
		if err != nil {
			return nil, err
		}
		return nil, typeError(s.life.rules.InterceptHTTPS(args.At(0).String(), handler))
	}).
	AsyncMethod("interceptOutboundTcp", 2, func(_ *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		connector, err := connectorOf(args)
		if err != nil {
			return nil, err
		}
		return nil, typeError(s.life.rules.InterceptTCP(args.At(0).String(), connector))
	}).
	AsyncMethod("exec", 2, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		return s.exec(vm, args)
	}).
	AsyncMethod("inspect", 0, func(vm *jsruntime.VM, s *surface, _ jsruntime.Args) (jsruntime.Value, error) {
		return s.inspect(vm)
	}).
	AsyncMethod("setLabels", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		return nil, s.setLabels(vm, args.At(0))
	}).
	AsyncMethod("snapshotContainer", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		return s.snapshotContainer(vm, args.At(0))
	}).
	AsyncMethod("snapshotDirectory", 1, func(vm *jsruntime.VM, s *surface, args jsruntime.Args) (jsruntime.Value, error) {
		return s.snapshotDirectory(vm, args.At(0))
	})

func nothing(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }

func typeError(err error) error {
	if err == nil {
		return nil
	}
	return jsruntime.Errorf(jsruntime.TypeError, "%s", err)
}

// noParameter is the error of a parameter that is left out.
func noParameter(method string, parameter int, kind string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on 'Container': parameter %d is not of type '%s'.", method, parameter, kind)
}

// handlerOf gives what answers the requests that are handed to a stub, the last parameter of a method.
func (s *surface) handlerOf(method string, args jsruntime.Args, parameter int) (http.RoundTripper, error) {
	if len(args) == 0 && parameter > 1 {
		return nil, noParameter(method, 1, "string")
	}
	stub, ok := rpc.RoundTripper(args.At(parameter - 1))
	if !ok {
		return nil, noParameter(method, parameter, "Fetcher")
	}
	return &handler{stub, s.life.resource}, nil
}

// handler answers outbound requests. What it throws is told here: the container only sees a 500.
type handler struct {
	stub     http.RoundTripper
	resource *Resource
}

// String names what was given to ctx.container.intercept…, for records.
func (h *handler) String() string { return nameOf(h.stub) }

// nameOf is what something calls itself; "" if it has no name.
func nameOf(v any) string {
	if n, ok := v.(fmt.Stringer); ok {
		return n.String()
	}
	return ""
}

// RoundTrip implements http.RoundTripper.
func (h *handler) RoundTrip(r *http.Request) (*http.Response, error) {
	resp, err := h.stub.RoundTrip(r)
	if tell := h.resource.opts.Exception; err != nil && tell != nil && r.Context().Err() == nil {
		tell(h.resource.worker, err)
	}
	return resp, err
}
