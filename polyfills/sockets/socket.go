package sockets

import (
	"context"
	"errors"
	"net"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// Socket is the host side of a Socket.
type Socket struct {
	vm      *jsruntime.VM
	object  func(*Socket) *jsruntime.Object // makes the object of the socket that follows
	address address
	options options
	link    *link

	readable, writable *jsruntime.Object
	opened, closed     jsruntime.Value
	resolveClosed      func(jsruntime.Value)
	rejectClosed       func(jsruntime.Value)

	closing, gone, tlsStarted, upgraded bool
}

var socketClass = jsruntime.NewClass[Socket]("Socket").
	Getter("readable", func(_ *jsruntime.VM, s *Socket) jsruntime.Value { return s.readable }).
	Getter("writable", func(_ *jsruntime.VM, s *Socket) jsruntime.Value { return s.writable }).
	Getter("closed", func(_ *jsruntime.VM, s *Socket) jsruntime.Value { return s.closed }).
	Getter("opened", func(_ *jsruntime.VM, s *Socket) jsruntime.Value { return s.opened }).
	Getter("upgraded", func(vm *jsruntime.VM, s *Socket) jsruntime.Value { return vm.ToValue(s.upgraded) }).
	Getter("secureTransport", func(vm *jsruntime.VM, s *Socket) jsruntime.Value { return vm.ToValue(s.options.secure) }).
	Method("close", 0, func(_ *jsruntime.VM, s *Socket, _ jsruntime.Args) jsruntime.Value { return s.close() }).
	Method("startTls", 0, func(_ *jsruntime.VM, s *Socket, args jsruntime.Args) jsruntime.Value { return s.startTLS(args.At(0)) })

// Connect is connect(address, options) over dial: it gives a Socket at once. It throws a
// TypeError for arguments that the platform refuses; that dial fails is told by the socket, in
// words of its own unless dial gives a *jsruntime.Error.
func Connect(vm *jsruntime.VM, dial Dialer, args jsruntime.Args) *jsruntime.Object {
	s := newSocket(vm, readAddress(vm, args.At(0)), readOptions(vm, args.At(1)))
	trusted := optionsOf.Get(vm).TLS
	s.opens(s.connect(func(ctx context.Context) (net.Conn, error) {
		if dial == nil {
			return nil, errNoNetwork
		}
		conn, err := dial(ctx, s.address.dialed())
		if err != nil || s.options.secure != "on" {
			return conn, err
		}
		return handshake(ctx, conn, trusted, s.address.host)
	}))
	s.object = func(s *Socket) *jsruntime.Object { return socketClass.New(vm, s) }
	return s.object(s)
}

// newSocket makes a socket with streams, and no connection yet.
func newSocket(vm *jsruntime.VM, a address, o options) *Socket {
	s := &Socket{vm: vm, address: a, options: o}
	frame := vm.Frame()
	s.link = newLink(vm.Context(), func() {
		frame.Post(func(vm *jsruntime.VM) { vm.Enter(func() { s.otherSideEnded() }) })
	})
	s.closed, s.resolveClosed, s.rejectClosed = vm.NewResolvers()
	vm.MarkHandled(s.closed)
	s.readable = streams.NewReadable(vm, reader{s.link}, streams.ReadableOptions{Length: -1, Scoped: true})
	s.writable = streams.NewWritable(vm, writer{s.link})
	return s
}

// connect lets an opener make the connection, off the loop, and gives the promise of it. The
// connection ends with the event.
func (s *Socket) connect(open opener) jsruntime.Value {
	link := s.link
	return jsruntime.Async(s.vm, func(ctx context.Context) (struct{}, error) {
		conn, err := open(ctx)
		if err != nil {
			link.failed(err)
			err = s.failure(err)
			link.connected(nil, err)
			return struct{}{}, err
		}
		link.connected(conn, nil)
		context.AfterFunc(ctx, func() { _ = link.Close() })
		return struct{}{}, nil
	}, func(vm *jsruntime.VM, _ struct{}) (jsruntime.Value, error) {
		info := vm.NewObject()
		return info, info.Set("remoteAddress", s.address.text)
	})
}

// opens takes the promise of the connection.
func (s *Socket) opens(opened jsruntime.Value) {
	s.opened = opened
	s.vm.Then(opened, func(jsruntime.Value) {}, s.refused)
}

// opener makes a socket's connection.
type opener func(ctx context.Context) (net.Conn, error)

// failure is what scripts see of a connection that cannot be made: words that the dialer has for
// scripts, or the platform's for all others.
func (s *Socket) failure(err error) error {
	var told *jsruntime.Error
	if errors.As(err, &told) {
		return told
	}
	text := "proxy request failed, cannot connect to the specified address"
	if s.address.web() {
		text += ". It looks like you might be trying to connect to a HTTP-based service — consider using fetch instead"
	}
	return jsruntime.Errorf(jsruntime.PlainError, "%s", text)
}

// refused ends a socket that could not be opened.
func (s *Socket) refused(reason jsruntime.Value) {
	s.gone = true
	s.rejectClosed(reason)
	cancelled := s.vm.NewErrorObject(jsruntime.PlainError, "Stream was cancelled.")
	streams.FailReadable(s.vm, s.readable, cancelled, cancelled)
	text := s.vm.Wrap(reason).Message
	streams.FailWritable(s.vm, s.writable, s.vm.NewErrorObject(jsruntime.PlainError, "jsg.Error: "+text))
}

// otherSideEnded answers the end of the other side with an end of ours, unless scripts want
// to go on writing.
func (s *Socket) otherSideEnded() {
	if s.closing || s.upgraded || s.options.halfOpen {
		return
	}
	s.vm.Then(streams.CloseWritable(s.vm, s.writable), func(jsruntime.Value) {
		s.gone = true
		s.resolveClosed(jsruntime.Undefined())
		_ = s.link.Close()
	}, func(reason jsruntime.Value) {
		s.gone = true
		s.rejectClosed(reason)
		_ = s.link.Close()
	})
}

// close ends both directions once what was written has left; it gives a promise.
func (s *Socket) close() jsruntime.Value {
	vm := s.vm
	if s.closing {
		return s.closed
	}
	s.closing = true
	abandon := streams.SealReadable(vm, s.readable, vm.NewErrorObject(jsruntime.TypeError, "This ReadableStream belongs to an object that is closing."))
	frame := vm.Frame()
	flush := func(jsruntime.Value) jsruntime.Value { return streams.CloseWritable(vm, s.writable) }
	end := func(jsruntime.Value) jsruntime.Value {
		s.gone = true
		streams.SealWritable(vm, s.writable, vm.NewErrorObject(jsruntime.TypeError, "This WritableStream belongs to an object that is closing."))
		s.resolveClosed(jsruntime.Undefined())
		_ = s.link.Close()
		frame.Post(func(vm *jsruntime.VM) { // when everybody knows that it is closed; an event that is over then is told nothing
			if frame.Scope().Context().Err() == nil {
				vm.Enter(func() { abandon(vm.NewErrorObject(jsruntime.TypeError, "This socket has been closed.")) })
			}
		})
		return jsruntime.Undefined()
	}
	return vm.ThenValue(vm.ThenValue(s.opened, flush, flush), end, end)
}

// startTLS gives the socket that takes this one's place, over the same connection.
func (s *Socket) startTLS(v jsruntime.Value) jsruntime.Value {
	vm := s.vm
	switch {
	case s.options.secure == "on":
		vm.Throwf(jsruntime.TypeError, "Cannot startTls on a TLS socket.")
	case s.gone || s.upgraded:
		vm.Throwf(jsruntime.TypeError, "The connection was closed before startTls could be started.")
	case s.options.secure != "starttls":
		vm.Throwf(jsruntime.TypeError, "The `secureTransport` socket option must be set to 'starttls' for startTls to be used.")
	case s.tlsStarted:
		vm.Throwf(jsruntime.TypeError, "startTls can only be called once.")
	}
	s.tlsStarted = true
	host := s.address.host
	if opts := jsruntime.AsObject(v); opts != nil && !jsruntime.IsUndefined(opts.Get("expectedServerHostname")) {
		host = vm.Text(opts.Get("expectedServerHostname"))
	}
	o := s.options
	o.secure = "on"
	next := newSocket(vm, s.address, o)
	trusted := optionsOf.Get(vm).TLS
	next.opens(vm.ThenValue(streams.Flush(vm, s.writable), func(jsruntime.Value) jsruntime.Value {
		if !streams.Detach(vm, s.writable) {
			vm.Throwf(jsruntime.TypeError, "This WritableStream is currently locked to a writer.")
		}
		if !streams.Detach(vm, s.readable) {
			vm.Throwf(jsruntime.TypeError, "This ReadableStream is currently locked to a reader.")
		}
		s.upgraded = true
		s.resolveClosed(jsruntime.Undefined())
		return next.connect(func(ctx context.Context) (net.Conn, error) {
			conn, err := s.link.give()
			if err != nil {
				return nil, err
			}
			return handshake(ctx, conn, trusted, host)
		})
	}, nil))
	next.object = s.object
	return s.object(next)
}
