// Package fetch is Request, Response, Body and fetch() of the Fetch standard with the
// platform's own members (cf, webSocket, encodeBody).
//
// The one idea: a body stays what it was in Go, a string, bytes or an io.Reader, until a script
// asks for its stream. Host code takes it out again with [ToResponse] and [ToRequest], so that
// a body that a Worker only hands on never passes through JavaScript.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/fetch/
package fetch

import (
	"net/http"
	"sync"

	"paddock/jsruntime"
)

// Options configure the API.
type Options struct {
	Transport http.RoundTripper // requests of the global fetch()
}

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineBody()
	defineRequest()
	defineResponse()
})

// API gives the globals.
func API(opts Options) jsruntime.API {
	define()
	return jsruntime.API{Name: "fetch", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Body":     func(vm *jsruntime.VM) jsruntime.Value { return bodyClass.Object(vm) },
		"Request":  func(vm *jsruntime.VM) jsruntime.Value { return requestClass.Object(vm) },
		"Response": func(vm *jsruntime.VM) jsruntime.Value { return responseClass.Object(vm) },
		"fetch": func(vm *jsruntime.VM) jsruntime.Value {
			return vm.NewFunction("fetch", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
				return vm.Asynchronous(func() (jsruntime.Value, error) {
					vm.CheckGlobal(call.This)
					return Do(vm, network{opts.Transport}, call.Arguments, DoOptions{}), nil
				})
			})
		},
	}, Install: func(vm *jsruntime.VM) error {
		vm.OnClone(requestTag, uncloneRequest)
		vm.OnClone(responseTag, uncloneResponse)
		return nil
	}}
}
