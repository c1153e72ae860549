package crypto

import (
	"context"

	"paddock/jsruntime"
)

// working is the context of a computation on the loop: done when its event is over, or when the script must stop.
// done is called behind it.
func working(vm *jsruntime.VM) (ctx context.Context, done func()) {
	ctx, cancel := context.WithCancel(vm.Context())
	forget := context.AfterFunc(vm.Interrupted(), cancel)
	return ctx, func() { forget(); cancel() }
}

// stopped throws what has become of a computation that has failed.
func stopped(vm *jsruntime.VM, err error) {
	vm.Breathe()
	vm.Throw(err)
}
