package jsruntime

import "context"

// callKey is the key of the *Scope that waits for what a context was made for.
type callKey struct{}

// Calling gives the context of a call whose answer the running scope has outstanding: who takes it can
// tell by [Called], and an event of the same isolate that answers it says so by [Scope.Answers].
func (vm *VM) Calling(ctx context.Context) context.Context {
	return context.WithValue(ctx, callKey{}, vm.frame.scope)
}

// Called reports whether JavaScript made the call that ctx came with.
func Called(ctx context.Context) bool {
	caller, ok := ctx.Value(callKey{}).(*Scope)
	return ok && caller != nil
}

// Answers says that the scope's event answers the call that came with ctx, until answered is called. If
// another event of the isolate made it, that one gets no further by itself.
func (s *Scope) Answers(ctx context.Context) (answered func()) {
	caller, ok := ctx.Value(callKey{}).(*Scope)
	if !ok || caller.vm != s.vm || !caller.counts() || caller.gone {
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
