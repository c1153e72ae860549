package dialect

import (
	"strings"

	"github.com/dop251/goja"
)

// trapOfNative are the traps that built-ins ask first, by their names.
var trapOfNative = map[string]string{
	"keys": "ownKeys", "ownKeys": "ownKeys", "getOwnPropertyNames": "ownKeys", "getOwnPropertySymbols": "ownKeys", "entries": "ownKeys",
	"values": "ownKeys", "assign": "ownKeys", "getPrototypeOf": "getPrototypeOf", "setPrototypeOf": "setPrototypeOf",
	"isExtensible": "isExtensible", "preventExtensions": "preventExtensions", "freeze": "preventExtensions", "seal": "preventExtensions",
	"getOwnPropertyDescriptor": "getOwnPropertyDescriptor", "hasOwn": "getOwnPropertyDescriptor", "hasOwnProperty": "getOwnPropertyDescriptor",
	"defineProperty": "defineProperty", "has": "has", "deleteProperty": "deleteProperty", "set": "set", "apply": "apply", "construct": "construct",
}

// trap is the trap of a proxy that is asked for at the place.
func (s site) trap() string {
	instruction := s.fault.Instruction
	switch {
	case instruction == "_op_in":
		return "has"
	case instruction == "_new":
		return "construct"
	case strings.HasPrefix(instruction, "set") || strings.HasPrefix(instruction, "_set"):
		return "set"
	case strings.HasPrefix(instruction, "delete") || strings.HasPrefix(instruction, "_delete"):
		return "deleteProperty"
	case instruction == "_copySpread" || instruction == "_copyRest" || instruction == "_enumerate":
		return "ownKeys"
	case instruction != "":
		return "get"
	case trapOfNative[s.native] != "":
		return trapOfNative[s.native]
	case s.native != "" && s.callee() == s.native:
		return "apply" // what is called is the proxy
	}
	return "get"
}

// isProxy reports whether a value is a proxy.
func (s site) isProxy(v goja.Value) bool {
	o, ok := v.(*goja.Object)
	if !ok {
		return false
	}
	_, ok = o.Export().(goja.Proxy)
	return ok
}

// ofTrap is for traps that give a primitive value where there must be an object; "" elsewhere.
func (s site) ofTrap(value string) string {
	if len(s.fault.Arguments) == 0 || !s.isProxy(s.fault.Arguments[0]) {
		return ""
	}
	switch s.trap() {
	case "getPrototypeOf":
		return "'getPrototypeOf' on proxy: trap returned neither object nor null"
	case "ownKeys":
		return "CreateListFromArrayLike called on non-object"
	}
	return ""
}

func revoked(_ string, at site) string {
	return "Cannot perform '" + at.trap() + "' on a proxy that has been revoked"
}

// untrue is for traps that say of a property what cannot be, of which the engine says nothing.
func (s site) untrue() string {
	if len(s.fault.Arguments) < 2 || s.fault.Own == nil || !s.isProxy(s.fault.Arguments[0]) {
		return ""
	}
	target := s.fault.Arguments[0].Export().(goja.Proxy).Target()
	if target == nil {
		return ""
	}
	key := s.fault.Arguments[1]
	is, name := s.fault.Own(target, key), "property '"+keyText(key)+"'"
	switch trap := s.trap(); {
	case trap == "getOwnPropertyDescriptor" && is.Exists && !is.Configurable:
		return "'" + trap + "' on proxy: trap returned undefined for " + name + " which is non-configurable in the proxy target"
	case trap == "getOwnPropertyDescriptor" && is.Exists:
		return "'" + trap + "' on proxy: trap returned undefined for " + name + " which exists in the non-extensible proxy target"
	case trap != "defineProperty":
		return ""
	case !is.Exists && !is.Extensible:
		return "'defineProperty' on proxy: trap returned truish for adding " + name + "  to the non-extensible proxy target"
	case !is.Exists || is.Configurable && s.fixes():
		return "'defineProperty' on proxy: trap returned truish for defining non-configurable " + name + " which is either non-existent or configurable in the proxy target"
	}
	return "'defineProperty' on proxy: trap returned truish for adding " + name + "  that is incompatible with the existing property in the proxy target"
}

