package jsruntime

// Sketch is the text that the platform's messages have for a value they are about, as
// "TypeError: x", "#<Promise>" or "[object Array]". Making it runs no script.
func (vm *VM) Sketch(v Value) string {
	if IsSymbol(v) {
		return "Symbol(" + v.String() + ")"
	}
	o := AsObject(v)
	if o == nil {
		if v == nil {
			return "undefined"
		}
		return v.String()
	}
	kind := "Proxy"
	if !IsProxy(o) {
		kind = vm.KindOf(o)
	}
	switch kind {
	case "Proxy":
		return "#<Object>"
	case "Function":
		return o.String()
	case "Error":
		return vm.sketchError(o)
	}
	if _, ok := DOMExceptionClass.From(o); ok {
		return vm.sketchError(o)
	}
	in := intrinsicsSlot.Get(vm)
	switch text := vm.DataProperty(o, vm.ToValue("toString")); {
	case text != nil && text.SameAs(in.errorText):
		return vm.sketchError(o)
	case text != nil && text.SameAs(in.objectText):
		if name := vm.constructorName(o); name != "" {
			return "#<" + name + ">"
		}
	case kind == "View": // its tag is a getter
		kind = vm.constructorName(o)
	}
	if tag := vm.DataProperty(o, SymToStringTag); IsString(tag) {
		return "[object " + tag.String() + "]"
	}
	return "[object " + kind + "]"
}

// constructorName gives the name of the class that made o, or "".
func (vm *VM) constructorName(o *Object) string {
	ctor := AsObject(vm.DataProperty(o, vm.ToValue("constructor")))
	if ctor == nil || !IsFunction(ctor) {
		return ""
	}
	if name := vm.DataProperty(ctor, vm.ToValue("name")); IsString(name) {
		return name.String()
	}
	return ""
}

func (vm *VM) sketchError(o *Object) string {
	if e, ok := DOMExceptionClass.From(o); ok {
		return (&Exception{Name: e.Name, Message: e.Message}).Error()
	}
	text := func(name, or string) string {
		d := vm.descriptor(o, vm.ToValue(name))
		if d == nil {
			return or
		}
		switch v := d.Get("value"); {
		case v == nil: // an accessor
			return ""
		case IsString(v):
			return v.String()
		}
		return or
	}
	return (&Exception{Name: text("name", "Error"), Message: text("message", "")}).Error()
}

// DataProperty reads a property of o or its prototypes without calling a getter or a proxy's
// trap; nil if there is none.
func (vm *VM) DataProperty(o *Object, name Value) Value {
	if d := vm.descriptor(o, name); d != nil {
		return d.Get("value")
	}
	return nil
}

// quietProperty reads a property that tells of an exception, calling getters of the host and of the
// engine alone. Other objects than causes it gives as text.
func (vm *VM) quietProperty(o *Object, name string) Value {
	d := vm.descriptor(o, vm.ToValue(name))
	if d == nil {
		return Undefined()
	}
	v := d.Get("value")
	if get := AsObject(d.Get("get")); get != nil && isNative(get) {
		if call, ok := AsFunction(get); ok {
			v = vm.Call(call, o)
		}
	}
	if AsObject(v) != nil && name != "cause" {
		return vm.ToValue(vm.Sketch(v))
	}
	return v
}

// descriptor describes a property of o or its prototypes, up to the first proxy; nil if there is none.
func (vm *VM) descriptor(o *Object, name Value) *Object {
	describe := intrinsicsSlot.Get(vm).describe
	for ; o != nil && !IsProxy(o); o = o.Prototype() {
		if d := AsObject(vm.Call(describe, Undefined(), o, name)); d != nil {
			return d
		}
	}
	return nil
}
