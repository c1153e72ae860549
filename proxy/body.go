package proxy

import (
	"io"
	"net/http"
	"sync/atomic"
)

// countingBody counts what is read of a request's body, for records.
type countingBody struct {
	io.ReadCloser
	n        atomic.Int64
	from, to *http.Request
}

// countBody gives a copy of r whose body counts. The original keeps its own, by whose type the
// server decides what to do with one that was not read.
func countBody(r *http.Request) (*http.Request, *countingBody) {
	counted := r.WithContext(r.Context())
	b := &countingBody{ReadCloser: r.Body, from: r, to: counted}
	counted.Body = b
	return counted, b
}

// Read implements io.Reader. At the end it hands the trailers on, which the server has read.
func (b *countingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n.Add(int64(n))
	if err == io.EOF {
		b.to.Trailer = b.from.Trailer
	}
	return n, err
}
