package websocket

import (
	"bytes"
	"context"
	"sync/atomic"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
)

// States of a WebSocket.
const (
	connecting = iota
	open
	closing
	closed
)

// WebSocket is the host side of a WebSocket.
type WebSocket struct {
	target     events.Target
	end        *End // nil when the socket was handed to a response
	object     *jsruntime.Object
	state      int
	accepted   bool
	halfOpen   bool
	client     bool // made by new WebSocket()
	peerClosed bool // the other side has closed or is gone, and this one has not closed
	closeSent  bool
	deaf       bool         // the other side is gone: what is sent reaches nobody
	emitting   atomic.Int64 // bytes of messages that have not left the turn that sent them
	abandon    func()       // ends the handshake of a client; nil when there is none
	binaryType string
	url        string
	protocol   string
	extensions string
	attachment *jsruntime.Message
	release    func()
	kept       *Hibernating // nil for sockets that do not hibernate
	owner      jsruntime.Owner
}

// check throws where the running event is not the one that the socket belongs to.
func (s *WebSocket) check(vm *jsruntime.VM) {
	if s.kept == nil {
		s.owner.Check(vm, "Native")
	}
}

var (
	socketClass = jsruntime.NewClass[WebSocket]("WebSocket")
	pairClass   = jsruntime.NewClass[struct{ _ byte }]("WebSocketPair")
)

// From gives the host side of a WebSocket.
func From(v jsruntime.Value) (*WebSocket, bool) { return socketClass.From(v) }

func newSocket(vm *jsruntime.VM, end *End) *jsruntime.Object {
	s := &WebSocket{end: end, state: open, halfOpen: manualClose(vm), binaryType: defaultType(vm), owner: vm.Owner()}
	s.object = socketClass.New(vm, s)
	return s.object
}

// manualClose reports whether scripts have to answer a close themselves unless they say otherwise.
func manualClose(vm *jsruntime.VM) bool { return !compat.Of(vm).Has("web_socket_auto_reply_to_close") }

func definePair() {
	pairClass.Constructor(0, func(vm *jsruntime.VM, _ jsruntime.Args, this *jsruntime.Object) *struct{ _ byte } {
		globalscope.NeedsEvent(vm)
		a, b := NewPipe()
		for name, end := range map[string]*End{"0": a, "1": b} {
			if err := this.DefineDataProperty(name, newSocket(vm, end), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
				vm.Throw(err)
			}
		}
		return &struct{ _ byte }{}
	}).Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		iterate := vm.NewFunction("entries", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			pair := call.This.ToObject(vm.Runtime)
			return vm.CallSymbol(vm.NewArrayOf(pair.Get("0"), pair.Get("1")), jsruntime.SymIterator)
		})
		if err := proto.DefineDataPropertySymbol(jsruntime.SymIterator, iterate, jsruntime.Yes, jsruntime.Yes, jsruntime.No); err != nil {
			vm.Throw(err)
		}
	})
}

// accept begins the delivery of events to the script.
func (s *WebSocket) accept(vm *jsruntime.VM) {
	s.accepted = true
	s.end.use()
	frame, end := vm.Frame(), s.end
	scope := vm.Scope()
	scope.AddPending(1)
	release := scope.Hold()
	stop := context.AfterFunc(vm.Context(), end.abandon) // as of a version of the Worker that another has replaced
	done := false
	s.release = func() {
		if !done {
			done = true
			stop()
			scope.AddPending(-1)
			release()
		}
	}
	scope.OnAbort(func(error) { end.abandon() })
	var arrived func()
	arrived = func() {
		frame.Post(func(vm *jsruntime.VM) {
			if s.deliver(vm, end) {
				arrived()
			}
		})
	}
	end.onArrival(arrived)
}

// perTurn is how many messages one turn dispatches: others come between, and the next turn has a limit of its own.
const perTurn = 64

// deliver dispatches what has arrived; more: not yet all.
func (s *WebSocket) deliver(vm *jsruntime.VM, end *End) (more bool) {
	for n := 0; s.state != closed && !s.peerClosed; n++ {
		if n == perTurn {
			return true
		}
		m, ended, ok := end.take()
		if !ok {
			return false
		}
		if ended == nil {
			vm.Scope().Renew()
			var data jsruntime.Value
			switch {
			case m.Text:
				data = vm.ToValue(string(m.Data))
			case s.binaryType == "blob":
				data = blob.New(vm, bytes.Clone(m.Data), "")
			default:
				data = vm.NewBuffer(bytes.Clone(m.Data))
			}
			if thrown := events.Deliver(vm, s.object, events.NewMessageEvent(vm, "message", events.MessageInit{Data: data})); thrown != nil {
				s.fail(vm, end, thrown)
			}
			continue
		}
		switch {
		case ended.Failure() != nil:
			s.fail(vm, end, vm.ErrorValue(ended.Failure()))
		case ended.Lost():
			s.lose(vm, end, ended)
		case s.halfOpen && !s.closeSent:
			s.closeHalf(vm, ended)
		default:
			s.answerClose(vm, end, ended)
		}
	}
	return false
}

