package streams

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"io"
	"iter"
	"sync"

	"paddock/jsruntime"
)

// decompressor decompresses what is written to it into a spool. The decoders of Go read, but
// the platform finds what is wrong with the data when it is written. So a decoder runs as a
// coroutine: a write resumes it, and it stops where it needs more.
type decompressor struct {
	out    *spool
	format string
	lax    bool // data may end too early, or be followed by other data

	mu       sync.Mutex // guards all below; the end of the event may come while a write runs
	input    []byte     // that the decoder has not taken
	closed   bool       // no more input will come
	patient  bool       // output waits for the reader
	err      error      // why it failed
	advance  func() (struct{}, bool)
	stop     func()
	finished bool
	release  func() bool // forgets the event
}

// newDecompressor makes a decompressor that ends with ctx at the latest; ok is false for an
// unknown format.
func newDecompressor(ctx context.Context, format string) (d *decompressor, ok bool) {
	if format != "gzip" && format != "deflate" && format != "deflate-raw" {
		return nil, false
	}
	d = &decompressor{format: format, out: newSpool()}
	d.advance, d.stop = iter.Pull(func(yield func(struct{}) bool) {
		in := &decoderInput{d, yield}
		err := d.decode(in)
		if d.lax && (err == nil || errors.Is(err, io.ErrUnexpectedEOF)) {
			_, err = io.Copy(io.Discard, in)
		}
		if d.lax && errors.Is(err, io.EOF) {
			err = nil
		}
		d.err = d.failure(err)
	})
	d.release = context.AfterFunc(ctx, d.abandon)
	return d, true
}

// Write decompresses b.
func (d *decompressor) Write(b []byte) (int, error) { return len(b), d.feed(b, false, false) }

// Close ends the input, which must be whole.
func (d *decompressor) Close() error { return d.feed(nil, true, false) }

// feed lets the decoder run until it needs more.
func (d *decompressor) feed(b []byte, last, patient bool) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.finished {
		return d.err
	}
	d.input, d.closed, d.patient = b, last, patient
	if _, more := d.advance(); more {
		return nil
	}
	d.finished = true
	d.release()
	if d.err == nil {
		d.out.finish(io.EOF)
		return nil
	}
	d.out.finish(d.err)
	return d.err
}

// CloseWithError makes readers fail and ends the decoder.
func (d *decompressor) CloseWithError(err error) error {
	d.out.finish(err) // first: a write may wait for the reader
	d.release()
	d.end(err)
	return nil
}

// abandon is the end of the event.
func (d *decompressor) abandon() {
	if d.end(errLost) {
		d.out.finish(errLost)
	}
}

// end ends the decoder, if it has not ended by itself.
func (d *decompressor) end(err error) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.finished {
		return false
	}
	d.stop()
	d.finished, d.err = true, err
	return true
}

// decode runs a decoder over all of the input.
func (d *decompressor) decode(in *decoderInput) error {
	r, err := d.open(in)
	if err != nil {
		return err
	}
	buf := make([]byte, 16<<10)
	for err == nil {
		var n int
		n, err = r.Read(buf)
		if d.patient {
			d.out.drained()
		}
		if n > 0 {
			if _, werr := d.out.Write(buf[:n]); werr != nil {
				return werr
			}
		}
	}
	if !errors.Is(err, io.EOF) {
		return err
	}
	if d.lax {
		return nil
	}
	// The end of the data must be the end of the input, which may still be open.
	if _, err := in.ReadByte(); err == nil {
		return jsruntime.Errorf(jsruntime.TypeError, trailingBytes)
	} else if !errors.Is(err, io.EOF) {
		return err
	}
	return nil
}

func (d *decompressor) open(in *decoderInput) (io.Reader, error) {
	switch d.format {
	case "gzip":
		if err := in.expect(0x1f, 0x8b); err != nil { // found at once, not only when the header is whole
			return nil, err
		}
		z, err := gzip.NewReader(in)
		if err != nil {
			return nil, err
		}
		z.Multistream(false)
		return z, nil
	case "deflate":
		return zlib.NewReader(in)
	}
	return flate.NewReader(in), nil
}

// failure is what a script sees of a decoder's error. Other errors pass.
func (d *decompressor) failure(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return jsruntime.Errorf(jsruntime.TypeError, incompleteData) // must not pass for io.EOF itself
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary):
		return &jsruntime.Error{Class: jsruntime.TypeError, Msg: decompressionFail, Err: err}
	}
	return err
}

// decoderInput is what a decoder reads: it stops the coroutine while there is nothing. It
// gives single bytes, so that a decoder takes no more than it needs.
type decoderInput struct {
	d    *decompressor
	wait func(struct{}) bool
}

// more waits for input.
func (in *decoderInput) more() error {
	for len(in.d.input) == 0 {
		if in.d.closed {
			return io.EOF
		}
		if !in.wait(struct{}{}) {
			return io.ErrClosedPipe
		}
	}
	return nil
}

func (in *decoderInput) Read(p []byte) (int, error) {
	if err := in.more(); err != nil {
		return 0, err
	}
	n := copy(p, in.d.input)
	in.d.input = in.d.input[n:]
	return n, nil
}

func (in *decoderInput) ReadByte() (byte, error) {
	if err := in.more(); err != nil {
		return 0, err
	}
	b := in.d.input[0]
	in.d.input = in.d.input[1:]
	return b, nil
}

// expect waits for input that begins as it must, and leaves it to be read.
func (in *decoderInput) expect(magic ...byte) error {
	for i := range magic {
		for len(in.d.input) == i {
			rest := in.d.input
			in.d.input = nil
			err := in.more()
			in.d.input = append(rest, in.d.input...)
			if err != nil {
				return err
			}
		}
		if in.d.input[i] != magic[i] {
			return gzip.ErrHeader
		}
	}
	return nil
}

// unpacking is a decompressor for copies of host code: the output waits for its reader.
type unpacking struct{ *decompressor }

func (u unpacking) Write(b []byte) (int, error) {
	return len(b), u.feed(b, false, true)
}
