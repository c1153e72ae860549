package timers

import (
	"cmp"
	"container/heap"
	"slices"
	"sync"
	"time"

	"paddock/jsruntime"
)

// Timer is one callback that waits for its time. It is for the loop only.
type Timer struct {
	queue  *queue
	scope  *jsruntime.Scope
	frame  *jsruntime.Frame
	run    func(*jsruntime.VM)
	period time.Duration // < 0: fires once
	live   bool
	forget func() // runs when the timer stops; may be nil
	delay  time.Duration

	// guarded by queue.mu
	due   time.Time
	seq   uint64
	index int // in the heap; -1 when not in it
}

// After runs f on the loop, once, when d has passed, as an event of the running scope. It
// counts as outstanding I/O until then. It does not run when the scope has ended before.
func After(vm *jsruntime.VM, d time.Duration, f func(*jsruntime.VM)) *Timer {
	return start(vm, d, -1, f)
}

// Every runs f on the loop each time d has passed, until it is stopped or its scope ends. After the first time at
// least a millisecond passes.
func Every(vm *jsruntime.VM, d time.Duration, f func(*jsruntime.VM)) *Timer {
	return start(vm, d, max(d, time.Millisecond), f)
}

// Stop keeps the timer from running again. Stopping twice is fine.
func (t *Timer) Stop() {
	if !t.live {
		return
	}
	t.live = false
	t.scope.AddPending(-1)
	t.queue.remove(t)
	if t.forget != nil {
		t.forget()
	}
	own := timersOf(t.scope)
	delete(own.live, t)
	own.finished++
}

// scopeTimers are the timers of one scope.
type scopeTimers struct {
	live     map[*Timer]struct{}
	finished int // how many there were besides
}

// scopeKey is where a scope keeps its timers.
type scopeKey struct{}

// timersOf gives the timers of a scope, which stop when it ends.
func timersOf(scope *jsruntime.Scope) *scopeTimers {
	if own, ok := scope.Value(scopeKey{}).(*scopeTimers); ok {
		return own
	}
	own := &scopeTimers{live: map[*Timer]struct{}{}}
	scope.SetValue(scopeKey{}, own)
	scope.OnEnd(func() {
		for t := range own.live {
			t.Stop()
		}
	})
	return own
}

func start(vm *jsruntime.VM, d, period time.Duration, f func(*jsruntime.VM)) *Timer {
	t := &Timer{queue: queues.Get(vm), scope: vm.Scope(), frame: vm.Frame(), run: f, period: period, live: true, index: -1}
	t.scope.AddPending(1)
	timersOf(t.scope).live[t] = struct{}{}
	t.queue.add(vm, t, d)
	return t
}

// fire runs a due timer on the loop.
func (t *Timer) fire(vm *jsruntime.VM) {
	if !t.live {
		return
	}
	if t.period < 0 {
		t.Stop()
		t.run(vm)
		return
	}
	t.run(vm)
	if t.live {
		t.queue.add(vm, t, t.period)
	}
}

// queue is an isolate's timers by deadline. Nothing has to close it: an alarm that rings
// after the loop's end only finds that the loop takes no more tasks.
type queue struct {
	young []*Timer // of the running turn; for the loop only

	mu    sync.Mutex // guards heap, seq, alarm and the timers' due, seq and index
	heap  deadlines
	seq   uint64
	alarm *time.Timer // armed for the first deadline
}

var queues = jsruntime.NewSlot(func(vm *jsruntime.VM) *queue { return &queue{} })

// add has a timer wait from the turn's end on, as none can fire before.
func (q *queue) add(vm *jsruntime.VM, t *Timer, d time.Duration) {
	t.due, t.delay = time.Now().Add(d), d
	if len(q.young) == 0 {
		vm.AtTurnEnd(q.plant)
	}
	q.young = append(q.young, t)
}

// plant has the timers of a turn wait. They fire in the order of their delays, however long the turn took
// between them: on the platform no time passes within one.
func (q *queue) plant() error {
	slices.SortStableFunc(q.young, func(a, b *Timer) int { return cmp.Compare(a.delay, b.delay) })
	q.mu.Lock()
	defer q.mu.Unlock()
	var due time.Time
	first := false
	for _, t := range q.young {
		if !t.live {
			continue
		}
		if t.due.Before(due) {
			t.due = due
		}
		due = t.due
		q.seq++
		t.seq = q.seq
		heap.Push(&q.heap, t)
		first = first || t.index == 0
	}
	clear(q.young)
	q.young = q.young[:0]
	if first {
		q.arm()
	}
	return nil
}

func (q *queue) remove(t *Timer) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if t.index >= 0 {
		heap.Remove(&q.heap, t.index)
	}
}

// arm sets the alarm for the first deadline.
func (q *queue) arm() {
	d := max(time.Until(q.heap[0].due), 0)
	if q.alarm == nil {
		q.alarm = time.AfterFunc(d, q.ring)
		return
	}
	q.alarm.Reset(d)
}

// ring posts what is due. Posting only appends to the loop's queue; it happens under the
// lock so that two alarms cannot post out of order.
func (q *queue) ring() {
	q.mu.Lock()
	defer q.mu.Unlock()
	now := time.Now()
	for len(q.heap) > 0 && !q.heap[0].due.After(now) {
		t := heap.Pop(&q.heap).(*Timer)
		t.frame.Post(t.fire)
	}
	if len(q.heap) > 0 {
		q.arm()
	}
}

// deadlines is a heap of timers, the first due on top.
type deadlines []*Timer

func (h deadlines) Len() int { return len(h) }
func (h deadlines) Less(i, j int) bool {
	if h[i].due.Equal(h[j].due) {
		return h[i].seq < h[j].seq
	}
	return h[i].due.Before(h[j].due)
}
func (h deadlines) Swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].index, h[j].index = i, j
}
func (h *deadlines) Push(x any) {
	t := x.(*Timer)
	t.index = len(*h)
	*h = append(*h, t)
}
func (h *deadlines) Pop() any {
	old := *h
	t := old[len(old)-1]
	old[len(old)-1] = nil
	*h = old[:len(old)-1]
	t.index = -1
	return t
}