// answerClose ends a conversation that the other side has closed. That is answered in kind, behind all that was sent.
func (s *WebSocket) answerClose(vm *jsruntime.VM, end *End, ended *CloseError) {
	if !s.closeSent {
		s.closeSent = true
		vm.Emit(func() { end.Close(ended.Code, ended.Reason) })
	}
	s.state = closed
	events.Dispatch(vm, s.object, events.NewCloseEvent(vm, ended.Code, ended.Reason, true))
	s.release()
}

// lose tells a script that the other side is gone. It is an error where something that was sent is still under way.
func (s *WebSocket) lose(vm *jsruntime.VM, end *End, ended *CloseError) {
	s.deaf, s.peerClosed = true, true
	pending := end.waiting() > 0
	end.lose()
	if pending && ended.how == lost {
		s.state = closed
		s.dispatchError(vm, vm.ErrorValue(jsruntime.ConnectionLost(nil)))
	}
	events.Dispatch(vm, s.object, events.NewCloseEvent(vm, ended.Code, ended.Reason, false))
	if s.state = max(s.state, closing); s.closeSent {
		s.state = closed
	}
	s.release()
}

// closeHalf tells a script that asked for half-open sockets that the other side has closed: it
// may go on sending until it closes too.
func (s *WebSocket) closeHalf(vm *jsruntime.VM, ended *CloseError) {
	s.state, s.peerClosed = closing, true
	events.Dispatch(vm, s.object, events.NewCloseEvent(vm, ended.Code, ended.Reason, true))
}

// fail ends the conversation with an exception of a listener or a fault of the other side, which loses the connection.
func (s *WebSocket) fail(vm *jsruntime.VM, end *End, thrown jsruntime.Value) {
	if s.state == closed {
		return
	}
	end.lose()
	s.state, s.deaf = closed, true
	s.dispatchError(vm, thrown)
	s.release()
}

// dispatchError dispatches error with what a script would see of an exception.
func (s *WebSocket) dispatchError(vm *jsruntime.VM, thrown jsruntime.Value) {
	events.Dispatch(vm, s.object, events.NewErrorEvent(vm, "Uncaught "+vm.Sketch(thrown), thrown))
}

const notAccepted = "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages."

func (s *WebSocket) send(vm *jsruntime.VM, args jsruntime.Args) {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'send' on 'WebSocket': parameter 1 is not of type 'ArrayBuffer or ArrayBufferView or string'.")
	}
	if !s.accepted {
		vm.Throwf(jsruntime.TypeError, notAccepted)
	}
	if s.closeSent || s.state == closed && !s.deaf {
		vm.Throwf(jsruntime.TypeError, "Can't call WebSocket send() after close().")
	}
	if s.deaf {
		return
	}
	v := args[0]
	m := Message{}
	if data, ok := jsruntime.Bytes(v); ok {
		m.Data = bytes.Clone(data)
	} else {
		m = Message{Text: true, Data: []byte(vm.Text(v))}
	}
	end, size := s.end, int64(len(m.Data))
	s.emitting.Add(size)
	if s.buffered() > int64(vm.Room()) { // nobody reads, and the platform has no room for it either
		vm.Abort(jsruntime.ErrMemoryLimit)
		vm.Breathe()
	}
	vm.Emit(func() {
		end.Send(m)
		s.emitting.Add(-size)
	})
}

// buffered is bufferedAmount.
func (s *WebSocket) buffered() int64 {
	if s.end == nil {
		return 0
	}
	return s.emitting.Load() + int64(s.end.waiting())
}

func (s *WebSocket) close(vm *jsruntime.VM, args jsruntime.Args) {
	code, reason := closeArguments(vm, args)
	if s.abandon != nil {
		s.state = closing
		s.abandon()
		return
	}
	if !s.accepted {
		vm.Throwf(jsruntime.TypeError, notAccepted)
	}
	if s.closeSent || s.deaf {
		return
	}
	s.closeSent = true
	end := s.end
	vm.Emit(func() { end.Close(code, reason) })
	s.state = closing
	if s.peerClosed {
		s.state = closed
		s.release()
	}
}

// pedantic reports whether sockets keep to the standard where the platform does not for the sake of older programs.
func pedantic(vm *jsruntime.VM) bool { return compat.Of(vm).Has("pedantic_wpt") }

