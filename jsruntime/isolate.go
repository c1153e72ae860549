package jsruntime

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// Defaults of [Options].
const (
	DefaultStackSize = 20000            // JavaScript frames; a call of a built-in one back costs three, and 5 kB
	DefaultCPULimit  = 30 * time.Second // one event
	MaxMemoryLimit   = 4 << 30          // bytes by which one turn may make the heap grow
)

// ErrClosed is the error of work for an isolate that was closed.
var ErrClosed = errors.New("isolate is closed")

// Options configure an isolate. The zero value is usable.
type Options struct {
	Name      string        // for messages
	APIs      []API         // what the global object offers, in order of need
	StackSize int           // JavaScript frames before a RangeError is thrown; 0: DefaultStackSize
	CPULimit  time.Duration // length of one turn, and of all that an event has, before the isolate dies; 0: DefaultCPULimit, < 0: no limit, of memory neither
	Memory    uint64        // bytes by which one turn makes the heap grow before the isolate dies; 0: half of the machine's, at most MaxMemoryLimit
	Live      uint64        // bytes alive in the process, over many turns, above which an isolate dies whose turn it is; 0: a third of the machine's, at least 1 GiB
	Log       *slog.Logger  // internal errors; nil: discarded
	Now       func() time.Time
	// Lower takes away the syntax that dialect.Lowered names, but for import(), of a text for eval or a constructor of
	// functions; nil: texts with such syntax are refused.
	Lower func(src string) (string, error)
	// MapStack rewrites the text of a stack from generated to source positions.
	MapStack func(stack string) string
	// Unhandled is told of each promise that was rejected and not handled by the turn's end.
	Unhandled func(vm *VM, reason Value, promise Value)
	// Handled is told of each promise that gets a handler after Unhandled was told of it, while it gets that.
	Handled func(vm *VM, promise Value)
}

// Isolate is one JavaScript world and the one goroutine that may touch it.
type Isolate struct {
	opts Options
	vm   *VM

	mu     sync.Mutex // guards queue, closed, dead
	queue  []task
	closed bool
	dead   error

	wake    chan struct{} // capacity 1: the queue has work
	stop    chan struct{} // closed by Close and by death
	done    chan struct{} // closed when the loop has ended
	ctx     context.Context
	cancel  context.CancelCauseFunc
	workers sync.WaitGroup // goroutines of Async

	interrupted context.Context // cancelled when the running script must stop
	interrupt   context.CancelCauseFunc

	turnStart atomic.Int64 // unix ns of the running turn's start; 0 between turns
}

// task is one entry of the loop's queue.
type task struct {
	run   func(*VM)
	frame *Frame
	// event is held back while the frame's gate is shut; the rest is not.
	event bool
	// abandoned is called instead of run when the isolate ends first; nil: nothing to do.
	abandoned func()
	// opened has let its events go: the task stands for the first of them.
	opened *Gate
}

