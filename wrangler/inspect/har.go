package inspect

import (
	"io"
	"net/http"
	"time"

	"paddock/proxy"
	"paddock/wrangler/har"
)

// WriteHAR writes the requests of the log as an HTTP archive; version is Paddock's. Headers and
// bodies are not kept: their lists are empty. Flows that were no HTTP have no place in the format.
func (l *Log) WriteHAR(w io.Writer, version string) error {
	var entries []har.Entry
	for _, r := range l.Records() {
		if r.Method != "" {
			entries = append(entries, entry(r))
		}
	}
	return har.New(version, entries).Write(w)
}

func entry(r proxy.Record) har.Entry {
	ms := float64(r.Duration) / float64(time.Millisecond)
	e := har.Entry{
		Started: r.Start.UTC().Format("2006-01-02T15:04:05.000Z"), Time: ms,
		Request: har.Request{
			Method: r.Method, URL: r.URL, HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: []har.Pair{},
			Query: har.Query(r.URL), HeadersSize: har.Unknown, BodySize: r.In,
		},
		Response: har.Response{
			Status: r.Status, StatusText: http.StatusText(r.Status), HTTPVersion: "HTTP/1.1", Cookies: []har.Pair{}, Headers: []har.Pair{},
			Content: har.Content{Size: r.Out}, HeadersSize: har.Unknown, BodySize: r.Out,
		},
		Timings: har.Timings{Wait: ms}, Address: r.Dst.Addr().String(), Comment: Line(r),
		Egress: &har.Egress{Container: r.Container, Action: r.Action.String(), Rule: r.Rule},
	}
	if r.Err != nil {
		e.Error = r.Err.Error()
	}
	return e
}
