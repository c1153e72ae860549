// Package rpc serves all services of the sandbox server over one WebSocket in the protocol Cap'n
// Web, which the Worker's half speaks when its transport is "rpc".
//
// The main object has an object for each service, with the original's methods, parameters in a row
// and results in its shapes. What streams is a stream of bytes with server-sent events in it. Errors
// carry the properties code and details. The Worker's own main object is told of tunnels that end.
package rpc

import (
	"context"
	"errors"
	"log"
	"net/http"

	"github.com/gobwas/ws"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/capnweb"
)

// Routes leads to the services.
func Routes(s sandbox.Services) []sandbox.Route {
	return []sandbox.Route{{Pattern: "GET /rpc", Socket: func(r *http.Request, socket *sandbox.Socket) {
		api := &api{Services: s, ctx: r.Context()}
		cancel := func() {}
		// How it ends is the client's business.
		_ = capnweb.Serve(r.Context(), transport{socket}, api.main(), capnweb.Options{Panicked: func(trace string) {
			log.Printf("rpc: %s", trace)
		}}, func(session *capnweb.Session) {
			if s.Tunnels != nil {
				cancel = s.Tunnels.OnExit(func(e sandbox.TunnelExit) { tell(r.Context(), session.Main(), e) })
			}
		})
		cancel()
		api.streams.Wait()
	}}}
}

// tell lets the client's main object know of a tunnel that has ended.
func tell(ctx context.Context, main *capnweb.Stub, e sandbox.TunnelExit) {
	args := []any{e.ID, e.Port, e.Code}
	if e.RunID != "" {
		args = append(args, e.RunID)
	}
	_, _ = main.Call(ctx, "onTunnelExit", args...) // who has gone hears nothing
}

// transport carries messages over a WebSocket.
type transport struct{ socket *sandbox.Socket }

var _ capnweb.Transport = transport{}

func (t transport) Send(message []byte) error { return t.socket.Write(true, message) }

func (t transport) Receive() ([]byte, error) {
	text, data, err := t.socket.Read()
	if err == nil && !text {
		err = errors.New("Received non-string message from WebSocket.") //nolint:staticcheck // the original's words
	}
	return data, err
}

func (t transport) Close(reason error) {
	code := ws.StatusInternalServerError
	if errors.Is(reason, sandbox.ErrSocketClosed) {
		code = ws.StatusNormalClosure
	}
	t.socket.Close(code, "")
	t.socket.End()
}
