package jsruntime

import "github.com/dop251/goja"

// illegalInvocation is what the platform says of a method on a receiver that is not its own.
const illegalInvocation = "Illegal invocation: function called with incorrect `this` reference. See https://developers.cloudflare.com/workers/observability/errors/#illegal-invocation-errors for details."

// HostKey is the name of the hidden property that a proxy over a host object must let through.
const HostKey = hostKey

// hostKey is the hidden property under which an object keeps its host struct. A property is
// found twice as fast as an entry of a weak map, and subclass instances get it from the same
// constructor call as everything else.
const hostKey = "\x00host"

// cell is a value that JavaScript sees as undefined and host code as a struct.
type cell struct {
	Value
	host any
}

// Args are the arguments of a host function.
type Args []Value

// At gives argument i, or undefined.
func (a Args) At(i int) Value {
	if i < len(a) {
		return a[i]
	}
	return goja.Undefined()
}

// Class is the definition of a host class over the Go struct T. Build it once, in a package
// variable, by chaining; it is immutable afterwards and shared by all VMs. In each VM its
// constructor is made when first used. Methods check their receiver: any other than an
// instance throws the TypeError "Illegal invocation: …".
type Class[T any] struct {
	name    string
	length  int
	parent  anyClass
	create  func(vm *VM, args Args, this *Object) *T
	members []member
	up      func(*T) any // the parent's struct inside of T
	setup   func(vm *VM, ctor, proto *Object)
	plain   bool   // may be called without new
	builtIn bool   // its members are as those of the language
	refusal string // what a call without new says; "" for the words of web APIs
	slot    *Slot[*built]
}

type anyClass interface {
	build(*VM) *built
}

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
}

type built struct {
	ctor, proto *Object
}

// NewClass begins the definition of a class that scripts cannot construct.
func NewClass[T any](name string) *Class[T] {
	c := &Class[T]{name: name}
	c.slot = NewSlot(c.install)
	return c
}

// Constructor lets scripts construct instances. length is the constructor's length. create
// may throw; this is the new object, which gets the struct afterwards.
func (c *Class[T]) Constructor(length int, create func(vm *VM, args Args, this *Object) *T) *Class[T] {
	c.length, c.create = length, create
	return c
}

// Extends makes parent the superclass. Instances of c carry a *T; up gives the parent's
// struct inside of it, so that the parent's methods work on them.
func Extends[T, P any](c *Class[T], parent *Class[P], up func(*T) *P) *Class[T] {
	c.parent = parent
	c.up = func(t *T) any { return parent.host(up(t)) }
	return c
}

// Method adds a method of the prototype.
func (c *Class[T]) Method(name string, length int, fn func(vm *VM, self *T, args Args) Value) *Class[T] {
	c.members = append(c.members, member{name: name, length: length,
		call: func(vm *VM, this Value, args Args) Value { return fn(vm, c.This(vm, this), args) }})
	return c
}

// MethodThis is Method for functions that need the receiver's object as well.
func (c *Class[T]) MethodThis(name string, length int, fn func(vm *VM, this *Object, self *T, args Args) Value) *Class[T] {
	c.members = append(c.members, member{name: name, length: length,
		call: func(vm *VM, this Value, args Args) Value {
			self := c.This(vm, this)
			return fn(vm, this.(*Object), self, args)
		}})
	return c
}

// AsyncMethod adds a method that returns a promise of fn's result: whatever fn throws, and a
// wrong receiver too, rejects it. A promise that fn returns is adopted.
func (c *Class[T]) AsyncMethod(name string, length int, fn func(vm *VM, self *T, args Args) (Value, error)) *Class[T] {
	c.members = append(c.members, member{name: name, length: length,
		call: func(vm *VM, this Value, args Args) Value {
			v, err := vm.attempt(func() (Value, error) { return fn(vm, c.This(vm, this), args) })
			if err != nil {
				return vm.RejectedWith(err)
			}
			if _, ok := AsPromise(v); ok {
				return v
			}
			return vm.Resolved(v)
		}})
	return c
}

