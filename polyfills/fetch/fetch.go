package fetch

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"net/http"
	neturl "net/url"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
)

// DoOptions shape a fetch.
type DoOptions struct {
	// Base resolves relative URLs; "" for none.
	Base string
}

// maxRedirects is how many redirects are followed.
const maxRedirects = 20

// Do fetches: args are those of fetch(input, init). It gives a promise of the Response. What
// answers the request is transport, the network's or a stub's.
func Do(vm *jsruntime.VM, transport http.RoundTripper, args jsruntime.Args, opts DoOptions) jsruntime.Value {
	q := newRequest(vm, args, opts.Base)
	if q.signal != nil && abort.Aborted(q.signal) {
		promise, _, reject := vm.NewResolvers()
		reject(abort.Reason(q.signal))
		return promise
	}
	if strings.HasPrefix(q.url, "data:") {
		return dataURL(vm, q.url)
	}
	if !strings.HasPrefix(q.url, "http:") && !strings.HasPrefix(q.url, "https:") {
		vm.Throwf(jsruntime.TypeError, "Fetch API cannot load: %s", q.url)
	}
	ctx, cancel := abort.Context(vm, signalOf(q), vm.Context())
	req, err := q.out(vm, ctx)
	if err != nil {
		cancel()
		vm.Throw(err)
	}
	follow := q.redirect == "follow"
	upgrade := strings.EqualFold(req.Header.Get("Upgrade"), "websocket")
	return jsruntime.Async(vm, func(context.Context) (*reply, error) {
		p, err := roundTrip(transport, req, follow)
		if err != nil {
			defer cancel()
			return nil, failure(ctx, err)
		}
		if !upgrade || p.resp.StatusCode != http.StatusSwitchingProtocols {
			decode(p.resp)
			if p.resp.Body != nil {
				p.resp.Body = &closing{p.resp.Body, cancel}
			}
		}
		return p, nil
	}, func(vm *jsruntime.VM, p *reply) (jsruntime.Value, error) {
		o := NewResponse(vm, p.resp)
		r, _ := ResponseFrom(o)
		r.url, r.redirected = p.url, p.redirected
		return o, nil
	})
}

func signalOf(q *Request) jsruntime.Value {
	if q.signal == nil {
		return jsruntime.Undefined()
	}
	return q.signal
}

// closing releases the request's context when the body has been closed.
type closing struct {
	io.ReadCloser
	done context.CancelFunc
}

func (c *closing) Close() error {
	err := c.ReadCloser.Close()
	c.done()
	return err
}

// reply is the last response of a chain of redirects.
type reply struct {
	resp       *http.Response
	url        string
	redirected bool
}

// failure gives a failed fetch the platform's words.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var js *jsruntime.Error
	var ex *jsruntime.Exception
	if errors.As(err, &js) || errors.As(err, &ex) {
		return err
	}
	var op interface{ PlatformError() bool }
	if errors.As(err, &op) || strings.HasPrefix(err.Error(), "Container") || strings.HasPrefix(err.Error(), "Connecting to a container") {
		return err
	}
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: "Network connection lost.", Err: err}
}

func roundTrip(transport http.RoundTripper, req *http.Request, follow bool) (*reply, error) {
	redirected := false
	for range maxRedirects + 1 {
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		location := resp.Header.Get("Location")
		if !follow || location == "" || !isRedirect(resp.StatusCode) {
			return &reply{resp, req.URL.String(), redirected}, nil
		}
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		if req, err = redirect(req, resp.StatusCode, location); err != nil {
			return nil, err
		}
		redirected = true
	}
	return nil, jsruntime.Errorf(jsruntime.TypeError, "Too many redirects.")
}

func isRedirect(status int) bool {
	switch status {
	case 301, 302, 303, 307, 308:
		return true
	}
	return false
}

// redirect makes the next request of a chain (Fetch, "HTTP-redirect fetch").
func redirect(req *http.Request, status int, location string) (*http.Request, error) {
	to, err := req.URL.Parse(location)
	if err != nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Invalid redirect location: %s", location)
	}
	if to.Scheme != "http" && to.Scheme != "https" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: %s", to)
	}
	next := req.Clone(req.Context())
	toGET := status == 303 && req.Method != http.MethodHead || (status == 301 || status == 302) && req.Method == http.MethodPost
	switch {
	case toGET:
		next.Method, next.Body, next.ContentLength = http.MethodGet, nil, 0
		for _, name := range []string{"Content-Type", "Content-Length", "Content-Encoding", "Content-Language", "Content-Location"} {
			next.Header.Del(name)
		}
	case req.Body != nil && req.Body != http.NoBody:
		return nil, jsruntime.Errorf(jsruntime.TypeError, "A request with a one-time-use body (it was initialized from a stream, not a buffer) encountered a redirect requiring the body to be retransmitted. To avoid this error in the future, construct this request from a buffer-like body initializer.")
	}
	if !sameOrigin(req.URL, to) {
		next.Header.Del("Authorization")
	}
	next.URL, next.Host = to, to.Host
	return next, nil
}

func sameOrigin(a, b *neturl.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }

// decode undoes the compression of a body, as the platform does before scripts see it.
func decode(resp *http.Response) {
	if resp.Body == nil || resp.Body == http.NoBody {
		return
	}
	var wrap func(io.Reader) (io.Reader, error)
	switch strings.ToLower(resp.Header.Get("Content-Encoding")) {
	case "gzip", "x-gzip":
		wrap = func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) }
	case "deflate":
		wrap = func(r io.Reader) (io.Reader, error) {
			z, err := zlib.NewReader(r)
			if err != nil {
				return flate.NewReader(r), nil
			}
			return z, nil
		}
	default:
		return
	}
	resp.Body = &decoded{body: resp.Body, wrap: wrap}
	resp.ContentLength = -1
	resp.Header.Del("Content-Length")
}

// decoded opens the decompressor at the first read, so that an empty body is no error.
type decoded struct {
	body io.ReadCloser
	wrap func(io.Reader) (io.Reader, error)
	r    io.Reader
}

func (d *decoded) Read(p []byte) (int, error) {
	if d.r == nil {
		r, err := d.wrap(d.body)
		if err != nil {
			return 0, err
		}
		d.r = r
	}
	return d.r.Read(p)
}

func (d *decoded) Close() error { return d.body.Close() }
