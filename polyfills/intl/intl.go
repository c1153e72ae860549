package intl

import (
	_ "embed" // the file of arrays
	"strings"

	"paddock/jsruntime"
)

// API gives the global Intl and the methods that follow locales.
func API() jsruntime.API {
	return jsruntime.API{
		Name:    "intl",
		BuiltIn: true,
		Globals: map[string]func(*jsruntime.VM) jsruntime.Value{"Intl": build},
		Install: func(vm *jsruntime.VM) error { return vm.Try(func() { installMethods(vm) }) },
	}
}

func build(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	must(o.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("Intl"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	define := func(name string, v jsruntime.Value) {
		must(o.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	for _, ctor := range []*jsruntime.Object{
		dateClass.Object(vm), numberClass.Object(vm), collatorClass.Object(vm), pluralClass.Object(vm), relativeClass.Object(vm),
		listClass.Object(vm), localeClass.Object(vm), namesClass.Object(vm), segmenterClass.Object(vm), durationClass.Object(vm),
	} {
		define(ctor.Get("name").String(), ctor)
	}
	define("getCanonicalLocales", vm.NewFunction("getCanonicalLocales", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		var out []jsruntime.Value
		for _, t := range requested(vm, call.Argument(0)) {
			out = append(out, vm.ToValue(t.String()))
		}
		return vm.NewArrayOf(out...)
	}))
	define("supportedValuesOf", vm.NewFunction("supportedValuesOf", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return supportedValues(vm, vm.Text(call.Argument(0)))
	}))
	return o
}

func supportedValues(vm *jsruntime.VM, kind string) jsruntime.Value {
	values, ok := theWorld().Values[kind]
	if !ok {
		vm.Throwf(jsruntime.RangeError, "Invalid key : %s", kind)
	}
	var out []jsruntime.Value
	for v := range strings.FieldsSeq(values) {
		out = append(out, vm.ToValue(v))
	}
	return vm.NewArrayOf(out...)
}

// installMethods replaces the methods of the engine, which know no locales: it takes the first
// argument of Number.prototype.toLocaleString for a radix, and abbreviates the names of time zones.
func installMethods(vm *jsruntime.VM) {
	method := func(class, name string, length int, f func(jsruntime.FunctionCall) jsruntime.Value) {
		proto := vm.Get(class).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
		must(proto.DefineDataProperty(name, vm.NewFunction(name, length, f), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	number := func(class string, is func(jsruntime.Value) bool) {
		method(class, "toLocaleString", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			v := call.This
			if o := jsruntime.AsObject(v); o != nil && vm.KindOf(o) == class {
				v = vm.CallMethod(o, "valueOf")
			}
			if !is(v) {
				vm.Throwf(jsruntime.TypeError, "%s.prototype.toLocaleString requires that 'this' be a %s", class, class)
			}
			return vm.ToValue(join(newNumberFormat(vm, class+".prototype.toLocaleString", call.Argument(0), call.Argument(1)).parts(readDecimal(vm, v))))
		})
	}
	number("Number", jsruntime.IsNumber)
	number("BigInt", jsruntime.IsBigInt)
	date := vm.Get("Date").(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	valueOf, _ := jsruntime.AsFunction(date.Get("getTime"))
	for _, m := range [][3]string{{"toLocaleString", "any", "all"}, {"toLocaleDateString", "date", "date"}, {"toLocaleTimeString", "time", "time"}} {
		method("Date", m[0], 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			ms := vm.Call(valueOf, call.This)
			if f := ms.ToFloat(); f != f {
				return vm.ToValue("Invalid Date")
			}
			return vm.ToValue(join(newDateFormat(vm, "Date.prototype."+m[0], call.Argument(0), call.Argument(1), m[1], m[2]).parts(moment(vm, ms))))
		})
	}
	for _, name := range []string{"toString", "toTimeString"} {
		native, _ := jsruntime.AsFunction(date.Get(name))
		method("Date", name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			return vm.ToValue(strings.Replace(vm.Call(native, call.This).String(), "(UTC)", "(Coordinated Universal Time)", 1))
		})
	}
	installArrays(vm)
	installCases(vm, method)
	method("String", "localeCompare", 1, func(call jsruntime.FunctionCall) jsruntime.Value { return localeCompare(vm, call) })
}

// installArrays makes arrays hand the arguments of toLocaleString on to what is in them.
func installArrays(vm *jsruntime.VM) {
	install, _ := jsruntime.AsFunction(arrays.Run(vm))
	vm.Call(install, jsruntime.Undefined())
}

//go:embed arrays.js
var arraysText string

var arrays = jsruntime.NewScript("paddock:intl/arrays.js", arraysText)
