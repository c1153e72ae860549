package fetch

import (
	"net/http"

	"paddock/polyfills/trace"
)

// asking notes what is told of a request: nothing where span is nil.
func asking(span *trace.Span, req *http.Request) {
	if span == nil {
		return
	}
	span.Set("network.protocol.name", "http")
	span.Set("network.protocol.version", "HTTP/1.1")
	span.Set("http.request.method", req.Method)
	span.Set("url.full", req.URL.String())
	for _, told := range []struct{ attribute, header string }{
		{"user_agent.original", "User-Agent"},
		{"http.request.header.content-type", "Content-Type"},
		{"http.request.header.content-length", "Content-Length"},
		{"http.request.header.accept", "Accept"},
		{"http.request.header.accept-encoding", "Accept-Encoding"},
	} {
		if value := req.Header.Get(told.header); value != "" {
			span.Set(told.attribute, value)
		}
	}
	if req.Body != nil && req.Body != http.NoBody && req.ContentLength >= 0 {
		span.Set("http.request.body.size", req.ContentLength)
	}
}

// answered notes what is told of the answer, nil for none, and ends the span.
func answered(span *trace.Span, p *reply) {
	if span == nil {
		return
	}
	defer span.Close()
	if p == nil || p.resp.StatusCode == http.StatusSwitchingProtocols {
		return
	}
	span.Set("http.response.status_code", int64(p.resp.StatusCode))
	if p.resp.ContentLength >= 0 {
		span.Set("http.response.body.size", p.resp.ContentLength)
	}
	if ray := p.resp.Header.Get("Cf-Ray"); ray != "" {
		span.Set("cloudflare.ray_id", ray)
	}
}
