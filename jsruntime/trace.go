package jsruntime

import (
	"strings"
	"unsafe"

	"github.com/dop251/goja"
)

// trace is where an error was made, and what its property stack gives.
type trace struct {
	mark    [1]goja.StackFrame // first, and with a name of its own: see traceOf
	sites   []CallSite
	limit   int
	message Value // what the stack says, whatever becomes of the error's message; nil: the error's own
	stack   Value // nil until somebody asks
}

// ourMark is the name of the frame by which a trace is told from frames of the engine.
const ourMark = "%trace"

// keep puts a trace into an error, where the engine has its frames: nothing is found faster, and
// no script sees it.
func (t *trace) keep(vm *VM, o *Object, slot *[]goja.StackFrame) {
	t.mark[0] = vm.markFrame
	*slot = t.mark[:0:1]
	vm.machine.wrote(o)
}

// ownTrace gives the trace that an object carries itself, or nil.
func (vm *VM) ownTrace(o *Object) *trace {
	if IsProxy(o) {
		return nil
	}
	if slot := vm.machine.frames(o); slot != nil {
		if s := *slot; cap(s) == 1 && len(s) == 0 && s[:1][0].FuncName() == ourMark {
			return (*trace)(unsafe.Pointer(unsafe.SliceData(s)))
		}
		return nil
	}
	if c, ok := o.Get(hostKey).(*cell); ok {
		if e, ok := as[DOMException](c.host); ok {
			return e.trace
		}
	}
	return nil
}

// traceOf gives the trace of an object or of the next of its prototypes that has one, with its
// holder; nil if there is none.
func (vm *VM) traceOf(v Value) (*Object, *trace) {
	for o := AsObject(v); o != nil && !IsProxy(o); o = o.Prototype() {
		if t := vm.ownTrace(o); t != nil {
			return o, t
		}
	}
	return nil, nil
}

// takeTrace makes the trace of where the script is, or of where the caller of above is.
func (vm *VM) takeTrace(frames []goja.StackFrame, above *Object) *trace {
	limit, ok := vm.stackLimit()
	if !ok {
		return &trace{stack: Undefined()}
	}
	return &trace{sites: vm.sites(frames, limit, above), limit: limit}
}

// stackLimit is Error.stackTraceLimit; ok is false where it is no number, and then there are no
// stacks.
func (vm *VM) stackLimit() (n int, ok bool) {
	if vm.limiting {
		return 0, false // a getter makes errors
	}
	vm.limiting = true
	defer func() { vm.limiting = false }()
	v := vm.errorClass.Get("stackTraceLimit")
	if v == nil || !IsNumber(v) {
		return 0, false
	}
	return int(min(max(v.ToInteger(), 0), 1000)), true
}

// showStack gives an object that keeps a trace the property stack.
func (vm *VM) showStack(o *Object) {
	must(o.DefineAccessorProperty("stack", vm.stackGetter, vm.stackSetter, Yes, No))
}

// lendStack gives an object that cannot keep a trace a property stack that shows it.
func (vm *VM) lendStack(o *Object, t *trace) {
	get := vm.NewFunction("", 0, func(FunctionCall) Value { return vm.stackText(o, t) })
	set := vm.NewFunction("", 1, func(call FunctionCall) Value {
		t.stack = call.Argument(0)
		return Undefined()
	})
	must(o.DefineAccessorProperty("stack", get, set, Yes, No))
}

// installStack makes the functions behind the property stack.
func (vm *VM) installStack() {
	vm.empty = vm.ToValue("")
	vm.stackGetter = vm.NewFunction("", 0, func(call FunctionCall) Value {
		holder, t := vm.traceOf(call.This)
		if t == nil {
			return Undefined()
		}
		return vm.stackText(holder, t)
	})
	vm.stackSetter = vm.NewFunction("", 1, func(call FunctionCall) Value {
		if _, t := vm.traceOf(call.This); t != nil {
			t.stack = call.Argument(0)
		}
		return Undefined()
	})
}

// SetStack makes v what the property stack of an error gives.
func (vm *VM) SetStack(o *Object, v Value) {
	if t := vm.ownTrace(o); t != nil {
		t.stack = v
		return
	}
	must(o.DefineDataProperty("stack", v, Yes, Yes, No))
}

// CaptureStack gives an object a property stack that shows where the script is now, from the caller
// of above on if that is not nil.
func (vm *VM) CaptureStack(o, above *Object) {
	t := vm.takeTrace(vm.CaptureCallStack(0, nil), above)
	if slot := vm.machine.frames(o); slot != nil {
		if old := vm.ownTrace(o); old != nil {
			t.message = old.message
		}
		t.keep(vm, o, slot)
		vm.showStack(o)
		return
	}
	vm.lendStack(o, t)
}

// stackText gives what the property stack of o gives: it is made when somebody first asks.
func (vm *VM) stackText(o *Object, t *trace) Value {
	if t.stack != nil {
		return t.stack
	}
	sites := vm.shown(t.sites, t.limit)
	if vm.PrepareStack != nil && !vm.preparing {
		vm.preparing = true
		defer func() { vm.preparing = false }()
		if v, ok := vm.PrepareStack(o, sites); ok {
			t.stack, t.sites = v, nil
			return v
		}
	}
	text := vm.heading(o, t.message)
	for _, line := range vm.StackLines(sites) {
		text += "\n" + line
	}
	t.stack, t.sites = vm.ToValue(text), nil
	return t.stack
}

// StackLines gives sites as lines of a stack, mapped to the sources. Those that have no place in
// the sources are left out.
func (vm *VM) StackLines(sites []CallSite) []string {
	out := make([]string, 0, len(sites))
	for i := range sites {
		if line := vm.mapLine(sites[i].line(vm)); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func (vm *VM) mapLine(line string) string {
	if vm.mapStack == nil {
		return line
	}
	return vm.mapStack(line)
}

// heading is the first line of an error's stack.
func (vm *VM) heading(o *Object, message Value) string {
	text := func(name, or string) string {
		if v := o.Get(name); !IsUndefined(v) {
			return v.String()
		}
		return or
	}
	name, said := text("name", "Error"), ""
	if message != nil {
		said = message.String()
	} else {
		said = text("message", "")
	}
	switch {
	case said == "":
		return name
	case name == "":
		return said
	}
	return name + ": " + said
}

// MapStack rewrites a stack in the engine's own form to V8's form and source positions. Stacks that
// scripts see have both already.
func (vm *VM) MapStack(stack string) string {
	if !strings.Contains(stack, "\n\tat ") {
		return strings.TrimRight(stack, "\n")
	}
	stack = strings.ReplaceAll(stack, "\n\tat ", "\n    at ")
	stack = programCounter.ReplaceAllString(stack, ")")
	stack = bareCounter.ReplaceAllString(stack, "$1")
	if vm.mapStack != nil {
		stack = vm.mapStack(stack)
	}
	return strings.TrimRight(stack, "\n")
}

// Stack is the stack of the running script, as an Error made now would have it, without a
// first line.
func (vm *VM) Stack() string {
	t := vm.takeTrace(vm.CaptureCallStack(0, nil), nil)
	var b strings.Builder
	for _, line := range vm.StackLines(vm.shown(t.sites, t.limit)) {
		b.WriteString("\n" + line)
	}
	return b.String()
}
