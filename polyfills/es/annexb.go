package es

import (
	"strings"

	"paddock/jsruntime"
)

// annexB is what the standard keeps for old programs in its annex B: strings as HTML, years of two
// digits, functions in blocks that are variables outside of them.
var annexB = gap{probe: "''.anchor", install: func(vm *jsruntime.VM) {
	proto := func(class string) *jsruntime.Object {
		return vm.Get(class).(*jsruntime.Object).Get("prototype").(*jsruntime.Object)
	}
	method := func(on *jsruntime.Object, name string, length int, f func(jsruntime.FunctionCall) jsruntime.Value) {
		must(on.DefineDataProperty(name, vm.NewFunction(name, length, f), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
	}
	text := proto("String")
	for _, t := range htmlMethods {
		length := 0
		if t.attribute != "" {
			length = 1
		}
		method(text, t.name, length, func(call jsruntime.FunctionCall) jsruntime.Value { return t.wrap(vm, call) })
	}
	date := proto("Date")
	own := func(name string) func(this jsruntime.Value, args ...jsruntime.Value) jsruntime.Value {
		f, _ := jsruntime.AsFunction(date.Get(name))
		return func(this jsruntime.Value, args ...jsruntime.Value) jsruntime.Value { return vm.Call(f, this, args...) }
	}
	getFullYear, setFullYear, getTime := own("getFullYear"), own("setFullYear"), own("getTime")
	method(date, "getYear", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(getFullYear(call.This).ToFloat() - 1900)
	})
	method(date, "setYear", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		getTime(call.This) // which throws for what is no date
		year := call.Argument(0).ToNumber()
		if y := year.ToFloat(); y > -1 && y < 100 {
			year = vm.ToValue(1900 + int64(y))
		}
		return setFullYear(call.This, year)
	})
	must(date.DefineDataProperty("toGMTString", date.Get("toUTCString"), jsruntime.Yes, jsruntime.Yes, jsruntime.No))
}}

// htmlMethod is a method of strings that gives them as an element of HTML.
type htmlMethod struct{ name, tag, attribute string }

var htmlMethods = [...]htmlMethod{
	{"anchor", "a", "name"}, {"big", "big", ""}, {"blink", "blink", ""}, {"bold", "b", ""}, {"fixed", "tt", ""},
	{"fontcolor", "font", "color"}, {"fontsize", "font", "size"}, {"italics", "i", ""}, {"link", "a", "href"},
	{"small", "small", ""}, {"strike", "strike", ""}, {"sub", "sub", ""}, {"sup", "sup", ""},
}

// wrap gives the receiver as an element. Its text stays text of the engine: Go's would lose lone
// surrogates.
func (t htmlMethod) wrap(vm *jsruntime.VM, call jsruntime.FunctionCall) jsruntime.Value {
	if jsruntime.IsNullish(call.This) {
		vm.Throwf(jsruntime.TypeError, "String.prototype.%s called on null or undefined", t.name)
	}
	text := func(v jsruntime.Value) jsruntime.Value {
		vm.Text(v) // which throws for a symbol
		return v.ToString()
	}
	html := []jsruntime.Value{text(call.This), vm.ToValue("</" + t.tag + ">")}
	if t.attribute == "" {
		html = append([]jsruntime.Value{vm.ToValue(">")}, html...)
	} else {
		value := text(call.Argument(0))
		if strings.Contains(value.String(), `"`) {
			value = vm.CallMethod(value.ToObject(vm.Runtime), "replaceAll", vm.ToValue(`"`), vm.ToValue("&quot;"))
		}
		html = append([]jsruntime.Value{vm.ToValue(" " + t.attribute + `="`), value, vm.ToValue(`">`)}, html...)
	}
	return vm.CallMethod(vm.ToValue("<"+t.tag).ToObject(vm.Runtime), "concat", html...)
}
