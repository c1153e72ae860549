// Package email is the module cloudflare:email and the message that email() handlers get.
//
// The one idea: an [Incoming] is a received mail in Go; what a handler does with it (reject, forward,
// reply) goes to its [Outbox], and nothing is sent anywhere.
//
// Platform: https://developers.cloudflare.com/email-routing/email-workers/runtime-api/
package email

import (
	"bytes"
	"io"
	"net/http"
	"net/mail"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// message is the host side of EmailMessage.
type message struct {
	from, to string
	raw      jsruntime.Value
}

var messageClass = jsruntime.NewClass[message]("EmailMessage").
	Constructor(3, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *message {
		for i, kind := range []string{"string", "string", "ReadableStream or string"} {
			if jsruntime.IsUndefined(args.At(i)) {
				vm.Throwf(jsruntime.TypeError, "Failed to construct 'EmailMessage': constructor parameter %d is not of type '%s'.", i+1, kind)
			}
		}
		return &message{vm.Text(args[0]), vm.Text(args[1]), args[2]}
	}).
	Getter("from", func(vm *jsruntime.VM, m *message) jsruntime.Value { return vm.ToValue(m.from) }).
	Getter("to", func(vm *jsruntime.VM, m *message) jsruntime.Value { return vm.ToValue(m.to) })

// Message gives what an EmailMessage is made of; raw is for [Raw].
func Message(v jsruntime.Value) (from, to string, raw jsruntime.Value, ok bool) {
	m, ok := messageClass.From(v)
	if !ok {
		return "", "", nil, false
	}
	return m.from, m.to, m.raw, true
}

// Raw reads the text or the stream of an EmailMessage and gives a promise of what done makes of it.
func Raw(vm *jsruntime.VM, raw jsruntime.Value, done func(*jsruntime.VM, []byte) (jsruntime.Value, error)) jsruntime.Value {
	if streams.IsReadable(raw) {
		return streams.ReadAll(vm, raw, done)
	}
	return vm.Promised(func() (jsruntime.Value, error) { return done(vm, rawBytes(vm, raw)) })
}

// API gives the module.
func API() jsruntime.API {
	return jsruntime.API{
		Name:    "cloudflare:email",
		Exports: map[string][]string{"cloudflare:email": {"EmailMessage"}},
		Modules: map[string]func(*jsruntime.VM) jsruntime.Value{"cloudflare:email": func(vm *jsruntime.VM) jsruntime.Value {
			m := vm.NewObject()
			if err := m.Set("EmailMessage", messageClass.Object(vm)); err != nil {
				vm.Throw(err)
			}
			return m
		}},
	}
}

// Outbox takes what a handler does with a mail. Its methods are called on the loop.
type Outbox interface {
	Reject(reason string)
	Forward(to string, header http.Header)
	Reply(from, to string, raw []byte)
}

// Incoming is a received mail.
type Incoming struct {
	From, To string // of the envelope
	Raw      []byte
	Outbox   Outbox

	header mail.Header
}

// Parse reads the header of a mail. The error is for the sender.
func Parse(from, to string, raw []byte, outbox Outbox) (*Incoming, error) {
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	return &Incoming{From: from, To: to, Raw: raw, Outbox: outbox, header: parsed.Header}, nil
}

// ID is the Message-ID of the mail; "" if it has none.
func (in *Incoming) ID() string { return in.header.Get("Message-Id") }

// incoming is the host side of ForwardableEmailMessage.
type incoming struct {
	*Incoming
	headers *jsruntime.Object
	raw     jsruntime.Value
}

var incomingClass = jsruntime.NewClass[incoming]("ForwardableEmailMessage").
	Getter("from", func(vm *jsruntime.VM, m *incoming) jsruntime.Value { return vm.ToValue(m.From) }).
	Getter("to", func(vm *jsruntime.VM, m *incoming) jsruntime.Value { return vm.ToValue(m.To) }).
	Getter("rawSize", func(vm *jsruntime.VM, m *incoming) jsruntime.Value { return vm.ToValue(len(m.Raw)) }).
	Getter("raw", func(_ *jsruntime.VM, m *incoming) jsruntime.Value { return m.raw }).
	Getter("headers", func(_ *jsruntime.VM, m *incoming) jsruntime.Value { return m.headers }).
	Method("setReject", 1, func(vm *jsruntime.VM, m *incoming, args jsruntime.Args) jsruntime.Value {
		m.Outbox.Reject(vm.Text(args.At(0)))
		return nil
	}).
	AsyncMethod("forward", 1, func(vm *jsruntime.VM, m *incoming, args jsruntime.Args) (jsruntime.Value, error) {
		header := http.Header{}
		if h, ok := headers.From(args.At(1)); ok {
			header = h.Header.Clone()
		}
		m.Outbox.Forward(vm.Text(args.At(0)), header)
		return nil, nil
	}).
	AsyncMethod("reply", 1, func(vm *jsruntime.VM, m *incoming, args jsruntime.Args) (jsruntime.Value, error) {
		reply, ok := messageClass.From(args.At(0))
		if !ok {
			return nil, jsruntime.Errorf(jsruntime.PlainError, "not emulated: replies that are no EmailMessage")
		}
		return Raw(vm, reply.raw, func(_ *jsruntime.VM, raw []byte) (jsruntime.Value, error) { return nil, m.reply(reply, raw) }), nil
	})

// rawBytes gives the text or bytes of a message.
func rawBytes(vm *jsruntime.VM, v jsruntime.Value) []byte {
	if b, ok := jsruntime.Bytes(v); ok {
		return append([]byte(nil), b...)
	}
	return []byte(vm.Text(v))
}

// New makes the message that a handler gets.
func (in *Incoming) New(vm *jsruntime.VM) jsruntime.Value {
	body := io.NopCloser(bytes.NewReader(in.Raw))
	return incomingClass.New(vm, &incoming{
		Incoming: in,
		headers:  headers.New(vm, http.Header(in.header).Clone(), headers.Immutable),
		raw:      streams.NewReadable(vm, body, streams.ReadableOptions{}),
	})
}

// reply checks a reply as the platform does.
func (m *incoming) reply(reply *message, raw []byte) error {
	refuse := func(text string) error { return jsruntime.Errorf(jsruntime.PlainError, "%s", text) }
	parsed, err := mail.ReadMessage(bytes.NewReader(raw))
	if err != nil {
		return refuse("could not parse email: " + err.Error())
	}
	if from, err := mail.ParseAddress(parsed.Header.Get("From")); err != nil || from.Address != reply.from {
		return refuse("From: header does not match mail from")
	}
	if parsed.Header.Get("Received") != "" {
		return refuse("invalid headers set")
	}
	switch answers := strings.TrimSpace(parsed.Header.Get("In-Reply-To")); answers {
	case "":
		return refuse("no In-Reply-To header found in reply message")
	case m.ID():
	default:
		return refuse("In-Reply-To does not match original Message-ID")
	}
	m.Outbox.Reply(reply.from, reply.to, raw)
	return nil
}
