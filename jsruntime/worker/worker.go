package worker

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/serviceworker"
	"paddock/polyfills/trace"
	"paddock/polyfills/wasm"
	"paddock/polyfills/workers"
)

// Worker is one version of a worker's code, loaded.
type Worker struct {
	opts  Options
	fleet *Fleet
	ctx   context.Context
	end   context.CancelFunc
	// succeeded ends when a newer version has taken this one's place; succeed ends it.
	succeeded context.Context
	succeed   context.CancelFunc

	mu       sync.Mutex // guards home, closed, renewing, waiting
	home     *home
	closed   bool
	renewing bool                 // a fresh isolate is being made
	waiting  []func(*home, error) // what that is for, in the order in which it came

	events sync.WaitGroup // events being delivered
}

// home is one isolate with the worker's code in it. Everything in it but iso belongs to the loop.
type home struct {
	worker  *Worker
	iso     *jsruntime.Isolate
	env     *jsruntime.Object
	exports *jsruntime.Object // ctx.exports
	main    *jsruntime.Object // the main module's namespace
	actors  map[string]*actor

	reportDeath sync.Once
}

// load makes a version ready: it evaluates the module and checks what it exports.
func load(ctx context.Context, fleet *Fleet, opts Options) (*Worker, error) {
	w := &Worker{opts: opts, fleet: fleet}
	w.ctx, w.end = context.WithCancel(ctx)
	w.succeeded, w.succeed = context.WithCancel(w.ctx)
	if w.opts.IdleTimeout == 0 {
		w.opts.IdleTimeout = DefaultIdleTimeout
	}
	h, err := w.newHome()
	if err != nil {
		w.end()
		return nil, err
	}
	w.home = h
	return w, nil
}

// newHome makes an isolate and evaluates the worker in it.
func (w *Worker) newHome() (*home, error) {
	h := &home{worker: w, actors: map[string]*actor{}}
	iso, err := jsruntime.New(w.ctx, jsruntime.Options{
		Name: w.opts.Name, APIs: w.opts.APIs, Log: w.opts.Log, MapStack: w.opts.MapStack, Lower: w.opts.Lower,
		CPULimit: w.opts.CPULimit, Now: w.opts.Now,
		Unhandled: h.unhandled, Handled: h.handled,
	})
	if err != nil {
		return nil, fmt.Errorf("make isolate of worker %q: %w", w.opts.Name, err)
	}
	h.iso = iso
	if err := h.evaluate(); err != nil {
		return nil, errors.Join(err, iso.Close())
	}
	return h, nil
}

// evaluate runs the main module and waits for its top-level awaits.
func (h *home) evaluate() error {
	done := make(chan error, 1)
	err := h.iso.Do(h.worker.ctx, func(vm *jsruntime.VM) error {
		if err := h.prepare(vm); err != nil {
			return err
		}
		value, err := vm.RunProgram(h.worker.opts.Program)
		if err != nil {
			return err
		}
		run, ok := jsruntime.AsFunction(value)
		if !ok {
			return errors.New("the worker's program is not a function")
		}
		deliver := vm.NewFunction("deliver", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			h.main = jsruntime.AsObject(call.Argument(0))
			return nil
		})
		promise, err := run(jsruntime.Undefined(), deliver, h.host(vm))
		if err != nil {
			return err
		}
		scope := vm.Scope()
		answered := scope.Answering(func() {
			done <- jsruntime.Errorf(jsruntime.PlainError, "Top-level await in module is unsettled.")
		})
		vm.Then(vm.ToPromise(promise), func(jsruntime.Value) {
			answered()
			done <- h.loaded(vm)
		}, func(reason jsruntime.Value) {
			answered()
			done <- vm.Wrap(reason)
		})
		return nil
	})
	if err != nil {
		return err
	}
	select {
	case err := <-done:
		return err
	case <-h.iso.Done():
		return h.iso.Err()
	}
}

// loaded looks at what the program has delivered.
func (h *home) loaded(vm *jsruntime.VM) error {
	globalscope.ForbidEval(vm)
	wasm.CloseCode(vm)
	if h.worker.opts.ServiceWorker {
		if !serviceworker.Listens(vm) {
			return errNoListeners
		}
		return nil
	}
	if err := h.checkExports(); err != nil {
		return err
	}
	return vm.Try(func() { h.publish(vm) })
}

// errNoListeners is the error for a script in service-worker syntax that can never be called.
var errNoListeners = jsruntime.Errorf(jsruntime.PlainError, "No event handlers were registered. This script does nothing.")

