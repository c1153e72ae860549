package workflows

import (
	"context"
	"crypto/sha1" //nolint:gosec // the local platform's keys
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// run is one go at an instance: it lasts until that is done, paused, ended or begun anew.
type run struct {
	instance *instance
	metadata []byte // the instance's, an object {event, …}
	replay   bool   // it does nothing but find what undoes the steps, and undoes them
	halted   context.Context
	stop     context.CancelCauseFunc
	gone     chan struct{} // closed when the task has ended

	// Guarded by the instance's mu.
	settled  bool                  // the outcome is in the journal
	steps    int                   // under way
	entering []*jsruntime.Deferred // steps that wait for a pause to be taken back
	waiters  map[string][]*waiter  // steps that wait for an event, by its kind
	scope    *jsruntime.Scope      // of the event that is delivered; nil: it has not begun
	undone   chan struct{}         // closed when the steps are undone of an instance that is being terminated; nil: it is not
}

// waiter is a step that waits for an event.
type waiter struct {
	group    string
	deferred *jsruntime.Deferred
}

func newRun(i *instance, metadata []byte) *run {
	r := &run{instance: i, metadata: metadata, gone: make(chan struct{})}
	r.halted, r.stop = context.WithCancelCause(context.Background())
	return r
}

// execute is the run's task.
func (r *run) execute(ctx context.Context) {
	i := r.instance
	ctx, cancel := context.WithCancelCause(ctx)
	defer context.AfterFunc(r.halted, func() { cancel(context.Cause(r.halted)) })()
	defer cancel(nil)
	defer close(r.gone)
	defer func() {
		i.mu.Lock()
		i.run = nil
		i.mu.Unlock()
	}()
	for ctx.Err() == nil {
		if r.attempt(ctx) {
			return
		}
	}
}

// attempt delivers run() once and tells whether that was the end of it.
func (r *run) attempt(ctx context.Context) (done bool) {
	i := r.instance
	i.mu.Lock()
	r.steps, r.entering, r.waiters = 0, nil, map[string][]*waiter{}
	i.mu.Unlock()
	c := i.flow.configured()
	err := i.flow.host.Workers().Notify(ctx, bindings.Target{Worker: c.worker, Entrypoint: c.class}, bindings.Event{
		Handler: "run", Yields: true,
		Arguments: r.arguments,
		Result:    r.result,
	})
	i.mu.Lock()
	defer i.mu.Unlock()
	var missing interface{ NotDeployed() bool }
	switch {
	case r.settled || ctx.Err() != nil:
		return true
	case r.undone != nil:
		if r.scope != nil {
			r.awaitUndone(ctx)
		}
		return true
	case errors.Is(err, bindings.ErrUpdated): // the newer version goes on
		return false
	case errors.Is(err, jsruntime.ErrClosed), errors.As(err, &missing):
		i.mu.Unlock()
		wait(ctx, retryLater)
		i.mu.Lock()
		return false
	case err == nil:
		err = errors.New("the run ended without a result")
	}
	r.fail(quote("Error", err.Error()))
	return true
}

// quote makes the JSON of an error, as the platform orders it.
func quote(name, text string) string {
	data, _ := json.Marshal(struct { // strings can always be encoded
		Message string `json:"message"`
		Name    string `json:"name"`
	}{text, name})
	return string(data)
}

// fail writes an error down as the outcome. The lock is held.
func (r *run) fail(failure string) {
	if r.settled || r.undone != nil {
		return
	}
	r.settle(failed, fmt.Sprintf(`{"error":%s}`, failure), errored)
}

// settle writes an outcome down. The lock is held.
func (r *run) settle(event int64, metadata string, s state) {
	i := r.instance
	r.settled = true
	err := i.journal.together(func() error {
		return errors.Join(i.journal.log(record{event: event, metadata: metadata}), i.setState(s))
	})
	if err != nil {
		i.flow.host.Log().Error("write outcome of workflow instance", "workflow", i.flow.name, "error", err)
	}
}

//go:embed step.js
var stepSource string

var stepScript = jsruntime.NewScript("paddock:workflows", stepSource)

// scriptKey is where a run's scope keeps what step.js gave.
type scriptKey struct{}

// script is what step.js gave.
type script struct{ unwind, end, json jsruntime.Callable }

// arguments makes the event and the step object.
func (r *run) arguments(vm *jsruntime.VM) ([]jsruntime.Value, error) {
	metadata, err := vm.Deserialize(jsruntime.Message{Data: r.metadata}, nil)
	if err != nil {
		return nil, fmt.Errorf("read instance of workflow %q: %w", r.instance.flow.name, err)
	}
	create, _ := jsruntime.AsFunction(stepScript.Run(vm))
	made := jsruntime.AsObject(vm.Call(create, jsruntime.Undefined(), rpc.TargetClass(vm), r.host(vm)))
	unwind, _ := jsruntime.AsFunction(made.Get("unwind"))
	end, _ := jsruntime.AsFunction(made.Get("end"))
	text, _ := jsruntime.AsFunction(made.Get("json"))
	vm.Scope().SetValue(scriptKey{}, &script{unwind, end, text})
	r.locked(func() { r.scope = vm.Scope() })
	// Over RPC, as on the platform: what steps give and take is cloned.
	message, err := rpc.Encode(vm, made.Get("step"))
	if err != nil {
		return nil, err
	}
	stub, err := rpc.Decode(vm, message)
	if err != nil {
		return nil, err
	}
	return []jsruntime.Value{jsruntime.AsObject(metadata).Get("event"), stub}, nil
}

// result takes the outcome of run().
func (r *run) result(vm *jsruntime.VM, v jsruntime.Value, err error) error {
	s, ok := vm.Scope().Value(scriptKey{}).(*script)
	if !ok { // it never began
		return err
	}
	var ending bool
	r.locked(func() { ending = r.undone != nil })
	switch {
	case r.replay:
		r.undo(vm)
		return nil
	case ending:
		return nil
	}
	if err == nil {
		text := vm.Call(s.json, jsruntime.Undefined(), v).String()
		r.locked(func() { r.settle(succeeded, fmt.Sprintf(`{"result":%s}`, text), complete) })
		return nil
	}
	reason := vm.ErrorValue(err)
	undone := vm.ToPromise(vm.Call(s.unwind, jsruntime.Undefined(), reason))
	end := func(jsruntime.Value) { r.locked(func() { r.fail(r.describe(vm, reason)) }) }
	vm.Scope().WaitUntil(vm.ThenValue(undone,
		func(v jsruntime.Value) jsruntime.Value { end(v); return jsruntime.Undefined() },
		func(v jsruntime.Value) jsruntime.Value { end(v); return jsruntime.Undefined() }), func(jsruntime.Value) {})
	return err
}

func (r *run) locked(f func()) {
	r.instance.mu.Lock()
	defer r.instance.mu.Unlock()
	f()
}

// describe makes the JSON that status() gives of what run() threw.
func (r *run) describe(vm *jsruntime.VM, reason jsruntime.Value) string {
	o := jsruntime.AsObject(reason)
	if o == nil {
		return quote("Error", vm.Text(reason))
	}
	name, text := vm.Text(o.Get("name")), vm.Text(o.Get("message"))
	if nonRetryable(name, text) {
		if preservesMessages(vm) {
			if name != "NonRetryableError" {
				text = preserved.ReplaceAllString(text, "")
			}
			return quote("NonRetryableError", text)
		}
		return quote("WorkflowFatalError", "The execution of the Workflow instance was terminated, as a step threw an NonRetryableError and it was not handled")
	}
	return quote(name, text)
}

// hash gives the SHA-1 of a text in hex digits.
func hash(text string) string {
	sum := sha1.Sum([]byte(text)) //nolint:gosec // the local platform's keys
	return hex.EncodeToString(sum[:])
}

// enter admits a step, or gives what it waits for.
func (r *run) enter(vm *jsruntime.VM) jsruntime.Value {
	vm.Scope().Renew()
	r.instance.mu.Lock()
	defer r.instance.mu.Unlock()
	if r.instance.state == pausing {
		d := vm.NewDeferred()
		r.entering = append(r.entering, d)
		return d.Promise
	}
	r.steps++
	return jsruntime.Undefined()
}

// admit lets the steps in that wait. The lock is held.
func (r *run) admit() {
	for _, d := range r.entering {
		r.steps++
		d.Settle(func(*jsruntime.VM) (jsruntime.Value, error) { return nil, nil })
	}
	r.entering = nil
}

// leave tells that a step is no longer under way.
func (r *run) leave() error {
	r.instance.mu.Lock()
	defer r.instance.mu.Unlock()
	if r.steps--; r.steps <= 0 && r.instance.state == pausing {
		return r.instance.pauseNow()
	}
	return nil
}

// take gives a promise of the next event of a kind, and what takes the wish back.
func (r *run) take(vm *jsruntime.VM, kind, group string) (promise jsruntime.Value, cancel func()) {
	d := vm.NewDeferred()
	w := &waiter{group, d}
	r.locked(func() {
		r.waiters[kind] = append(r.waiters[kind], w)
		r.offer(kind)
	})
	return d.Promise, func() {
		r.locked(func() {
			for n, other := range r.waiters[kind] {
				if other == w {
					r.waiters[kind] = append(r.waiters[kind][:n], r.waiters[kind][n+1:]...)
					d.Settle(func(*jsruntime.VM) (jsruntime.Value, error) { return nil, nil })
					return
				}
			}
		})
	}
}

// offer hands events of a kind to the steps that wait for them: in one transaction an event
// becomes the value of a step. The lock is held.
func (r *run) offer(kind string) {
	i := r.instance
	for len(r.waiters[kind]) > 0 && len(i.events[kind]) > 0 {
		w, e := r.waiters[kind][0], i.events[kind][0]
		r.waiters[kind], i.events[kind] = r.waiters[kind][1:], i.events[kind][1:]
		err := i.journal.together(func() error {
			return errors.Join(i.journal.remove(e.key), i.journal.put(w.group+"-value", e.data))
		})
		w.deferred.Settle(func(vm *jsruntime.VM) (jsruntime.Value, error) {
			if err != nil {
				return nil, err
			}
			return vm.Deserialize(jsruntime.Message{Data: e.data}, nil)
		})
	}
}

// timer gives a promise that is fulfilled after a time, and what does that at once.
func (r *run) timer(vm *jsruntime.VM, d time.Duration) (promise jsruntime.Value, cancel func()) {
	deferred := vm.NewDeferred()
	fire := func() { deferred.Settle(func(*jsruntime.VM) (jsruntime.Value, error) { return nil, nil }) }
	t := time.AfterFunc(d, fire)
	vm.Scope().OnEnd(func() { t.Stop() })
	return deferred.Promise, func() {
		if t.Stop() {
			fire()
		}
	}
}
