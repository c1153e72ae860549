package jsruntime

import (
	"slices"

	"github.com/dop251/goja"
)

// definition is what a [Class] is without the type of its structs.
type definition struct {
	name    string
	length  int
	parent  *definition
	create  func(vm *VM, args Args, this *Object) (host any) // nil: scripts cannot construct it
	members []member
	setup   func(vm *VM, ctor, proto *Object)
	plain   bool                                      // may be called without new
	builtIn bool                                      // its members are as those of the language
	refusal string                                    // what a call without new says; "" for the words of web APIs
	says    func(member string, onObject bool) string // names a member in errors; nil: the class is looked for
	slot    *Slot[*built]
}

// member is one thing that a class has: a method, an accessor, a constant or another name of one.
type member struct {
	name    string
	symbol  *Symbol
	symName func(*VM) *Symbol
	static  bool
	length  int
	call    func(vm *VM, this Value, args Args) Value
	get     func(vm *VM, this Value) Value
	set     func(vm *VM, this, v Value)
	value   func(vm *VM) Value
	alias   string
	own     bool // an accessor whose value instances have themselves, too
}

// built is a class in one VM.
type built struct {
	ctor, proto *Object
	own         []ownAccessor // mostly none
	values      []ownValue    // the same
}

func (d *definition) begin(name string) {
	d.name = name
	// By an interface: making errors needs a class, and making classes can need errors, which as a
	// direct reference would be a cycle of initialization.
	var made interface{ install(vm *VM) *built } = d
	d.slot = NewSlot(made.install)
}

func (d *definition) add(m member) { d.members = append(d.members, m) }

// The functions that a class is declared with are not inlined: a hundred classes would each have
// them, twice over, in every method of their own.

//go:noinline
func (d *definition) method(name string, length int, call func(*VM, Value, Args) Value) {
	d.add(member{name: name, length: length, call: call})
}

//go:noinline
func (d *definition) asyncMethod(name string, length int, call func(*VM, Value, Args) (Value, error)) {
	d.method(name, length, func(vm *VM, this Value, args Args) Value {
		v, err := vm.attempt(func() (Value, error) { return call(vm, this, args) })
		if err != nil {
			return vm.failed(err)
		}
		if _, ok := AsPromise(v); ok {
			return v
		}
		return vm.Resolved(v)
	})
}

//go:noinline
func (d *definition) symbolMethod(sym *Symbol, name string, length int, call func(*VM, Value, Args) Value) {
	d.add(member{name: name, symbol: sym, length: length, call: call})
}

//go:noinline
func (d *definition) alias(sym func(*VM) *Symbol, name string) {
	d.add(member{symName: sym, alias: name})
}

//go:noinline
func (d *definition) accessor(name string, get func(*VM, Value) Value, set func(vm *VM, this, v Value)) {
	d.add(member{name: name, get: get, set: set})
}

//go:noinline
func (d *definition) ownGetter(name string, get func(*VM, Value) Value) {
	d.add(member{name: name, get: get, own: true})
}

//go:noinline
func (d *definition) static(name string, length int, call func(*VM, Value, Args) Value) {
	d.add(member{name: name, static: true, length: length, call: call})
}

//go:noinline
func (d *definition) constant(name string, v any) {
	value := func(vm *VM) Value { return vm.ToValue(v) }
	d.add(member{name: name, static: true, value: value})
	d.add(member{name: name, value: value})
}

// Name is the class's name.
func (d *definition) Name() string { return d.name }

// Object gives the constructor in vm.
func (d *definition) Object(vm *VM) *Object { return d.slot.Get(vm).ctor }

// Prototype gives the prototype in vm.
func (d *definition) Prototype(vm *VM) *Object { return d.slot.Get(vm).proto }

// instance makes an instance that carries host.
func (d *definition) instance(vm *VM, host any) *Object {
	b := d.slot.Get(vm)
	o := vm.CreateObject(b.proto)
	attach(o, host)
	b.give(vm, o)
	return o
}

// misplaced throws what is said of a method that is called on something else than an instance.
func (d *definition) misplaced(vm *VM, this Value, member string) {
	if d.builtIn {
		method := ""
		if d.says != nil && member != "" {
			method = d.says(member, AsObject(this) != nil)
		} else {
			method = vm.runningMethod()
		}
		if method != "" {
			vm.Throwf(TypeError, "Method %s called on incompatible receiver %s", method, vm.Sketch(this))
		}
	}
	vm.Throwf(TypeError, illegalInvocation)
}

// carried gives what a value carries that is an object.
func carried(v Value) (host any, ok bool) {
	o, ok := v.(*Object)
	if !ok {
		return nil, false
	}
	return hostOf(o)
}

// hostOf gives what an object carries. A script's proxy carries nothing, whatever its target does, and its handler does not
// hear of a property that is not of its world.
func hostOf(o *Object) (any, bool) {
	if IsProxy(o) {
		if !engineLayout().ofHost(o) {
			return nil, false
		}
		if target := o.Export().(Proxy).Target(); target == nil || target.Get(hostKey) == nil {
			return nil, false
		}
	}
	c, ok := o.Get(hostKey).(*cell)
	if !ok {
		return nil, false
	}
	return c.host, true
}

// Hosted reports whether an object carries a host struct, or is a proxy of the host's that passes for one that
// does.
func Hosted(o *Object) bool {
	_, ok := hostOf(o)
	return ok
}