// fixes reports whether a built-in was given a descriptor of a property that is not configurable.
func (s site) fixes() bool {
	if len(s.fault.Arguments) < 3 {
		return false
	}
	descriptor, ok := s.fault.Arguments[2].(*goja.Object)
	if !ok || s.isProxy(descriptor) {
		return false
	}
	configurable := descriptor.Get("configurable")
	return configurable != nil && !configurable.ToBoolean()
}

// notMethod is for what should be a method of a protocol and is no function.
func notMethod(m string, at site) string {
	value := strings.TrimSuffix(m, " is not a method")
	of := at.fault.Operand
	if of == nil && len(at.fault.Arguments) > 0 {
		of = at.fault.Arguments[0]
	}
	if o, ok := of.(*goja.Object); ok {
		if proxy, ok := o.Export().(goja.Proxy); ok {
			return at.notTrap(proxy, value)
		}
	}
	switch {
	case strings.HasPrefix(at.fault.Instruction, "_iterate") || strings.HasSuffix(at.fault.Instruction, "Spread"):
		return notIterable(m, at)
	case value == "[object Object]":
		return "object is not a function"
	}
	return at.quoted(value) + " is not a function"
}

// notTrap is for a proxy whose handler has something else for a trap.
func (s site) notTrap(proxy goja.Proxy, value string) string {
	if s.fault.Kind == nil {
		return ""
	}
	trap := s.trap()
	if v := proxy.Handler().Get(trap); v != nil {
		value = s.shown(v)
	}
	return "'" + value + "' returned for property '" + trap + "' of object '" + s.shown(proxy.Handler()) + "' is not a function"
}

// notCallback is for built-ins that are given something else than a function.
func notCallback(m string, at site) string {
	method := at.native
	if !callbacks[method] {
		return ""
	}
	given := at.callback()
	if method == "from" && given == goja.Undefined() {
		return "" // the iterator's method is none
	}
	if _, callable := goja.AssertFunction(given); callable {
		return ""
	}
	return at.callbackText(given) + " is not a function"
}

// viewed reports whether a method of typed arrays runs.
func (s site) viewed() bool {
	method, _ := s.running()
	return strings.HasPrefix(method, "%TypedArray%.prototype.")
}

// detached is for views of a buffer that was given away.
func detached(_ string, at site) string {
	switch {
	case strings.HasSuffix(at.fault.Instruction, "Spread"):
		return "Cannot perform %TypedArray%.prototype.values on a detached or out-of-bounds ArrayBuffer"
	case at.word() == "byteLength" || at.word() == "byteOffset":
		return "Cannot perform get DataView.prototype." + at.word() + " on a detached or out-of-bounds ArrayBuffer"
	case at.isNew() && strings.HasPrefix(at.callee(), "DataView"):
		return "Cannot perform DataView constructor on a detached ArrayBuffer"
	case at.isNew() || at.native == "subarray":
		return "Cannot perform Construct on a detached ArrayBuffer"
	case at.native == "":
		return ""
	case strings.HasPrefix(at.native, "getInt"), strings.HasPrefix(at.native, "getUint"), strings.HasPrefix(at.native, "getFloat"), strings.HasPrefix(at.native, "getBig"),
		strings.HasPrefix(at.native, "setInt"), strings.HasPrefix(at.native, "setUint"), strings.HasPrefix(at.native, "setFloat"), strings.HasPrefix(at.native, "setBig"):
		return "Cannot perform DataView.prototype." + at.native + " on a detached or out-of-bounds ArrayBuffer"
	case bytesMethods[at.native]:
		return "Cannot perform Uint8Array.prototype." + at.native + " on a detached or out-of-bounds ArrayBuffer"
	case at.native == "keys":
		return "Cannot perform %TypedArray%.prototype.keys on a detached ArrayBuffer"
	case at.native == "slice" && at.viewed():
	case at.native == "slice" || at.native == "transfer" || at.native == "resize" || strings.HasPrefix(at.native, "get "):
		return ""
	}
	return "Cannot perform %TypedArray%.prototype." + at.native + " on a detached or out-of-bounds ArrayBuffer"
}
