package temporal

import "paddock/jsruntime"

// call is a running method or function, as errors name it.
type call struct {
	*jsruntime.VM
	name string // as "Temporal.PlainDate.from"
}

// check throws an error, if there is one.
func (c call) check(err error) {
	if err != nil {
		c.Throw(err)
	}
}

// undefined is what accessors give for what a calendar does not have.
type undefined struct{}

// value makes a value of what an accessor or method gives.
func (c call) value(v any) jsruntime.Value {
	switch v := v.(type) {
	case undefined:
		return jsruntime.Undefined()
	case jsruntime.Value:
		return v
	}
	return c.ToValue(v)
}

// definition adds members to a class under the names that errors have for them.
type definition[T any] struct{ class *jsruntime.Class[T] }

// define begins the definition of a class.
func define[T any](name string, length int, create func(c call, args jsruntime.Args) *T) definition[T] {
	full := "Temporal." + name
	class := jsruntime.NewClass[T](name).BuiltIn().
		Constructor(length, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *T {
			return create(call{vm, full}, args)
		}).
		NeedsNew("Method invoked on an object that is not " + full + ".").
		Tells(func(member string, _ bool) string { return full + ".prototype." + member }).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			must(proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue(full), jsruntime.No, jsruntime.Yes, jsruntime.No))
		})
	return definition[T]{class}
}

func (d definition[T]) method(name string, length int, f func(c call, self *T, args jsruntime.Args) any) definition[T] {
	full := "Temporal." + d.class.Name() + ".prototype." + name
	d.class.Method(name, length, func(vm *jsruntime.VM, self *T, args jsruntime.Args) jsruntime.Value {
		c := call{vm, full}
		return c.value(f(c, self, args))
	})
	return d
}

func (d definition[T]) getter(name string, get func(self *T) any) definition[T] {
	d.class.Getter(name, func(vm *jsruntime.VM, self *T) jsruntime.Value { return call{VM: vm}.value(get(self)) })
	return d
}

func (d definition[T]) static(name string, length int, f func(c call, args jsruntime.Args) any) definition[T] {
	full := "Temporal." + d.class.Name() + "." + name
	d.class.Static(name, length, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		c := call{vm, full}
		return c.value(f(c, args))
	})
	return d
}

// valueOf adds the method that refuses comparison by operators.
func (d definition[T]) valueOf() definition[T] {
	name := "Temporal." + d.class.Name() + ".prototype."
	return d.method("valueOf", 0, func(c call, _ *T, _ jsruntime.Args) any {
		c.Throwf(jsruntime.TypeError, "Do not use %svalueOf; use %scompare for comparison.", name, name)
		return nil
	})
}
