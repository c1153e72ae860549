package browser

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/url"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/websocket"
)

// service is the far end of the binding.
type service struct{ *sessions }

var _ rpc.Service = service{}

// Invoke implements rpc.Service.
func (service) Invoke(_ context.Context, _ rpc.Op, reply rpc.Reply) {
	reply(jsruntime.Message{}, &bindings.Unsupported{Feature: "RPC on the browser binding"})
}

// Dispose implements rpc.Service.
func (service) Dispose() {}

// RoundTrip implements rpc.Service: it answers the platform's paths.
func (all service) RoundTrip(req *http.Request) (*http.Response, error) {
	if req.Body != nil {
		defer req.Body.Close()
	}
	path, below := strings.CutPrefix(req.URL.Path, "/v1/devtools/browser/")
	switch {
	case below:
		return all.browser(req, path)
	case req.URL.Path == "/v1/acquire", req.URL.Path == "/v1/devtools/browser" && req.Method == http.MethodPost:
		s, err := all.acquire(req.Context(), req.URL.Query())
		if err != nil {
			return nil, err
		}
		return answer(http.StatusOK, map[string]string{"sessionId": s.id}), nil
	case req.URL.Path == "/v1/devtools/browser":
		s, err := all.acquire(req.Context(), req.URL.Query())
		if err != nil {
			return nil, err
		}
		return all.converse(req, s, s.process.path)
	case req.URL.Path == "/v1/connectDevtools":
		return all.connectLegacy(req)
	}
	return all.tell(req), nil
}

// tell answers what only asks.
func (all service) tell(req *http.Request) *http.Response {
	id, one := strings.CutPrefix(req.URL.Path, "/v1/devtools/session/")
	switch {
	case one:
		if s := all.find(id); s != nil {
			return answer(http.StatusOK, s.details())
		}
		return answer(http.StatusNotFound, map[string]string{"error": "Session not found"})
	case req.URL.Path == "/v1/devtools/session":
		return answer(http.StatusOK, all.list())
	case req.URL.Path == "/v1/sessions":
		return answer(http.StatusOK, map[string]any{"sessions": all.list()})
	case req.URL.Path == "/v1/limits":
		return answer(http.StatusOK, map[string]int{"maxConcurrentSessions": 6, "allowedBrowserAcquisitions": 6, "timeUntilNextAllowedBrowserAcquisition": 0})
	case req.URL.Path == "/v1/history":
		return answer(http.StatusOK, []string{})
	}
	return &http.Response{StatusCode: http.StatusNotFound, Header: http.Header{}, Body: http.NoBody}
}

// browser answers paths of one session: path is "<id>" or "<id>/…".
func (all service) browser(req *http.Request, path string) (*http.Response, error) {
	id, rest, _ := strings.Cut(path, "/")
	s := all.find(id)
	switch page, isPage := strings.CutPrefix(rest, "page/"); {
	case req.Method == http.MethodDelete && rest == "":
		if s != nil {
			s.process.stop()
		}
		return answer(http.StatusOK, map[string]string{"status": "closed"}), nil
	case s == nil:
		return answer(http.StatusNotFound, map[string]string{"error": "Browser not found"}), nil
	case rest == "":
		return all.converse(req, s, s.process.path)
	case isPage:
		return all.converse(req, s, "/devtools/page/"+url.PathEscape(page))
	case rest == "json":
		return s.ask(req, "/json/list")
	case rest == "json/new":
		return s.ask(req, "/json/new?"+url.Values{"url": {req.URL.Query().Get("url")}}.Encode())
	case strings.HasPrefix(rest, "json/"):
		return s.ask(req, "/"+rest)
	}
	return all.tell(req), nil
}

// ask passes a question on to the browser.
func (s *session) ask(req *http.Request, path string) (*http.Response, error) {
	out, err := http.NewRequestWithContext(req.Context(), req.Method, s.process.url(path), nil)
	if err != nil {
		return nil, err
	}
	resp, err := http.DefaultTransport.RoundTrip(out)
	if err != nil {
		return nil, err
	}
	resp.Header = http.Header{"Content-Type": {"application/json"}}
	return resp, nil
}

// converse begins a conversation with the browser.
func (all service) converse(req *http.Request, s *session, path string) (*http.Response, error) {
	if !websocket.IsUpgrade(req.Header) {
		return answer(http.StatusUpgradeRequired, map[string]string{"error": "Expected a WebSocket upgrade"}), nil
	}
	conn, err := s.dial(context.WithoutCancel(req.Context()), path)
	if err != nil {
		return nil, err
	}
	near, far := net.Pipe()
	leave := s.connect(all.host.Now())
	all.host.Background(func(ctx context.Context) {
		defer leave()
		relay(ctx, far, conn, unchanged, unchanged)
	})
	return upgraded(s, near), nil
}

// upgraded is the answer to an upgrade.
func upgraded(s *session, body io.ReadCloser) *http.Response {
	return &http.Response{
		StatusCode: http.StatusSwitchingProtocols,
		Header:     http.Header{"Upgrade": {"websocket"}, "Connection": {"Upgrade"}, "Cf-Browser-Session-Id": {s.id}},
		Body:       body,
	}
}