// attach puts a struct into an object.
func attach(o *Object, host any) {
	c := &cell{goja.Undefined(), host}
	if engineLayout().unlisted(o, hostKey, c) {
		return
	}
	// Configurable, so that a proxy may hand it on: its invariants compare values, and a cell
	// equals nothing.
	must(o.DefineDataProperty(hostKey, c, No, Yes, No))
}

// install makes the constructor and the prototype in one VM.
func (d *definition) install(vm *VM) *built {
	b := &built{}
	var base *Object // Object.prototype
	b.ctor = vm.ToValue(contained(vm, func(call ConstructorCall) *Object {
		if call.NewTarget == nil && (call.This.Prototype() != b.proto || call.This.Get(hostKey) != nil || vm.calledPlainly(d.name)) {
			if d.plain {
				return d.instance(vm, d.create(vm, call.Arguments, nil))
			}
			if d.create == nil {
				vm.Throwf(TypeError, "Illegal constructor")
			}
			if d.refusal != "" {
				vm.Throwf(TypeError, "%s", d.refusal)
			}
			vm.Throwf(TypeError, "Failed to construct '%s': Please use the 'new' operator, this object constructor cannot be called as a function.", d.name)
		}
		if d.create == nil {
			vm.Throwf(TypeError, "Illegal constructor")
		}
		if call.NewTarget != nil && call.This.Prototype() == base && AsObject(call.NewTarget.Get("prototype")) == nil {
			must(call.This.SetPrototype(b.proto)) // GetPrototypeFromConstructor
		}
		attach(call.This, d.create(vm, call.Arguments, call.This))
		b.give(vm, call.This)
		return nil
	})).(*Object)
	must(b.ctor.DefineDataProperty("name", vm.ToValue(d.name), No, Yes, No))
	must(b.ctor.DefineDataProperty("length", vm.ToValue(d.length), No, Yes, No))
	b.proto = b.ctor.Get("prototype").(*Object)
	base = b.proto.Prototype()
	writable := No
	if vm.mutablePrototypes && !d.builtIn {
		writable = Yes
	}
	must(b.ctor.DefineDataProperty("prototype", b.proto, writable, No, No))
	if d.parent != nil {
		p := d.parent.slot.Get(vm)
		must(b.ctor.SetPrototype(p.ctor))
		must(b.proto.SetPrototype(p.proto))
	}
	assignable, enumerable := Yes, Yes
	if d.builtIn {
		assignable, enumerable = No, No
	}
	if !vm.hideTags {
		must(b.proto.DefineDataPropertySymbol(SymToStringTag, vm.ToValue(d.name), assignable, Yes, No)) // scripts may give instances another
	}
	for i := range d.members {
		d.members[i].define(vm, b, enumerable, vm.owns(d.name, d.members[i].name))
	}
	b.inherit(vm, d)
	if d.setup != nil {
		d.setup(vm, b.ctor, b.proto)
	}
	return b
}

func (m *member) define(vm *VM, b *built, enumerable PropertyFlag, own bool) {
	on := b.proto
	if m.static {
		on = b.ctor
	}
	switch {
	case m.alias != "":
		must(on.DefineDataPropertySymbol(m.symName(vm), on.Get(m.alias), Yes, Yes, No))
	case m.value != nil:
		must(on.DefineDataProperty(m.name, m.value(vm), No, No, enumerable))
	case m.get != nil:
		get := vm.NewFunction("get "+m.name, 0, func(call FunctionCall) Value { return orUndefined(m.get(vm, call.This)) })
		var set Value
		if m.set != nil {
			set = vm.NewFunction("set "+m.name, 1, func(call FunctionCall) Value {
				m.set(vm, call.This, call.Argument(0))
				return goja.Undefined()
			})
		}
		if own {
			b.own = append(b.own, ownAccessor{m.name, get, set})
			return
		}
		if m.own {
			b.values = append(b.values, ownValue{m.name, m.get})
		}
		must(on.DefineAccessorProperty(m.name, get, set, Yes, enumerable))
	default:
		fn := vm.NewFunction(m.name, m.length, func(call FunctionCall) Value {
			return orUndefined(m.call(vm, call.This, call.Arguments))
		})
		if m.symbol != nil {
			must(on.DefineDataPropertySymbol(m.symbol, fn, Yes, Yes, No))
			return
		}
		must(on.DefineDataProperty(m.name, fn, Yes, Yes, enumerable))
	}
}

// calledPlainly reports whether the running constructor was called without new. The engine tells
// by the stack only: a call of a host function has a frame of its own, or that of the built-in that calls it, a
// construction has not.
func (vm *VM) calledPlainly(name string) bool {
	vm.frames = vm.CaptureCallStack(1, vm.frames[:0])
	if len(vm.frames) == 0 || vm.frames[0].SrcName() != nativeSource {
		return false
	}
	running := vm.frames[0].FuncName()
	return running == name || slices.Contains(callers, running)
}

// callers are the built-ins that call what they are given, and construct nothing with it.
var callers = []string{"call", "apply", "map", "flatMap", "filter", "forEach", "some", "every", "find", "findIndex", "findLast", "findLastIndex", "reduce", "reduceRight", "replace", "replaceAll"}

// nativeSource is the engine's name for the file of host functions.
const nativeSource = "<native>"

func orUndefined(v Value) Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}
