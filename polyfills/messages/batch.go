// Package messages is the event of a batch of messages: what queue(batch, env, ctx) and listeners of
// "queue" get, and what they say of it.
//
// The one idea: a [Batch] is made before the event and asked after it. Where messages wait and who
// sends them is the business of bindings/queues; another Worker can send a batch with queue() of a
// service binding (polyfills/rpc).
//
// Platform: https://developers.cloudflare.com/queues/configuration/javascript-apis/
package messages

import (
	"fmt"
	"slices"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/compat"
)

// Message is one message of a batch.
type Message struct {
	ID       string
	Sent     time.Time
	Format   string // "json", "text", "bytes" or "v8"
	Body     []byte
	Attempts int // deliveries, this one too
}

// Metrics tell of the messages that wait.
type Metrics struct {
	Count, Bytes float64   // scripts can give any number
	Oldest       time.Time // zero: there are none
}

// Object makes the object that scripts get.
func (m Metrics) Object(vm *jsruntime.VM) *jsruntime.Object {
	fields := []any{"backlogCount", vm.ToValue(m.Count), "backlogBytes", vm.ToValue(m.Bytes)}
	if !m.Oldest.IsZero() {
		fields = append(fields, "oldestMessageTimestamp", date(vm, m.Oldest))
	} else if compat.Of(vm).Has("enable_fast_jsg_struct") {
		fields = append(fields, "oldestMessageTimestamp", jsruntime.Undefined())
	}
	return object(vm, fields...)
}

// Batch is the host side of what a handler gets. It is used on the loop, and by its sender before
// and after.
type Batch struct {
	Queue    string
	Messages []Message
	Metrics  Metrics

	ackedAll, retriedAll bool
	delay                *int     // of retryAll, seconds
	acks                 []string // ids, in the order in which they were acknowledged
	retries              []retry  // the same
}

// retry is a message that is to be delivered again.
type retry struct {
	id    string
	delay *int // seconds; nil: nobody said
}

// delivered is the host side of one message.
type delivered struct {
	batch *Batch
	Message
}

var batchClass = jsruntime.NewClass[Batch]("QueueController").
	Method("retryAll", 0, retryAll).
	Method("ackAll", 0, ackAll)

func retryAll(vm *jsruntime.VM, b *Batch, args jsruntime.Args) jsruntime.Value {
	delay := delayOf(vm, "retryAll", "QueueController", args.At(0))
	if b.ackedAll {
		warn(vm, "Received a call to retryAll() after ackAll() was already called. Calling retryAll() after calling ackAll() has no effect.")
		return nil
	}
	b.retriedAll = true
	if delay != nil {
		b.delay = delay
	}
	return nil
}

func ackAll(vm *jsruntime.VM, b *Batch, _ jsruntime.Args) jsruntime.Value {
	if b.retriedAll {
		warn(vm, "Received a call to ackAll() after retryAll() was already called. Calling ackAll() after calling retryAll() has no effect.")
		return nil
	}
	b.ackedAll = true
	return nil
}

var messageClass = jsruntime.NewClass[delivered]("QueueMessage").
	Method("retry", 0, func(vm *jsruntime.VM, m *delivered, args jsruntime.Args) jsruntime.Value {
		m.retry(vm, delayOf(vm, "retry", "QueueMessage", args.At(0)))
		return nil
	}).
	Method("ack", 0, func(vm *jsruntime.VM, m *delivered, _ jsruntime.Args) jsruntime.Value {
		m.ack(vm)
		return nil
	})

// delayOf reads the argument of a retry: options with delaySeconds; nil when there is none.
func delayOf(vm *jsruntime.VM, method, class string, v jsruntime.Value) *int {
	if jsruntime.IsNullish(v) {
		return nil
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter 1 is not of type 'QueueRetryOptions'.", method, class)
	}
	seconds := o.Get("delaySeconds")
	if jsruntime.IsUndefined(seconds) {
		return nil
	}
	n := int(jsruntime.Integer(seconds))
	return &n
}

func (m *delivered) retry(vm *jsruntime.VM, delay *int) {
	b := m.batch
	switch {
	case b.ackedAll:
		noEffect(vm, "retry()", m.ID, "ackAll()")
		return
	case slices.Contains(b.acks, m.ID):
		noEffect(vm, "retry()", m.ID, "ack()")
		return
	}
	if r := b.retryOf(m.ID); r == nil {
		b.retries = append(b.retries, retry{m.ID, delay})
	} else if delay != nil {
		r.delay = delay
	}
}

