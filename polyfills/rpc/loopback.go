package rpc

import (
	"paddock/jsruntime"
)

// loopbackClass is the class of what stands on ctx.exports for an entrypoint.
var loopbackClass = jsruntime.NewClass[loopback]("LoopbackServiceStub")

type loopback struct{ fetcher }

// NewLoopback makes what stands on ctx.exports for an entrypoint: the stub of a service that, called
// with options, gives what with makes for their props.
func NewLoopback(vm *jsruntime.VM, service Service, with func(props *jsruntime.Message) jsruntime.Value) *jsruntime.Object {
	l := &loopback{fetcher{stub: stub{receiver: service, service: true}, service: service}}
	target := CallableWithProps(vm, loopbackClass.Name(), loopbackClass.Prototype(vm), with)
	loopbackClass.Adopt(target, l)
	return newProxy(vm, target)
}

// CallableWithProps makes a function with a prototype which takes the options that the members of
// ctx.exports are called with. class is the name of it in messages. Props are a message of their own.
func CallableWithProps(vm *jsruntime.VM, class string, proto *jsruntime.Object, with func(props *jsruntime.Message) jsruntime.Value) *jsruntime.Object {
	return bare(vm, proto, func(args []jsruntime.Value) jsruntime.Value {
		first := jsruntime.Args(args).At(0)
		options, none := jsruntime.AsObject(first), len(args) > 0 && jsruntime.IsNullish(first)
		if none {
			return with(&jsruntime.Message{})
		}
		if options == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute '(called as function)' on '%s': parameter 1 is not of type 'Options'.", class)
		}
		m := jsruntime.Message{}
		if props := options.Get("props"); props != nil && !jsruntime.IsUndefined(props) {
			if jsruntime.AsObject(props) == nil {
				vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'props' field on 'Options': the provided value is not of type 'Object'.")
			}
			var err error
			if m, err = vm.Serialize(props, propsCodec(), nil); err != nil {
				vm.Throw(err)
			}
		}
		return with(&m)
	})
}

// propsCodec carries services in props, but neither functions nor targets.
func propsCodec() *jsruntime.Codec {
	c := codec(nil)
	c.Encode = func(vm *jsruntime.VM, o *jsruntime.Object) (any, bool, error) {
		_, service := ServiceOf(o)
		switch {
		case service:
			return encode(vm, o)
		case jsruntime.IsFunction(o):
			return nil, true, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "%s could not be cloned.", vm.Sketch(o))
		case IsTarget(o):
			return nil, true, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "%s", (*target)(nil).WhyNot())
		}
		return nil, false, nil
	}
	return c
}

// bare makes a function that has a prototype of another class, and no members of its own.
func bare(vm *jsruntime.VM, proto *jsruntime.Object, call func(args []jsruntime.Value) jsruntime.Value) *jsruntime.Object {
	fn := vm.NewFunction("", 0, func(c jsruntime.FunctionCall) jsruntime.Value { return call(c.Arguments) })
	for _, name := range []string{"length", "name"} {
		if err := fn.Delete(name); err != nil {
			vm.Throw(err)
		}
	}
	if err := fn.SetPrototype(proto); err != nil {
		vm.Throw(err)
	}
	return fn
}
