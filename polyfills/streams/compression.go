package streams

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"

	"paddock/jsruntime"
)

// Texts of the platform about compression.
const (
	unknownFormat     = "The compression format must be either 'deflate', 'deflate-raw' or 'gzip'."
	decompressionFail = "Decompression failed."
	trailingBytes     = "Trailing bytes after end of compressed data"
	incompleteData    = "Called close() on a decompression stream with incomplete data"
)

// compression and decompression are the host sides of CompressionStream and
// DecompressionStream.
type (
	compression   struct{ identity }
	decompression struct{ identity }
)

// compressionClass and decompressionClass are the classes of the Compression standard.
var (
	compressionClass   = jsruntime.NewClass[compression]("CompressionStream")
	decompressionClass = jsruntime.NewClass[decompression]("DecompressionStream")
)

// compressor writes compressed bytes into a spool.
type compressor struct {
	io.WriteCloser
	out *spool
}

func newCompressor(format string) (*compressor, bool) {
	c := &compressor{out: newSpool()}
	switch format {
	case "gzip":
		c.WriteCloser = gzip.NewWriter(c.out)
	case "deflate":
		c.WriteCloser = zlib.NewWriter(c.out)
	case "deflate-raw":
		w, err := flate.NewWriter(c.out, flate.DefaultCompression)
		if err != nil {
			return nil, false
		}
		c.WriteCloser = w
	default:
		return nil, false
	}
	return c, true
}

// Close writes what the compressor still holds.
func (c *compressor) Close() error {
	err := c.WriteCloser.Close()
	c.out.finish(io.EOF)
	return err
}

// CloseWithError ends the compressed stream with err.
func (c *compressor) CloseWithError(err error) error {
	c.out.finish(err)
	return nil
}

// decompressor reads decompressed bytes from a spool of compressed ones.
type decompressor struct {
	format string
	in     *spool
	source *bufio.Reader
	r      io.Reader // nil until the first read
}

func newDecompressor(format string) (*decompressor, bool) {
	if format != "gzip" && format != "deflate" && format != "deflate-raw" {
		return nil, false
	}
	in := newSpool()
	return &decompressor{format: format, in: in, source: bufio.NewReader(in)}, true
}

func (d *decompressor) Read(p []byte) (int, error) {
	if d.r == nil {
		if err := d.open(); err != nil {
			return 0, d.failure(err)
		}
	}
	n, err := d.r.Read(p)
	switch {
	case err == nil:
		return n, nil
	case !errors.Is(err, io.EOF):
		return n, d.failure(err)
	case n > 0:
		return n, nil // the end is found again by the next read
	}
	// The end of the data must be the end of the input, which may still be open.
	if _, err := d.source.ReadByte(); err == nil {
		return 0, jsruntime.Errorf(jsruntime.TypeError, trailingBytes)
	} else if !errors.Is(err, io.EOF) {
		return 0, err
	}
	return 0, io.EOF
}

func (d *decompressor) open() (err error) {
	switch d.format {
	case "gzip":
		var z *gzip.Reader
		if z, err = gzip.NewReader(d.source); err == nil {
			z.Multistream(false)
			d.r = z
		}
	case "deflate":
		d.r, err = zlib.NewReader(d.source)
	default:
		d.r = flate.NewReader(d.source)
	}
	return err
}

// failure is what a script sees of a decoder's error. Errors of the input pass.
func (d *decompressor) failure(err error) error {
	var corrupt flate.CorruptInputError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return &jsruntime.Error{Class: jsruntime.TypeError, Msg: incompleteData, Err: err}
	case errors.As(err, &corrupt), errors.Is(err, gzip.ErrHeader), errors.Is(err, gzip.ErrChecksum),
		errors.Is(err, zlib.ErrHeader), errors.Is(err, zlib.ErrChecksum), errors.Is(err, zlib.ErrDictionary):
		return &jsruntime.Error{Class: jsruntime.TypeError, Msg: decompressionFail, Err: err}
	}
	return err
}

// Close says that nobody reads any more.
func (d *decompressor) Close() error { return d.in.Close() }

// spoolWriter is the writing side of a decompressor.
type spoolWriter struct{ *spool }

// Close ends the input.
func (w spoolWriter) Close() error { w.finish(io.EOF); return nil }

// CloseWithError makes readers fail.
func (w spoolWriter) CloseWithError(err error) error { w.finish(err); return nil }

// codecSource is a [goSource] whose errors reach the writing side too.
type codecSource struct {
	goSource
	writable *writable
}

func (s *codecSource) pull(vm *jsruntime.VM, max int, done func([]byte, error)) {
	s.goSource.pull(vm, max, func(b []byte, err error) {
		if err != nil && !errors.Is(err, io.EOF) {
			s.writable.control.failIfNeeded(vm.ErrorValue(err))
		}
		done(b, err)
	})
}

func (s *codecSource) cancel(vm *jsruntime.VM, reason value) value {
	s.writable.control.failIfNeeded(reason)
	return s.goSource.cancel(vm, reason)
}

// codecSink is a [goSink] over a spool: writes of scripts never wait for the reader, copies
// of host code do.
type codecSink struct {
	goSink
	queue *spool
}

func (k *codecSink) detach(*jsruntime.VM) sinkWriter { return patient{goWriter{k.wc}, k.queue} }

// patient waits for its reader before it writes.
type patient struct {
	goWriter
	queue *spool
}

func (p patient) Write(b []byte) (int, error) {
	p.queue.drained()
	return p.goWriter.Write(b)
}

// newCodec joins the two ends of a codec to a pair of streams.
func newCodec(vm *jsruntime.VM, from io.ReadCloser, to io.WriteCloser, queue *spool) identity {
	src := &codecSource{goSource: goSource{from, true}}
	src.writable = newNativeWritable(vm, &codecSink{goSink{to}, queue}, strategy{highWaterMark: 1})
	return identity{readable: newNative(vm, src, -1), writable: src.writable}
}

func defineCompression() {
	jsruntime.Extends(compressionClass, transformClass, func(c *compression) *transform { return identityParent(&c.identity) }).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *compression {
			c, ok := newCompressor(a.At(0).String())
			if !ok {
				vm.Throwf(jsruntime.TypeError, unknownFormat)
			}
			return &compression{newCodec(vm, c.out, c, c.out)}
		})
	jsruntime.Extends(decompressionClass, transformClass, func(d *decompression) *transform { return identityParent(&d.identity) }).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *decompression {
			d, ok := newDecompressor(a.At(0).String())
			if !ok {
				vm.Throwf(jsruntime.TypeError, unknownFormat)
			}
			return &decompression{newCodec(vm, d, spoolWriter{d.in}, d.in)}
		})
}
