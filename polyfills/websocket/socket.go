package websocket

import (
	"bytes"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/events"
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
	binaryType string
	url        string
	protocol   string
	attachment *jsruntime.Message
	release    func()
}

var (
	socketClass = jsruntime.NewClass[WebSocket]("WebSocket")
	pairClass   = jsruntime.NewClass[struct{ _ byte }]("WebSocketPair")
)

// From gives the host side of a WebSocket.
func From(v jsruntime.Value) (*WebSocket, bool) { return socketClass.From(v) }

func newSocket(vm *jsruntime.VM, end *End) *jsruntime.Object {
	s := &WebSocket{end: end, state: open, binaryType: "arraybuffer"}
	s.object = socketClass.New(vm, s)
	return s.object
}

func definePair() {
	pairClass.Constructor(0, func(vm *jsruntime.VM, _ jsruntime.Args, this *jsruntime.Object) *struct{ _ byte } {
		a, b := NewPipe()
		for name, end := range map[string]*End{"0": a, "1": b} {
			if err := this.DefineDataProperty(name, newSocket(vm, end), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
				vm.Throw(err)
			}
		}
		return &struct{ _ byte }{}
	})
}

// accept begins the delivery of events to the script.
func (s *WebSocket) accept(vm *jsruntime.VM) {
	s.accepted = true
	frame, end := vm.Frame(), s.end
	scope := vm.Scope()
	scope.AddPending(1)
	release := scope.Hold()
	done := false
	s.release = func() {
		if !done {
			done = true
			scope.AddPending(-1)
			release()
		}
	}
	scope.OnAbort(func(error) { end.Close(codeLost, "") })
	end.onArrival(func() {
		frame.Post(func(vm *jsruntime.VM) { s.deliver(vm, end) })
	})
}

// deliver dispatches what has arrived.
func (s *WebSocket) deliver(vm *jsruntime.VM, end *End) {
	for s.state != closed {
		m, ended, ok := end.take()
		if !ok {
			return
		}
		if ended == nil {
			var data jsruntime.Value
			switch {
			case m.Text:
				data = vm.ToValue(string(m.Data))
			case s.binaryType == "blob":
				data = blob.New(vm, bytes.Clone(m.Data), "")
			default:
				data = vm.NewBuffer(bytes.Clone(m.Data))
			}
			events.Dispatch(vm, s.object, events.NewMessageEvent(vm, "message", events.MessageInit{Data: data}))
			continue
		}
		clean := ended.Code != codeLost
		if !end.hasClosed() {
			// The close is answered in kind, so that the other side is not left waiting.
			end.Close(ended.Code, ended.Reason)
		}
		s.state = closed
		if !clean {
			events.Dispatch(vm, s.object, events.NewErrorEvent(vm, "Network connection lost.", vm.NewErrorObject(jsruntime.PlainError, "Network connection lost.")))
		}
		events.Dispatch(vm, s.object, events.NewCloseEvent(vm, ended.Code, ended.Reason, clean))
		s.release()
	}
}

func (s *WebSocket) send(vm *jsruntime.VM, v jsruntime.Value) {
	if !s.accepted {
		vm.Throwf(jsruntime.TypeError, "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.")
	}
	if s.state >= closing && s.end.hasClosed() {
		vm.Throwf(jsruntime.TypeError, "Can't call WebSocket send() after close().")
	}
	m := Message{}
	if b, ok := blob.From(v); ok {
		m.Data = b.Data
	} else if data, ok := jsruntime.Bytes(v); ok {
		m.Data = bytes.Clone(data)
	} else {
		m = Message{Text: true, Data: []byte(v.String())}
	}
	end := s.end
	vm.Emit(func() { end.Send(m) })
}

func (s *WebSocket) close(vm *jsruntime.VM, args jsruntime.Args) {
	code, reason := uint16(codeNoStatus), ""
	if v := args.At(0); !jsruntime.IsUndefined(v) {
		n := jsruntime.Integer(v)
		if n != codeNormal && (n < 3000 || n > 4999) && (n < 1001 || n > 1014 || n == 1004 || n == 1005 || n == 1006) {
			vm.Throwf(jsruntime.TypeError, "Invalid WebSocket close code: %d.", n)
		}
		code = uint16(n)
	}
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		if code == codeNoStatus {
			vm.Throwf(jsruntime.TypeError, "If you specify a WebSocket close reason, you must also specify a code.")
		}
		if reason = v.String(); len(reason) > 123 {
			vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"SyntaxError", "WebSocket close reason must not be longer than 123 bytes."))
		}
	}
	if !s.accepted {
		vm.Throwf(jsruntime.TypeError, "You must call one of accept() or state.acceptWebSocket() on this WebSocket before sending messages.")
	}
	if s.state == open {
		s.state = closing
	}
	end := s.end
	vm.Emit(func() { end.Close(code, reason) })
}

func defineSocket() {
	c := events.Handlers(socketClass, func(s *WebSocket) *events.Target { return &s.target }, "message", "close", "error", "open")
	c = jsruntime.Extends(c, events.TargetClass, func(s *WebSocket) *events.Target { return &s.target })
	c.
		Method("accept", 0, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			switch {
			case s.end == nil:
				vm.Throwf(jsruntime.TypeError, "Can't accept() WebSocket that was already used in a response.")
			case s.accepted:
				return nil
			}
			if o := jsruntime.AsObject(args.At(0)); o != nil {
				if v := o.Get("allowHalfOpen"); !jsruntime.IsUndefined(v) {
					s.halfOpen = v.ToBoolean()
				}
			}
			s.accept(vm)
			return nil
		}).
		Method("send", 1, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			s.send(vm, args.At(0))
			return nil
		}).
		Method("close", 0, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			s.close(vm, args)
			return nil
		}).
		Method("serializeAttachment", 1, func(vm *jsruntime.VM, s *WebSocket, args jsruntime.Args) jsruntime.Value {
			m, err := vm.Serialize(args.At(0), nil, nil)
			if err != nil {
				vm.Throw(err)
			}
			if len(m.Data) > 16384 {
				vm.Throwf(jsruntime.PlainError, "A WebSocket 'attachment' cannot be larger than 16384 bytes.'attachment' was %d bytes.", len(m.Data))
			}
			s.attachment = &m
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
		Getter("readyState", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return vm.ToValue(s.state) }).
		Getter("url", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return orNull(vm, s.url) }).
		Getter("protocol", func(vm *jsruntime.VM, s *WebSocket) jsruntime.Value { return orNull(vm, s.protocol) }).
		Getter("extensions", func(vm *jsruntime.VM, _ *WebSocket) jsruntime.Value { return orNull(vm, "") }).
		Getter("bufferedAmount", func(vm *jsruntime.VM, _ *WebSocket) jsruntime.Value { return vm.ToValue(0) }).
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

func orNull(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return jsruntime.Null()
	}
	return vm.ToValue(s)
}
