package jsruntime

import (
	"reflect"
	"strings"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// errorClasses are the language's classes of errors.
var errorClasses = []string{PlainError, TypeError, RangeError, SyntaxError, "ReferenceError", "EvalError", "URIError", "AggregateError"}

// installErrors makes errors look like those of V8 from their birth: those of scripts get its
// property stack, those that the engine throws its words too. It changes the constructors, which
// the engine itself calls.
func (vm *VM) installErrors() {
	vm.machine = theMachine()
	mark := goja.StackFrame{}
	*fieldOf[unistring.String](reflect.ValueOf(&mark).Elem(), "funcName") = ourMark
	vm.markFrame = mark
	vm.errorClass = vm.Get(PlainError).(*Object)
	must(vm.errorClass.DefineDataProperty("stackTraceLimit", vm.ToValue(10), Yes, Yes, Yes))
	object := vm.Get("Object").(*Object)
	vm.describe = object.Get("getOwnPropertyDescriptor").Export().(native)
	vm.close = object.Get("preventExtensions").Export().(native)
	vm.has = vm.Get("Reflect").(*Object).Get("has").Export().(native)
	vm.installStack()
	errors, err := dialect.Install(vm.Runtime)
	must(err)
	vm.errors = errors
	for _, class := range errorClasses {
		ctor := vm.Get(class).(*Object)
		PatchConstruct(ctor, func(original NativeConstruct) NativeConstruct {
			if class == PlainError {
				vm.plainError = original
			}
			made := vm.errorConstructor(ctor, original, class == "AggregateError")
			Patch(ctor, func(Native) Native {
				return func(call FunctionCall) Value { return made(call.Arguments, nil) }
			})
			return made
		})
	}
}

// errorConstructor is what a class of errors does for new and when it is called.
func (vm *VM) errorConstructor(ctor *Object, original NativeConstruct, aggregate bool) NativeConstruct {
	return func(args []Value, newTarget *Object) *Object {
		var errors Value
		var initial []Value
		if aggregate {
			errors, args, initial = Args(args).At(0), args[min(1, len(args)):], []Value{vm.NewArray()}
		}
		o := original(initial, newTarget)
		if aggregate {
			must(o.Delete("errors")) // it comes last
		}
		var message Value
		if m := Args(args).At(0); !IsUndefined(m) {
			if message = m; !IsString(m) {
				message = vm.plainError([]Value{m}, nil).Get("message")
			}
		}
		slot := vm.machine.frames(o)
		if slot != nil && *slot != nil {
			message = vm.born(o, slot, ctor, newTarget, message)
		}
		if message != nil {
			must(o.DefineDataProperty("message", message, Yes, Yes, No))
		}
		if options := AsObject(Args(args).At(1)); options != nil && vm.has(FunctionCall{Arguments: []Value{options, vm.ToValue("cause")}}).ToBoolean() {
			must(o.DefineDataProperty("cause", options.Get("cause"), Yes, Yes, No))
		}
		if aggregate {
			list := original([]Value{errors}, nil).Get("errors")
			must(o.DefineDataProperty("errors", list, Yes, Yes, No))
		}
		return o
	}
}

// born gives a new error its stack, and its message: in V8's words if the engine has made it.
func (vm *VM) born(o *Object, slot *[]goja.StackFrame, ctor, newTarget *Object, message Value) Value {
	frames := *slot
	if message != nil && (newTarget == ctor || newTarget == nil) && !vm.ownWords {
		message = vm.spoken(message, frames, newTarget == nil)
	}
	above := newTarget
	if above == ctor || above != nil && !vm.runs(above) {
		above = nil
	}
	t := vm.takeTrace(frames, above)
	t.message = message
	if message == nil {
		t.message = vm.empty
	}
	t.keep(vm, o, slot)
	vm.showStack(o)
	return message
}

// runs reports whether a function is running.
func (vm *VM) runs(fn *Object) (found bool) {
	vm.machine.walk(vm.Runtime, func(r running) bool {
		found = r.callee == fn
		return !found
	})
	return found
}

// spoken gives a message of the engine in V8's words. byNew says that the constructor was called as
// scripts do, without a new.target of its own: the engine does so only for what it has compiled
// into an error.
func (vm *VM) spoken(message Value, frames []goja.StackFrame, byNew bool) Value {
	text := message.String()
	if !dialect.Speaks(text) {
		return message
	}
	fault := dialect.Fault{Frames: frames, Script: byNew, Kind: vm.kindText, Getter: vm.hasGetter, Own: vm.ownProperty, Class: vm.classOf, Method: vm.methodName,
		Native: vm.nativeName, List: vm.plainList,
		Prototype: func(o *Object) Value { return vm.described(o, "prototype") }}
	instruction, operand := vm.machine.instruction(vm.Runtime)
	if operand == nil {
		fault.Arguments = vm.machine.arguments(vm.Runtime)
		fault.Callee, fault.Receiver = vm.machine.callee(vm.Runtime), vm.machine.receiver(vm.Runtime)
	}
	fault.Calls = strings.HasPrefix(instruction, "call") || strings.HasPrefix(instruction, "_call")
	if fault.Calls && operand != nil {
		fault.Called = vm.machine.calledValue(vm.Runtime, operand)
	}
	if depth, known := operandDepth[instruction]; known && (!strings.HasPrefix(instruction, "_putValue") || ofPrimitive(text, operand(depth))) {
		fault.Instruction, fault.Operand = instruction, operand(depth)
		if instruction == "_checkObjectCoercible" || instruction == "_createDestructSrc" || instruction == "_iterate" {
			fault.Pattern = vm.machine.pattern(vm.Runtime)
		}
		switch {
		case instruction == "_getElem" || instruction == "_getElemCallee" || strings.HasPrefix(instruction, "_getElemRef"):
			fault.Key = operand(1)
		case depth > 1 || instruction == "_op_in":
			fault.Key = operand(2)
		}
	}
	return vm.ToValue(vm.errors.Say(text, fault))
}

// ofPrimitive reports whether a message of the engine is of an assignment to a property of a primitive, which is in its
// place on the stack: references to properties of objects put nothing there.
func ofPrimitive(message string, base Value) bool {
	said, ok := strings.CutPrefix(message, "Receiver is not an object: ")
	return ok && base != nil && AsObject(base) == nil && base.String() == said
}

// kindText names an object as V8 does in messages: "#<A>", "[object Array]".
func (vm *VM) kindText(v Value) string {
	switch {
	case IsString(v):
		return "string '" + v.String() + "'"
	case IsNumber(v) || IsBoolean(v):
		return kindOfPrimitive(v) + " '" + v.String() + "'"
	case IsSymbol(v):
		return "symbol 'Symbol(" + v.String() + ")'"
	case IsBigInt(v):
		return "bigint '" + v.String() + "'"
	case IsFunction(v):
		return "function '" + v.String() + "'"
	}
	return "object '" + vm.Sketch(v) + "'"
}

// classOf tells what an object is; "" for what is no object.
func (vm *VM) classOf(v Value) string {
	if o := AsObject(v); o != nil {
		return vm.KindOf(o)
	}
	return ""
}

// classesOfMethods are the classes whose methods messages name.
var classesOfMethods = []string{"Array", "String", "Date", "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "RegExp", "Object", "Symbol",
	"ArrayBuffer", "DataView", "%TypedArray%", "Uint8Array", "Function", "Promise", "Error"}

// methodName names a method of a class of the language, as "Date.prototype.getDay", "get Map.prototype.size" or
// "Reflect.apply"; it is "" for other functions. No script runs.
func (vm *VM) methodName(fn *Object) string {
	name := vm.described(fn, "name")
	if !IsString(name) {
		return ""
	}
	key, part := name.String(), "value"
	if kind, rest, ok := strings.Cut(key, " "); ok && (kind == "get" || kind == "set") {
		key, part = rest, kind
	}
	has := func(o *Object) bool {
		if o == nil || IsProxy(o) {
			return false
		}
		d := AsObject(vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{o, vm.ToValue(key)}}))
		return d != nil && d.Get(part) == Value(fn)
	}
	for _, class := range classesOfMethods {
		if has(vm.prototypeOf(class)) {
			return strings.TrimSuffix(name.String(), key) + class + ".prototype." + key
		}
	}
	for _, home := range []string{"Reflect", "%TypedArray%"} {
		of := AsObject(vm.described(vm.GlobalObject(), home))
		if proto := vm.prototypeOf(home); proto != nil {
			of = AsObject(vm.described(proto, "constructor"))
		}
		if has(of) {
			return home + "." + key
		}
	}
	return ""
}

