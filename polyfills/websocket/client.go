package websocket

import (
	"context"
	"net/http"
	neturl "net/url"
	"strings"

	"github.com/gobwas/ws/wsflate"
	"golang.org/x/net/http/httpguts"

	"paddock/jsruntime"
	"paddock/polyfills/events"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/url"
)

// Options configure the API.
type Options struct {
	Transport http.RoundTripper // requests of new WebSocket()
}

// transports holds each isolate's Options.Transport.
var transports = jsruntime.NewSlot(func(*jsruntime.VM) http.RoundTripper { return nil })

// newClient is the constructor of the WebSockets standard: it begins a handshake.
func newClient(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *WebSocket {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'WebSocket': constructor parameter 1 is not of type 'string'.")
	}
	globalscope.NeedsEvent(vm)
	s := &WebSocket{object: this, halfOpen: manualClose(vm), binaryType: defaultType(vm), client: true, url: clientURL(vm, url.Text(args[0]))}
	s.connect(vm, protocols(vm, args.At(1)))
	return s
}

func syntaxError(vm *jsruntime.VM, what string) {
	vm.Throw(jsruntime.Errorf(jsruntime.DOMError+"SyntaxError", "WebSocket Constructor: %s", what))
}

// clientURL checks and serializes the constructor's URL.
func clientURL(vm *jsruntime.VM, text string) string {
	u, err := url.Parse(text, "")
	if err != nil {
		syntaxError(vm, "The url is invalid.")
	}
	if u.Protocol() != "ws:" && u.Protocol() != "wss:" {
		syntaxError(vm, "The url scheme must be ws or wss.")
	}
	if strings.Contains(u.Href(false), "#") {
		syntaxError(vm, "The url fragment must be empty.")
	}
	return u.Href(false)
}

// protocols reads the constructor's second argument: one name or a sequence.
func protocols(vm *jsruntime.VM, v jsruntime.Value) []string {
	if jsruntime.IsNullish(v) {
		return nil
	}
	if !vm.IsIterable(v) {
		name := vm.Text(v)
		if !httpguts.ValidHeaderFieldName(name) {
			syntaxError(vm, "The protocol header token is invalid.")
		}
		return []string{name}
	}
	var names []string
	seen := map[string]bool{}
	vm.Iterate(v, func(item jsruntime.Value) bool {
		name := vm.Text(item)
		if seen[name] {
			syntaxError(vm, "The protocols header cannot have repeating values.")
		}
		if !httpguts.ValidHeaderFieldName(name) {
			syntaxError(vm, "One of the protocol header tokens is invalid.")
		}
		seen[name] = true
		names = append(names, name)
		return true
	})
	return names
}

// connect makes the handshake; its end is told by events.
func (s *WebSocket) connect(vm *jsruntime.VM, names []string) {
	ctx, cancel := context.WithCancel(vm.Context())
	s.abandon = cancel
	req, err := handshake(vm, ctx, s.url, names)
	if err != nil {
		vm.Throw(err)
	}
	transport := transports.Get(vm)
	jsruntime.Async(vm, func(context.Context) (*http.Response, error) {
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, nil // told by events, not by the promise
		}
		return resp, nil
	}, func(vm *jsruntime.VM, resp *http.Response) (jsruntime.Value, error) {
		s.abandon = nil
		vm.Enter(func() { s.connected(vm, resp) })
		return nil, nil
	})
}

// handshake makes the client's request.
func handshake(vm *jsruntime.VM, ctx context.Context, target string, names []string) (*http.Request, error) {
	u, err := neturl.Parse("http" + strings.TrimPrefix(target, "ws"))
	if err != nil {
		return nil, err
	}
	req := (&http.Request{Method: http.MethodGet, URL: u, Host: u.Host, Header: http.Header{"User-Agent": nil}}).WithContext(ctx)
	req.Header[extensionsHeader] = []string{wsflate.ExtensionName}
	Request(vm, req.Header)
	if len(names) > 0 {
		req.Header["Sec-Websocket-Protocol"] = []string{strings.Join(names, ", ")}
	}
	return req, nil
}

// connected goes on with the answer to the handshake; nil stands for none.
func (s *WebSocket) connected(vm *jsruntime.VM, resp *http.Response) {
	if resp != nil && resp.StatusCode == http.StatusSwitchingProtocols && s.state == connecting {
		s.protocol = resp.Header.Get("Sec-Websocket-Protocol")
		s.extensions = resp.Header.Get(extensionsHeader)
		s.end, s.state = endOf(vm, resp), open
		s.accept(vm) // what has arrived already is delivered in later turns
		events.Fire(vm, s.object, "open")
		return
	}
	failure := jsruntime.ConnectionLost(nil)
	if resp != nil {
		if resp.StatusCode != http.StatusSwitchingProtocols {
			failure = jsruntime.Errorf(jsruntime.TypeError, "Failed to establish the WebSocket connection: expected server to reply with HTTP status code 101 (switching protocols), but received %d instead.", resp.StatusCode)
		}
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
	}
	s.state = closed
	s.dispatchError(vm, vm.ErrorValue(failure))
	events.Dispatch(vm, s.object, events.NewCloseEvent(vm, codeLost, "Failed to establish websocket connection", false))
}
