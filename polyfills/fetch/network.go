package fetch

import (
	"net/http"

	"paddock/polyfills/websocket"
)

// Network makes of a transport the one that the global fetch() would send requests with.
func Network(transport http.RoundTripper) http.RoundTripper { return network{transport} }

// network sends the requests of the global fetch(). What HTTP says about the connection itself
// is not for scripts to say, and nothing is said in their name.
type network struct{ http.RoundTripper }

// connectionHeaders belong to one connection (RFC 9110, section 7.6.1).
func connectionHeaders() []string {
	return []string{"Connection", "Keep-Alive", "Te", "Trailer", "Transfer-Encoding", "Upgrade"}
}

// RoundTrip implements http.RoundTripper. The request's headers belong to it.
func (n network) RoundTrip(req *http.Request) (*http.Response, error) {
	if !websocket.IsUpgrade(req.Header) {
		for _, name := range connectionHeaders() {
			req.Header.Del(name)
		}
	}
	if len(req.Header["User-Agent"]) == 0 {
		req.Header["User-Agent"] = nil // net/http would name itself
	}
	resp, err := n.RoundTripper.RoundTrip(req)
	if err == nil && spoiled(resp) {
		if idle, ok := n.RoundTripper.(interface{ CloseIdleConnections() }); ok {
			idle.CloseIdleConnections()
		}
	}
	return resp, err
}

// spoiled reports whether a server says that a body follows where HTTP has none (RFC 9110, section 6.4.1):
// what comes would be taken for the answer to the connection's next request. With status 304 it may tell
// the length of what it leaves out, which few do; a new connection costs less than that answer would.
func spoiled(resp *http.Response) bool {
	bodyless := resp.StatusCode == http.StatusNoContent || resp.StatusCode == http.StatusNotModified
	return bodyless && resp.Header.Get("Content-Length") > "0"
}
