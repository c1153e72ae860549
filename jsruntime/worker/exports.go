package worker

import (
	"fmt"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/workers"
)

// BadExport is the error for a main module with an export that the platform refuses.
type BadExport struct {
	Name string
	Text string // in the platform's words
}

func (e *BadExport) Error() string { return "TypeError: " + e.Text }

// checkExports finds what is neither a class nor an object with handlers.
func (h *home) checkExports() error {
	if h.main == nil {
		return nil
	}
	for _, name := range h.main.Keys() {
		switch v := h.main.Get(name); {
		case jsruntime.IsNullish(v):
			return &BadExport{name, "Cannot initialize ExportedHandler with required members from an undefined or null value."}
		case jsruntime.AsObject(v) == nil:
			return &BadExport{name, fmt.Sprintf("Incorrect type for map entry '%s': the provided value is not of type 'function or ExportedHandler'.", name)}
		}
	}
	return nil
}

// publish fills ctx.exports: a loopback stub for each entrypoint (objects
// count, whatever is in them) and a namespace for each
// configured Durable Object class that the main module exports. Another class can be that of a facet.
func (h *home) publish(vm *jsruntime.VM) {
	if h.main == nil {
		return
	}
	for _, name := range h.main.Keys() {
		v := h.main.Get(name)
		o := jsruntime.AsObject(v)
		if o == nil {
			continue
		}
		if resource, ok := h.worker.opts.ObjectClasses[name]; ok {
			bind := resource.Bind
			if l, ok := resource.(bindings.Loopback); ok {
				bind = l.BindLoopback
			}
			ns, err := bind(vm)
			if err != nil {
				vm.Throw(err)
			}
			h.export(vm, name, ns)
			continue
		}
		switch kind := workers.KindOf(vm, o); {
		case jsruntime.IsFunction(o) && kind == workers.Workflow:
		case jsruntime.IsFunction(o) && kind != workers.Entrypoint:
			h.export(vm, name, rpc.NewLoopbackClass(vm, name))
		default:
			h.export(vm, name, h.loopback(vm, name))
		}
	}
}

func (h *home) export(vm *jsruntime.VM, name string, v jsruntime.Value) {
	if err := h.exports.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

// loopback makes the stub of an entrypoint of this worker. Called, it gives a stub whose
// ctx.props are those of the call.
func (h *home) loopback(vm *jsruntime.VM, name string) *jsruntime.Object {
	service := func(props *jsruntime.Message) rpc.Service {
		return bindings.Service(h.worker.fleet, bindings.Target{Worker: h.worker.opts.Name, Entrypoint: name, Props: props})
	}
	return rpc.NewLoopback(vm, service(nil), func(props *jsruntime.Message) jsruntime.Value {
		return rpc.NewService(vm, service(props), rpc.Options{Kind: rpc.Channel})
	})
}

// Exports reports whether the main module exports a name.
func (w *Worker) Exports(name string) bool {
	h, err := w.current()
	if err != nil {
		return false
	}
	found := false
	err = h.iso.Do(w.ctx, func(vm *jsruntime.VM) error {
		found = h.main != nil && h.main.Get(name) != nil && !jsruntime.IsUndefined(h.main.Get(name))
		return nil
	})
	return err == nil && found
}
