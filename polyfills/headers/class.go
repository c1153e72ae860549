package headers

import (
	"net/http"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

var class = jsruntime.NewClass[Headers]("Headers")

// define completes the class once per process: its members refer to it.
var define = sync.OnceFunc(func() {
	c := class.
		Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Headers {
			h := &Headers{Header: http.Header{}}
			h.fill(vm, args.At(0))
			return h
		}).
		Method("get", 1, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "get")
			if text, ok := h.Get(name(vm, args.At(0))); ok {
				return show(vm, text)
			}
			return jsruntime.Null()
		}).
		Method("getAll", 1, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "getAll")
			if name(vm, args.At(0)) != "Set-Cookie" {
				vm.Throwf(jsruntime.TypeError, "getAll() can only be used with the header name \"Set-Cookie\".")
			}
			return list(vm, h.Header["Set-Cookie"])
		}).
		Method("getSetCookie", 0, func(vm *jsruntime.VM, h *Headers, _ jsruntime.Args) jsruntime.Value {
			return list(vm, h.Header["Set-Cookie"])
		}).
		Method("has", 1, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "has")
			return vm.ToValue(len(h.Header[name(vm, args.At(0))]) > 0)
		}).
		Method("set", 2, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 2, "set")
			h.writable(vm)
			key, text := name(vm, args.At(0)), value(vm, args.At(0), args.At(1))
			h.Header[key] = []string{text}
			return nil
		}).
		Method("append", 2, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 2, "append")
			h.append(vm, args.At(0), args.At(1))
			return nil
		}).
		Method("delete", 1, func(vm *jsruntime.VM, h *Headers, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "delete")
			h.writable(vm)
			delete(h.Header, name(vm, args.At(0)))
			return nil
		}).
		MethodThis("forEach", 1, func(vm *jsruntime.VM, this *jsruntime.Object, h *Headers, args jsruntime.Args) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'Headers': parameter 1 is not of type 'function'.")
			}
			for _, e := range h.entries(vm) {
				vm.Call(fn, args.At(1), show(vm, e.value), show(vm, e.name), this)
			}
			return nil
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			if compat.Of(vm).Has("http_headers_getsetcookie") {
				return
			}
			if err := proto.Delete("getSetCookie"); err != nil {
				vm.Throw(err)
			}
		})
	iterable(c)
})

func list(vm *jsruntime.VM, values []string) jsruntime.Value {
	items := make([]jsruntime.Value, len(values))
	for i, v := range values {
		items[i] = show(vm, v)
	}
	return vm.NewArrayOf(items...)
}

func need(vm *jsruntime.VM, args jsruntime.Args, n int, method string) {
	if len(args) < n {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Headers': parameter %d is not of type 'string'.", method, len(args)+1)
	}
}