// nativeName gives the name of a function of the engine or the host; ok is false for everything else.
func (vm *VM) nativeName(v Value) (name string, ok bool) {
	o := AsObject(v)
	if o == nil || IsProxy(o) || !IsFunction(o) || !isNative(o) {
		return "", false
	}
	if text := vm.described(o, "name"); IsString(text) {
		return text.String(), true
	}
	return "", true
}

// plainList gives the elements of what apply is given; none where they are not plain to see. ok is false for what is no list.
func (vm *VM) plainList(v Value) (list []Value, ok bool) {
	if IsNullish(v) {
		return nil, true
	}
	list, _ = Dense(v)
	return list, AsObject(v) != nil
}

// described reads an own property that is no accessor; nil if there is none.
func (vm *VM) described(o *Object, name string) Value {
	if IsProxy(o) {
		return nil
	}
	d := AsObject(vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{o, vm.ToValue(name)}}))
	if d == nil {
		return nil
	}
	return d.Get("value")
}

// runningMethod names the native method that runs, also where call or apply called it.
func (vm *VM) runningMethod() string {
	for _, fn := range []*Object{vm.machine.callee(vm.Runtime), AsObject(vm.machine.receiver(vm.Runtime))} {
		if fn == nil || !IsFunction(fn) {
			return ""
		}
		if name := vm.methodName(fn); name != "" && !strings.HasPrefix(name, "Function.") {
			return name
		}
	}
	return ""
}

