package rpc

import (
	"sync"

	"paddock/jsruntime"
)

// ObjectClass is an exported class for Durable Objects without a namespace, as facets have them.
type ObjectClass struct {
	Name  string             // of the export
	Props *jsruntime.Message // ctx.props of the objects; nil: they have none
}

// loopbackObjectClass is what stands on ctx.exports for such a class: called, it gives the class
// with props.
type loopbackObjectClass struct{ ObjectClass }

var (
	objectClass          = jsruntime.NewClass[ObjectClass]("DurableObjectClass")
	loopbackObjectsClass = jsruntime.NewClass[loopbackObjectClass]("LoopbackDurableObjectClass")
	defineObjectClasses  = sync.OnceFunc(func() {
		jsruntime.Extends(loopbackObjectsClass, objectClass, func(l *loopbackObjectClass) *ObjectClass { return &l.ObjectClass })
	})
)

type carriedClass struct{ ObjectClass }

// Uncarry makes the class again.
func (c carriedClass) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	return NewObjectClass(vm, c.ObjectClass), nil
}

// NewObjectClass makes the script's object of a class.
func NewObjectClass(vm *jsruntime.VM, c ObjectClass) *jsruntime.Object {
	return objectClass.New(vm, &c)
}

// NewLoopbackClass makes what stands on ctx.exports for a class that has no namespace.
func NewLoopbackClass(vm *jsruntime.VM, name string) *jsruntime.Object {
	defineObjectClasses()
	fn := CallableWithProps(vm, loopbackObjectsClass.Name(), loopbackObjectsClass.Prototype(vm), func(props *jsruntime.Message) jsruntime.Value {
		return NewObjectClass(vm, ObjectClass{name, props})
	})
	loopbackObjectsClass.Adopt(fn, &loopbackObjectClass{ObjectClass{Name: name}})
	return fn
}

// ObjectClassFrom gives the class that a script's object stands for.
func ObjectClassFrom(v jsruntime.Value) (*ObjectClass, bool) { return objectClass.From(v) }
