package es

import (
	"regexp"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// callSite is one frame of a stack, as V8 shows it to Error.prepareStackTrace.
type callSite struct {
	jsruntime.CallSite
	text         string // as in a stack
	file         string
	line, column int
}

// placePattern reads the place at the end of "at name (file:line:column)"; the brackets may lack.
var placePattern = regexp.MustCompile(`^\s*at (?:async )?(?:.* \()?(.*?)(?::(\d+):(\d+))?\)?$`)

func newCallSite(of jsruntime.CallSite, line string) *callSite {
	s := &callSite{CallSite: of, text: strings.TrimPrefix(strings.TrimSpace(line), "at ")}
	if parts := placePattern.FindStringSubmatch(line); parts != nil && !of.Native() {
		s.file = parts[1]
		s.line, _ = strconv.Atoi(parts[2])   // 0 for none
		s.column, _ = strconv.Atoi(parts[3]) // 0 for none
	}
	return s
}

// textOrNull is null for "".
func textOrNull(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return jsruntime.Null()
	}
	return vm.ToValue(s)
}

func numberOrNull(vm *jsruntime.VM, n int) jsruntime.Value {
	if n == 0 {
		return jsruntime.Null()
	}
	return vm.ToValue(n)
}

var callSiteClass = defineCallSite()

func defineCallSite() *jsruntime.Class[callSite] {
	c := jsruntime.NewClass[callSite]("CallSite")
	method := func(name string, get func(vm *jsruntime.VM, s *callSite) jsruntime.Value) {
		c.Method(name, 0, func(vm *jsruntime.VM, s *callSite, _ jsruntime.Args) jsruntime.Value { return get(vm, s) })
	}
	none := func(*jsruntime.VM, *callSite) jsruntime.Value { return jsruntime.Undefined() }
	method("getThis", none)     // as of all strict functions
	method("getFunction", none) // the same
	method("getEvalOrigin", none)
	of := func(name string, get func(s *callSite, vm *jsruntime.VM) string) {
		method(name, func(vm *jsruntime.VM, s *callSite) jsruntime.Value {
			if s.Made() {
				return jsruntime.Null()
			}
			return textOrNull(vm, get(s, vm))
		})
	}
	of("getTypeName", func(s *callSite, vm *jsruntime.VM) string { return s.TypeName(vm) })
	of("getMethodName", func(s *callSite, vm *jsruntime.VM) string { return s.MethodName(vm) })
	method("getFunctionName", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return textOrNull(vm, s.FunctionName(vm)) })
	file := func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return textOrNull(vm, s.file) }
	method("getFileName", file)
	method("getScriptNameOrSourceURL", file)
	method("getLineNumber", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return numberOrNull(vm, s.line) })
	method("getColumnNumber", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return numberOrNull(vm, s.column) })
	method("getPromiseIndex", func(*jsruntime.VM, *callSite) jsruntime.Value { return jsruntime.Null() })
	flag := func(name string, get func(vm *jsruntime.VM, s *callSite) bool) {
		method(name, func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return vm.ToValue(get(vm, s)) })
	}
	flag("isToplevel", func(vm *jsruntime.VM, s *callSite) bool { return s.Toplevel(vm) })
	flag("isEval", func(*jsruntime.VM, *callSite) bool { return false })
	flag("isNative", func(_ *jsruntime.VM, s *callSite) bool { return s.Native() })
	flag("isConstructor", func(_ *jsruntime.VM, s *callSite) bool { return s.Made() })
	flag("isAsync", func(_ *jsruntime.VM, s *callSite) bool { return s.Async() })
	flag("isPromiseAll", func(*jsruntime.VM, *callSite) bool { return false })
	method("toString", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return vm.ToValue(s.text) })
	return c
}

// prepared is what Error.prepareStackTrace makes of a stack; ok is false where there is none.
func prepared(vm *jsruntime.VM, ctor, target *jsruntime.Object, sites []jsruntime.CallSite) (stack jsruntime.Value, ok bool) {
	prepare, ok := jsruntime.AsFunction(ctor.Get("prepareStackTrace"))
	if !ok {
		return nil, false
	}
	var list []jsruntime.Value
	for i := range sites {
		if lines := vm.StackLines(sites[i : i+1]); len(lines) > 0 {
			list = append(list, callSiteClass.New(vm, newCallSite(sites[i], lines[0])))
		}
	}
	return vm.Call(prepare, ctor, target, vm.NewArrayOf(list...)), true
}
