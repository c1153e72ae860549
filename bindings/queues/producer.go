package queues

import (
	"errors"
	"fmt"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/compat"
	"paddock/polyfills/messages"
	"paddock/polyfills/trace"
)

// resource is one producer.
type resource struct {
	queue *queue
	delay *int // seconds
}

var _ bindings.Resource = (*resource)(nil)

// Bind implements bindings.Resource.
func (r *resource) Bind(vm *jsruntime.VM) (jsruntime.Value, error) { return class.New(vm, r), nil }

// Close implements bindings.Resource.
func (*resource) Close() error { return nil }

var class = jsruntime.NewClass[resource]("WorkerQueue").
	AsyncMethod("metrics", 0, trace.Async("queue_metrics", func(vm *jsruntime.VM, r *resource, _ jsruntime.Args) (jsruntime.Value, error) {
		measured := func(m messages.Metrics, vm *jsruntime.VM) jsruntime.Value { return m.Object(vm) }
		return r.after(vm, func() (messages.Metrics, error) { return r.queue.metrics(), nil }, measured), nil
	})).
	AsyncMethod("send", 1, trace.Async("queue_send", send)).
	AsyncMethod("sendBatch", 1, trace.Async("queue_send", sendBatch))

// object makes a plain object of names and values.
func object(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		if err := o.Set(pairs[i].(string), pairs[i+1]); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// after gives a promise of what f gives when the turn has ended: what a Durable Object sends
// waits for its writes, and the order of calls is kept.
func (r *resource) after(vm *jsruntime.VM, f func() (messages.Metrics, error), value func(messages.Metrics, *jsruntime.VM) jsruntime.Value) jsruntime.Value {
	d := vm.NewDeferred()
	vm.Emit(func() {
		m, err := f()
		d.Settle(func(vm *jsruntime.VM) (jsruntime.Value, error) {
			if err != nil {
				return nil, err
			}
			return value(m, vm), nil
		})
	})
	return d.Promise
}

func sent(m messages.Metrics, vm *jsruntime.VM) jsruntime.Value {
	return object(vm, "metadata", object(vm, "metrics", m.Object(vm)))
}

// deliver sends messages when the turn has ended.
func (r *resource) deliver(vm *jsruntime.VM, method string, sending []outgoing, delay *int) jsruntime.Value {
	if delay == nil {
		delay = r.delay
	}
	now, coded := vm.Now(), compat.Of(vm).Has("queue_expose_error_codes")
	return r.after(vm, func() (messages.Metrics, error) {
		m, err := r.queue.send(now, sending, delay)
		var refused *refusal
		if !errors.As(err, &refused) {
			return m, err
		}
		if coded {
			return m, errors.New("Unknown Internal Error (15000)") //nolint:staticcheck // the platform's words
		}
		return m, fmt.Errorf("Queue %s failed: %w", method, refused) //nolint:staticcheck // the platform's words
	}, sent)
}

func wrongType(method, class string, parameter int, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type '%s'.", method, class, parameter, want)
}

// optionsOf reads an argument as a dictionary; nil when there is none.
func optionsOf(method, class string, parameter int, v jsruntime.Value, dictionary string) (*jsruntime.Object, error) {
	if jsruntime.IsNullish(v) {
		return nil, nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, wrongType(method, class, parameter, dictionary)
	}
	return o, nil
}

// seconds reads a member delaySeconds; nil when there is none.
func seconds(o *jsruntime.Object) *int {
	if o == nil {
		return nil
	}
	v := o.Get("delaySeconds")
	if jsruntime.IsUndefined(v) {
		return nil
	}
	n := int(jsruntime.Integer(v))
	return &n
}

func send(vm *jsruntime.VM, r *resource, args jsruntime.Args) (jsruntime.Value, error) {
	if len(args) == 0 {
		return nil, wrongType("send", "WorkerQueue", 1, "Value")
	}
	o, err := optionsOf("send", "WorkerQueue", 2, args.At(1), "SendOptions")
	if err != nil {
		return nil, err
	}
	m, err := encode(vm, args[0], o)
	if err != nil {
		return nil, err
	}
	if m.Format == "bytes" {
		if buffer := jsruntime.AsObject(jsruntime.AsObject(args[0]).Get("buffer")); buffer != nil {
			jsruntime.Detach(buffer)
		}
	}
	return r.deliver(vm, "send", []outgoing{{Message: m}}, seconds(o)), nil
}

func sendBatch(vm *jsruntime.VM, r *resource, args jsruntime.Args) (jsruntime.Value, error) {
	list := jsruntime.AsObject(args.At(0))
	if list == nil || !vm.IsIterable(list) {
		return nil, wrongType("sendBatch", "WorkerQueue", 1, "Sequence")
	}
	options, err := optionsOf("sendBatch", "WorkerQueue", 2, args.At(1), "SendBatchOptions")
	if err != nil {
		return nil, err
	}
	var batch []outgoing
	vm.Iterate(list, func(v jsruntime.Value) bool {
		item := jsruntime.AsObject(v)
		if item == nil {
			err = jsruntime.Errorf(jsruntime.TypeError, "Incorrect type: the provided value is not of type 'MessageSendRequest'.")
			return false
		}
		var m messages.Message
		m, err = encode(vm, item.Get("body"), item)
		batch = append(batch, outgoing{m, seconds(item)})
		return err == nil
	})
	if err != nil {
		return nil, err
	}
	if len(batch) == 0 {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "sendBatch() requires at least one message")
	}
	return r.deliver(vm, "sendBatch", batch, seconds(options)), nil
}

// encode makes the message of a body, in the format that the options name.
func encode(vm *jsruntime.VM, body jsruntime.Value, options *jsruntime.Object) (m messages.Message, err error) {
	if jsruntime.IsUndefined(body) {
		return m, jsruntime.Errorf(jsruntime.TypeError, "Message body cannot be undefined")
	}
	m.Format = "v8"
	if compat.Of(vm).Has("queues_json_messages") {
		m.Format = "json"
	}
	if options != nil {
		if v := options.Get("contentType"); !jsruntime.IsUndefined(v) {
			given := vm.Text(v)
			m.Format = strings.ToLower(given)
			switch m.Format {
			case "json", "text", "bytes", "v8":
			default:
				return m, jsruntime.Errorf(jsruntime.TypeError, "Unsupported queue message content type: %s", given)
			}
		}
	}
	m.Body, err = bodyOf(vm, m.Format, body)
	return m, err
}

func bodyOf(vm *jsruntime.VM, format string, body jsruntime.Value) ([]byte, error) {
	switch format {
	case "text":
		if !jsruntime.IsString(body) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "Content Type \"text\" requires a value of type string, but received: %s", jsruntime.TypeOf(body))
		}
		return []byte(vm.Text(body)), nil
	case "bytes":
		if _, ok := jsruntime.AsView(body); !ok {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "Content Type \"bytes\" requires a value of type ArrayBufferView, but received: %s", jsruntime.TypeOf(body))
		}
		data, _ := jsruntime.Bytes(body)
		return append([]byte{}, data...), nil
	case "json":
		// What has no JSON, as a function, gives the word undefined, which the queue refuses.
		text, ok := json.Stringify(vm, body)
		if !ok {
			text = "undefined"
		}
		return []byte(text), nil
	}
	m, err := vm.Serialize(body, nil, nil)
	return m.Data, err
}
