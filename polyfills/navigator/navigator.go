// Package navigator is the global navigator. Its values are those that the platform has for
// every Worker: they tell nothing of the machine.
package navigator

import (
	"net/http"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/fetch"
)

// Options configure the API.
type Options struct {
	Transport http.RoundTripper // requests of sendBeacon()
}

// API gives the globals.
func API(opts Options) jsruntime.API {
	return jsruntime.API{Name: "navigator", Own: []string{"navigator"}, Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Navigator": func(vm *jsruntime.VM) jsruntime.Value { return class().Object(vm) },
		"navigator": func(vm *jsruntime.VM) jsruntime.Value { return class().New(vm, &navigator{opts.Transport}) },
	}}
}

// navigator is the host side of the global navigator.
type navigator struct{ transport http.RoundTripper }

var class = sync.OnceValue(func() *jsruntime.Class[navigator] {
	return jsruntime.NewClass[navigator]("Navigator").
		Method("sendBeacon", 1, sendBeacon).
		Getter("userAgent", constant("Cloudflare-Workers")).
		Getter("language", byFlag(constant("en"))).
		Getter("languages", byFlag(func(vm *jsruntime.VM, _ *navigator) jsruntime.Value { return languages.Get(vm) })).
		Getter("hardwareConcurrency", constant(1)).
		Getter("platform", constant(""))
})

// byFlag is a getter for what the flag enable_navigator_language brings.
func byFlag(get func(*jsruntime.VM, *navigator) jsruntime.Value) func(*jsruntime.VM, *navigator) jsruntime.Value {
	return func(vm *jsruntime.VM, n *navigator) jsruntime.Value {
		if !compat.Of(vm).Has("enable_navigator_language") {
			return jsruntime.Undefined()
		}
		return get(vm, n)
	}
}

var languages = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Value { return vm.Frozen(vm.ToValue("en")) })

func constant(v any) func(*jsruntime.VM, *navigator) jsruntime.Value {
	return func(vm *jsruntime.VM, _ *navigator) jsruntime.Value { return vm.ToValue(v) }
}

// sendBeacon posts a body and keeps the event alive until that is answered. What goes wrong,
// a bad URL too, is nobody's concern.
func sendBeacon(vm *jsruntime.VM, n *navigator, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'sendBeacon' on 'Navigator': parameter 1 is not of type 'string'.")
	}
	init := vm.NewObject()
	for name, v := range map[string]any{"method": "POST", "body": args.At(1)} {
		if err := init.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	sent := vm.Promised(func() (jsruntime.Value, error) {
		return fetch.Do(vm, n.transport, []jsruntime.Value{args[0], init}, fetch.DoOptions{}), nil
	})
	vm.Scope().WaitUntil(sent, nil)
	return vm.ToValue(true)
}
