package jsruntime

import (
	"cmp"
	"reflect"
	"runtime"
	"slices"
	"strconv"
	"strings"

	"github.com/dop251/goja"

	"paddock/jsruntime/dialect"
)

// CallSite is one function of a stack, as it was when the stack was taken.
type CallSite struct {
	place  goja.StackFrame
	callee *Object // nil if unknown
	this   Value   // nil if unknown
	made   bool
	async  bool
	native bool
	of     string // what stands in place of a function, as "Promise.all (index 1)"

	caller  goja.StackFrame  // that of the function which called it; the zero value if that is none of a script
	written *dialect.Written // what its text tells, once somebody has asked
}

// Async reports whether the function was waiting for a promise.
func (s *CallSite) Async() bool { return s.async }

// Native reports whether the function is one of the language itself.
func (s *CallSite) Native() bool { return s.native }

// Made reports whether the function was called by new. Only those that can be are asked: arrow functions have the
// new.target around them, asynchronous functions and generators what their caller has.
func (s *CallSite) Made() bool {
	return s.made && s.callee != nil && slices.Contains([]string{"funcObject", "classFuncObject"}, kindOf(s.callee))
}

// kindOf gives the name of the engine's type for what an object is.
func kindOf(o *Object) string { return behind(o).Type().Name() }

// Toplevel reports whether the function was called on nothing, or on the global object.
func (s *CallSite) Toplevel(vm *VM) bool {
	return IsNullish(s.this) && s.owner(vm) == "" || s.this == vm.GlobalObject()
}

// text tells what the script's text does of the function.
func (s *CallSite) text(vm *VM) dialect.Written {
	if s.written == nil {
		s.written = &dialect.Written{}
		if s.callee != nil && !IsProxy(s.callee) && !s.native {
			*s.written = vm.writtenAt(s.callee, s.place)
		}
	}
	return *s.written
}

// writtenAt tells what a script's text does of a function or class that reaches over a place; or of one that is
// nowhere else.
func (vm *VM) writtenAt(fn *Object, place goja.StackFrame) dialect.Written {
	p := place.Position()
	if self := behind(fn); p.Filename != place.SrcName() || self.Kind() != reflect.Struct || !self.FieldByName("src").IsValid() {
		return dialect.Written{}
	}
	return vm.errors.Written(p.Filename, *inside[string](fn, "src"), p.Line, p.Column)
}

// owner is what kind of thing an arrow function was called on, as far as its text and that of the call tell it:
// the engine does not. It is "" for other functions.
func (s *CallSite) owner(vm *VM) string {
	if s.this != nil || s.callee == nil || s.async || IsProxy(s.callee) || !strings.Contains(kindOf(s.callee), "rrow") {
		return ""
	}
	at := s.caller.Position()
	if at.Filename == "" || at.Filename != s.caller.SrcName() || !vm.errors.Receives(at.Filename, at.Line, at.Column) {
		return ""
	}
	return s.text(vm).Owner
}

// FunctionName gives the function's name, or what it is assigned to; "" if it has none.
func (s *CallSite) FunctionName(vm *VM) string {
	if name := s.ownName(); name != "" || s.native {
		return name
	}
	return s.text(vm).Name
}

// ownName is the name that the function itself has.
func (s *CallSite) ownName() string {
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
		return s.owner(vm)
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
		if name := vm.writtenAt(o, s.place).Name; name != "" {
			return name
		}
		return "Function"
	}
	if name := vm.className(o, s.place); name != "Object" {
		return name
	}
	if tag := o.GetSymbol(SymToStringTag); tag != nil && IsString(tag) {
		return tag.String()
	}
	return "Object"
}

