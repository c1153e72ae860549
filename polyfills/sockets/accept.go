package sockets

import (
	"context"
	"net"

	"paddock/jsruntime"
)

// errDisconnected is what the handler of a connection sees that goes on when it is over.
var errDisconnected = jsruntime.Errorf(jsruntime.TypeError, "Can't read from request stream because client disconnected.")

// Accept makes the Socket of a connection that another side has opened to an address. It ends with
// the event, and may go on to write when the other side has ended.
func Accept(vm *jsruntime.VM, conn net.Conn, to string) *jsruntime.Object {
	s := newSocket(vm, address{text: to}, options{secure: "off", halfOpen: true})
	s.link.lost = errDisconnected
	s.link.connected(conn, nil)
	link := s.link
	context.AfterFunc(vm.Context(), func() { _ = link.Close() })
	info := vm.Plain().Object([]jsruntime.Member{
		{Name: "remoteAddress", Value: jsruntime.Undefined()}, {Name: "localAddress", Value: vm.ToValue(to)},
	})
	s.opens(vm.Resolved(info))
	s.object = func(s *Socket) *jsruntime.Object { return socketClass.New(vm, s) }
	return s.object(s)
}
