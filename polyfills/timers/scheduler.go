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
		globalscope.NeedsEvent(vm)
		var signal *jsruntime.Object
		if options := jsruntime.AsObject(args.At(1)); options != nil {
			signal = jsruntime.AsObject(options.Get("signal"))
		}
		if signal != nil && signal.Get("aborted") != nil && signal.Get("aborted").ToBoolean() {
			return nil, vm.Wrap(signal.Get("reason"))
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
				reject(signal.Get("reason"))
			})
		}
		return promise, nil
	})
