package jsruntime

import (
	"context"
	"maps"
	"slices"
)

// Scope is the I/O context of one event: a request, an alarm, a message. What JavaScript
// starts in it (fetches, timers, reads) belongs to it and is cancelled with it. All methods
// but Context, Post and PostEvent are for the loop only.
type Scope struct {
	vm       *VM
	ctx      context.Context
	cancel   context.CancelCauseFunc
	gate     *Gate
	origin   *origin
	answers  *call // the call that the event answers; nil: none
	pending  int   // outstanding I/O
	reads    []*reading
	waiting  int   // promises given to WaitUntil, and holds
	promised int   // promises given to WaitUntil
	left     error // why nobody waits for the answer any more; nil: somebody may
	open     bool  // in vm.open
	ended    bool
	gone     bool // not in vm.scopes any more
	dead     error
	lent     int           // what others may still call
	hopes    []func() bool // whether something else may still happen
	onIdle   []func()
	onAbort  []func(error)
	values   map[any]any
	meter    meter
}

// NewScope makes a scope whose events pass through gate (nil: none). Cancelling ctx cancels
// what the scope started. Call [Scope.End] when the event is answered.
func (vm *VM) NewScope(ctx context.Context, gate *Gate) *Scope {
	s := &Scope{vm: vm, gate: gate, answers: callOf(ctx)}
	ctx = begun(ctx)
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	s.origin = vm.newOrigin(s)
	vm.scopes[s] = struct{}{}
	return s
}

// Scope is the scope of the running JavaScript.
func (vm *VM) Scope() *Scope { return vm.frame.scope }

// InScope runs f, on the loop, with JavaScript attributed to scope.
func (vm *VM) InScope(s *Scope, f func()) {
	vm.InFrame(s.frame(), f)
}

// Context is cancelled when the scope's event is.
func (s *Scope) Context() context.Context { return s.ctx }

// VM is the world that the scope belongs to.
func (s *Scope) VM() *VM { return s.vm }

// Value gives what SetValue stored under key, or nil.
func (s *Scope) Value(key any) any { return s.values[key] }

// SetValue attaches host data to the scope.
func (s *Scope) SetValue(key, value any) {
	if s.values == nil {
		s.values = map[any]any{}
	}
	s.values[key] = value
}

// Post runs task on the loop in this scope at once, past the gate; false when the isolate
// has ended. It may be called from any goroutine.
func (s *Scope) Post(run func(*VM)) bool {
	return s.vm.iso.post(task{run: run, frame: s.frame()})
}

// PostEvent is Post, but the task waits while the scope's gate is shut.
func (s *Scope) PostEvent(run func(*VM)) bool {
	return s.vm.iso.post(task{run: run, frame: s.frame(), event: true})
}

// Event runs an event of the scope that has reached the loop: now if the gate is open, else
// when it opens, in front of events that come later.
func (s *Scope) Event(run func(*VM)) {
	if s.gate.Open() {
		s.vm.InScope(s, func() { run(s.vm) })
		return
	}
	s.gate.held = slices.Insert(s.gate.held, 0, task{run: run, frame: s.frame(), event: true})
}

// WaitUntil keeps the scope alive until promise has settled; rejected is told of a rejection.
func (s *Scope) WaitUntil(promise Value, rejected func(reason Value)) {
	s.waiting++
	s.promised++
	settled := func() {
		s.promised--
		s.leave()
		s.release()
	}
	s.vm.Then(s.vm.Completion(promise), func(Value) { settled() }, func(reason Value) {
		if rejected != nil {
			rejected(reason)
		}
		settled()
	})
}

func (s *Scope) release() {
	s.waiting--
	s.idle()
}

// Hold keeps the scope alive until the returned function is called, on the loop, once.
func (s *Scope) Hold() (release func()) {
	s.waiting++
	return func() { s.release() }
}

// Lend counts something that code outside of the scope's events may call until back is called, on
// the loop: the event may be answered then.
func (s *Scope) Lend() (back func()) {
	s.lent++
	return func() { s.lent-- }
}

// Hope registers what tells whether something else than I/O may still bring the event on.
func (s *Scope) Hope(may func() bool) { s.hopes = append(s.hopes, may) }

func (s *Scope) hopeless() bool {
	return s.lent == 0 && !slices.ContainsFunc(s.hopes, func(may func() bool) bool { return may() })
}

// AddPending counts n outstanding pieces of I/O, for sources that are not made by [Async].
func (s *Scope) AddPending(n int) {
	if s.gone { // what was outstanding was forgotten when the scope ended
		return
	}
	was := s.pending
	s.pending += n
	if s.open && (was == 0) != (s.pending == 0) {
		s.stuck(s.pending == 0)
	}
}

// OnAbort runs f when the scope is aborted before it has ended.
func (s *Scope) OnAbort(f func(error)) { s.onAbort = append(s.onAbort, f) }

// OnEnd runs f when the event is answered and nothing holds the scope any more.
func (s *Scope) OnEnd(f func()) { s.onIdle = append(s.onIdle, f) }

// End says that the event is answered. The scope's work goes on while something holds it
// (WaitUntil, Hold); then what is left is cancelled.
func (s *Scope) End() {
	s.ended = true
	s.idle()
}

func (s *Scope) idle() {
	if s.ended && s.waiting == 0 {
		s.end(context.Canceled)
	}
}

// Abort cancels everything in the scope: no JavaScript of its events runs any more.
func (s *Scope) Abort(err error) {
	if s.dead != nil || s.cancel == nil {
		return
	}
	s.dead = err
	abort := s.onAbort
	s.onAbort = nil
	for _, f := range abort {
		f(err)
	}
	s.end(err)
}

