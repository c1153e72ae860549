package jsruntime

import (
	"context"
	"slices"
	"time"
)

// callKey is the key of the *call that a context is of.
type callKey struct{}

// call is the context of a call between events. It does not change.
type call struct {
	context.Context
	by    *Scope // waits for the answer; nil: what the call was made for has begun, and answers for itself
	up    *call  // the call that its event answers; nil: none
	depth int    // how many calls led here, this one included
}

// Value implements [context.Context].
func (c *call) Value(key any) any {
	if key == (callKey{}) {
		return c
	}
	return c.Context.Value(key)
}

// callOf gives the call that ctx came with, or nil.
func callOf(ctx context.Context) *call {
	if c, ok := ctx.Value(callKey{}).(*call); ok && c.by != nil {
		return c
	}
	return nil
}

// Calling gives the context of a call whose answer the running scope has outstanding: who takes it can
// tell by [Called] and [Depth]. A scope that is made with it answers the call, and so does what runs
// [VM.InCall].
func (vm *VM) Calling(ctx context.Context) context.Context {
	c := &call{Context: ctx, by: vm.frame.scope, up: vm.frame.answers, depth: 1}
	if c.up != nil {
		c.depth += c.up.depth
	}
	return c
}

// InCall runs f, on the loop, as what answers the call that came with ctx: for events that have no
// scope of their own.
func (vm *VM) InCall(ctx context.Context, f func()) {
	next := *vm.frame
	next.answers = callOf(ctx)
	vm.InFrame(&next, f)
}

// Called reports whether JavaScript made the call that ctx came with.
func Called(ctx context.Context) bool { return callOf(ctx) != nil }

// Depth is the number of calls that led to what ctx is of, each made by the event before it.
func Depth(ctx context.Context) int {
	if c := callOf(ctx); c != nil {
		return c.depth
	}
	return 0
}

// begun gives the context of what a call was made for: what that starts answers nothing.
func begun(ctx context.Context) context.Context {
	if callOf(ctx) != nil {
		return &call{Context: ctx}
	}
	return ctx
}

// Answering registers what to do if the scope's event can never be answered: nothing is outstanding in it
// and nothing is lent, and the isolate has nothing to do. answered takes it back.
func (s *Scope) Answering(hung func()) (answered func()) {
	s.vm.open[s] = hung
	s.expect(true)
	return func() {
		s.expect(false)
		delete(s.vm.open, s)
	}
}

// expect says whether the scope's event is to be answered.
func (s *Scope) expect(answer bool) {
	if s.open != answer && s.pending == 0 {
		s.stuck(answer)
	}
	s.open = answer
}

// stuck counts the events that have nothing outstanding.
func (s *Scope) stuck(is bool) {
	if is {
		s.vm.stuck++
	} else {
		s.vm.stuck--
	}
}

// reading is a read of what JavaScript may have to give.
type reading struct{ starved func() bool }

// Reading counts a read outside of the loop that is outstanding I/O but for the time for which starved, on the loop,
// tells that it waits for what only JavaScript can give. over says that it has ended.
func (s *Scope) Reading(starved func() bool) (over func()) {
	r := &reading{starved}
	s.reads = append(s.reads, r)
	return func() { s.endReading(r) }
}

func (s *Scope) endReading(r *reading) {
	s.reads = slices.DeleteFunc(s.reads, func(other *reading) bool { return other == r })
}

// starved reports whether all that the scope reads waits for JavaScript.
func (s *Scope) starved() bool {
	return !slices.ContainsFunc(s.reads, func(r *reading) bool { return !r.starved() })
}

// readPause is how often those are looked at who read: they begin to wait without the loop's knowing.
const readPause = 50 * time.Millisecond

// checkHung finds events that wait for JavaScript that nothing will ever run again: waiting for another event, or
// for a promise of one, is outstanding I/O. While other events have I/O outstanding, or somebody reads what the event
// is to give, nothing may go on in the program: again is when to ask anew, or 0.
func (vm *VM) checkHung(q *quiet) (found bool, again time.Duration) {
	if vm.stuck == 0 || vm.root.scope.pending > 0 {
		return false, 0
	}
	var idle []*Scope
	var read bool
	for scope := range vm.open {
		switch {
		case scope.pending > 0 || !scope.hopeless():
		case scope.starved():
			idle, read = append(idle, scope), read || len(scope.reads) > 0
		default:
			again = readPause
		}
	}
	if len(idle) == 0 {
		return false, again
	}
	if (read || vm.busy()) && !q.look() {
		return false, q.pause
	}
	for _, scope := range idle {
		if hung, open := vm.open[scope]; open {
			found = true
			scope.expect(false)
			delete(vm.open, scope)
			vm.iso.turn(task{frame: scope.frame(), run: func(*VM) { hung() }}, false)
		}
	}
	return found, 0
}

// busy reports whether an event has I/O outstanding.
func (vm *VM) busy() bool {
	for scope := range vm.scopes {
		if scope.pending > 0 || !scope.starved() {
			return true
		}
	}
	return false
}
