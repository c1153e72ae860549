package dev

import (
	"io"
	"net/http"
	"net/url"
	"strings"

	"paddock/polyfills/fetch"
)

// refuseOdd answers requests that the platform's server does not hand to Workers, in its words. It reports whether it has answered.
func refuseOdd(w http.ResponseWriter, r *http.Request) bool {
	status, words := 0, ""
	switch {
	case r.Method == http.MethodConnect:
		status, words = http.StatusInternalServerError, "Internal Server Error"
	case !fetch.KnownMethod(r.Method):
		status, words = http.StatusNotImplemented, "ERROR: Unrecognized request method."
	case r.Host == "" && r.ProtoMajor == 1: // as in HTTP/1.0, or where the header is empty
		status, words = http.StatusBadRequest, "Bad Request"
	default:
		return false
	}
	w.Header().Set("Content-Type", "text/plain")
	if r.ProtoMajor == 1 && status != http.StatusBadRequest {
		w.Header().Set("Connection", "close")
	}
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words) // the client has gone: nobody to tell
	return true
}

// tidy makes a request what the platform's server makes of it: a fragment in its target, which is no server's business,
// is cut off, and a body that breaks does so in the platform's words.
func tidy(r *http.Request) {
	if target, _, ok := strings.Cut(r.RequestURI, "#"); ok {
		if u, err := url.ParseRequestURI(target); err == nil {
			r.RequestURI, r.URL = target, u
		}
	}
	if r.Body != nil && r.Body != http.NoBody {
		r.Body = received{r.Body}
	}
}

// received is the body of a request.
type received struct{ io.ReadCloser }

// Read implements io.Reader.
func (b received) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && err != io.EOF {
		err = errLost
	}
	return n, err
}
