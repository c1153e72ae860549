package rpc

import (
	"fmt"
	"slices"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// oldHelpers gives stubs of services the methods get, put and delete that they had before the flag
// fetcher_no_get_put_delete.
func oldHelpers(vm *jsruntime.VM, proto *jsruntime.Object) {
	if compat.Of(vm).Has("fetcher_no_get_put_delete") {
		return
	}
	for _, h := range []struct {
		name   string
		length int
		call   func(*jsruntime.VM, *fetcher, jsruntime.Args) jsruntime.Value
	}{{"get", 1, get}, {"put", 2, put}, {"delete", 1, remove}} {
		fn := vm.NewFunction(h.name, h.length, func(call jsruntime.FunctionCall) jsruntime.Value {
			return h.call(vm, fetcherClass.This(vm, call.This), call.Arguments)
		})
		if err := proto.DefineDataProperty(h.name, fn, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
}

// get gives the body of what a GET request answers, by default as text, or null if it is not there.
func get(vm *jsruntime.VM, f *fetcher, args jsruntime.Args) jsruntime.Value {
	kind := "text"
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		kind = v.String()
	}
	return vm.ThenValue(f.request(vm, "GET", args.At(0), nil), func(v jsruntime.Value) jsruntime.Value {
		response := jsruntime.AsObject(v)
		if status := response.Get("status").ToInteger(); status == 404 || status == 410 {
			return jsruntime.Null()
		}
		needOK(vm, "GET", response)
		switch {
		case kind == "stream" && jsruntime.IsNull(response.Get("body")):
			empty, err := vm.New(vm.Get("Response"), vm.ToValue(""))
			if err != nil {
				vm.Rethrow(err)
			}
			return empty.Get("body")
		case kind == "stream":
			return response.Get("body")
		case slices.Contains([]string{"text", "arrayBuffer", "json"}, kind):
			return vm.CallMethod(response, kind)
		}
		vm.Throwf(jsruntime.TypeError, `Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".`)
		return nil
	}, nil)
}

// put sends a body with a PUT request; expiration and expirationTtl become parameters of the query.
func put(vm *jsruntime.VM, f *fetcher, args jsruntime.Args) jsruntime.Value {
	url := args.At(0)
	if options := jsruntime.AsObject(args.At(2)); options != nil {
		u, err := vm.New(vm.Get("URL"), url)
		if err != nil {
			vm.Rethrow(err)
		}
		query := jsruntime.AsObject(u.Get("searchParams"))
		for _, p := range []struct{ option, parameter string }{{"expiration", "expiration"}, {"expirationTtl", "expiration_ttl"}} {
			if v := options.Get(p.option); v != nil && !jsruntime.IsUndefined(v) {
				vm.CallMethod(query, "append", vm.ToValue(p.parameter), v)
			}
		}
		url = u.Get("href")
	}
	return done(vm, "PUT", f.request(vm, "PUT", url, args.At(1)))
}

func remove(vm *jsruntime.VM, f *fetcher, args jsruntime.Args) jsruntime.Value {
	return done(vm, "DELETE", f.request(vm, "DELETE", args.At(0), nil))
}

// request sends a request and gives the promise of its response.
func (f *fetcher) request(vm *jsruntime.VM, method string, url, body jsruntime.Value) jsruntime.Value {
	init := vm.NewObject()
	if err := init.Set("method", method); err != nil {
		vm.Throw(err)
	}
	if body != nil {
		if err := init.Set("body", body); err != nil {
			vm.Throw(err)
		}
	}
	return f.fetch(vm, jsruntime.Args{url, init})
}

// done waits for a response whose body nobody wants.
func done(vm *jsruntime.VM, method string, promise jsruntime.Value) jsruntime.Value {
	return vm.ThenValue(promise, func(v jsruntime.Value) jsruntime.Value {
		needOK(vm, method, jsruntime.AsObject(v))
		return jsruntime.Undefined()
	}, nil)
}

func needOK(vm *jsruntime.VM, method string, response *jsruntime.Object) {
	if !response.Get("ok").ToBoolean() {
		vm.Throw(fmt.Errorf("HTTP %s request failed: %s %s", method, response.Get("status"), response.Get("statusText")))
	}
}
