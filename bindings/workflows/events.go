package workflows

import (
	"fmt"

	"paddock/jsruntime"
)

// event writes an event that is sent now.
func (w *workflow) event(vm *jsruntime.VM, kind, payload jsruntime.Value) ([]byte, error) {
	date, err := vm.New(vm.Get("Date"), vm.ToValue(w.host.Now().UnixMilli()))
	if err != nil {
		return nil, err
	}
	e := vm.NewObject()
	set(vm, e, "payload", payload)
	set(vm, e, "type", kind)
	set(vm, e, "timestamp", date)
	m, err := vm.Serialize(e, nil, nil)
	return m.Data, err
}

// receive takes an event: a step that waits for its kind has it, else the first that will.
func (i *instance) receive(kind string, data []byte) error {
	i.mu.Lock()
	e := event{eventKey(kind, i.sent), i.sent, data}
	if err := i.journal.put(e.key, data); err != nil {
		i.mu.Unlock()
		return err
	}
	i.sent++
	i.events[kind] = append(i.events[kind], e)
	if i.run != nil {
		i.run.offer(kind)
	}
	i.mu.Unlock()
	return i.carryOn()
}

func eventKey(kind string, number int) string {
	return fmt.Sprintf("%s%s\n%d", eventsPrefix, kind, number)
}

// splitEventKey is the other way round.
func splitEventKey(key string) (kind string, number int) {
	rest := key[len(eventsPrefix):]
	for at := len(rest) - 1; at >= 0; at-- {
		if rest[at] == '\n' {
			_, _ = fmt.Sscan(rest[at+1:], &number) // 0 for what is no number
			return rest[:at], number
		}
	}
	return rest, 0
}
