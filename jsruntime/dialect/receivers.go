package dialect

import (
	"strings"

	"github.com/dop251/goja"
)

// running gives the built-in method that made the error, as "Date.prototype.getDay" or "get Map.prototype.size",
// and what it was called on; "" for what is no method of a class of the language.
func (s site) running() (method string, this goja.Value) {
	fn, this := s.fault.Callee, s.fault.Receiver
	if s.native == "call" || s.native == "apply" { // it runs in their place
		fn, _ = this.(*goja.Object)
		this = s.argument(0)
	}
	if fn == nil || s.fault.Method == nil {
		return "", nil
	}
	if this == nil {
		this = goja.Undefined()
	}
	return s.fault.Method(fn), this
}

// argument is an argument of the native function that runs.
func (s site) argument(i int) goja.Value {
	if i < len(s.fault.Arguments) {
		return s.fault.Arguments[i]
	}
	return goja.Undefined()
}

// given is an argument of the method that made the error, also where call called it.
func (s site) given(i int) goja.Value {
	if s.native == "call" {
		i++
	}
	return s.argument(i)
}

// kindsOfClasses are the kinds of objects that methods of a class take for their receiver.
var kindsOfClasses = map[string]string{"Date": "Date", "Map": "Map", "Set": "Set", "WeakMap": "WeakMap", "WeakSet": "WeakSet",
	"ArrayBuffer": "ArrayBuffer", "DataView": "View", "%TypedArray%": "View", "RegExp": "RegExp"}

// told are methods of typed arrays that name their receiver.
var told = map[string]bool{"at": true, "join": true, "slice": true, "sort": true, "subarray": true, "toReversed": true, "toSorted": true, "toLocaleString": true}

// aliased are methods that are known by another name.
var aliased = map[string]string{"Set.prototype.keys": "Set.prototype.values", "Date.prototype.toGMTString": "Date.prototype.toUTCString"}

// misplaced is for built-in methods that are called on something else than their class makes; "" for all others.
func (s site) misplaced() string {
	if s.native == "" || s.fault.Class == nil {
		return ""
	}
	method, this := s.running()
	getter := strings.HasPrefix(method, "get ")
	class, name, ok := strings.Cut(strings.TrimPrefix(method, "get "), ".prototype.")
	if !ok {
		return ""
	}
	kind, known := kindsOfClasses[class]
	if !known || s.fault.Class(this) == kind {
		return ""
	}
	switch {
	case class == "Date" && (name == "valueOf" || strings.HasPrefix(name, "get") && name != "getYear"):
		return "this is not a Date object."
	case class == "%TypedArray%" && !getter && !told[name]:
		return "this is not a typed array."
	case class == "Date" && name == "toJSON":
		return "" // it takes anything
	case class == "RegExp" && !getter && name != "exec" && s.isObject(this), class == "RegExp" && name == "flags":
		return "" // it takes any object
	case class == "RegExp" && getter:
		return method[len("get "):] + " getter called on non-RegExp object"
	case aliased[method] != "":
		method = aliased[method]
	}
	return "Method " + method + " called on incompatible receiver " + s.shown(this)
}

func (s site) isObject(v goja.Value) bool { _, ok := v.(*goja.Object); return ok }

// foreign is for what the engine says only where a method has the wrong receiver.
func foreign(string, site) string { return "" }
