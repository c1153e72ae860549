package queues

import (
	"fmt"

	"paddock/jsruntime"
)

// batch is the host side of the argument of queue(). It is used on the loop, and by the queue
// before and after.
type batch struct {
	queue    string
	messages []*message
	metrics  metrics

	ackedAll, retriedAll bool
	acks                 map[string]bool
	retries              map[string]*int // seconds
	delay                *int            // of retryAll, seconds
}

func newBatch(queue string, messages []*message, m metrics) *batch {
	return &batch{queue: queue, messages: messages, metrics: m, acks: map[string]bool{}, retries: map[string]*int{}}
}

// delivered is the host side of one message.
type delivered struct {
	batch *batch
	*message
}

var batchClass = jsruntime.NewClass[batch]("QueueController").
	Method("retryAll", 0, func(vm *jsruntime.VM, b *batch, args jsruntime.Args) jsruntime.Value {
		o, err := optionsOf("retryAll", "QueueController", 1, args.At(0), "QueueRetryOptions")
		if err != nil {
			vm.Throw(err)
		}
		if b.ackedAll {
			warn(vm, "Received a call to retryAll() after ackAll() was already called. Calling retryAll() after calling ackAll() has no effect.")
			return nil
		}
		b.retriedAll = true
		if delay := seconds(o); delay != nil {
			b.delay = delay
		}
		return nil
	}).
	Method("ackAll", 0, func(vm *jsruntime.VM, b *batch, _ jsruntime.Args) jsruntime.Value {
		if b.retriedAll {
			warn(vm, "Received a call to ackAll() after retryAll() was already called. Calling ackAll() after calling retryAll() has no effect.")
			return nil
		}
		b.ackedAll = true
		return nil
	})

var messageClass = jsruntime.NewClass[delivered]("QueueMessage").
	Method("retry", 0, func(vm *jsruntime.VM, m *delivered, args jsruntime.Args) jsruntime.Value {
		o, err := optionsOf("retry", "QueueMessage", 1, args.At(0), "QueueRetryOptions")
		if err != nil {
			vm.Throw(err)
		}
		m.retry(vm, seconds(o))
		return nil
	}).
	Method("ack", 0, func(vm *jsruntime.VM, m *delivered, _ jsruntime.Args) jsruntime.Value {
		m.ack(vm)
		return nil
	})

func (m *delivered) retry(vm *jsruntime.VM, delay *int) {
	b := m.batch
	switch {
	case b.ackedAll:
		noEffect(vm, "retry()", m.id, "ackAll()")
		return
	case b.acks[m.id]:
		noEffect(vm, "retry()", m.id, "ack()")
		return
	}
	if delay == nil {
		delay = b.retries[m.id]
	}
	b.retries[m.id] = delay
}

func (m *delivered) ack(vm *jsruntime.VM) {
	b := m.batch
	_, retried := b.retries[m.id]
	switch {
	case b.ackedAll:
	case b.retriedAll:
		noEffect(vm, "ack()", m.id, "retryAll()")
	case retried:
		noEffect(vm, "ack()", m.id, "retry()")
	default:
		b.acks[m.id] = true
	}
}

func noEffect(vm *jsruntime.VM, call, id, before string) {
	warn(vm, fmt.Sprintf("Received a call to %s on message %s after %s was already called. Calling %[1]s on a message after calling %[3]s has no effect.", call, id, before))
}

// warn tells the user of something that goes on.
func warn(vm *jsruntime.VM, text string) {
	if console := jsruntime.AsObject(vm.Get("console")); console != nil {
		vm.CallMethod(console, "warn", vm.ToValue(text))
	}
}

// retried gives the messages that are to be delivered again, each with its delay in seconds; nil:
// the consumer's. err is what the handler threw, which undoes what it acknowledged.
func (b *batch) retried(err error) map[string]*int {
	again := map[string]*int{}
	for _, m := range b.messages {
		delay, retry := b.retries[m.id]
		if !retry && !b.retriedAll && err == nil {
			continue
		}
		if delay == nil {
			delay = b.delay
		}
		again[m.id] = delay
	}
	return again
}

// arguments makes the batch that the handler gets.
func (b *batch) arguments(vm *jsruntime.VM) ([]jsruntime.Value, error) {
	messages := make([]jsruntime.Value, len(b.messages))
	for i, m := range b.messages {
		body, err := m.value(vm)
		if err != nil {
			return nil, err
		}
		o := messageClass.New(vm, &delivered{b, m})
		if err := readOnly(o, "attempts", vm.ToValue(m.failed+1), "body", body, "timestamp", date(vm, m.sent.UnixMilli()), "id", vm.ToValue(m.id)); err != nil {
			return nil, err
		}
		messages[i] = o
	}
	o := batchClass.New(vm, b)
	err := readOnly(o, "metadata", object(vm, "metrics", b.metrics.object(vm)), "queue", vm.ToValue(b.queue), "messages", vm.NewArrayOf(messages...))
	return []jsruntime.Value{o}, err
}

// readOnly gives an object properties of its own.
func readOnly(o *jsruntime.Object, pairs ...any) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := o.DefineDataProperty(pairs[i].(string), pairs[i+1].(jsruntime.Value), jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
			return err
		}
	}
	return nil
}

// value makes the body that the handler gets.
func (m *message) value(vm *jsruntime.VM) (jsruntime.Value, error) {
	switch m.format {
	case "text":
		return vm.ToValue(string(m.body)), nil
	case "bytes":
		return vm.NewBuffer(append([]byte{}, m.body...)), nil
	case "json":
		return vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "parse", vm.ToValue(string(m.body))), nil
	}
	return vm.Deserialize(jsruntime.Message{Data: m.body}, nil)
}
