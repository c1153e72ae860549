package workers

import "paddock/jsruntime"

// ObjectClass is an exported Durable Object class without a namespace, as it stands on ctx.exports.
type ObjectClass struct {
	Name string // of the export
}

var objectClass = jsruntime.NewClass[ObjectClass]("LoopbackDurableObjectClass")

// NewObjectClass makes the script's object of a class.
func NewObjectClass(vm *jsruntime.VM, name string) *jsruntime.Object {
	return objectClass.New(vm, &ObjectClass{name})
}

// ObjectClassFrom gives the class that a script's object stands for.
func ObjectClassFrom(v jsruntime.Value) (*ObjectClass, bool) { return objectClass.From(v) }
