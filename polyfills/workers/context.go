package workers

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// ExecutionContext is the host side of ctx of a stateless entrypoint.
type ExecutionContext struct {
	Scope   *jsruntime.Scope
	Props   jsruntime.Value
	Exports *jsruntime.Object
	// Access is who sends the request; nil: nobody has asked.
	Access *Access
	// PassThrough is set by passThroughOnException().
	PassThrough bool
	// Rejected is told of a rejection of a promise given to waitUntil.
	Rejected func(reason jsruntime.Value)
}

// executionContext is the class of ctx.
var executionContext = jsruntime.NewClass[ExecutionContext]("ExecutionContext").
	Method("waitUntil", 1, func(vm *jsruntime.VM, c *ExecutionContext, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'waitUntil' on 'ExecutionContext': parameter 1 is not of type 'Promise'.")
		}
		c.Scope.WaitUntil(args.At(0), c.Rejected)
		return nil
	}).
	Method("passThroughOnException", 0, func(_ *jsruntime.VM, c *ExecutionContext, _ jsruntime.Args) jsruntime.Value {
		c.PassThrough = true
		return nil
	}).
	Method("abort", 1, func(vm *jsruntime.VM, c *ExecutionContext, args jsruntime.Args) jsruntime.Value {
		reason := args.At(0)
		if jsruntime.IsUndefined(reason) {
			reason = vm.NewErrorObject(jsruntime.PlainError, "Worker execution was aborted due to call to IoContext::abort().")
		}
		c.Scope.Abort(vm.Wrap(reason))
		return nil
	})

// The members that ctx has of its own, so that {...ctx} takes them along, without and with exports.
var (
	ownMembers         = []string{"tracing", "access", "cache", "props"}
	ownMembersExported = append(ownMembers[:len(ownMembers):len(ownMembers)], "exports")
)

// NewContext makes the ctx object of an event.
func NewContext(vm *jsruntime.VM, c *ExecutionContext) *jsruntime.Object {
	if c.Props == nil {
		c.Props = vm.NewObject()
	}
	ctx := executionContext.New(vm, c)
	undefined := jsruntime.Undefined()
	if compat.Of(vm).Has("enable_ctx_exports") {
		jsruntime.GiveOwn(ctx, ownMembersExported, tracingOf.Get(vm), c.Access.object(vm), undefined, c.Props, orUndefined(c.Exports))
	} else {
		jsruntime.GiveOwn(ctx, ownMembers, tracingOf.Get(vm), c.Access.object(vm), undefined, c.Props)
	}
	return ctx
}

func orUndefined(o *jsruntime.Object) jsruntime.Value {
	if o == nil {
		return jsruntime.Undefined()
	}
	return o
}
