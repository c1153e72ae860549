package fetch

import (
	"fmt"
	"net/http"
	neturl "net/url"
	"strings"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/url"
)

// maxRedirects is how many redirects are followed.
const maxRedirects = 20

// reply is the last response of a chain of redirects.
type reply struct {
	resp       *http.Response
	url        string
	redirected bool
}

// following is what is done about redirects.
type following struct {
	follow            bool
	keepAuthorization bool // also to other origins, as the platform did in the past
}

// roundTrip sends a request and, if it is to follow them, what its redirects lead to.
func roundTrip(transport http.RoundTripper, req *http.Request, f following) (*reply, error) {
	var visited []string
	for range maxRedirects + 1 {
		resp, err := transport.RoundTrip(req)
		if err != nil {
			return nil, err
		}
		location := resp.Header.Get("Location")
		if !f.follow || location == "" || !isRedirect(resp.StatusCode) {
			return &reply{resp, req.URL.String(), len(visited) > 0}, nil
		}
		visited = append(visited, req.URL.String())
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		next, err := redirect(req, resp.StatusCode, location)
		if err != nil {
			return nil, err
		}
		if !f.keepAuthorization && !sameOrigin(req.URL, next.URL) {
			next.Header.Del("Authorization")
		}
		req = next
	}
	return nil, jsruntime.Errorf(jsruntime.TypeError, "Too many redirects.%s", strings.Join(visited, ", "))
}

func isRedirect(status int) bool {
	switch status {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// redirect makes the next request of a chain (Fetch, "HTTP-redirect fetch"). Unlike the standard,
// the platform leaves the headers about a body that is not sent again.
func redirect(req *http.Request, status int, location string) (*http.Request, error) {
	to, err := resolve(location, req.URL)
	if err != nil || to.Host == "" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Invalid Location header; unable to follow redirect.")
	}
	if to.Scheme != "http" && to.Scheme != "https" {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: %s", to)
	}
	next := req.Clone(req.Context())
	toGET := status == http.StatusSeeOther && req.Method != http.MethodHead ||
		(status == http.StatusMovedPermanently || status == http.StatusFound) && req.Method == http.MethodPost
	switch {
	case toGET:
		next.Method, next.Body, next.GetBody, next.ContentLength = http.MethodGet, nil, nil, 0
	case req.Body == nil || req.Body == http.NoBody:
	case req.GetBody == nil:
		return nil, jsruntime.Errorf(jsruntime.TypeError, "A request with a one-time-use body (it was initialized from a stream, not a buffer) encountered a redirect requiring the body to be retransmitted. To avoid this error in the future, construct this request from a buffer-like body initializer.")
	default:
		if next.Body, err = req.GetBody(); err != nil {
			return nil, err
		}
	}
	next.URL, next.Host = to, to.Host
	return next, nil
}

// resolve reads a URL by the URL standard; bytes that are no UTF-8 are percent-encoded first.
func resolve(target string, base *neturl.URL) (*neturl.URL, error) {
	u, err := url.Parse(encodeInvalid(target), base.String())
	if err != nil {
		return nil, err
	}
	return neturl.Parse(u.Href(true))
}

// encodeInvalid percent-encodes the bytes of s that are no UTF-8.
func encodeInvalid(s string) string {
	if utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		if r == utf8.RuneError && size == 1 {
			fmt.Fprintf(&b, "%%%02X", s[0])
		} else {
			b.WriteString(s[:size])
		}
		s = s[size:]
	}
	return b.String()
}

func sameOrigin(a, b *neturl.URL) bool { return a.Scheme == b.Scheme && a.Host == b.Host }