// New makes an isolate and starts its loop. Cancelling ctx closes it.
func New(ctx context.Context, opts Options) (*Isolate, error) {
	if opts.StackSize == 0 {
		opts.StackSize = DefaultStackSize
	}
	if opts.CPULimit == 0 {
		opts.CPULimit = DefaultCPULimit
	}
	if opts.Memory == 0 {
		opts.Memory = min(machineMemory()/2, MaxMemoryLimit)
	}
	if opts.Live == 0 {
		opts.Live = max(machineMemory()/3, 1<<30)
	}
	if opts.Log == nil {
		opts.Log = slog.New(slog.DiscardHandler)
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	iso := &Isolate{
		opts: opts,
		wake: make(chan struct{}, 1),
		stop: make(chan struct{}),
		done: make(chan struct{}),
	}
	iso.ctx, iso.cancel = context.WithCancelCause(ctx)
	iso.interrupted, iso.interrupt = context.WithCancelCause(iso.ctx)
	iso.vm = newVM(iso)
	go iso.loop()
	if opts.CPULimit > 0 {
		iso.workers.Add(1)
		go iso.watch()
	}
	return iso, iso.Do(ctx, func(vm *VM) error { return vm.install(opts.APIs) })
}

// Do runs task on the loop and waits for it and the microtasks it caused. It is the only
// way in for callers outside of the loop. A JavaScript exception comes back as *[Exception].
func (iso *Isolate) Do(ctx context.Context, run func(*VM) error) error {
	result := make(chan error, 1)
	ok := iso.post(task{run: func(vm *VM) {
		err := errors.New("task was abandoned")
		defer func() { result <- err }()
		err = vm.guard(func() error { return run(vm) })
	}})
	if !ok {
		return iso.Err()
	}
	select {
	case err := <-result:
		return err
	case <-iso.done:
		select {
		case err := <-result:
			return err
		default:
			return iso.Err()
		}
	case <-ctx.Done():
		return context.Cause(ctx)
	}
}

// Post queues task and does not wait; false when the isolate takes no more. When the isolate
// ends before the task has run, it is called with nil.
func (iso *Isolate) Post(run func(*VM)) bool {
	return iso.post(task{run: run, abandoned: func() { run(nil) }})
}

// VM is the isolate's world, for the loop only.
func (iso *Isolate) VM() *VM { return iso.vm }

// Err tells why the isolate takes no more work: ErrClosed, or what killed it. nil while it lives.
func (iso *Isolate) Err() error {
	iso.mu.Lock()
	defer iso.mu.Unlock()
	if iso.dead != nil {
		return iso.dead
	}
	if iso.closed || iso.ctx.Err() != nil {
		return ErrClosed
	}
	return nil
}

// Done is closed when the loop has ended.
func (iso *Isolate) Done() <-chan struct{} { return iso.done }

// Context is cancelled when the isolate closes or dies.
func (iso *Isolate) Context() context.Context { return iso.ctx }

// Close stops the loop after the running turn, cancels all work and waits for it to end.
func (iso *Isolate) Close() error {
	iso.mu.Lock()
	first := !iso.closed
	iso.closed = true
	iso.mu.Unlock()
	if first {
		iso.cancel(ErrClosed)
		iso.vm.Interrupt(ErrClosed)
	}
	<-iso.done
	iso.workers.Wait()
	return nil
}

// post queues a task; false when the isolate takes no more.
func (iso *Isolate) post(t task) bool {
	iso.mu.Lock()
	if iso.closed || iso.dead != nil {
		iso.mu.Unlock()
		return false
	}
	iso.queue = append(iso.queue, t)
	iso.mu.Unlock()
	select {
	case iso.wake <- struct{}{}:
	default:
	}
	return true
}

func (iso *Isolate) loop() {
	defer close(iso.done)
	var batch []task
	var q quiet
	for {
		iso.mu.Lock()
		batch, iso.queue = iso.queue, batch[:0]
		stopped := iso.closed || iso.dead != nil
		iso.mu.Unlock()
		if stopped {
			iso.vm.shutdown()
			iso.abandon(batch)
			return
		}
		if len(batch) == 0 {
			found, again := iso.vm.checkHung(&q)
			if found {
				continue
			}
			var later <-chan time.Time
			if again > 0 {
				later = time.After(again)
			}
			select {
			case <-iso.wake:
			case <-later:
			case <-iso.ctx.Done():
				iso.mu.Lock()
				iso.closed = true
				iso.mu.Unlock()
			}
			continue
		}
		q.reset()
		for i, t := range batch {
			batch[i] = task{}
			iso.turn(t, i < len(batch)-1)
			if iso.Err() != nil {
				iso.abandon(batch[i+1:])
				break
			}
		}
		iso.finish()
	}
}

// abandon tells tasks that they will not run.
func (iso *Isolate) abandon(tasks []task) {
	for _, t := range tasks {
		if t.abandoned != nil {
			iso.vm.lastly(t.abandoned)
		}
	}
}

// finish does what the turns so far have left to those that were to follow.
func (iso *Isolate) finish() {
	if len(iso.vm.output.shared) == 0 {
		return
	}
	iso.turnStart.Store(time.Now().UnixNano())
	iso.vm.endTurn(false)
	iso.turnStart.Store(0)
}

// turn runs one task with its microtasks, then lets out what it emitted. Where another task follows, both
// may share what AtOutput runs.
func (iso *Isolate) turn(t task, follows bool) {
	vm := iso.vm
	if t.frame == nil {
		t.frame = vm.root
	}
	if t.opened != nil {
		first, ok := t.opened.next()
		if !ok {
			return
		}
		t = first
	} else if t.event && !t.frame.gate.admit(t) {
		return
	}
	if t.frame.scope.dead != nil && t.event {
		return
	}
	begun := time.Now()
	iso.turnStart.Store(begun.UnixNano())
	vm.turn = nil // what ran between turns has entered frames, too
	vm.enter(t.frame)
	if err := vm.guard(func() error { t.run(vm); return nil }); err != nil {
		iso.opts.Log.Error("task on the loop", "isolate", iso.opts.Name, "error", err)
	}
	ended := time.Now()
	vm.endTurn(follows && vm.output.sharesAt(begun, ended))
	vm.setFrame(vm.root)
	if s := vm.turn; s != nil && s.meter.spend(ended.Sub(begun), iso.opts.CPULimit, processTime) {
		iso.end(ErrCPULimit)
	}
	vm.turn = nil
	iso.turnStart.Store(0)
	if iso.interrupted.Err() != nil && iso.ctx.Err() == nil { // too late for this turn, and not for the next
		iso.kill(context.Cause(iso.interrupted))
	}
}

// kill makes the isolate take no more work. An uncatchable error has emptied the engine's
// queue of microtasks, so that no promise of this isolate can be relied on any more.
func (iso *Isolate) kill(err error) {
	iso.mu.Lock()
	if iso.dead == nil && !iso.closed {
		iso.dead = err
	}
	iso.mu.Unlock()
	iso.cancel(err)
}

// Abort ends the isolate: no JavaScript of it runs any more, from the calling host function on. What it was
// doing fails with err.
func (vm *VM) Abort(err error) {
	vm.iso.end(err)
}

// ErrCPULimit is why an isolate died whose turn lasted too long.
var ErrCPULimit = errors.New("Worker exceeded CPU time limit.") //nolint:staticcheck // the platform's words

// ErrStackOverflow is why an isolate died whose JavaScript recursed too deeply where the dialect's instructions do not see it.
var ErrStackOverflow = errors.New(dialect.TooDeep)

// ErrMemoryLimit is why an isolate died whose turn took too much memory.
var ErrMemoryLimit = errors.New("Worker exceeded memory limit.") //nolint:staticcheck // the platform's words

// watch interrupts a turn that computes for longer than the limit, or takes more memory.
func (iso *Isolate) watch() {
	defer iso.workers.Done()
	limit := iso.opts.CPULimit
	tick := time.NewTicker(min(max(limit/8, 5*time.Millisecond), 250*time.Millisecond))
	defer tick.Stop()
	w, h := watchdog{limit: limit}, hoarder{limit: iso.opts.Memory}
	for {
		select {
		case <-iso.ctx.Done():
			return
		case now := <-tick.C:
			start := iso.turnStart.Load()
			if start == 0 {
				continue
			}
			switch {
			case w.barks(start, now, processTime()):
				iso.end(ErrCPULimit)
			case h.barks(start, heapSize()), crowded(iso.ctx, iso.opts.Live):
				iso.end(ErrMemoryLimit)
			}
		}
	}
}

// end interrupts the running turn.
func (iso *Isolate) end(why error) {
	iso.vm.Interrupt(why)
	iso.interrupt(why)
}

// guard runs f and turns whatever it panics with into an error: nothing that happens in a
// host function may take the process down.
func (vm *VM) guard(f func() error) (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = vm.recovered(x)
		}
		err = vm.fatal(err)
	}()
	if ex := vm.Runtime.Try(func() { err = f() }); ex != nil {
		return vm.Wrap(ex.Value())
	}
	return err
}

