package fetch

import "net/http"

// Beginner is optional on a transport: requests of one turn arrive in the order of their calls, as on the
// platform.
type Beginner interface {
	// Begin sends a request off, on the loop, and does not block. wait, which is called once, gives the answer.
	Begin(req *http.Request) (wait func() (*http.Response, error))
}

// begin gives the transport for a request and its redirects, which has begun with it if it can.
func begin(transport http.RoundTripper, req *http.Request) http.RoundTripper {
	if b, ok := transport.(Beginner); ok {
		return &begun{transport, b.Begin(req)}
	}
	return transport
}

// begun is a transport whose first request is on its way.
type begun struct {
	http.RoundTripper
	wait func() (*http.Response, error)
}

// RoundTrip implements http.RoundTripper.
func (b *begun) RoundTrip(req *http.Request) (*http.Response, error) {
	if wait := b.wait; wait != nil {
		b.wait = nil
		return wait()
	}
	return b.RoundTripper.RoundTrip(req)
}
