package worker

import (
	"fmt"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// molds are those of the props that stubs carry, by the message that a stub keeps. Each event of an
// entrypoint has props of its own, for its script may change them.
var molds = jsruntime.NewSlot(func(*jsruntime.VM) map[*jsruntime.Message]*jsruntime.Mold {
	return map[*jsruntime.Message]*jsruntime.Mold{}
})

// keptMolds is how many molds are kept; stubs come and go, and take theirs with them now and then.
const keptMolds = 128

// props makes the value of ctx.props; nil if there are none.
func props(vm *jsruntime.VM, m *jsruntime.Message) (jsruntime.Value, error) {
	if m == nil {
		return nil, nil
	}
	known := molds.Get(vm)
	mold, seen := known[m]
	if mold != nil {
		return vm.Plain().Cast(mold), nil
	}
	v, err := rpc.Decode(vm, *m)
	if err != nil {
		return nil, fmt.Errorf("decode ctx.props: %w", err)
	}
	if jsruntime.IsUndefined(v) {
		return nil, nil
	}
	if !seen {
		if len(known) == keptMolds {
			clear(known)
		}
		known[m] = vm.Plain().Mold(v) // nil: it has to be read each time
	}
	return v, nil
}
