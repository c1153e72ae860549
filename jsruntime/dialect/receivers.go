package dialect

import (
	"strings"

	"github.com/dop251/goja"
)

// running gives the built-in method that made the error, as "Date.prototype.getDay" or "get Map.prototype.size",
// and what it was called on; "" for what is no method of a class of the language.
func (s site) running() (method string, this goja.Value) {
	fn, this := s.fault.Callee, s.fault.Receiver
	if fn == nil || s.fault.Method == nil {
		return "", nil
	}
	if this == nil {
		this = goja.Undefined()
	}
	return s.fault.Method(fn), this
}

// direct puts the built-in that call or apply call, which runs there without a frame of its own, in their place.
func (s *site) direct() {
	for s.fault.Native != nil && (s.native == "call" || s.native == "apply") {
		f := &s.fault
		fn, given := f.Receiver, f.Arguments
		if s.reflects() {
			if len(given) < 3 || !s.isObject(given[2]) {
				return // it takes nothing else for a list
			}
			fn, given = given[0], given[1:]
		}
		name, native := f.Native(fn)
		this := goja.Undefined()
		if len(given) > 0 {
			this, given = given[0], given[1:]
		}
		if native && s.native == "apply" && len(given) > 0 {
			given, native = f.List(given[0])
		}
		if !native {
			return
		}
		s.native, f.Callee, f.Receiver, f.Arguments = name, fn.(*goja.Object), this, given
	}
}

// argument is an argument of the native function that runs.
func (s site) argument(i int) goja.Value {
	if i < len(s.fault.Arguments) {
		return s.fault.Arguments[i]
	}
	return goja.Undefined()
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
	case class == "%TypedArray%" && getter && name != "buffer":
		method = "get TypedArray.prototype." + name
	case aliased[method] != "":
		method = aliased[method]
	}
	return "Method " + method + " called on incompatible receiver " + s.shown(this)
}

// ofPrimitive is for methods that take any object, and are called on a primitive value; "" elsewhere.
func (s site) ofPrimitive() string {
	method, this := s.running()
	if s.fault.Kind == nil || s.isObject(this) {
		return ""
	}
	switch symbol := strings.TrimSuffix(strings.TrimPrefix(s.native, "[Symbol."), "]"); {
	case method == "Function.prototype.toString":
		return method + " requires that 'this' be a Function"
	case s.native == "[Symbol.toPrimitive]":
		method = "Date.prototype [ @@toPrimitive ]"
	case len(symbol) < len(s.native):
		method = "RegExp.prototype.@@" + symbol
	case method != "Error.prototype.toString" && method != "Promise.prototype.then":
		return ""
	}
	return "Method " + method + " called on incompatible receiver " + s.shown(this)
}

func (s site) isObject(v goja.Value) bool { _, ok := v.(*goja.Object); return ok }

// foreign is for what the engine says only where a method has the wrong receiver.
func foreign(string, site) string { return "" }
