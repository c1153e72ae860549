package trace

import (
	"slices"

	"paddock/jsruntime"
)

// active is the key of the span in which something runs, an asynchronous variable: an object of SpanClass.
type active struct{}

// UserSpan is the host side of a Span of cloudflare:workers. Without a [Span] it is not traced, but has an
// identifier all the same.
type UserSpan struct {
	*Span
	own string
}

// NewUserSpan makes a Span for s, which may be nil.
func NewUserSpan(vm *jsruntime.VM, s *Span) *jsruntime.Object {
	return SpanClass.New(vm, &UserSpan{Span: s})
}

func activeSpan(vm *jsruntime.VM) (*UserSpan, bool) {
	v, ok := vm.Var(active{})
	if !ok {
		return nil, false
	}
	return SpanClass.From(v)
}

// Active gives the Span in which something runs: that of the event, where there is no other. It is
// undefined outside of events.
func Active(vm *jsruntime.VM) jsruntime.Value {
	if v, ok := vm.Var(active{}); ok {
		return v
	}
	if !vm.InEvent() {
		return jsruntime.Undefined()
	}
	return NewUserSpan(vm, enclosing(vm))
}

// Within runs f with a Span as the active one.
func Within(vm *jsruntime.VM, span jsruntime.Value, f func()) { vm.WithVar(active{}, span, f) }

// InSpan runs f within s, if somebody is told of that.
func InSpan(vm *jsruntime.VM, s *Span, f func()) {
	if s == nil {
		f()
		return
	}
	Within(vm, NewUserSpan(vm, s), f)
}

// untracedKey is the key of the identifier of the trace of a scope of which nobody is told, a string.
type untracedKey struct{}

func (s *UserSpan) context(vm *jsruntime.VM) (trace, span string) {
	if s.Span != nil {
		return s.r.ids.trace, s.id
	}
	trace, ok := vm.Scope().Value(untracedKey{}).(string)
	if !ok {
		trace = randomHex(16)
		vm.Scope().SetValue(untracedKey{}, trace)
	}
	if s.own == "" {
		s.own = randomHex(8)
	}
	return trace, s.own
}

// set notes an attribute that a script gives: others than strings, booleans and numbers as text.
func (s *UserSpan) set(vm *jsruntime.VM, name string, v jsruntime.Value) {
	switch {
	case jsruntime.IsUndefined(v):
	case jsruntime.IsBoolean(v):
		s.Set(name, v.ToBoolean())
	case jsruntime.IsNumber(v):
		s.Set(name, v.ToFloat())
	case jsruntime.IsBigInt(v):
		vm.Throwf(jsruntime.TypeError, "Cannot convert a BigInt value to a number")
	default:
		s.Set(name, vm.Text(v))
	}
}

// recorded is what is told of an exception that a script records.
func recorded(vm *jsruntime.VM, v jsruntime.Value) Thrown {
	e := failure(vm, v)
	if e == nil {
		return Thrown{Exception{Message: vm.Text(v)}}
	}
	if stack := jsruntime.AsObject(v).Get("stack"); jsruntime.IsString(stack) {
		e.Stack = stack.String()
	}
	return Thrown{*e}
}

// SpanClass is Span. Methods of spans that are not traced check their arguments and do nothing.
var SpanClass = jsruntime.NewClass[UserSpan]("Span").
	Getter("isTraced", func(vm *jsruntime.VM, s *UserSpan) jsruntime.Value { return vm.ToValue(s.Span != nil) }).
	Method("spanContext", 0, func(vm *jsruntime.VM, s *UserSpan, _ jsruntime.Args) jsruntime.Value {
		trace, span := s.context(vm)
		return fields{{"traceId", trace}, {"spanId", span}, {"traceFlags", 0}}.plain(vm)
	}).
	MethodThis("setAttribute", 0, func(vm *jsruntime.VM, this *jsruntime.Object, s *UserSpan, args jsruntime.Args) jsruntime.Value {
		if s.Span == nil {
			return this
		}
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setAttribute' on 'Span': parameter 1 is not of type 'string'.")
		}
		s.set(vm, vm.Text(args[0]), args.At(1))
		return this
	}).
	MethodThis("setAttributes", 0, func(vm *jsruntime.VM, this *jsruntime.Object, s *UserSpan, args jsruntime.Args) jsruntime.Value {
		all := jsruntime.AsObject(args.At(0))
		if all == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setAttributes' on 'Span': parameter 1 is not of type 'object'.")
		}
		if s.Span != nil {
			for _, name := range all.Keys() {
				s.set(vm, name, all.Get(name))
			}
		}
		return this
	}).
	Method("recordException", 0, func(vm *jsruntime.VM, s *UserSpan, args jsruntime.Args) jsruntime.Value {
		if s.Span == nil {
			return nil
		}
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'recordException' on 'Span': parameter 1 is not of type 'Value'.")
		}
		s.Update(recorded(vm, args[0]))
		return nil
	}).
	MethodThis("updateName", 0, func(vm *jsruntime.VM, this *jsruntime.Object, s *UserSpan, args jsruntime.Args) jsruntime.Value {
		if s.Span != nil && len(args) > 0 {
			s.Update(Renamed{vm.Text(args[0])})
		}
		return this
	}).
	MethodThis("setStatus", 0, func(vm *jsruntime.VM, this *jsruntime.Object, s *UserSpan, args jsruntime.Args) jsruntime.Value {
		status := jsruntime.AsObject(args.At(0))
		if status == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'setStatus' on 'Span': parameter 1 is not of type 'TracingSpanStatus'.")
		}
		code, message := "", ""
		if v := status.Get("code"); v != nil {
			code = vm.Text(v)
		}
		if !slices.Contains([]string{"unset", "ok", "error"}, code) {
			vm.Throwf(jsruntime.TypeError, "Span status code must be 'unset', 'ok', or 'error'.")
		}
		if v := status.Get("message"); !jsruntime.IsUndefined(v) {
			message = vm.Text(v)
		}
		s.Update(Status{code, message})
		return this
	}).
	Method("end", 0, func(_ *jsruntime.VM, s *UserSpan, _ jsruntime.Args) jsruntime.Value {
		if s.Span != nil && !s.lasting {
			s.Close()
		}
		return nil
	})
