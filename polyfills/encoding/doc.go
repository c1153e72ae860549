// Package encoding emulates TextEncoder, TextDecoder, atob and btoa.
//
// The one idea: UTF-8, by far the most common, is done here without detours; the other
// encodings of the WHATWG standard come from golang.org/x/text.
package encoding

import "paddock/jsruntime"

// API gives the globals.
func API() jsruntime.API {
	return jsruntime.API{Name: "encoding", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"TextEncoder": func(vm *jsruntime.VM) jsruntime.Value { return encoderClass.Object(vm) },
		"TextDecoder": func(vm *jsruntime.VM) jsruntime.Value { return decoderClass.Object(vm) },
		"atob":        base64Function("atob", atob),
		"btoa":        base64Function("btoa", btoa),
	}}
}
