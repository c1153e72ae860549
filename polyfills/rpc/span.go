package rpc

import (
	"context"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// OfObject is optional on a [Service]: it is one of a Durable Object.
type OfObject interface {
	// ObjectID is the object's identifier, in hexadecimal digits; "" if it is none after all.
	ObjectID() string
}

// objectOf gives the identifier of the object that a receiver stands for, or "".
func objectOf(r Receiver) string {
	if o, ok := r.(OfObject); ok {
		return o.ObjectID()
	}
	return ""
}

// Name is the platform's word for what an operation is about.
func (op Op) Name() string {
	if len(op.Path) == 0 {
		return "(this)"
	}
	return strings.Join(op.Path, ".")
}

// toObject begins the span of what goes to a Durable Object; nil for others, and where nobody is told.
func toObject(vm *jsruntime.VM, object string) *trace.Span {
	if object == "" {
		return nil
	}
	s := trace.Open(vm, "durable_object_subrequest")
	s.Set("objectId", object)
	return s
}

// calling are the spans of a call: nil where nobody is told.
type calling struct{ object, session, call *trace.Span }

// openCall begins the spans of an operation.
func openCall(vm *jsruntime.VM, r Receiver, op Op) *calling {
	if !trace.Streams(vm) {
		return nil
	}
	c, kind := &calling{object: toObject(vm, objectOf(r))}, "stub"
	if _, ok := r.(Service); ok {
		kind = "fetcher"
		if c.session = c.object.Open("jsRpcSession"); c.session == nil {
			c.session = trace.Open(vm, "jsRpcSession")
		}
		c.call = c.session.Open("jsRpcCall")
	} else {
		c.call = trace.Open(vm, "jsRpcCall")
	}
	c.call.Set("jsrpc.target_kind", kind)
	c.call.Set("jsrpc.operation", trace.Operation(op.Get))
	c.call.Set("jsrpc.method", op.Name())
	return c
}

func (c *calling) carry(ctx context.Context) context.Context {
	if c == nil {
		return ctx
	}
	return c.call.Carry(ctx)
}

func (c *calling) close() {
	if c == nil {
		return
	}
	c.call.Close()
	c.session.Close()
	c.object.Close()
}

// serve is [Serve] of something that was handed out, with a span of its own.
func serve(ctx context.Context, vm *jsruntime.VM, object *jsruntime.Object, op Op, reply Reply) {
	s := trace.Open(vm, "jsRpcCall")
	if s == nil {
		Serve(vm, object, op, reply)
		return
	}
	s.Called(ctx, "transient", op.Name(), op.Get)
	trace.InSpan(vm, s, func() {
		Serve(vm, object, op, func(m jsruntime.Message, err error) {
			s.Close()
			reply(m, err)
		})
	})
}
