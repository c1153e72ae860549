package es

import (
	"strings"

	"paddock/jsruntime"
)

// captureStackTrace is Error.captureStackTrace and Error.stackTraceLimit, V8's own.
var captureStackTrace = gap{probe: "Error.captureStackTrace", install: func(vm *jsruntime.VM) {
	ctor := vm.Get("Error").(*jsruntime.Object)
	must(ctor.DefineDataProperty("stackTraceLimit", vm.ToValue(10), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
	must(ctor.DefineDataProperty("captureStackTrace", vm.NewFunction("captureStackTrace", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		capture(vm, ctor, call)
		return jsruntime.Undefined()
	}), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}}

// capture puts a stack on the target: its own heading, the frames from the caller on.
func capture(vm *jsruntime.VM, ctor *jsruntime.Object, call jsruntime.FunctionCall) {
	target := jsruntime.AsObject(call.Argument(0))
	if target == nil {
		vm.Throwf(jsruntime.TypeError, "Invalid argument")
	}
	carrier, err := vm.New(ctor)
	if err != nil {
		vm.Rethrow(err)
	}
	frames := strings.Split(vm.MapStack(carrier.Get("stack").String()), "\n")[1:]
	if len(frames) > 0 && strings.Contains(frames[0], "(native)") {
		frames = frames[1:] // captureStackTrace itself
	}
	if from := jsruntime.AsObject(call.Argument(1)); from != nil {
		frames = above(frames, from.Get("name").String())
	}
	if limit := ctor.Get("stackTraceLimit"); jsruntime.IsNumber(limit) {
		frames = frames[:min(len(frames), int(max(limit.ToInteger(), 0)))]
	}
	if stack, ok := prepared(vm, ctor, target, frames); ok {
		must(target.DefineDataProperty("stack", stack, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
		return
	}
	stack := strings.TrimRight(heading(target)+"\n"+strings.Join(frames, "\n"), "\n")
	must(target.DefineDataProperty("stack", vm.ToValue(stack), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}

// above leaves out the frames down to the function of that name, as V8 does with the
// constructor that is passed in.
func above(frames []string, name string) []string {
	for i, f := range frames {
		f = strings.TrimPrefix(strings.TrimSpace(f), "at ")
		if f == name || strings.HasPrefix(f, name+" ") {
			return frames[i+1:]
		}
	}
	return frames
}

// heading is the first line of an error's stack.
func heading(o *jsruntime.Object) string {
	text := func(name, or string) string {
		if v := o.Get(name); !jsruntime.IsUndefined(v) {
			return v.String()
		}
		return or
	}
	name, message := text("name", "Error"), text("message", "")
	switch {
	case message == "":
		return name
	case name == "":
		return message
	}
	return name + ": " + message
}