// Leave says that nobody waits for the event's answer any more: the scope goes on for the promises
// that were given to WaitUntil, and is aborted then.
func (s *Scope) Leave(err error) {
	s.left = err
	s.leave()
}

func (s *Scope) leave() {
	if s.left != nil && s.promised == 0 {
		s.Abort(s.left)
	}
}

// Aborted gives the reason of Abort, or nil.
func (s *Scope) Aborted() error { return s.dead }

func (s *Scope) end(err error) {
	if _, ok := s.vm.scopes[s]; !ok {
		return
	}
	delete(s.vm.scopes, s)
	delete(s.vm.open, s)
	s.expect(false)
	s.gone, s.pending = true, 0
	s.cancel(err)
	s.origin.end(s.vm)
	idle := s.onIdle
	s.onIdle = nil
	for _, f := range idle {
		f()
	}
}

func (s *Scope) frame() *Frame { return &Frame{scope: s, gate: s.gate, answers: s.answers} }

// Frame is what a piece of JavaScript carries with it: its scope, the gate that holds its
// events back, the call that it answers, and its asynchronous variables.
type Frame struct {
	scope   *Scope
	gate    *Gate
	answers *call
	vars    map[any]Value
}

// Frame gives the running frame, to be entered later with [VM.InFrame].
func (vm *VM) Frame() *Frame { return vm.frame }

// InFrame runs f in a frame that was taken before.
func (vm *VM) InFrame(frame *Frame, f func()) {
	prev := vm.frame
	vm.enter(frame)
	defer func() { vm.setFrame(prev) }()
	f()
}

// enter makes a frame the running one.
func (vm *VM) enter(frame *Frame) {
	vm.setFrame(frame)
	if vm.turn == nil && frame.scope != vm.root.scope {
		vm.turn = frame.scope
	}
}

// Post runs task on the loop in this frame, behind the frame's gate. It may be called from
// any goroutine; false when the isolate has ended.
func (f *Frame) Post(run func(*VM)) bool {
	return f.scope.vm.iso.post(task{run: run, frame: f, event: true})
}

// Scope is the frame's scope.
func (f *Frame) Scope() *Scope { return f.scope }

// Var reads an asynchronous variable of the running frame (AsyncLocalStorage).
func (vm *VM) Var(key any) (Value, bool) {
	v, ok := vm.frame.vars[key]
	return v, ok
}

// WithVar runs f in a frame in which key has value; what f starts inherits it.
func (vm *VM) WithVar(key any, value Value, f func()) {
	next := *vm.frame
	next.vars = maps.Clone(next.vars)
	if next.vars == nil {
		next.vars = map[any]Value{}
	}
	next.vars[key] = value
	vm.within(&next, f)
}

// InVarsOf runs f in the running frame, but with the asynchronous variables of another.
func (vm *VM) InVarsOf(frame *Frame, f func()) {
	next := *vm.frame
	next.vars = frame.vars
	vm.within(&next, f)
}

// within is InFrame for frames that begin and end in the middle of a script. A call of then on a
// thenable, of which the engine does not tell, runs in the frame of the job before it: so there
// is a job of either frame around those that f queues.
func (vm *VM) within(frame *Frame, f func()) {
	defer vm.stamp()
	vm.InFrame(frame, func() {
		vm.stamp()
		f()
	})
}

// stamp queues a job of the running frame that does nothing.
func (vm *VM) stamp() {
	if _, err := vm.then(vm.settled, vm.nothing); err != nil {
		vm.fatalLog(err)
	}
}

// InEvent reports whether an event is running, and not the code of modules at their start.
func (vm *VM) InEvent() bool { return vm.frame.scope != vm.root.scope }

// Gate holds events back, in order, while it is shut: the input gate of an actor. It is for
// the loop only. The nil gate is always open.
type Gate struct {
	vm   *VM
	shut int
	held []task
}

// NewGate makes an open gate.
func (vm *VM) NewGate() *Gate { return &Gate{vm: vm} }

// admit tells whether a task may run now, and keeps it otherwise: also behind those that have been
// let go and have not run yet.
func (g *Gate) admit(t task) bool {
	if g.Open() && (g == nil || len(g.held) == 0) {
		return true
	}
	g.held = append(g.held, t)
	return false
}

// next takes the first of the tasks that were held back, if the gate is still open, and has the
// others follow in turns of their own.
func (g *Gate) next() (first task, ok bool) {
	if g.shut > 0 || len(g.held) == 0 {
		return task{}, false
	}
	first = g.held[0]
	g.held = slices.Delete(g.held, 0, 1)
	g.letGo()
	return first, true
}

// letGo queues a turn for the first of the tasks that were held back.
func (g *Gate) letGo() {
	if len(g.held) > 0 {
		g.vm.iso.post(task{opened: g})
	}
}

// Open reports whether events pass.
func (g *Gate) Open() bool { return g == nil || g.shut == 0 }

// Shut closes the gate until the returned function has been called. Shutting nests.
func (g *Gate) Shut() (open func()) {
	g.shut++
	done := false
	return func() {
		if done {
			return
		}
		done = true
		g.shut--
		if g.shut == 0 {
			g.letGo()
		}
	}
}

// Inside runs f with a fresh gate in place of this one, which stays shut until leave is
// called: the events that f causes pass, all others wait.
func (g *Gate) Inside(f func()) (leave func()) {
	leave = g.Shut()
	vm := g.vm
	next := *vm.frame
	next.gate = vm.NewGate()
	vm.InFrame(&next, f)
	return leave
}

// Gate is the gate of the running frame; nil when it has none.
func (vm *VM) Gate() *Gate { return vm.frame.gate }
