package jsruntime

import (
	"reflect"
	"runtime"
	"strconv"
	"strings"

	"github.com/dop251/goja"
)

// CallSite is one function of a stack, as it was when the stack was taken.
type CallSite struct {
	place  goja.StackFrame
	callee *Object // nil if unknown
	this   Value   // nil if unknown
	made   bool
	async  bool
	native bool
}

// Async reports whether the function was waiting for a promise.
func (s *CallSite) Async() bool { return s.async }

// Native reports whether the function is one of the language itself.
func (s *CallSite) Native() bool { return s.native }

// Made reports whether the function was called by new.
func (s *CallSite) Made() bool {
	return s.made && s.callee != nil && !strings.Contains(kindOf(s.callee), "rrow") // an arrow function has the new.target around it
}

// kindOf gives the name of the engine's type for what an object is.
func kindOf(o *Object) string { return behind(o).Type().Name() }

// Toplevel reports whether the function was called on nothing, or on the global object.
func (s *CallSite) Toplevel(vm *VM) bool {
	return IsNullish(s.this) || s.this == vm.GlobalObject()
}

// FunctionName gives the function's name, "" if it has none.
func (s *CallSite) FunctionName() string {
	initializer := strings.HasPrefix(s.place.FuncName(), "<") // of a class: its own name is another's
	if s.callee != nil && !IsProxy(s.callee) && (!initializer || s.native || s.place.FuncName() == "<anonymous>") {
		if name := s.callee.Get("name"); IsString(name) && name.String() != "" {
			return name.String()
		}
	}
	if s.native {
		return ""
	}
	if name := s.place.FuncName(); name != "<anonymous>" && name != "<native>" {
		return name
	}
	return ""
}

// TypeName gives what kind of thing the function was called on: mostly the name of its class.
func (s *CallSite) TypeName(vm *VM) string {
	if IsNullish(s.this) {
		return ""
	}
	o, isObject := s.this.(*Object)
	switch {
	case !isObject:
		o = s.this.ToObject(vm.Runtime)
	case IsProxy(o):
		return "Object"
	case IsFunction(o):
		if name := o.Get("name"); IsString(name) && name.String() != "" && o.Get("prototype") != nil {
			return name.String()
		}
		return "Function"
	}
	if name := vm.className(o); name != "Object" {
		return name
	}
	if tag := o.GetSymbol(SymToStringTag); tag != nil && IsString(tag) {
		return tag.String()
	}
	return "Object"
}

// className gives the name of the constructor of an object's prototype.
func (vm *VM) className(o *Object) string {
	if o == nil || o.Prototype() == nil || IsProxy(o) || IsProxy(o.Prototype()) {
		return "Object"
	}
	if ctor := AsObject(o.Prototype().Get("constructor")); ctor != nil && !IsProxy(ctor) {
		if name := ctor.Get("name"); IsString(name) && name.String() != "" {
			return name.String()
		}
	}
	return "Object"
}

// MethodName gives the name of the property of the receiver that holds the function, "" if there
// is none or several.
func (s *CallSite) MethodName(vm *VM) string {
	o := AsObject(s.this)
	if s.callee == nil || o == nil {
		return ""
	}
	if name := s.FunctionName(); name != "" && vm.holds(o, name, s.callee) {
		return name
	}
	found := ""
	for depth := 0; o != nil && depth < 8 && !IsProxy(o); o, depth = o.Prototype(), depth+1 {
		for _, name := range o.GetOwnPropertyNames() {
			if !vm.ownIs(o, name, s.callee) || name == found {
				continue
			}
			if found != "" {
				return ""
			}
			found = name
		}
	}
	return found
}

// holds reports whether a function is what an object or its prototypes have under a name.
func (vm *VM) holds(o *Object, name string, fn *Object) bool {
	for ; o != nil && !IsProxy(o); o = o.Prototype() {
		if vm.ownIs(o, name, fn) {
			return true
		}
	}
	return false
}

// ownIs reports whether an own property that is no accessor holds a function.
func (vm *VM) ownIs(o *Object, name string, fn *Object) bool {
	d := AsObject(vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{o, vm.ToValue(name)}}))
	return d != nil && d.Get("value") == fn
}

// Name is the function as stacks of V8 name it: "Object.method [as other]", "new Class".
func (s *CallSite) Name(vm *VM) string {
	name := s.FunctionName()
	switch {
	case s.Made() && name == "":
		return "new <anonymous>"
	case s.Made():
		return "new " + name
	case s.Toplevel(vm):
		return name
	}
	owner, method := s.TypeName(vm), s.MethodName(vm)
	switch {
	case name == "" && method == "":
		method = "<anonymous>"
		fallthrough
	case name == "":
		return owner + "." + method
	case !isIdentifier(name):
		return name
	case method != "" && method != name:
		return owner + "." + name + " [as " + method + "]"
	}
	return owner + "." + name
}

