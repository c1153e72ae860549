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
//
// What does not need to know T is in [definition], which is compiled once: each class makes its
// own copy of the code here.
type Class[T any] struct {
	definition
	up func(*T) any // the parent's struct inside of T; nil for no parent
}

// NewClass begins the definition of a class that scripts cannot construct.
func NewClass[T any](name string) *Class[T] {
	c := &Class[T]{}
	c.begin(name)
	return c
}

// Constructor lets scripts construct instances. length is the constructor's length. create
// may throw; this is the new object, which gets the struct afterwards.
func (c *Class[T]) Constructor(length int, create func(vm *VM, args Args, this *Object) *T) *Class[T] {
	c.length = length
	c.create = func(vm *VM, args Args, this *Object) any { return c.host(create(vm, args, this)) }
	return c
}

// Extends makes parent the superclass. Instances of c carry a *T; up gives the parent's
// struct inside of it, so that the parent's methods work on them.
func Extends[T, P any](c *Class[T], parent *Class[P], up func(*T) *P) *Class[T] {
	c.parent = &parent.definition
	c.up = func(t *T) any { return parent.host(up(t)) }
	return c
}

// Method adds a method of the prototype.
func (c *Class[T]) Method(name string, length int, fn func(vm *VM, self *T, args Args) Value) *Class[T] {
	c.method(name, length, func(vm *VM, this Value, args Args) Value { return fn(vm, c.receiver(vm, this, name), args) })
	return c
}

// MethodThis is Method for functions that need the receiver's object as well.
func (c *Class[T]) MethodThis(name string, length int, fn func(vm *VM, this *Object, self *T, args Args) Value) *Class[T] {
	c.method(name, length, func(vm *VM, this Value, args Args) Value {
		self := c.This(vm, this)
		return fn(vm, this.(*Object), self, args)
	})
	return c
}

// AsyncMethod adds a method that returns a promise of fn's result: whatever fn throws, and a
// wrong receiver too, rejects it. A promise that fn returns is adopted.
func (c *Class[T]) AsyncMethod(name string, length int, fn func(vm *VM, self *T, args Args) (Value, error)) *Class[T] {
	c.asyncMethod(name, length, func(vm *VM, this Value, args Args) (Value, error) { return fn(vm, c.This(vm, this), args) })
	return c
}

// SymbolMethod adds a method under a symbol that VMs share, as SymIterator.
func (c *Class[T]) SymbolMethod(sym *Symbol, name string, length int, fn func(vm *VM, self *T, args Args) Value) *Class[T] {
	c.symbolMethod(sym, name, length, func(vm *VM, this Value, args Args) Value { return fn(vm, c.receiver(vm, this, name), args) })
	return c
}

// Alias puts the method name under sym(vm) too, as the same function; sym lets it be a
// symbol that each VM makes for itself, as Symbol.asyncIterator.
func (c *Class[T]) Alias(sym func(*VM) *Symbol, name string) *Class[T] {
	c.alias(sym, name)
	return c
}

// Getter adds a read-only accessor of the prototype.
func (c *Class[T]) Getter(name string, get func(vm *VM, self *T) Value) *Class[T] {
	c.accessor(name, func(vm *VM, this Value) Value { return get(vm, c.receiver(vm, this, name)) }, nil)
	return c
}

// OwnGetter is Getter for what every instance also has itself: a read-only property with the value that get
// gives when the instance is made. The last one added is an instance's first property.
func (c *Class[T]) OwnGetter(name string, get func(vm *VM, self *T) Value) *Class[T] {
	c.ownGetter(name, func(vm *VM, this Value) Value { return get(vm, c.This(vm, this)) })
	return c
}

// Accessor adds an accessor of the prototype; a nil set makes it read-only.
func (c *Class[T]) Accessor(name string, get func(vm *VM, self *T) Value, set func(vm *VM, self *T, v Value)) *Class[T] {
	if set == nil {
		return c.Getter(name, get)
	}
	c.accessor(name, func(vm *VM, this Value) Value { return get(vm, c.This(vm, this)) },
		func(vm *VM, this, v Value) { set(vm, c.This(vm, this), v) })
	return c
}

// Static adds a function of the constructor.
func (c *Class[T]) Static(name string, length int, fn func(vm *VM, this Value, args Args) Value) *Class[T] {
	c.static(name, length, fn)
	return c
}

// Const adds a constant to the constructor and the prototype.
func (c *Class[T]) Const(name string, v any) *Class[T] {
	c.constant(name, v)
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

// Tells gives what an error calls a member of a class that is no global, when it is called on something else than an
// instance: on an object or a primitive value.
func (c *Class[T]) Tells(says func(member string, onObject bool) string) *Class[T] {
	c.says = says
	return c
}

// Setup runs f after the class is made in a VM, for what the other methods cannot say.
func (c *Class[T]) Setup(f func(vm *VM, ctor, proto *Object)) *Class[T] {
	c.setup = f
	return c
}

// New makes an instance for a struct that host code made.
func (c *Class[T]) New(vm *VM, self *T) *Object { return c.instance(vm, c.host(self)) }

// Adopt makes an object that is no instance carry a struct of the class, so that From finds it.
func (c *Class[T]) Adopt(o *Object, self *T) { attach(o, c.host(self)) }

// Cell is what a proxy that passes for an instance gives as its property [HostKey].
func (c *Class[T]) Cell(self *T) Value { return &cell{goja.Undefined(), c.host(self)} }

// From gives the struct of an instance, of this class or a subclass.
func (c *Class[T]) From(v Value) (*T, bool) {
	h, ok := carried(v)
	if !ok {
		return nil, false
	}
	return as[T](h)
}

// This gives the struct of a receiver or throws a TypeError: "Illegal invocation: …", or for classes of the language
// one that names the method.
func (c *Class[T]) This(vm *VM, v Value) *T { return c.receiver(vm, v, "") }

// receiver is This for a member of the class, whose name an error may tell.
func (c *Class[T]) receiver(vm *VM, v Value, member string) *T {
	self, ok := c.From(v)
	if !ok {
		c.misplaced(vm, v, member)
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