// prototypeOf gives the prototype of a class of the language; nil where a script took the class away.
func (vm *VM) prototypeOf(class string) *Object {
	if class == "%TypedArray%" {
		bytes := vm.prototypeOf("Uint8Array")
		if bytes == nil {
			return nil
		}
		return bytes.Prototype()
	}
	ctor := AsObject(vm.described(vm.GlobalObject(), class))
	if ctor == nil {
		return nil
	}
	return AsObject(vm.described(ctor, "prototype"))
}

func kindOfPrimitive(v Value) string {
	if IsBoolean(v) {
		return "boolean"
	}
	return "number"
}

// hasGetter reports whether a property of an object, or of its prototypes, is an accessor.
func (vm *VM) hasGetter(v Value, name string) bool {
	for o := AsObject(v); o != nil && !IsProxy(o); o = o.Prototype() {
		d := vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{o, vm.ToValue(name)}})
		if d := AsObject(d); d != nil {
			accessor := d.Get("value") == nil && d.Get("writable") == nil
			if _, host := carried(v); host && accessor && d.Get("enumerable").ToBoolean() && isNative(AsObject(d.Get("get"))) {
				return false // the platform tells it as a value
			}
			return accessor
		}
	}
	return false
}

// ownProperty tells of a property of an object's own, and of the object; of proxies nothing.
func (vm *VM) ownProperty(o *Object, key Value) (p dialect.Property) {
	if IsProxy(o) {
		return p
	}
	p.Extensible = vm.CallMethod(vm.Get("Object").(*Object), "isExtensible", o).ToBoolean()
	d := AsObject(vm.describe(FunctionCall{This: Undefined(), Arguments: []Value{o, key}}))
	p.Exists, p.Configurable = d != nil, d != nil && d.Get("configurable").ToBoolean()
	return p
}

// operandDepth is how deep an instruction has on the stack what must not be null, from 1 for the
// top; 0 is what it has just taken off.
var operandDepth = map[string]int{
	"getProp": 1, "getPropRecv": 1, "getPropRecvCallee": 1, "getPropCallee": 1,
	"_pushSpread": 0, "_pushArraySpread": 1,
	"_op_in": 1, "_op_instanceof": 1, "_new": 1, "newDerivedClass": 1,
	"getPrivatePropRes": 1, "getPrivatePropResCallee": 1, "getPrivatePropId": 1, "getPrivatePropIdCallee": 1,
	"getPrivateRefRes": 1, "getPrivateRefId": 1, "privateInRes": 1, "privateInId": 1,
	"setPrivatePropRes": 2, "setPrivatePropResP": 2, "setPrivatePropId": 2, "setPrivatePropIdP": 2,
	"_getElem": 2, "_getElemRecv": 1, "_getKey": 2, "_getElemCallee": 2, "_getElemRecvCallee": 2,
	"setPropRecv": 2, "setPropRecvStrict": 2, "_setElem1": 3, "_setElem1Named": 3,
	"setProp": 2, "setPropP": 2, "setPropStrict": 2, "setPropStrictP": 2,
	"_setElem": 3, "_setElemP": 3, "_setElemStrict": 3, "_setElemStrictP": 3,
	"getPropRef": 1, "getPropRefStrict": 1, "_getElemRef": 2, "_getElemRefStrict": 2,
	"_createDestructSrc": 1, "_checkObjectCoercible": 1, "_iterateP": 1, "_iterate": 1, "yieldMarker": 1,
	"_putValue": 3, "_putValueP": 3, // what a reference to a property of a primitive does: that of others is not there
	"_copySpread": 1, "_copyRest": 1, "_enumerate": 1,
	"_deleteElem": 2, "_deleteElemStrict": 2, "deleteProp": 1, "deletePropStrict": 1,
}
