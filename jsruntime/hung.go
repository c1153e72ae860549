package jsruntime

import "context"

// callKey is the key of the *call that a context is of.
type callKey struct{}

// call is the context of a call between events.
type call struct {
	context.Context
	by    *Scope // waits for the answer; nil: what the call was made for has begun, and answers for itself
	depth int    // how many calls led here, this one included
}

// Value implements [context.Context].
func (c *call) Value(key any) any {
	if key == (callKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// callOf gives the call that ctx came with, or an empty one.
func callOf(ctx context.Context) call {
	if c, ok := ctx.Value(callKey{}).(*call); ok {
		return *c
	}
	return call{}
}

// Calling gives the context of a call whose answer the running scope has outstanding: who takes it can
// tell by [Called], and an event of the same isolate that answers it says so by [Scope.Answers].
func (vm *VM) Calling(ctx context.Context) context.Context {
	return &call{ctx, vm.frame.scope, 1 + Depth(ctx)}
}

// Called reports whether JavaScript made the call that ctx came with.
func Called(ctx context.Context) bool { return callOf(ctx).by != nil }

// Depth is the number of calls that led to what ctx is of, each made by the event before it. The scope
// of an object, which outlives events, begins anew.
func Depth(ctx context.Context) int { return callOf(ctx).depth }

// begun gives the context of what a call was made for: what that starts answers nothing.
func begun(ctx context.Context) context.Context {
	if c := callOf(ctx); c.by != nil {
		return &call{ctx, nil, c.depth}
	}
	return ctx
}

// Answers says that the scope's event answers the call that came with ctx, until answered is called. If
// another event of the isolate made it, that one gets no further by itself.
func (s *Scope) Answers(ctx context.Context) (answered func()) {
	caller := callOf(ctx).by
	if caller == nil || caller.vm != s.vm || !caller.counts() || caller.gone {
		return func() {}
	}
	caller.call(1)
	s.asked++
	return func() {
		caller.call(-1)
		s.asked--
	}
}

func (s *Scope) call(n int) {
	if s.gone {
		return
	}
	s.calls += n
	s.vm.calls += n
}

// checkHung finds events that wait for JavaScript that nothing will ever run again. Where some wait for
// others, it is those others that hang; what they fail with may bring the rest on.
func (vm *VM) checkHung() bool {
	if vm.pending > vm.calls || len(vm.open) == 0 {
		return false
	}
	hopeless := map[*Scope]func(){}
	for scope, hung := range vm.open {
		if scope.pending == 0 && (vm.calls == 0 || scope.asked > 0) && scope.hopeless() {
			hopeless[scope] = hung
			delete(vm.open, scope)
		}
	}
	for scope, hung := range hopeless {
		vm.iso.turn(task{frame: scope.frame(), run: func(*VM) { hung() }}, false)
	}
	return len(hopeless) > 0
}
