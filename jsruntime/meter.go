package jsruntime

import (
	"context"
	"time"
)

// meter tells when the turns of an event have together computed for longer than a limit. As a turn lasts longer than it
// computes on a busy machine, the time of the processor must have gone by, too: see [watchdog].
type meter struct {
	spent   time.Duration
	watched bool
	process time.Duration // the process's time of the processor since it is watched
	free    bool
}

// spend counts a turn. Most events never come near the limit: only then the system is asked.
func (m *meter) spend(turn, limit time.Duration, processTime func() time.Duration) (over bool) {
	m.spent += turn
	switch {
	case limit <= 0 || m.free || m.spent < limit/4:
		return false
	case !m.watched:
		m.watched, m.process = true, processTime()
	}
	return m.spent > limit && processTime()-m.process > limit/2
}

// Renew lets the scope's event compute for as long as a new one: something has come from outside for which the platform
// gives time anew.
func (s *Scope) Renew() { s.meter = meter{free: s.meter.free} }

// Unmetered lets the scope's turns be as many as they like. Each of them is still limited.
func (s *Scope) Unmetered() { s.meter.free = true }

// Spend counts what host code has computed for the event outside of the loop. It may be called from any goroutine.
func (s *Scope) Spend(d time.Duration) {
	const little = time.Millisecond // which is not worth a turn
	if d > little {
		s.Post(func(*VM) { s.meter.spent += d })
	}
}

// Compute is [Async] for work that keeps a processor busy: its time counts as the event's own. It has to end with its
// context.
func Compute[T any](vm *VM, work func(ctx context.Context) (T, error), done func(*VM, T) (Value, error)) Value {
	scope := vm.frame.scope
	return Async(vm, func(ctx context.Context) (T, error) {
		begun := time.Now()
		defer func() { scope.Spend(time.Since(begun)) }()
		return work(ctx)
	}, done)
}
