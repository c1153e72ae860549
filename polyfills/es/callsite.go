package es

import (
	"regexp"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// callSite is one frame of a stack, as V8 shows it to Error.prepareStackTrace.
type callSite struct {
	text                     string // as in a stack
	function, file           string
	line, column             int
	async, constructor, eval bool
}

// framePattern reads "    at async name (file:line:column)"; the name and its brackets may lack.
var framePattern = regexp.MustCompile(`^\s*at (async )?(new )?(?:(.*) \()?(.*?)(?::(\d+):(\d+))?\)?$`)

func readCallSite(frame string) *callSite {
	s := &callSite{text: strings.TrimPrefix(strings.TrimSpace(frame), "at ")}
	if parts := framePattern.FindStringSubmatch(frame); parts != nil {
		s.async, s.constructor, s.function, s.file = parts[1] != "", parts[2] != "", parts[3], parts[4]
		s.line, _ = strconv.Atoi(parts[5])   // 0 for none
		s.column, _ = strconv.Atoi(parts[6]) // 0 for none
		s.eval = strings.HasPrefix(s.file, "eval at ")
	}
	return s
}

// owner is what comes before the method in the name of a function, "" for none.
func (s *callSite) owner() (owner, method string) {
	if i := strings.LastIndexByte(s.function, '.'); i >= 0 {
		return s.function[:i], s.function[i+1:]
	}
	return "", s.function
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
	method("getTypeName", func(vm *jsruntime.VM, s *callSite) jsruntime.Value {
		owner, _ := s.owner()
		return textOrNull(vm, owner)
	})
	method("getMethodName", func(vm *jsruntime.VM, s *callSite) jsruntime.Value {
		if owner, method := s.owner(); owner != "" {
			return vm.ToValue(method)
		}
		return jsruntime.Null()
	})
	method("getFunctionName", func(vm *jsruntime.VM, s *callSite) jsruntime.Value {
		_, name := s.owner()
		return textOrNull(vm, name)
	})
	file := func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return textOrNull(vm, s.file) }
	method("getFileName", file)
	method("getScriptNameOrSourceURL", file)
	method("getLineNumber", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return numberOrNull(vm, s.line) })
	method("getColumnNumber", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return numberOrNull(vm, s.column) })
	method("getPromiseIndex", func(*jsruntime.VM, *callSite) jsruntime.Value { return jsruntime.Null() })
	flag := func(name string, get func(s *callSite) bool) {
		method(name, func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return vm.ToValue(get(s)) })
	}
	flag("isToplevel", func(s *callSite) bool { owner, _ := s.owner(); return owner == "" })
	flag("isEval", func(s *callSite) bool { return s.eval })
	flag("isNative", func(s *callSite) bool { return s.file == "native" })
	flag("isConstructor", func(s *callSite) bool { return s.constructor })
	flag("isAsync", func(s *callSite) bool { return s.async })
	flag("isPromiseAll", func(*callSite) bool { return false })
	method("toString", func(vm *jsruntime.VM, s *callSite) jsruntime.Value { return vm.ToValue(s.text) })
	return c
}

// prepared is what Error.prepareStackTrace makes of frames; ok is false where there is none.
func prepared(vm *jsruntime.VM, ctor, target *jsruntime.Object, frames []string) (stack jsruntime.Value, ok bool) {
	prepare, ok := jsruntime.AsFunction(ctor.Get("prepareStackTrace"))
	if !ok {
		return nil, false
	}
	sites := make([]jsruntime.Value, len(frames))
	for i, f := range frames {
		sites[i] = callSiteClass.New(vm, readCallSite(f))
	}
	return vm.Call(prepare, ctor, target, vm.NewArrayOf(sites...)), true
}
