package events

import (
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// Target is the host side of an EventTarget. The zero value is ready; embed it.
type Target struct {
	listeners []*listener
}

// listener is one entry of a target's event listener list (DOM, section 2.7).
type listener struct {
	kind     string
	callback jsruntime.Value               // a function or an object with handleEvent
	host     func(event *jsruntime.Object) // instead of callback, for Go
	capture  bool
	once     bool
	passive  bool
	handler  bool // an event handler attribute, as onabort
	removed  bool
	detach   func() // forgets the signal that would remove it
}

// hosts finds the structs of event targets: From goes by the struct's type, and the class
// itself cannot be named inside of its own definition.
var hosts = jsruntime.NewClass[Target]("EventTarget")

// TargetClass is the class EventTarget; its subclasses embed [Target].
var TargetClass = jsruntime.NewClass[Target]("EventTarget").
	Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *Target { return &Target{} }).
	Method("addEventListener", 2, addListener).
	Method("removeEventListener", 2, removeListener).
	MethodThis("dispatchEvent", 1, func(vm *jsruntime.VM, this *jsruntime.Object, t *Target, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(dispatchArgument(vm, t, this, args))
	})

// addListener is EventTarget.addEventListener.
func addListener(vm *jsruntime.VM, t *Target, args jsruntime.Args) jsruntime.Value {
	kind, callback := listenerArguments(vm, "addEventListener", args)
	l := &listener{kind: kind, callback: callback}
	var signal *jsruntime.Object
	switch o := args.At(2).(type) {
	case *jsruntime.Object:
		l.capture = flag(o, "capture")
		l.once = flag(o, "once")
		l.passive = flag(o, "passive")
		if v := o.Get("signal"); !jsruntime.IsUndefined(v) {
			signal = jsruntime.AsObject(v)
			if _, ok := hosts.From(v); signal == nil || !ok {
				vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'signal' field on 'AddEventListenerOptions': the provided value is not of type 'AbortSignal'.")
			}
		}
	default:
		l.capture = o != nil && o.ToBoolean()
	}
	if callback == nil || (signal != nil && flag(signal, "aborted")) {
		return nil
	}
	if t.find(kind, callback, l.capture) >= 0 {
		return nil
	}
	t.listeners = append(t.listeners, l)
	if signal != nil {
		l.detach = Listen(signal, "abort", func(*jsruntime.Object) { t.remove(l) })
	}
	return nil
}

// listenerArguments reads the type and the listener of a method that has both; a nil callback
// stands for null and undefined.
func listenerArguments(vm *jsruntime.VM, method string, args jsruntime.Args) (kind string, callback jsruntime.Value) {
	wrong := func(i int, kind string) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'EventTarget': parameter %d is not of type '%s'.", method, i, kind)
	}
	if len(args) == 0 {
		wrong(1, "string")
	}
	kind = vm.Text(args[0])
	switch {
	case len(args) > 1 && jsruntime.IsNullish(args[1]):
		return kind, nil
	case jsruntime.AsObject(args.At(1)) == nil:
		if len(args) > 1 && !compat.Of(vm).Has("dont_substitute_null_on_type_error") {
			return kind, nil
		}
		if method == "removeEventListener" {
			wrong(2, "Object")
		}
		wrong(2, "function or HandlerObject")
	}
	return kind, args[1]
}

func flag(o *jsruntime.Object, name string) bool {
	v := o.Get(name)
	return v != nil && v.ToBoolean()
}

// removeListener is EventTarget.removeEventListener.
func removeListener(vm *jsruntime.VM, t *Target, args jsruntime.Args) jsruntime.Value {
	kind, callback := listenerArguments(vm, "removeEventListener", args)
	capture := false
	if o := jsruntime.AsObject(args.At(2)); o != nil {
		capture = flag(o, "capture")
	} else {
		capture = args.At(2).ToBoolean()
	}
	if callback == nil {
		return nil
	}
	if i := t.find(kind, callback, capture); i >= 0 {
		t.remove(t.listeners[i])
	}
	return nil
}

func (t *Target) find(kind string, callback jsruntime.Value, capture bool) int {
	return slices.IndexFunc(t.listeners, func(l *listener) bool {
		return l.kind == kind && l.capture == capture && !l.handler && l.callback != nil && l.callback.SameAs(callback)
	})
}

// remove takes a listener out; a dispatch that is under way skips it.
func (t *Target) remove(l *listener) {
	l.removed = true
	if l.detach != nil {
		l.detach()
		l.detach = nil
	}
	if i := slices.Index(t.listeners, l); i >= 0 {
		t.listeners = slices.Delete(slices.Clone(t.listeners), i, i+1)
	}
}

// Listening reports whether anything listens for events of a type.
func (t *Target) Listening(kind string) bool {
	return slices.ContainsFunc(t.listeners, func(l *listener) bool { return l.kind == kind })
}

// Handler gives the event handler attribute for a type (onabort for "abort"), or null.
func (t *Target) Handler(kind string) jsruntime.Value {
	for _, l := range t.listeners {
		if l.handler && l.kind == kind {
			return l.callback
		}
	}
	return jsruntime.Null()
}

// SetHandler sets the event handler attribute for a type; what is no object clears it.
func (t *Target) SetHandler(kind string, v jsruntime.Value) {
	for _, l := range t.listeners {
		if l.handler && l.kind == kind {
			if jsruntime.AsObject(v) != nil {
				l.callback = v // keeps its place among the listeners
				return
			}
			t.remove(l)
			return
		}
	}
	if jsruntime.AsObject(v) != nil {
		t.listeners = append(t.listeners, &listener{kind: kind, callback: v, handler: true})
	}
}

// Listen makes Go code a listener of target, an EventTarget. It gives nil-safe removal.
func Listen(target *jsruntime.Object, kind string, f func(event *jsruntime.Object)) (remove func()) {
	t, ok := hosts.From(target)
	if !ok {
		return func() {}
	}
	return t.Listen(kind, f)
}

// Listen makes Go code a listener of t.
func (t *Target) Listen(kind string, f func(event *jsruntime.Object)) (remove func()) {
	l := &listener{kind: kind, host: f}
	t.listeners = append(t.listeners, l)
	return func() { t.remove(l) }
}

// Handlers adds the event handler attribute "on"+kind to a class whose structs have a target.
func Handlers[T any](c *jsruntime.Class[T], target func(*T) *Target, kinds ...string) *jsruntime.Class[T] {
	for _, kind := range kinds {
		c.Accessor("on"+kind,
			func(_ *jsruntime.VM, self *T) jsruntime.Value { return target(self).Handler(kind) },
			func(_ *jsruntime.VM, self *T, v jsruntime.Value) { target(self).SetHandler(kind, v) })
	}
	return c
}