// closeArguments checks the arguments of close().
func closeArguments(vm *jsruntime.VM, args jsruntime.Args) (code uint16, reason string) {
	code = codeNoStatus
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		n := jsruntime.Integer(v)
		if pedantic(vm) && n != codeNormal && n < codeOfOwn || n < codeNormal || n > 4999 || n == 1004 || n == codeNoStatus || n == codeLost || n == codeTLS {
			vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"InvalidAccessError", "Invalid WebSocket close code: %d.", n))
		}
		code = uint16(n)
	}
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		if code == codeNoStatus {
			vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"InvalidAccessError", "If you specify a WebSocket close reason, you must also specify a code."))
		}
		if reason = vm.Text(v); len(reason) > 123 && compat.Of(vm).Has("websocket_close_reason_byte_limit") {
			vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"SyntaxError", "WebSocket close reason must not be longer than 123 bytes when UTF-8 encoded."))
		}
	}
	return code, reason
}

func defineSocket() {
	c := events.Handlers(socketClass, func(s *WebSocket) *events.Target { return &s.target }, "message", "close", "error", "open")
	c = jsruntime.Extends(c, events.TargetClass, func(s *WebSocket) *events.Target { return &s.target })
	c.Constructor(0, newClient).
		Method("accept", 0, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			s.check(vm)
			switch {
			case s.client:
				vm.Throwf(jsruntime.TypeError, "Websockets obtained from the 'new WebSocket()' constructor cannot call accept")
			case s.kept != nil:
				vm.Throwf(jsruntime.TypeError, "Can't accept() WebSocket after enabling hibernation.")
			case s.end == nil:
				vm.Throwf(jsruntime.TypeError, "Can't accept() WebSocket that was already used in a response.")
			case s.accepted:
				return nil
			}
			if v := args.At(0); !jsruntime.IsNullish(v) {
				o := jsruntime.AsObject(v)
				if o == nil {
					vm.Throwf(jsruntime.TypeError, "Failed to execute 'accept' on 'WebSocket': parameter 1 is not of type 'AcceptOptions'.")
				}
				if v := o.Get("allowHalfOpen"); !jsruntime.IsUndefined(v) {
					s.halfOpen = v.ToBoolean()
				}
			}
			s.accept(vm)
			return nil
		}).
		Method("send", 1, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			s.check(vm)
			s.send(vm, args)
			return nil
		}).
		Method("close", 0, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			s.check(vm)
			s.close(vm, args)
			return nil
		}).
		Method("serializeAttachment", 1, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			if len(args) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'serializeAttachment' on 'WebSocket': parameter 1 is not of type 'Value'.")
			}
			m, err := vm.Serialize(args.At(0), nil, nil)
			if err != nil {
				vm.Throw(err)
			}
			if len(m.Data) > 16384 {
				vm.Throwf(jsruntime.PlainError, "A WebSocket 'attachment' cannot be larger than 16384 bytes.'attachment' was %d bytes.", len(m.Data))
			}
			s.attachment = &m
			if s.kept != nil {
				s.kept.attach(&m)
			}
			return nil
		}).
		Method("deserializeAttachment", 0, func(vm *jsruntime.VM, s *WebSocket, _ jsruntime.Args) jsruntime.Value {
			if s.attachment == nil {
				return jsruntime.Null()
			}
			v, err := vm.Deserialize(*s.attachment, nil)
			if err != nil {
				vm.Throw(err)
			}
			return v
		}).
		Getter("readyState", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value {
			s.check(vm)
			return vm.ToValue(s.state)
		}).
		Getter("url", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return orNull(vm, s.url) }).
		Getter("protocol", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return vm.ToValue(s.protocol) }).
		Getter("extensions", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return vm.ToValue(s.extensions) }).
		Getter("bufferedAmount", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return vm.ToValue(s.buffered()) }).
		Accessor("binaryType", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return vm.ToValue(s.binaryType) },
			func(_ *jsruntime.VM, s *WebSocket, v jsruntime.Value) {
				if t := v.String(); t == "blob" || t == "arraybuffer" {
					s.binaryType = t
				}
			})
	for i, name := range []string{"CONNECTING", "OPEN", "CLOSING", "CLOSED"} {
		c.Const(name, i).Const("READY_STATE_"+name, i)
	}
}

// defaultType is the binaryType of a new socket.
func defaultType(vm *jsruntime.VM) string {
	if compat.Of(vm).Has("websocket_standard_binary_type") {
		return "blob"
	}
	return "arraybuffer"
}

func orNull(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return jsruntime.Null()
	}
	return vm.ToValue(s)
}
