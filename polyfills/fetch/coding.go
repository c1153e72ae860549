package fetch

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"net/http"

	"github.com/andybalholm/brotli"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/streams"
)

// A content coding is what the platform itself compresses and decompresses; it knows two, by
// their exact names. Bodies of any other Content-Encoding pass as they are.
type coding struct {
	title  string // in messages
	reader func(io.Reader) (io.Reader, error)
	writer func(io.Writer) compressor
}

// compressor is a writer whose Flush makes all that was written readable on the other side.
type compressor interface {
	io.WriteCloser
	Flush() error
}

func codingOf(h http.Header, br bool) (name string, c coding, ok bool) {
	values := h["Content-Encoding"]
	if len(values) != 1 {
		return "", coding{}, false
	}
	switch values[0] {
	case "gzip":
		return "gzip", coding{
			title:  "Gzip",
			reader: func(r io.Reader) (io.Reader, error) { return gzip.NewReader(r) },
			writer: func(w io.Writer) compressor { return gzip.NewWriter(w) },
		}, true
	case "br":
		if !br {
			return "", coding{}, false
		}
		return "br", coding{
			title:  "Brotli",
			reader: func(r io.Reader) (io.Reader, error) { return brotli.NewReader(r), nil },
			writer: func(w io.Writer) compressor { return brotli.NewWriterLevel(w, brotli.DefaultCompression) },
		}, true
	}
	return "", coding{}, false
}

// knowsBrotli tells whether a Worker's date or flags let the content coding br be undone and done.
func knowsBrotli(vm *jsruntime.VM) bool { return compat.Of(vm).Has("brotli_content_encoding") }

// decode makes the body of a response what it was before it was compressed.
func decode(resp *http.Response, br bool) {
	if resp.Body == nil || resp.Body == http.NoBody {
		return
	}
	name, c, ok := codingOf(resp.Header, br)
	if !ok {
		return
	}
	if e, isEncoded := resp.Body.(*encoded); isEncoded && e.name == name && e.r == nil {
		// From a Worker of this process: nothing was compressed yet, and nothing needs to be.
		resp.Body, resp.ContentLength = e.body, e.length
		return
	}
	resp.Body = &decoded{body: resp.Body, name: name, coding: c, length: resp.ContentLength}
	resp.ContentLength = -1
}

// decoded is the body of a compressed response, in clear. It opens the decompressor at the first
// read, so that an empty body is no error.
type decoded struct {
	body   io.ReadCloser
	name   string
	coding coding
	length int64 // of body; < 0: unknown
	r      io.Reader
	broken error // why no more of body came; nil also at its end
}

func (d *decoded) Read(p []byte) (int, error) {
	if d.r == nil {
		r, err := d.coding.reader(source{d})
		if err != nil {
			return 0, d.explain(err)
		}
		d.r = r
	}
	n, err := d.r.Read(p)
	return n, d.explain(err)
}

// explain says in the platform's words what a decompressor has met with.
func (d *decoded) explain(err error) error {
	switch {
	case err == nil || err == io.EOF:
		return err
	case d.broken != nil:
		return d.broken
	case errors.Is(err, io.ErrUnexpectedEOF):
		return jsruntime.Errorf(jsruntime.TypeError, "%s compressed stream ended prematurely.", d.coding.title)
	}
	return jsruntime.Errorf(jsruntime.TypeError, "%s decompression failed.", d.coding.title)
}

// source is the compressed body, which remembers why it broke off.
type source struct{ d *decoded }

func (s source) Read(p []byte) (int, error) {
	n, err := s.d.body.Read(p)
	if err != nil && err != io.EOF {
		s.d.broken = err
	}
	return n, err
}

func (d *decoded) Close() error { return d.body.Close() }

// asSent makes a body that nothing was read of give the compressed bytes that came.
func (d *decoded) asSent(name string) bool {
	if d.r != nil || d.name != name {
		return false
	}
	d.r = source{d}
	return true
}

// encode compresses what a script gave for a response with a Content-Encoding. A body that
// came compressed and was not touched goes on as it came.
func encode(resp *http.Response, br bool) {
	name, c, ok := codingOf(resp.Header, br)
	if !ok || resp.Body == nil || resp.Body == http.NoBody {
		return
	}
	if d, isDecoded := streams.Underlying(resp.Body).(*decoded); isDecoded && d.asSent(name) {
		resp.ContentLength = d.length
		return
	}
	resp.Body = &encoded{body: resp.Body, name: name, coding: c, length: resp.ContentLength}
	resp.ContentLength = -1
}

// encoded compresses a body while it is read. What is there goes out at once: whoever streams
// events must not wait for a compressor to fill up.
type encoded struct {
	body    io.ReadCloser
	name    string
	coding  coding
	length  int64 // of body; < 0: unknown
	r       io.Reader
	w       compressor
	pending bytes.Buffer
	err     error // what comes after pending
}

func (e *encoded) Read(p []byte) (int, error) {
	if e.r == nil {
		e.r, e.w = e.body, e.coding.writer(&e.pending)
	}
	for e.pending.Len() == 0 {
		if e.err != nil {
			return 0, e.err
		}
		e.fill()
	}
	return e.pending.Read(p)
}

// Gather has small pieces be compressed as one, where the body can give them so.
func (e *encoded) Gather() {
	if g, ok := e.body.(interface{ Gather() }); ok {
		g.Gather()
	}
}

// Starving implements [streams.Scripted].
func (e *encoded) Starving(scope *jsruntime.Scope) func() bool {
	return streams.Starving(e.body, scope)
}

// fill compresses what one read gives; of a body in memory, all.
func (e *encoded) fill() {
	if _, whole := e.body.(*buffered); whole {
		_, _ = io.Copy(e.w, e.r) // from memory into memory: never fails
		_ = e.w.Close()
		e.err = io.EOF
		return
	}
	chunk := make([]byte, 32<<10)
	n, err := e.r.Read(chunk)
	if n > 0 {
		_, _ = e.w.Write(chunk[:n]) // into memory: never fails
		if err == nil {
			_ = e.w.Flush()
		}
	}
	if err == io.EOF {
		_ = e.w.Close()
	}
	e.err = err
}

func (e *encoded) Close() error { return e.body.Close() }
