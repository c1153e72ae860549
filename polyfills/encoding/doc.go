// Package encoding emulates TextEncoder, TextDecoder, atob and btoa.
//
// The one idea: UTF-8, by far the most common, is done here without detours; the tables of the
// other encodings of the WHATWG standard come from golang.org/x/text. Where its decoders are
// not the standard's (UTF-16 without errors, ISO-2022-JP, bytes that a table leaves open),
// decoders of our own use them.
package encoding

import "paddock/jsruntime"

// API gives the globals.
func API() jsruntime.API {
	return jsruntime.API{Name: "encoding", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"TextEncoder": func(vm *jsruntime.VM) jsruntime.Value { return encoderClass.Object(vm) },
		"TextDecoder": func(vm *jsruntime.VM) jsruntime.Value { return decoderClass.Object(vm) },
		"atob":        base64Function("atob", "string", atob),
		"btoa":        base64Function("btoa", "String", btoa),
	}}
}
