package dev

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"paddock/polyfills/fetch"
	urls "paddock/polyfills/url"
)

// longestTarget is the length of the longest target that the platform's server takes.
const longestTarget = 65534

// refuseOdd answers requests that the platform's server does not hand to Workers, in its words. It reports whether it has answered.
func refuseOdd(w http.ResponseWriter, r *http.Request) bool {
	status, words := 0, ""
	c := connOf(r)
	if c != nil && c.refused.Load() != nil {
		refused := c.refused.Swap(nil)
		if status, words = refused.status, refused.words; status == 0 {
			panic(http.ErrAbortHandler)
		}
	}
	restoreHeaders(r.Header)
	switch {
	case status != 0:
	case r.Method == http.MethodConnect:
		status, words = http.StatusInternalServerError, "Internal Server Error"
	case !fetch.KnownMethod(r.Method):
		status, words = http.StatusNotImplemented, "ERROR: Unrecognized request method."
	case r.Host == "" && r.ProtoMajor == 1: // as in HTTP/1.0, or where the header is empty
		status, words = http.StatusBadRequest, "Bad Request"
	case r.RequestURI == "*":
		status, words = http.StatusInternalServerError, "TypeError: Fetch API cannot load: http://"+r.Host+"*/"
	case len(r.RequestURI) > longestTarget:
		status, words = http.StatusRequestURITooLong, "URI too long"
	default:
		return false
	}
	w.Header().Set("Content-Type", "text/plain")
	if r.ProtoMajor == 1 && words != "Bad Request" {
		w.Header().Set("Connection", "close")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words) // the client has gone: nobody to tell
	return true
}

// tidy makes a request what the platform's server makes of it: a fragment in its target, which is no server's business,
// is cut off, its host is written as URLs write it, and a body that breaks does so in the platform's words.
func tidy(r *http.Request) {
	r.Host = usualHost(r.Host, r.TLS != nil)
	if target, _, ok := strings.Cut(r.RequestURI, "#"); ok {
		if u, err := url.ParseRequestURI(target); err == nil {
			r.RequestURI, r.URL = target, u
		}
	}
	straighten(r)
	if hasBody(r) {
		r.Body = &received{ReadCloser: r.Body}
	}
}

// straighten resolves the dots and backslashes in a request's path, as a URL's: static assets look at the path alone.
func straighten(r *http.Request) {
	sent, _, _ := strings.Cut(r.RequestURI, "?")
	if urls.PlainPath(sent) || !strings.HasPrefix(sent, "/") { // as nearly all are
		return
	}
	u, err := urls.Parse("http://x"+sent, "")
	if err != nil || u.Pathname() == sent {
		return
	}
	if path, err := url.PathUnescape(u.Pathname()); err == nil {
		r.URL.Path, r.URL.RawPath = path, u.Pathname()
	}
}

// usualHost is a host as a URL has it: in small letters, without the port that goes without saying.
func usualHost(host string, secure bool) string {
	host = strings.ToLower(host)
	if secure {
		return strings.TrimSuffix(host, ":443")
	}
	return strings.TrimSuffix(host, ":80")
}

func hasBody(r *http.Request) bool { return r.Body != nil && r.Body != http.NoBody }

// received is the body of a request.
type received struct {
	io.ReadCloser
	begun, ended, broken atomic.Bool
}

// Read implements io.Reader.
func (b *received) Read(p []byte) (int, error) {
	b.begun.Store(true)
	n, err := b.ReadCloser.Read(p)
	switch err {
	case nil:
	case io.EOF:
		b.ended.Store(true)
	default:
		b.broken.Store(true)
		err = errLost
	}
	return n, err
}

// yield keeps net/http from reading of a request's body, before it answers, what the Worker has not read yet and may still read.
// Of a body in chunks the connection ends behind the answer: what is left of it need not be whole.
func yield(w http.ResponseWriter, r *http.Request) {
	b, ok := r.Body.(*received)
	if !ok || r.ProtoMajor != 1 || !b.begun.Load() || b.ended.Load() {
		return
	}
	_ = http.NewResponseController(w).EnableFullDuplex() // at worst it reads
	if r.ContentLength < 0 {
		w.Header().Set("Connection", "close")
	}
}

// broken tells whether a request's body has broken, whatever the Worker has made of that.
func broken(r *http.Request) bool {
	b, ok := r.Body.(*received)
	return ok && b.broken.Load()
}
