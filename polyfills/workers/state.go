package workers

import (
	"errors"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// DurableObjectState is the host side of a Durable Object's ctx.
type DurableObjectState struct {
	Scope    *jsruntime.Scope
	Gate     *jsruntime.Gate
	Props    jsruntime.Value
	Exports  *jsruntime.Object
	Abort    func(err error)
	Rejected func(reason jsruntime.Value)
}

// blockLimit is how long blockConcurrencyWhile may take.
const blockLimit = 30 * time.Second

// errBlocked is why an object is reset whose blockConcurrencyWhile took too long.
var errBlocked = jsruntime.Errorf(jsruntime.PlainError, "A call to blockConcurrencyWhile() in a Durable Object waited for too long. The call was canceled and the Durable Object was reset.")

// errAborted is what calls get when ctx.abort() gave no reason.
var errAborted = jsruntime.Errorf(jsruntime.PlainError, "Application called abort() to reset Durable Object.")

var stateClass = jsruntime.NewClass[DurableObjectState]("DurableObjectState").
	Method("waitUntil", 1, func(_ *jsruntime.VM, s *DurableObjectState, args jsruntime.Args) jsruntime.Value {
		s.Scope.WaitUntil(args.At(0), s.Rejected)
		return nil
	}).
	Method("blockConcurrencyWhile", 1, func(vm *jsruntime.VM, s *DurableObjectState, args jsruntime.Args) jsruntime.Value {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'blockConcurrencyWhile' on 'DurableObjectState': parameter 1 is not of type 'function'.")
		}
		return s.block(vm, fn)
	}).
	Method("abort", 1, func(vm *jsruntime.VM, s *DurableObjectState, args jsruntime.Args) jsruntime.Value {
		var err error = errAborted
		if reason := args.At(0); !jsruntime.IsUndefined(reason) {
			err = jsruntime.Errorf(jsruntime.PlainError, "%s", reason.String())
		}
		s.Abort(err)
		// The platform ends the object's code at once: nothing after abort() runs.
		vm.Throw(err)
		return nil
	}).
	Getter("props", func(vm *jsruntime.VM, s *DurableObjectState) jsruntime.Value {
		if s.Props == nil {
			s.Props = vm.NewObject()
		}
		return s.Props
	}).
	Getter("exports", func(vm *jsruntime.VM, s *DurableObjectState) jsruntime.Value {
		if !compat.Of(vm).Has("enable_ctx_exports") {
			return jsruntime.Undefined()
		}
		return s.Exports
	})

// NewState makes the ctx object of a Durable Object.
func NewState(vm *jsruntime.VM, s *DurableObjectState) *jsruntime.Object {
	return stateClass.New(vm, s)
}

// block runs fn while all other events of the object wait. When fn fails, the object is reset. As on
// the platform fn begins in a turn of its own: what the caller does after the call comes first, and
// what it wrote before is committed.
func (s *DurableObjectState) block(vm *jsruntime.VM, fn jsruntime.Callable) jsruntime.Value {
	var promise jsruntime.Value
	gate := vm.Gate()
	if gate == nil {
		gate = s.Gate
	}
	leave := gate.Inside(func() {
		var resolve func(jsruntime.Value)
		promise, resolve, _ = vm.NewResolvers()
		vm.Frame().Post(func(vm *jsruntime.VM) {
			resolve(vm.Promised(func() (jsruntime.Value, error) { return fn(jsruntime.Undefined()) }))
		})
	})
	settled := false
	timer := time.AfterFunc(blockLimit, func() {
		s.Scope.Post(func(*jsruntime.VM) {
			if !settled {
				s.Abort(errBlocked)
			}
		})
	})
	s.Scope.AddPending(1)
	end := func() {
		settled = true
		timer.Stop()
		s.Scope.AddPending(-1)
		leave()
	}
	return vm.ThenValue(promise, func(v jsruntime.Value) jsruntime.Value {
		end()
		return v
	}, func(reason jsruntime.Value) jsruntime.Value {
		end()
		err := error(vm.Wrap(reason))
		var ex *jsruntime.Exception
		if errors.As(err, &ex) {
			s.Abort(&jsruntime.Error{Class: ex.Name, Msg: ex.Message, Err: ex})
		}
		panic(reason)
	})
}
