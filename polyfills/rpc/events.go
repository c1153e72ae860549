package rpc

import (
	"context"
	"math"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/messages"
)

// Events is optional on a [Service]: it takes other events than requests, calls and connections.
type Events interface {
	// Scheduled delivers a cron trigger. noRetry tells that the handler wants it so, or is not there.
	Scheduled(ctx context.Context, at time.Time, cron string) (noRetry bool, err error)
	// Queue delivers a batch of messages, which can be asked afterwards.
	Queue(ctx context.Context, batch *messages.Batch) error
}

// extraHandlers gives stubs of services queue() and scheduled(), with the flag
// service_binding_extra_handlers.
func extraHandlers(vm *jsruntime.VM, proto *jsruntime.Object) {
	if !compat.Of(vm).Has("service_binding_extra_handlers") {
		return
	}
	for _, method := range []struct {
		name string
		send func(*jsruntime.VM, Events, jsruntime.Args) jsruntime.Value
	}{{"queue", sendQueue}, {"scheduled", sendScheduled}} {
		name := method.name
		fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			f := fetcherClass.This(vm, call.This)
			return vm.Promised(func() (jsruntime.Value, error) {
				globalscope.NeedsEvent(vm)
				f.owner.Check(vm, f.kind)
				to, ok := f.service.(Events)
				if !ok {
					return nil, jsruntime.Errorf(jsruntime.PlainError, "not emulated: %s() of such a binding", name)
				}
				return method.send(vm, to, call.Arguments), nil
			})
		})
		if err := proto.DefineDataProperty(name, fn, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
}

// outcomeOf is the platform's word for how an event ended.
func outcomeOf(err error) string {
	if err != nil {
		return "exception"
	}
	return "ok"
}

func sendScheduled(vm *jsruntime.VM, to Events, args jsruntime.Args) jsruntime.Value {
	at, cron := vm.Now(), ""
	if o := dictionary(vm, args.At(0), "scheduled", 1, "ScheduledOptions"); o != nil {
		if v := o.Get("scheduledTime"); v != nil && !jsruntime.IsUndefined(v) {
			at = dateOf(vm, v, "scheduledTime", "ScheduledOptions")
		}
		if v := o.Get("cron"); v != nil && !jsruntime.IsUndefined(v) {
			cron = vm.Text(v)
		}
	}
	type result struct {
		outcome string
		noRetry bool
	}
	return jsruntime.Async(vm, func(ctx context.Context) (result, error) {
		noRetry, err := to.Scheduled(ctx, at, cron)
		return result{outcomeOf(err), noRetry}, ctx.Err()
	}, func(vm *jsruntime.VM, r result) (jsruntime.Value, error) {
		o := vm.NewObject()
		if err := o.Set("outcome", r.outcome); err != nil {
			return nil, err
		}
		return o, o.Set("noRetry", r.noRetry)
	})
}

func sendQueue(vm *jsruntime.VM, to Events, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		wrongType(vm, "queue", 1, "string")
	}
	b := &messages.Batch{Queue: vm.Text(args[0])}
	list := jsruntime.AsObject(args.At(1))
	if list == nil || list.ClassName() != "Array" {
		wrongType(vm, "queue", 2, "Array")
	}
	vm.Iterate(list, func(v jsruntime.Value) bool {
		b.Messages = append(b.Messages, messageOf(vm, v))
		return true
	})
	if o := dictionary(vm, args.At(2), "queue", 3, "MessageBatchMetadata"); o != nil {
		b.Metrics = metricsOf(vm, jsruntime.AsObject(o.Get("metrics")))
	}
	return jsruntime.Async(vm, func(ctx context.Context) (string, error) {
		err := to.Queue(ctx, b)
		return outcomeOf(err), ctx.Err()
	}, func(vm *jsruntime.VM, outcome string) (jsruntime.Value, error) { return b.Result(vm, outcome), nil })
}

// messageOf reads a ServiceBindingQueueMessage.
func messageOf(vm *jsruntime.VM, v jsruntime.Value) messages.Message {
	const name = "ServiceBindingQueueMessage"
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for array element 0: the provided value is not of type '%s'.", name)
	}
	m := messages.Message{ID: vm.Text(orUndefined(o.Get("id"))), Sent: dateOf(vm, o.Get("timestamp"), "timestamp", name)}
	body, serialized := orUndefined(o.Get("body")), orUndefined(o.Get("serializedBody"))
	if jsruntime.IsUndefined(body) == jsruntime.IsUndefined(serialized) {
		vm.Throwf(jsruntime.TypeError, "Expected one of body or serializedBody for each message")
	}
	m.Attempts = attemptsOf(vm, orUndefined(o.Get("attempts")))
	if jsruntime.IsUndefined(serialized) {
		encoded, err := vm.Serialize(body, nil, nil)
		if err != nil {
			vm.Throw(err)
		}
		m.Body = encoded.Data
		return m
	}
	data, ok := jsruntime.Bytes(serialized)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'serializedBody' field on '%s': the provided value is not of type 'ArrayBuffer or ArrayBufferView'.", name)
	}
	m.Body = append([]byte{}, data...)
	return m
}

func attemptsOf(vm *jsruntime.VM, v jsruntime.Value) int {
	switch f := v.ToFloat(); {
	case math.IsNaN(f), math.IsInf(f, 0):
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is not an integer.")
	case f <= -1:
		vm.Throwf(jsruntime.TypeError, "The value cannot be converted because it is negative and this API expects a positive number.")
	case f >= math.MaxUint16+1:
		vm.Throwf(jsruntime.TypeError, "Value out of range. Must be less than or equal to 65535.")
	}
	return int(v.ToFloat())
}

// metricsOf reads MessageBatchMetrics.
func metricsOf(vm *jsruntime.VM, o *jsruntime.Object) messages.Metrics {
	const name = "MessageBatchMetrics"
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Cannot initialize N7workerd3api19%sE with required members from an undefined or null value.", name)
	}
	m := messages.Metrics{Count: orUndefined(o.Get("backlogCount")).ToFloat(), Bytes: orUndefined(o.Get("backlogBytes")).ToFloat()}
	if v := o.Get("oldestMessageTimestamp"); v != nil && !jsruntime.IsUndefined(v) {
		if at := dateOf(vm, v, "oldestMessageTimestamp", name); at.UnixMilli() != 0 { // as the platform's word for none
			m.Oldest = at
		}
	}
	return m
}

// dictionary reads an argument that may be left out; nil: it is.
func dictionary(vm *jsruntime.VM, v jsruntime.Value, method string, parameter int, name string) *jsruntime.Object {
	if jsruntime.IsNullish(v) {
		return nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		wrongType(vm, method, parameter, name)
	}
	return o
}

func wrongType(vm *jsruntime.VM, method string, parameter int, want string) {
	vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'Fetcher': parameter %d is not of type '%s'.", method, parameter, want)
}

// dateOf reads a member that is a Date or a number of milliseconds.
func dateOf(vm *jsruntime.VM, v jsruntime.Value, field, dictionary string) time.Time {
	o := jsruntime.AsObject(v)
	if o != nil && vm.KindOf(o) == "Date" || o == nil && v != nil && jsruntime.TypeOf(v) == "number" {
		if f := v.ToFloat(); !math.IsNaN(f) {
			return time.UnixMilli(int64(f))
		}
	}
	vm.Throwf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type 'date'.", field, dictionary)
	return time.Time{}
}