// SymbolMethod adds a method under a symbol that VMs share, as SymIterator.
func (c *Class[T]) SymbolMethod(sym *Symbol, name string, length int, fn func(vm *VM, self *T, args Args) Value) *Class[T] {
	c.members = append(c.members, member{name: name, symbol: sym, length: length,
		call: func(vm *VM, this Value, args Args) Value { return fn(vm, c.This(vm, this), args) }})
	return c
}

// Alias puts the method name under sym(vm) too, as the same function; sym lets it be a
// symbol that each VM makes for itself, as Symbol.asyncIterator.
func (c *Class[T]) Alias(sym func(*VM) *Symbol, name string) *Class[T] {
	c.members = append(c.members, member{symName: sym, alias: name})
	return c
}

// Getter adds a read-only accessor of the prototype.
func (c *Class[T]) Getter(name string, get func(vm *VM, self *T) Value) *Class[T] {
	return c.Accessor(name, get, nil)
}

// Accessor adds an accessor of the prototype; a nil set makes it read-only.
func (c *Class[T]) Accessor(name string, get func(vm *VM, self *T) Value, set func(vm *VM, self *T, v Value)) *Class[T] {
	m := member{name: name, get: func(vm *VM, this Value) Value { return get(vm, c.This(vm, this)) }}
	if set != nil {
		m.set = func(vm *VM, this, v Value) { set(vm, c.This(vm, this), v) }
	}
	c.members = append(c.members, m)
	return c
}

// Static adds a function of the constructor.
func (c *Class[T]) Static(name string, length int, fn func(vm *VM, this Value, args Args) Value) *Class[T] {
	c.members = append(c.members, member{name: name, static: true, length: length, call: fn})
	return c
}

// Const adds a constant to the constructor and the prototype.
func (c *Class[T]) Const(name string, v any) *Class[T] {
	value := func(vm *VM) Value { return vm.ToValue(v) }
	c.members = append(c.members, member{name: name, static: true, value: value}, member{name: name, value: value})
	return c
}

// WithoutNew lets scripts call the constructor without new, with the same effect.
func (c *Class[T]) WithoutNew() *Class[T] {
	c.plain = true
	return c
}

// NeedsNew sets the message of the TypeError for a call without new, for built-ins of the
// language, whose words differ from those of web APIs.
func (c *Class[T]) NeedsNew(message string) *Class[T] {
	c.refusal = message
	return c
}

// BuiltIn makes the class one of the language rather than of the web: its members are not
// enumerable.
func (c *Class[T]) BuiltIn() *Class[T] {
	c.builtIn = true
	return c
}

// Setup runs f after the class is made in a VM, for what the other methods cannot say.
func (c *Class[T]) Setup(f func(vm *VM, ctor, proto *Object)) *Class[T] {
	c.setup = f
	return c
}

// Name is the class's name.
func (c *Class[T]) Name() string { return c.name }

// Object gives the constructor in vm.
func (c *Class[T]) Object(vm *VM) *Object { return c.slot.Get(vm).ctor }

// Prototype gives the prototype in vm.
func (c *Class[T]) Prototype(vm *VM) *Object { return c.slot.Get(vm).proto }

// New makes an instance for a struct that host code made.
func (c *Class[T]) New(vm *VM, self *T) *Object {
	o := vm.CreateObject(c.slot.Get(vm).proto)
	attach(o, c.host(self))
	return o
}

// Adopt makes an object that is no instance carry a struct of the class, so that From finds it.
func (c *Class[T]) Adopt(o *Object, self *T) { attach(o, c.host(self)) }

// Cell is what a proxy that passes for an instance gives as its property [HostKey].
func (c *Class[T]) Cell(self *T) Value { return &cell{goja.Undefined(), c.host(self)} }

// From gives the struct of an instance, of this class or a subclass.
func (c *Class[T]) From(v Value) (*T, bool) {
	o, ok := v.(*Object)
	if !ok {
		return nil, false
	}
	h, ok := hostOf(o)
	if !ok {
		return nil, false
	}
	return as[T](h)
}

