package workers

import (
	"context"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/globalscope"
)

// Access is what Cloudflare Access has found out about who sends a request; scripts have it as ctx.access.
type Access struct {
	Audience string
	Identity string // JSON; "": nobody's, as that of a service token
}

// accessKey finds *Access in the context of a request.
type accessKey struct{}

// With keeps it in the context of a request that has come in.
func (a *Access) With(ctx context.Context) context.Context {
	return context.WithValue(ctx, accessKey{}, a)
}

// AccessOf finds that of an event; nil: Access has not looked at it, as at what other events have sent.
func AccessOf(ctx context.Context) *Access {
	if jsruntime.Called(ctx) {
		return nil
	}
	a, _ := ctx.Value(accessKey{}).(*Access)
	return a
}

// accessContext is the class of ctx.access.
var accessContext = jsruntime.NewClass[Access]("AccessContext").
	Method("getIdentity", 0, func(vm *jsruntime.VM, a *Access, _ jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		if a.Identity == "" {
			return vm.Resolved(jsruntime.Undefined())
		}
		return vm.Resolved(json.Parse(vm, a.Identity)) // each call has a copy of its own
	})

// object makes ctx.access.
func (a *Access) object(vm *jsruntime.VM) jsruntime.Value {
	if a == nil {
		return jsruntime.Undefined()
	}
	o := accessContext.New(vm, a)
	if err := o.DefineDataProperty("aud", vm.ToValue(a.Audience), jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
	return o
}
