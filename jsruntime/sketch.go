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
	case "Array", "Symbol", "Generator":
		return "[object " + kind + "]"
	}
	if _, ok := DOMExceptionClass.From(o); ok {
		return vm.sketchError(o)
	}
	if text := vm.dataProperty(o, "toString"); text != nil && text.SameAs(intrinsicsSlot.Get(vm).errorText) {
		return vm.sketchError(o)
	}
	if ctor := AsObject(vm.dataProperty(o, "constructor")); ctor != nil && IsFunction(ctor) {
		if name := vm.dataProperty(ctor, "name"); IsString(name) && name.String() != "" {
			return "#<" + name.String() + ">"
		}
	}
	return "[object " + o.ClassName() + "]"
}

func (vm *VM) sketchError(o *Object) string {
	if e, ok := DOMExceptionClass.From(o); ok {
		return (&Exception{Name: e.Name, Message: e.Message}).Error()
	}
	text := func(name, or string) string {
		if v := vm.dataProperty(o, name); IsString(v) {
			return v.String()
		}
		return or
	}
	return (&Exception{Name: text("name", "Error"), Message: text("message", "")}).Error()
}

// dataProperty reads a property of o or its prototypes without calling a getter or a proxy's
// trap; nil if there is none.
func (vm *VM) dataProperty(o *Object, name string) Value {
	describe := intrinsicsSlot.Get(vm).describe
	for ; o != nil && !IsProxy(o); o = o.Prototype() {
		if d := AsObject(vm.Call(describe, Undefined(), o, vm.ToValue(name))); d != nil {
			return d.Get("value")
		}
	}
	return nil
}
