package wasm

import "paddock/jsruntime"

// code is the permission of an isolate to compile bytes.
type code struct {
	allowed  bool
	promises []func() // settle what was promised while modules are loaded
	defers   bool     // promises are settled by CloseCode
}

var codeSlot = jsruntime.NewSlot(func(*jsruntime.VM) *code { return &code{} })

// OpenCode lets scripts make modules of bytes until [CloseCode], as the platform does while the
// modules of a Worker are loaded. What is promised of bytes meanwhile is settled then: a module
// that awaits it is never loaded, there as here.
func OpenCode(vm *jsruntime.VM) {
	c := codeSlot.Get(vm)
	c.allowed, c.defers = true, true
}

// CloseCode refuses, from now on, to compile bytes.
func CloseCode(vm *jsruntime.VM) {
	c := codeSlot.Get(vm)
	settle := c.promises
	*c = code{}
	for _, f := range settle {
		f()
	}
}

// promise makes a promise of what make gives of bytes, or of the error of the platform.
func (w *world) promise(where string, make func() jsruntime.Value) jsruntime.Value {
	c := codeSlot.Get(w.vm)
	if !c.allowed {
		return w.vm.RejectedWith(w.newError("CompileError", "%s: %s", where, disallowed))
	}
	settled := w.vm.Promised(func() (jsruntime.Value, error) { return make(), nil })
	if !c.defers {
		return settled
	}
	p, resolve, _ := w.vm.NewPromise()
	c.promises = append(c.promises, func() { _ = resolve(settled) })
	return w.vm.ToValue(p)
}

// compile makes a module of bytes.
func (w *world) compile(where string, v jsruntime.Value) *module {
	shown, ok := jsruntime.Bytes(v)
	if !ok {
		w.vm.Throwf(jsruntime.TypeError, "%s: Argument 0 must be a buffer source", where)
	}
	binary := append([]byte(nil), shown...) // scripts may change theirs
	l, err := parse(binary)
	if err != nil {
		w.throwf("CompileError", "%s: %s", where, complaint(binary, err))
	}
	p := &parsed{l, l.relinked()}
	if err := w.validate(p.relinked); err != nil {
		w.throwf("CompileError", "%s: %s", where, complaint(binary, err))
	}
	w.knows(p.types)
	return &module{p}
}
