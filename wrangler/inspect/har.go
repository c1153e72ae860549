package inspect

import (
	"cmp"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"paddock/proxy"
	"paddock/wrangler/har"
)

// WriteHAR writes the log as an HTTP archive, without secrets in headers and queries; version is
// Paddock's. Bodies are not kept. What was no HTTP stands there with the methods CONNECT and LOOKUP, and URLs
// as tcp://db.test:5432 and dns:db.test.
func (l *Log) WriteHAR(w io.Writer, version string) error {
	var entries []har.Entry
	for _, r := range l.Records() {
		entries = append(entries, entry(r))
	}
	return har.New(version, entries).Write(w)
}

func entry(r proxy.Record) har.Entry {
	if u, err := url.Parse(r.URL); err == nil && r.URL != "" {
		r.URL = har.Cleaner{}.URL(u)
	}
	method, to := asked(r)
	ms := float64(r.Duration) / float64(time.Millisecond)
	version := cmp.Or(r.Version, "HTTP/1.1")
	e := har.Entry{
		Started: r.Start.UTC().Format("2006-01-02T15:04:05.000Z"), Time: ms,
		Request: har.Request{
			Method: method, URL: to, HTTPVersion: version, Cookies: []har.Pair{}, Headers: har.Cleaner{}.Headers(r.Sent),
			Query: har.Query(to), HeadersSize: har.Unknown, BodySize: r.In,
		},
		Response: har.Response{
			Status: r.Status, StatusText: http.StatusText(r.Status), HTTPVersion: version, Cookies: []har.Pair{}, Headers: har.Cleaner{}.Headers(r.Received),
			RedirectURL: har.Cleaner{}.Header("Location", r.Received.Get("Location")), HeadersSize: har.Unknown, BodySize: r.Out,
			Content: har.Content{Size: r.Out, MimeType: r.Received.Get("Content-Type")},
		},
		Timings: har.Timings{Wait: ms}, Comment: Line(r),
		Egress: &har.Egress{
			Container: r.Container, Program: r.Program, Protocol: r.Proto.String(), Action: r.Action.String(), Rule: r.Rule, Handler: r.Handler,
		},
	}
	for _, p := range r.Passed {
		e.Egress.Passed = append(e.Egress.Passed, har.Passed{Rule: p.Rule, Why: p.Why})
	}
	if r.Dst.IsValid() {
		e.Address, e.Egress.Destination = r.Dst.Addr().String(), r.Dst.String()
	}
	if r.Err != nil {
		e.Error = r.Err.Error()
	}
	return e
}

// asked gives the method and the URL under which a record stands in an archive.
func asked(r proxy.Record) (method, url string) {
	switch {
	case r.Method != "":
		return r.Method, r.URL
	case r.Proto == proxy.DNS:
		return "LOOKUP", "dns:" + r.Host
	}
	_, to, _ := strings.Cut(What(r), " ")
	return http.MethodConnect, "tcp://" + to
}
