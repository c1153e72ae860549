package registry

import (
	"context"
	"io"
	"net/http"
	"net/url"

	"paddock/polyfills/fetch"
)

// fields are headers. Values are bytes: they need not be UTF-8.
type fields map[string][][]byte

func fieldsOf(h http.Header) fields {
	f := make(fields, len(h))
	for name, values := range h {
		list := make([][]byte, len(values))
		for i, v := range values {
			list[i] = []byte(v)
		}
		f[name] = list
	}
	return f
}

func (f fields) header() http.Header {
	h := make(http.Header, len(f))
	for name, values := range f {
		list := make([]string, len(values))
		for i, v := range values {
			list[i] = string(v)
		}
		h[name] = list
	}
	return h
}

// requestHead is a request without its body.
type requestHead struct {
	Method   string   `json:"method"`
	URL      string   `json:"url"`
	Host     string   `json:"host,omitempty"`
	Header   fields   `json:"header,omitempty"`
	Body     bool     `json:"body,omitempty"`
	Length   int64    `json:"length,omitempty"`
	Encoding []string `json:"encoding,omitempty"`
	CF       fetch.CF `json:"cf"`
}

func requestHeadOf(r *http.Request) *requestHead {
	return &requestHead{
		Method: r.Method, URL: r.URL.String(), Host: r.Host, Header: fieldsOf(r.Header), CF: fetch.CFOf(r),
		Body: r.Body != nil && r.Body != http.NoBody, Length: r.ContentLength, Encoding: r.TransferEncoding,
	}
}

// request makes the request again; body is for one that has one.
func (h *requestHead) request(ctx context.Context, body io.ReadCloser) (*http.Request, error) {
	u, err := url.Parse(h.URL)
	if err != nil {
		return nil, err
	}
	r := &http.Request{
		Method: h.Method, URL: u, Host: h.Host, Header: h.Header.header(), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, ContentLength: h.Length, TransferEncoding: h.Encoding,
	}
	if h.Body {
		r.Body = body
	}
	return r.WithContext(h.CF.With(ctx)), nil
}

// responseHead is a response without its body.
type responseHead struct {
	Code   int    `json:"code"`
	Status string `json:"status,omitempty"`
	Header fields `json:"header,omitempty"`
	Body   bool   `json:"body,omitempty"`
	Length int64  `json:"length,omitempty"`
}

func responseHeadOf(r *http.Response) *responseHead {
	return &responseHead{
		Code: r.StatusCode, Status: r.Status, Header: fieldsOf(r.Header), Length: r.ContentLength,
		Body: r.Body != nil && r.Body != http.NoBody && r.StatusCode != http.StatusSwitchingProtocols,
	}
}

// response makes the response again; body is for one that has one.
func (h *responseHead) response(body io.ReadCloser) *http.Response {
	r := &http.Response{
		StatusCode: h.Code, Status: h.Status, Header: h.Header.header(), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Body: http.NoBody, ContentLength: h.Length,
	}
	if h.Body {
		r.Body = body
	}
	return r
}