// fatal kills the isolate if err is one that JavaScript cannot catch.
func (vm *VM) fatal(err error) error {
	if err == nil {
		return nil
	}
	if dead := vm.uncatchable(err); dead != nil {
		vm.iso.kill(dead)
		return dead
	}
	if vm.iso.interrupted.Err() != nil && vm.iso.ctx.Err() == nil { // host code was the first to see it
		why := context.Cause(vm.iso.interrupted)
		vm.iso.kill(why)
		return why
	}
	if ex := thrownByScript(err); ex != nil {
		return vm.Wrap(ex.Value())
	}
	return err
}

// recovered makes an error of a panic's value.
func (vm *VM) recovered(x any) error {
	switch x := x.(type) {
	case *goja.InterruptedError:
		return x
	case *goja.StackOverflowError:
		return x
	case *goja.Exception:
		return vm.Wrap(x.Value())
	case Value:
		return vm.Wrap(x)
	}
	// A mistake that nobody contained may have left the engine in the middle of its microtasks: those that
	// were to follow are lost, and what waits for them would wait for ever.
	err := vm.internal(x)
	vm.iso.kill(err)
	return err
}

// contain, deferred by a host function, throws what it panics with by mistake as an exception of
// JavaScript, so that promises reject which would never settle otherwise.
func (vm *VM) contain() {
	if x := recover(); x != nil {
		panic(vm.mistake(x))
	}
}