// className gives the name of the constructor of an object's prototype, or what that is assigned to; place is in it.
func (vm *VM) className(o *Object, place goja.StackFrame) string {
	if o == nil || o.Prototype() == nil || IsProxy(o) || IsProxy(o.Prototype()) {
		return "Object"
	}
	if ctor := AsObject(o.Prototype().Get("constructor")); ctor != nil && !IsProxy(ctor) {
		if name := ctor.Get("name"); IsString(name) && name.String() != "" {
			return name.String()
		}
		if name := vm.writtenAt(ctor, place).Name; name != "" {
			return name
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
	if name := s.ownName(); name != "" && vm.holds(o, name, s.callee) {
		return name
	}
	found := ""
	for depth := 0; o != nil && depth < 8 && !IsProxy(o); o, depth = o.Prototype(), depth+1 {
		for _, name := range o.GetOwnPropertyNames() {
			if !isIdentifier(name) && o.ClassName() == "Array" || !vm.ownIs(o, name, s.callee) || name == found {
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
	name := s.FunctionName(vm)
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
	case !isIdentifier(name) && (method == "" || strings.HasSuffix(name, method)):
		return name
	case !isIdentifier(name):
		return name + " [as " + method + "]"
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
	switch {
	case s.of != "" && s.async:
		return "    at async " + s.of
	case s.of != "":
		return "    at " + s.of
	}
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
			out = append(out, CallSite{place: place, callee: r.callee, this: r.this, async: true, of: r.of})
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
	if t == nil || t.stack != nil || t.limit == 0 || vm.showsAny(t.sites) {
		return
	}
	t.sites = t.sites[:0]
	vm.machine.waitingFor(vm.ToValue(p).(*Object), func(r running, place goja.StackFrame) bool {
		t.sites = append(t.sites, CallSite{place: place, callee: r.callee, this: r.this, async: true, of: r.of})
		return len(t.sites) < mostSites(t.limit)
	})
}

// mostSites is how many functions a trace keeps of which so many are shown: hidden ones are taken out
// when it is asked for.
func mostSites(shown int) int { return 3*shown + 4 }

// shown takes out of a list the functions of which stacks do not tell, and what is beyond a limit.
func (vm *VM) shown(sites []CallSite, limit int) []CallSite {
	out := sites[:0:0]
	for i, s := range sites {
		if len(out) == limit {
			break
		}
		if i+1 < len(sites) && sites[i+1].place.SrcName() != nativeSource {
			s.caller = sites[i+1].place
		}
		if i > 0 && sites[i-1].generates() && slices.ContainsFunc(sites[i:], CallSite.scripted) {
			out = append(out, CallSite{of: cmp.Or(sites[i-1].nameOnly(vm), "Generator") + ".next (<anonymous>)"})
			if s.place.SrcName() == nativeSource && resuming[s.place.FuncName()] || len(out) == limit {
				continue
			}
		}
		if made := vm.constructs(sites, i); made != "" {
			if out = append(out, CallSite{of: "new " + made + " (<anonymous>)"}); len(out) == limit {
				break
			}
		}
		s.native = s.of == "" && s.place.SrcName() == nativeSource
		if !s.hidden(vm) {
			out = append(out, s)
		}
	}
	return out
}

// shownClasses are the classes of the language that stand in stacks as what made or called something.
var shownClasses = []string{"Promise", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "RegExp", "BigInt",
	"Collator", "DateTimeFormat", "DisplayNames", "ListFormat", "Locale", "NumberFormat", "PluralRules", "RelativeTimeFormat", "Segmenter"}

// constructs names the class of the language that one of some functions constructs: the engine does not tell that
// this runs. It is "" where there is none, or a class of a script.
func (vm *VM) constructs(sites []CallSite, i int) string {
	s := sites[i]
	if !s.scripted() || i > 0 && (sites[i-1].Made() || sites[i-1].place.SrcName() == nativeSource) {
		return ""
	}
	p := s.place.Position()
	if p.Filename != s.place.SrcName() {
		return ""
	}
	name := vm.errors.Constructs(p.Filename, p.Line, p.Column)
	if !slices.Contains(shownClasses, name) {
		return ""
	}
	return name
}

// namesOfLanguage reports whether a function is one of these classes.
func (vm *VM) namesOfLanguage(fn *Object) bool {
	name := vm.described(fn, "name")
	if name == nil || !IsString(name) || !slices.Contains(shownClasses, name.String()) {
		return false
	}
	for _, holder := range []*Object{vm.GlobalObject(), AsObject(vm.described(vm.GlobalObject(), "Intl"))} {
		if holder != nil && vm.described(holder, name.String()) == Value(fn) {
			return true
		}
	}
	return false
}

// resuming are the functions that let a generator run, where a script calls them: a loop does not.
var resuming = map[string]bool{"next": true, "return": true, "throw": true}

// generates reports whether the function is a generator.
func (s *CallSite) generates() bool {
	return s.of == "" && s.callee != nil && !IsProxy(s.callee) && strings.HasPrefix(kindOf(s.callee), "generator")
}

// scripted reports whether the function is one of a script that runs.
func (s CallSite) scripted() bool {
	return s.of == "" && !s.async && s.place.SrcName() != nativeSource && !strings.HasPrefix(s.place.SrcName(), ownScript)
}

// nameOnly is the function's name, where a getter in place of it throws "".
func (s *CallSite) nameOnly(vm *VM) (name string) {
	_ = vm.Runtime.Try(func() { name = s.FunctionName(vm) })
	return name
}

// hidden reports whether stacks do not tell of the function.
func (s *CallSite) hidden(vm *VM) bool {
	return strings.HasPrefix(s.place.SrcName(), ownScript) || s.native && !s.ofLanguage(vm)
}

// showsAny reports whether stacks tell of one of some functions.
func (vm *VM) showsAny(sites []CallSite) bool {
	return slices.ContainsFunc(sites, func(s CallSite) bool {
		s.native = s.of == "" && s.place.SrcName() == nativeSource
		return !s.hidden(vm)
	})
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
	if IsNullish(s.this) {
		return vm.namesOfLanguage(s.callee)
	}
	if vm.methodName(s.callee) != "" {
		return true
	}
	switch s.TypeName(vm) {
	case "JSON", "RegExp", "String", "Array", "Iterator":
		return true
	}
	return false
}
