package durable

import (
	"slices"
	"unicode/utf16"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/websocket"
)

// Limits of the platform.
const (
	maxTags         = 10
	maxTagLength    = 256
	maxAutoResponse = 2048
	maxEventTimeout = 7 * 24 * 60 * 60 * 1000 // milliseconds
)

// methods are those of ctx that have to do with hibernating WebSockets.
func (r *room) methods(vm *jsruntime.VM, p *presence) []bindings.Property {
	var all []bindings.Property
	method := func(name string, length int, f func(jsruntime.Args) jsruntime.Value) {
		all = append(all, bindings.Property{Name: name, Value: vm.NewFunction(name, length, func(call jsruntime.FunctionCall) jsruntime.Value {
			if v := f(jsruntime.Args(call.Arguments)); v != nil {
				return v
			}
			return jsruntime.Undefined()
		})})
	}
	method("acceptWebSocket", 1, func(args jsruntime.Args) jsruntime.Value {
		r.accept(vm, p, args)
		return nil
	})
	method("getWebSockets", 0, func(args jsruntime.Args) jsruntime.Value {
		var tag *string
		if v := args.At(0); !jsruntime.IsUndefined(v) {
			text := v.String()
			tag = &text
		}
		var objects []jsruntime.Value
		for _, g := range r.list(tag) {
			objects = append(objects, p.object(vm, g))
		}
		return vm.NewArrayOf(objects...)
	})
	method("getTags", 1, func(args jsruntime.Args) jsruntime.Value {
		s := socket(vm, args, "getTags")
		g := r.find(s)
		if g == nil {
			vm.Throwf(jsruntime.PlainError, "you must call 'acceptWebSocket()' before attempting to access the tags of a WebSocket.")
		}
		var tags []jsruntime.Value
		for _, tag := range g.tags {
			tags = append(tags, vm.ToValue(tag))
		}
		return vm.NewArrayOf(tags...)
	})
	method("setWebSocketAutoResponse", 0, func(args jsruntime.Args) jsruntime.Value {
		r.setAuto(vm, args)
		return nil
	})
	method("getWebSocketAutoResponse", 0, func(jsruntime.Args) jsruntime.Value {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.auto == nil {
			return jsruntime.Null()
		}
		return websocket.NewRequestResponse(vm, *r.auto)
	})
	method("getWebSocketAutoResponseTimestamp", 1, func(args jsruntime.Args) jsruntime.Value {
		g := r.find(socket(vm, args, "getWebSocketAutoResponseTimestamp"))
		r.mu.Lock()
		defer r.mu.Unlock()
		if g == nil || g.answered.IsZero() {
			return jsruntime.Null()
		}
		date, err := vm.New(vm.Get("Date"), vm.ToValue(g.answered.UnixMilli()))
		if err != nil {
			vm.Throw(err)
		}
		return date
	})
	method("setHibernatableWebSocketEventTimeout", 0, func(args jsruntime.Args) jsruntime.Value {
		timeout := int64(-1)
		if v := args.At(0); !jsruntime.IsUndefined(v) {
			if timeout = jsruntime.Integer(v); timeout < 0 {
				vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive number.")
			}
			if timeout > maxEventTimeout {
				vm.Throwf(jsruntime.PlainError, "Event timeout should not exceed %d ms.", maxEventTimeout)
			}
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		r.timeout = timeout
		return nil
	})
	method("getHibernatableWebSocketEventTimeout", 0, func(jsruntime.Args) jsruntime.Value {
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.timeout < 0 {
			return jsruntime.Null()
		}
		return vm.ToValue(r.timeout)
	})
	return all
}

// socket reads an argument that must be a WebSocket.
func socket(vm *jsruntime.VM, args jsruntime.Args, method string) *websocket.WebSocket {
	s, ok := websocket.From(args.At(0))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'DurableObjectState': parameter 1 is not of type 'WebSocket'.", method)
	}
	return s
}

func (r *room) accept(vm *jsruntime.VM, p *presence, args jsruntime.Args) {
	s := socket(vm, args, "acceptWebSocket")
	tags := readTags(vm, args.At(1))
	h, err := websocket.Hibernate(s)
	if err != nil {
		vm.Throw(err)
	}
	p.objects[r.admit(h, tags)] = args.At(0).(*jsruntime.Object)
}

// readTags reads acceptWebSocket's tags; each counts once.
func readTags(vm *jsruntime.VM, v jsruntime.Value) []string {
	if jsruntime.IsUndefined(v) {
		return nil
	}
	list := jsruntime.AsObject(v)
	if list == nil || list.ClassName() != "Array" {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'acceptWebSocket' on 'DurableObjectState': parameter 2 is not of type 'Array'.")
	}
	var tags []string
	vm.Iterate(list, func(v jsruntime.Value) bool {
		if tag := v.String(); !slices.Contains(tags, tag) {
			tags = append(tags, tag)
		}
		return true
	})
	if len(tags) > maxTags {
		vm.Throwf(jsruntime.PlainError, "a Hibernatable WebSocket cannot have more than %d tags", maxTags)
	}
	for _, tag := range tags {
		if len(utf16.Encode([]rune(tag))) > maxTagLength {
			vm.Throwf(jsruntime.PlainError, "%q is longer than the max tag length (%d characters).", tag, maxTagLength)
		}
	}
	return tags
}

func (r *room) setAuto(vm *jsruntime.VM, args jsruntime.Args) {
	var auto *websocket.RequestResponse
	if v := args.At(0); !jsruntime.IsNullish(v) {
		pair, ok := websocket.RequestResponseFrom(v)
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setWebSocketAutoResponse' on 'DurableObjectState': parameter 1 is not of type 'WebSocketRequestResponsePair'.")
		}
		for _, part := range []struct{ name, text string }{{"Request", pair.Request}, {"Response", pair.Response}} {
			if len(part.text) > maxAutoResponse {
				vm.Throwf(jsruntime.RangeError, "%s cannot be larger than %d bytes. A %s of size %d was provided.", part.name, maxAutoResponse, map[bool]string{true: "request", false: "response"}[part.name == "Request"], len(part.text))
			}
		}
		auto = pair
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.auto = auto
}