func isIdentifier(name string) bool {
	return name != "" && !strings.ContainsFunc(name, func(r rune) bool {
		return r != '_' && r != '$' && (r < '0' || r > '9') && (r|0x20 < 'a' || r|0x20 > 'z') && r < 0x80
	}) && (name[0] < '0' || name[0] > '9')
}

// line is the site as a line of a stack, before it is mapped to the sources.
func (s *CallSite) line(vm *VM) string {
	var name string
	if err := vm.Runtime.Try(func() { name = s.Name(vm) }); err != nil {
		name = "" // of a receiver whose getters throw
	}
	if s.async {
		name = strings.TrimRight("async "+name, " ")
	}
	if s.native {
		return "    at " + name + " (<anonymous>)"
	}
	var place strings.Builder
	p := s.place.Position()
	if p.Filename == "" {
		p.Filename = "<eval>"
	}
	place.WriteString(p.Filename + ":" + strconv.Itoa(p.Line) + ":" + strconv.Itoa(p.Column))
	switch name {
	case "":
		return "    at " + place.String()
	case "async":
		return "    at async " + place.String()
	}
	return "    at " + name + " (" + place.String() + ")"
}

// sites gives the functions that are running, the host's own too. frames is what the engine tells
// of them. With above, those down to that function are left out, and all if it does not run.
func (vm *VM) sites(frames []goja.StackFrame, limit int, above *Object) []CallSite {
	most := mostSites(limit)
	out := make([]CallSite, 0, min(most, len(frames)))
	i := 0
	vm.machine.walk(vm.Runtime, func(r running) bool {
		if i >= len(frames) {
			return false
		}
		s := CallSite{place: frames[i], callee: r.callee, this: r.this, made: r.made}
		i++
		switch {
		case above == nil:
			out = append(out, s)
		case r.callee == above:
			above = nil
		}
		return len(out) < most
	})
	if above == nil && len(out) < most {
		vm.machine.waiting(vm.Runtime, func(r running, place goja.StackFrame) bool {
			out = append(out, CallSite{place: place, callee: r.callee, this: r.this, async: true})
			return len(out) < most
		})
	}
	return out
}

// whoWaits puts the functions that wait for a promise into the trace of what rejects it, where that was
// made while no script ran: so it has a place at all, as on the platform.
func (vm *VM) whoWaits(p *Promise, reason Value) {
	o, _ := reason.(*Object)
	if o == nil {
		return
	}
	t := vm.ownTrace(o)
	if t == nil || t.stack != nil || t.limit == 0 || len(vm.shown(t.sites, 1)) > 0 {
		return
	}
	t.sites = t.sites[:0]
	vm.machine.waitingFor(vm.ToValue(p).(*Object), func(r running, place goja.StackFrame) bool {
		t.sites = append(t.sites, CallSite{place: place, callee: r.callee, this: r.this, async: true})
		return len(t.sites) < mostSites(t.limit)
	})
}

// mostSites is how many functions a trace keeps of which so many are shown: hidden ones are taken out
// when it is asked for.
func mostSites(shown int) int { return 3*shown + 4 }

// shown takes out of a list the functions of which stacks do not tell, and what is beyond a limit.
func (vm *VM) shown(sites []CallSite, limit int) []CallSite {
	out := sites[:0:0]
	for _, s := range sites {
		if len(out) == limit {
			break
		}
		s.native = s.place.SrcName() == nativeSource
		if hidden := strings.HasPrefix(s.place.SrcName(), ownScript) || s.native && !s.ofLanguage(vm); !hidden {
			out = append(out, s)
		}
	}
	return out
}

// ownScript begins the names of the platform's own scripts.
const ownScript = "paddock:"

// passing are functions that call another in their place.
var passing = map[string]bool{"call": true, "apply": true, "construct": true}

// ofLanguage reports whether a native function belongs to the language and not to the host: it
// is the engine's own, or a method of what the host mends of the language.
func (s *CallSite) ofLanguage(vm *VM) bool {
	if s.callee == nil || IsProxy(s.callee) || kindOf(s.callee) == "boundFuncObject" || passing[s.place.FuncName()] {
		return false
	}
	self := behind(s.callee)
	if self.Kind() != reflect.Struct || !self.FieldByName("f").IsValid() {
		return false
	}
	f := runtime.FuncForPC(reflect.ValueOf(*inside[Native](s.callee, "f")).Pointer())
	if f != nil && strings.HasPrefix(f.Name(), "github.com/dop251/goja.") {
		return true
	}
	switch s.TypeName(vm) {
	case "JSON", "RegExp", "String", "Array", "Iterator":
		return true
	}
	return false
}
