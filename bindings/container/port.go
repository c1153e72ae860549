package container

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/sockets"
)

// port is one TCP port of a container, as something that takes requests.
type port struct {
	life   *life
	number uint16
}

var _ rpc.Service = (*port)(nil)

func newPort(vm *jsruntime.VM, l *life, number uint16) jsruntime.Value {
	connect := vm.NewFunction("connect", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		secure := wantsTLS(jsruntime.Args(call.Arguments).At(1))
		// The address is only checked: the port is the one that was asked for.
		return sockets.Connect(vm, func(ctx context.Context, _ string) (net.Conn, error) {
			if secure {
				return nil, errTLS
			}
			conn, err := l.dial(ctx, number)
			if err != nil {
				err = &jsruntime.Error{Class: jsruntime.PlainError, Msg: err.Error(), Err: err}
			}
			return conn, err
		}, call.Arguments)
	})
	return rpc.NewService(vm, &port{l, number}, rpc.Options{Kind: rpc.Outgoing, Own: []jsruntime.Member{{Name: "connect", Value: connect}}})
}

var errTLS = jsruntime.Errorf(jsruntime.PlainError, "Connecting to a container using TLS is not currently supported. It is unnecessary anyway, as the connection is already secure by default.")

// wantsTLS looks into the options of connect().
func wantsTLS(options jsruntime.Value) bool {
	o := jsruntime.AsObject(options)
	return o != nil && o.Get("secureTransport") != nil && o.Get("secureTransport").String() == "on"
}

// RoundTrip sends a request to the port. The URL's host is only a header.
func (p *port) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.URL.Scheme == "https" {
		return nil, errors.New("Connecting to a container using HTTPS is not currently supported; use HTTP instead. TLS is unnecessary anyway, as the connection is already secure by default.") //nolint:staticcheck // the platform's words
	}
	out := req.Clone(req.Context())
	if out.Host == "" {
		out.Host = req.URL.Host
	}
	out.URL.Host = net.JoinHostPort("container", strconv.Itoa(int(p.number)))
	out.RequestURI = ""
	if out.Header.Get("User-Agent") == "" {
		out.Header["User-Agent"] = nil // none, rather than Go's own
	}
	resp, err := p.life.ingress.RoundTrip(out)
	switch {
	case err == nil:
		resp.Request = req
		return resp, nil
	case req.Context().Err() != nil:
		return nil, context.Cause(req.Context())
	case errors.Is(err, errNoInstance):
		return nil, errNoInstance
	case strings.Contains(err.Error(), "Container is not listening"):
		return nil, errNotListening(p.number)
	}
	return nil, jsruntime.ConnectionLost(err)
}

// Invoke implements rpc.Receiver: a port takes no calls.
func (p *port) Invoke(_ context.Context, _ rpc.Op, reply rpc.Reply) {
	reply(jsruntime.Message{}, jsruntime.Errorf(jsruntime.TypeError, "The receiver is not an RPC object"))
}

// Dispose implements rpc.Receiver.
func (p *port) Dispose() {}