// prepare makes env and the modules that the program may ask for.
func (h *home) prepare(vm *jsruntime.VM) error {
	h.env, h.exports = vm.NewObject(), vm.NewObject()
	globalscope.Limit(vm)
	if compat.Of(vm).Has("allow_eval_during_startup") {
		wasm.OpenCode(vm)
	} else {
		globalscope.ForbidEval(vm)
	}
	for specifier, make := range h.worker.opts.Modules {
		vm.DefineModule(specifier, make)
	}
	for _, b := range h.worker.opts.Bindings {
		v, err := b.Resource.Bind(vm)
		if err != nil {
			return fmt.Errorf("bind %s: %w", b.Name, err)
		}
		if err := h.env.Set(b.Name, v); err != nil {
			return err
		}
		if h.worker.opts.ServiceWorker {
			if err := vm.GlobalObject().Set(b.Name, v); err != nil {
				return err
			}
		}
	}
	if !compat.Of(vm).Has("unhandled_rejection_after_microtask_checkpoint") {
		vm.TellRejectionsEarly(func() bool {
			listeners := events.GlobalTarget(vm)
			return listeners.Listening("unhandledrejection") || listeners.Listening("rejectionhandled")
		})
	}
	if compat.Of(vm).Has("handle_cross_request_promise_resolution") {
		vm.SettleAtHome(func(vm *jsruntime.VM) { warn(vm, "Warning: "+straySettlement+vm.Stack()) })
	}
	events.Uncaught.Set(vm, func(_ *jsruntime.VM, ex *jsruntime.Exception) { h.report("event", ex) })
	workers.Worlds.Set(vm, &workers.World{Env: h.env, Exports: h.exports, WaitUntil: h.waitUntil})
	return nil
}

func (h *home) waitUntil(vm *jsruntime.VM, promise jsruntime.Value) {
	globalscope.NeedsEvent(vm)
	vm.Scope().WaitUntil(promise, h.rejected("waitUntil"))
}

// rejected reports a rejection that nobody awaits.
func (h *home) rejected(where string) func(jsruntime.Value) {
	return func(reason jsruntime.Value) {
		if tell, ok := h.vm().Scope().Value(rejections{}).(func(jsruntime.Value)); ok {
			tell(reason)
		}
		ex := h.vm().Wrap(reason)
		if r := trace.Of(h.vm()); r != nil {
			r.Throw(trace.FromException(ex))
		}
		h.report(where, ex)
	}
}

// unhandled tells listeners of "unhandledrejection", and the user if none prevents it.
func (h *home) unhandled(vm *jsruntime.VM, reason, promise jsruntime.Value) {
	if events.GlobalTarget(vm).Listening("unhandledrejection") &&
		!events.DispatchGlobal(vm, events.NewRejectionEvent(vm, "unhandledrejection", promise, reason)) {
		return
	}
	h.report("promise", vm.Wrap(reason))
}

// handled tells listeners of "rejectionhandled".
func (h *home) handled(vm *jsruntime.VM, promise jsruntime.Value) {
	if events.GlobalTarget(vm).Listening("rejectionhandled") {
		events.DispatchGlobal(vm, events.NewRejectionEvent(vm, "rejectionhandled", promise, jsruntime.Undefined()))
	}
}

// died reports what the isolate has died of while it did what was left of an event that is answered.
func (h *home) died() {
	err := h.iso.Err()
	for _, limit := range []error{jsruntime.ErrCPULimit, jsruntime.ErrMemoryLimit, jsruntime.ErrStackOverflow} {
		if errors.Is(err, limit) {
			h.reportDeath.Do(func() { h.report("waitUntil", err) })
		}
	}
}

func (h *home) report(where string, err error) { h.worker.report(where, err) }

// report tells the user of an error, unless the version is being ended: then it is the end that
// broke things off.
func (w *Worker) report(where string, err error) {
	w.mu.Lock()
	closed := w.closed
	w.mu.Unlock()
	if w.opts.Events != nil && !closed {
		w.opts.Events.Exception(w.opts.Name, where, err)
	}
}

// Close ends the version: what it is doing fails.
func (w *Worker) Close() error {
	w.mu.Lock()
	w.closed = true
	h := w.home
	w.mu.Unlock()
	err := h.iso.Close()
	w.end()
	w.events.Wait()
	return err
}

var (
	_ bindings.Dispatcher = (*Fleet)(nil)
	_ bindings.Caller     = (*Fleet)(nil)
)