// hostOf gives what an object carries. The handler of a script's proxy is only asked where the
// target carries something; else it would hear of a property that is not of its world.
func hostOf(o *Object) (any, bool) {
	if IsProxy(o) {
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

// as finds T in a struct or in the parents that it embeds.
func as[T any](host any) (*T, bool) {
	for {
		if t, ok := host.(*T); ok {
			return t, true
		}
		d, ok := host.(*derived)
		if !ok {
			return nil, false
		}
		if t, ok := d.self.(*T); ok {
			return t, true
		}
		host = d.parent
	}
}

// derived is the struct of an instance whose class has a superclass, with the parent's part.
type derived struct{ self, parent any }

// This gives the struct of a receiver or throws the TypeError "Illegal invocation: …".
func (c *Class[T]) This(vm *VM, v Value) *T {
	self, ok := c.From(v)
	if !ok {
		vm.Throwf(TypeError, illegalInvocation)
	}
	return self
}

// host gives what an instance carries: the struct, wrapped when there is a superclass.
func (c *Class[T]) host(self *T) any {
	if c.up == nil {
		return self
	}
	return &derived{self: self, parent: c.up(self)}
}

// attach puts a struct into an object.
func attach(o *Object, host any) {
	// Configurable, so that a proxy may hand it on: its invariants compare values, and a cell
	// equals nothing.
	must(o.DefineDataProperty(hostKey, &cell{goja.Undefined(), host}, No, Yes, No))
}

func (c *Class[T]) build(vm *VM) *built { return c.slot.Get(vm) }

// install makes the constructor and the prototype in one VM.
func (c *Class[T]) install(vm *VM) *built {
	b := &built{}
	b.ctor = vm.ToValue(func(call ConstructorCall) *Object {
		defer vm.contain()
		if call.NewTarget == nil && (call.This.Prototype() != b.proto || call.This.Get(hostKey) != nil || vm.calledPlainly(c.name)) {
			if c.plain {
				return c.New(vm, c.create(vm, call.Arguments, nil))
			}
			if c.create == nil {
				vm.Throwf(TypeError, "Illegal constructor")
			}
			if c.refusal != "" {
				vm.Throwf(TypeError, "%s", c.refusal)
			}
			vm.Throwf(TypeError, "Failed to construct '%s': Please use the 'new' operator, this object constructor cannot be called as a function.", c.name)
		}
		if c.create == nil {
			vm.Throwf(TypeError, "Illegal constructor")
		}
		attach(call.This, c.host(c.create(vm, call.Arguments, call.This)))
		return nil
	}).(*Object)
	must(b.ctor.DefineDataProperty("name", vm.ToValue(c.name), No, Yes, No))
	must(b.ctor.DefineDataProperty("length", vm.ToValue(c.length), No, Yes, No))
	b.proto = b.ctor.Get("prototype").(*Object)
	must(b.ctor.DefineDataProperty("prototype", b.proto, No, No, No))
	if c.parent != nil {
		p := c.parent.build(vm)
		must(b.ctor.SetPrototype(p.ctor))
		must(b.proto.SetPrototype(p.proto))
	}
	if !vm.hideTags {
		must(b.proto.DefineDataPropertySymbol(SymToStringTag, vm.ToValue(c.name), No, Yes, No))
	}
	enumerable := Yes
	if c.builtIn {
		enumerable = No
	}
	for i := range c.members {
		c.members[i].define(vm, b, enumerable)
	}
	if c.setup != nil {
		c.setup(vm, b.ctor, b.proto)
	}
	return b
}

func (m *member) define(vm *VM, b *built, enumerable PropertyFlag) {
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
// by the stack only: a call of a host function has a frame of its own, a construction has not.
func (vm *VM) calledPlainly(name string) bool {
	vm.frames = vm.CaptureCallStack(1, vm.frames[:0])
	return len(vm.frames) > 0 && vm.frames[0].SrcName() == nativeSource && vm.frames[0].FuncName() == name
}

// nativeSource is the engine's name for the file of host functions.
const nativeSource = "<native>"

func orUndefined(v Value) Value {
	if v == nil {
		return goja.Undefined()
	}
	return v
}
