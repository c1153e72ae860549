package eventsource

import (
	"context"
	"errors"
	"io"
	"time"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/events"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
)

// States of an EventSource.
const (
	connecting = iota
	open
	closed
)

// Reconnection times: the first, and the bounds of what a server may ask for.
const (
	defaultRetry = 2 * time.Second
	minRetry     = time.Second
	maxRetry     = 10 * time.Second
)

// Source is the host side of an EventSource.
type Source struct {
	target  events.Target
	object  *jsruntime.Object
	url     string // "" for one of a stream
	origin  string
	fetcher *jsruntime.Object // nil: the network
	state   int
	parser  Parser
	abort   func(reason jsruntime.Value) // ends the request; nil for one of a stream
	body    io.ReadCloser
	barren  bool // the last answer had no body
}

var class = jsruntime.NewClass[Source]("EventSource")

func defineClass() {
	c := events.Handlers(class, func(s *Source) *events.Target { return &s.target }, "open", "message", "error")
	c = jsruntime.Extends(c, events.TargetClass, func(s *Source) *events.Target { return &s.target })
	c.Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		dispose, ok := vm.Get("Symbol").(*jsruntime.Object).Get("dispose").(*jsruntime.Symbol)
		if !ok {
			return // a runtime without explicit resource management
		}
		f := vm.NewFunction("[Symbol.dispose]", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			c.This(vm, call.This).close()
			return jsruntime.Undefined()
		})
		if err := proto.DefineDataPropertySymbol(dispose, f, jsruntime.Yes, jsruntime.Yes, jsruntime.No); err != nil {
			vm.Throw(err)
		}
	})
	c.Constructor(0, newSource).
		Method("close", 0, func(_ *jsruntime.VM, s *Source, _ jsruntime.Args) jsruntime.Value {
			s.close()
			return nil
		}).
		Getter("url", func(vm *jsruntime.VM, s *Source) jsruntime.Value { return vm.ToValue(s.url) }).
		Getter("withCredentials", func(vm *jsruntime.VM, _ *Source) jsruntime.Value { return vm.ToValue(false) }).
		Getter("readyState", func(vm *jsruntime.VM, s *Source) jsruntime.Value { return vm.ToValue(s.state) }).
		Const("CONNECTING", connecting).Const("OPEN", open).Const("CLOSED", closed).
		Static("from", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
			return from(vm, args.At(0))
		})
}

func newSource(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *Source {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'EventSource': constructor parameter 1 is not of type 'string'.")
	}
	text := url.Text(args[0])
	u, err := url.Parse(text, "")
	if err != nil {
		vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"SyntaxError", "Cannot open an EventSource to '%s'. The URL is invalid.", text))
	}
	s := &Source{object: this, url: u.Href(false), origin: u.Protocol() + "//" + u.Host()}
	if v := args.At(1); !jsruntime.IsNullish(v) {
		s.init(vm, jsruntime.AsObject(v))
	}
	s.connect(vm)
	return s
}

func (s *Source) init(vm *jsruntime.VM, o *jsruntime.Object) {
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'EventSource': constructor parameter 2 is not of type 'EventSourceInit'.")
	}
	if v := o.Get("withCredentials"); v != nil && v.ToBoolean() {
		vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"NotSupportedError", "The init.withCredentials option is not supported. It must be false or undefined."))
	}
	if v := o.Get("fetcher"); !jsruntime.IsNullish(v) {
		if s.fetcher = jsruntime.AsObject(v); s.fetcher == nil || !jsruntime.IsFunction(s.fetcher.Get("fetch")) {
			vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'fetcher' field on 'EventSourceInit': the provided value is not of type 'Fetcher'.")
		}
	}
}

// from makes an open EventSource of a stream of bytes.
func from(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	if !streams.IsReadable(v) {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'from' on 'EventSource': parameter 1 is not of type 'JsReadableStream'.")
	}
	if streams.Locked(v) {
		vm.Throwf(jsruntime.TypeError, "This ReadableStream is locked.")
	}
	s := &Source{state: open}
	s.object = class.New(vm, s)
	body, err := streams.Reader(vm, v)
	if err != nil {
		vm.Throw(err)
	}
	s.read(vm, body)
	return s.object
}

// close ends the conversation for good.
func (s *Source) close() {
	if s.state == closed {
		return
	}
	s.state = closed
	if s.abort != nil {
		s.abort(nil)
	}
	if s.body != nil {
		_ = s.body.Close()
	}
}

// fail tells of an error, whose event has no message of its own; what comes next is a reconnection or nothing.
func (s *Source) fail(vm *jsruntime.VM, thrown jsruntime.Value, again bool) {
	s.state = closed
	if again {
		s.state = connecting
	}
	events.Dispatch(vm, s.object, events.NewErrorEvent(vm, "", thrown))
}

func (s *Source) failWith(vm *jsruntime.VM, class, message string, again bool) {
	if class == "AbortError" {
		s.fail(vm, vm.NewDOMException(message, class), again)
		return
	}
	s.fail(vm, vm.NewErrorObject(class, message), again)
}

// read feeds the parser until the body ends.
func (s *Source) read(vm *jsruntime.VM, body io.ReadCloser) {
	s.body = body
	type piece struct {
		data []byte
		err  error
	}
	jsruntime.Async(vm, func(ctx context.Context) (piece, error) {
		stop := context.AfterFunc(ctx, func() { _ = body.Close() })
		defer stop()
		buffer := make([]byte, 16<<10)
		n, err := body.Read(buffer)
		return piece{buffer[:n], err}, nil
	}, func(vm *jsruntime.VM, p piece) (jsruntime.Value, error) {
		vm.Enter(func() {
			s.parser.Feed(p.data, func(e Event) { s.dispatch(vm, e) })
			switch {
			case s.state != open:
			case p.err == nil:
				s.read(vm, body)
			default:
				_ = body.Close()
				s.ended(vm, p.err)
			}
		})
		return nil, nil
	})
}

func (s *Source) dispatch(vm *jsruntime.VM, e Event) {
	if s.state != open {
		return
	}
	thrown := events.Deliver(vm, s.object, events.NewMessageEvent(vm, e.Name, events.MessageInit{
		Data: vm.ToValue(e.Data), Origin: s.origin, LastEventID: e.ID,
	}))
	if thrown != nil && s.state == open { // which ends the source
		s.close()
		s.fail(vm, thrown, false)
	}
}

// ended goes on after the last byte.
func (s *Source) ended(vm *jsruntime.VM, err error) {
	s.body = nil
	if !errors.Is(err, io.EOF) {
		s.fail(vm, vm.ErrorValue(err), false)
		return
	}
	again := s.url != ""
	s.failWith(vm, jsruntime.PlainError, "The server disconnected.", again)
	if again {
		s.reconnect(vm)
	}
}

// newAbort gives a signal for the next request.
func (s *Source) newAbort(vm *jsruntime.VM) *jsruntime.Object {
	signal, cancel := abort.NewSignal(vm)
	s.abort = cancel
	return signal
}