// mistake makes an Error of the value of a panic that is a mistake of host code. It does not
// return for what the engine and [VM.Throw] panic with: that goes on.
func (vm *VM) mistake(x any) Value {
	if e := vm.mistaken(x); e != nil {
		return e
	}
	panic(x)
}

// mistaken is mistake that gives nil for what goes on.
func (vm *VM) mistaken(x any) Value {
	switch e := x.(type) {
	case runtime.Error, string:
		return vm.ErrorValue(vm.internal(x))
	case error:
		var ours *Exception
		if vm.uncatchable(e) == nil && thrownByScript(e) == nil && !errors.As(e, &ours) {
			return vm.ErrorValue(vm.internal(x))
		}
	}
	return nil
}

// contained gives f with what contain does for it. What f throws goes on from here, after the deferred function has
// returned: panics of deferred functions pile up where scripts recurse through f, at a price that grows with their square.
func contained[Call, Result any](vm *VM, f func(Call) Result) func(Call) Result {
	return func(call Call) Result {
		result, thrown := outcome(vm, f, call)
		if thrown != nil {
			panic(thrown)
		}
		return result
	}
}

func outcome[Call, Result any](vm *VM, f func(Call) Result, call Call) (result Result, thrown any) {
	defer func() {
		if thrown = recover(); thrown != nil {
			if e := vm.mistaken(thrown); e != nil {
				thrown = e
			}
		}
	}()
	return f(call), nil
}

// lastly runs what belongs to the end of the isolate: nobody is left to be told of its mistakes.
func (vm *VM) lastly(f func()) {
	defer func() {
		if x := recover(); x != nil {
			_ = vm.internal(x)
		}
	}()
	f()
}

// internal logs what host code panicked with and makes an error of it. It is for the deferred
// functions of the panic, whose stack it shows.
func (vm *VM) internal(x any) error {
	vm.iso.opts.Log.Error("panic in a host function", "isolate", vm.iso.opts.Name, "panic", fmt.Sprint(x), "stack", string(debug.Stack()))
	return fmt.Errorf("internal error: %v", x)
}
