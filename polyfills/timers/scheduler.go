package timers

import (
	"paddock/jsruntime"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
)

// scheduler is the host side of the global scheduler.
type scheduler struct{}

var schedulerClass = jsruntime.NewClass[scheduler]("Scheduler").
	AsyncMethod("wait", 1, func(vm *jsruntime.VM, _ *scheduler, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'wait' on 'Scheduler': parameter 1 is not of type 'number'.")
		}
		globalscope.NeedsEvent(vm)
		signal := signalOf(vm, args.At(1))
		if signal != nil && signal.Get("aborted").ToBoolean() {
			return nil, vm.Wrap(reason(vm, signal))
		}
		promise, resolve, reject := vm.NewResolvers()
		unlisten := func() {}
		timer := After(vm, delay(args.At(0)), func(*jsruntime.VM) {
			unlisten()
			resolve(nil)
		})
		if signal != nil {
			unlisten = events.Listen(signal, "abort", func(*jsruntime.Object) {
				timer.Stop()
				unlisten()
				reject(reason(vm, signal))
			})
		}
		return promise, nil
	})

// signalOf gives the signal of WaitOptions, nil for none.
func signalOf(vm *jsruntime.VM, options jsruntime.Value) *jsruntime.Object {
	o := jsruntime.AsObject(options)
	if o == nil && !jsruntime.IsNullish(options) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'wait' on 'Scheduler': parameter 2 is not of type 'WaitOptions'.")
	}
	if o == nil || jsruntime.IsUndefined(o.Get("signal")) {
		return nil
	}
	signal := jsruntime.AsObject(o.Get("signal"))
	if signal == nil || signal.Get("aborted") == nil {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'signal' field on 'WaitOptions': the provided value is not of type 'AbortSignal'.")
	}
	return signal
}

// reason is why a signal was aborted. The platform passes it on as an Error, whatever it was.
func reason(vm *jsruntime.VM, signal *jsruntime.Object) jsruntime.Value {
	why := signal.Get("reason")
	if jsruntime.AsObject(why) == nil {
		return vm.NewErrorObject(jsruntime.PlainError, vm.Text(why))
	}
	return why
}
