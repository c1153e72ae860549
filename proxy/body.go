package proxy

import (
	"io"
	"sync/atomic"
)

// countingBody counts what is read of a request's body, for records.
type countingBody struct {
	io.ReadCloser
	n atomic.Int64
}

// Read implements io.Reader.
func (b *countingBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n.Add(int64(n))
	return n, err
}