func (m *delivered) ack(vm *jsruntime.VM) {
	b := m.batch
	switch {
	case b.ackedAll, slices.Contains(b.acks, m.ID):
	case b.retriedAll:
		noEffect(vm, "ack()", m.ID, "retryAll()")
	case b.retryOf(m.ID) != nil:
		noEffect(vm, "ack()", m.ID, "retry()")
	default:
		b.acks = append(b.acks, m.ID)
	}
}

// retryOf gives what was said of a message that is to be delivered again; nil: nothing.
func (b *Batch) retryOf(id string) *retry {
	if i := slices.IndexFunc(b.retries, func(r retry) bool { return r.id == id }); i >= 0 {
		return &b.retries[i]
	}
	return nil
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

// Retried gives the messages that are to be delivered again, each with its delay in seconds; nil:
// the consumer's. err is what the handler threw, which undoes what it acknowledged.
func (b *Batch) Retried(err error) map[string]*int {
	again := map[string]*int{}
	for _, m := range b.Messages {
		r := b.retryOf(m.ID)
		if r == nil && !b.retriedAll && err == nil {
			continue
		}
		delay := b.delay
		if r != nil && r.delay != nil {
			delay = r.delay
		}
		again[m.ID] = delay
	}
	return again
}

// Result makes what the sender of a batch is told, in the shape of FetcherQueueResult.
func (b *Batch) Result(vm *jsruntime.VM, outcome string) jsruntime.Value {
	whole := object(vm, "retry", vm.ToValue(b.retriedAll))
	setDelay(vm, whole, b.delay)
	acks := make([]jsruntime.Value, len(b.acks))
	for i, id := range b.acks {
		acks[i] = vm.ToValue(id)
	}
	retries := make([]jsruntime.Value, len(b.retries))
	for i, r := range b.retries {
		o := object(vm, "msgId", vm.ToValue(r.id))
		setDelay(vm, o, r.delay)
		retries[i] = o
	}
	return object(vm, "outcome", vm.ToValue(outcome), "ackAll", vm.ToValue(b.ackedAll), "retryBatch", whole,
		"explicitAcks", vm.NewArrayOf(acks...), "retryMessages", vm.NewArrayOf(retries...))
}

func setDelay(vm *jsruntime.VM, o *jsruntime.Object, delay *int) {
	if delay == nil {
		return
	}
	if err := o.Set("delaySeconds", *delay); err != nil {
		vm.Throw(err)
	}
}

// Arguments makes the object that the handler gets.
func (b *Batch) Arguments(vm *jsruntime.VM) ([]jsruntime.Value, error) {
	o := batchClass.New(vm, b)
	return []jsruntime.Value{o}, b.describe(vm, o)
}

// describe gives the object of a batch what it tells of it.
func (b *Batch) describe(vm *jsruntime.VM, o *jsruntime.Object) error {
	messages := make([]jsruntime.Value, len(b.Messages))
	for i, m := range b.Messages {
		body, err := m.value(vm)
		if err != nil {
			return err
		}
		o := messageClass.New(vm, &delivered{b, m})
		if err := readOnly(o, "attempts", vm.ToValue(m.Attempts), "body", body, "timestamp", date(vm, m.Sent), "id", vm.ToValue(m.ID)); err != nil {
			return err
		}
		messages[i] = o
	}
	return readOnly(o, "metadata", object(vm, "metrics", b.Metrics.Object(vm)), "queue", vm.ToValue(b.Queue), "messages", vm.NewArrayOf(messages...))
}

// value makes the body that the handler gets.
func (m *Message) value(vm *jsruntime.VM) (jsruntime.Value, error) {
	switch m.Format {
	case "text":
		return vm.ToValue(string(m.Body)), nil
	case "bytes":
		return vm.NewBuffer(append([]byte{}, m.Body...)), nil
	case "json":
		return json.Parse(vm, string(m.Body)), nil
	}
	return vm.Deserialize(jsruntime.Message{Data: m.Body}, nil)
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

func date(vm *jsruntime.VM, t time.Time) jsruntime.Value {
	o, err := vm.New(vm.Get("Date"), vm.ToValue(t.UnixMilli()))
	if err != nil {
		vm.Throw(err)
	}
	return o
}
