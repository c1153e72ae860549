package streams

import (
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"errors"
	"io"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
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

// codec compresses or decompresses what is written to it into a spool.
type codec interface {
	io.WriteCloser
	// CloseWithError makes the spool's reader fail.
	CloseWithError(err error) error
	// patiently gives a writer that waits while much of its output is not read.
	patiently() io.WriteCloser
}

func (c *compressor) patiently() io.WriteCloser { return packing{c} }

func (d *decompressor) patiently() io.WriteCloser { return unpacking{d} }

// packing is a compressor for copies of host code: it waits for the reader before it writes.
type packing struct{ *compressor }

func (p packing) Write(b []byte) (int, error) {
	p.out.drained()
	return p.compressor.Write(b)
}

// codecSink is a [goSink] over a codec: writes of scripts never wait for the reader, copies of
// host code do.
type codecSink struct {
	goSink
	codec codec
}

func (k *codecSink) detach(*jsruntime.VM) sinkWriter { return goWriter{k.codec.patiently()} }

// newCodec joins a codec and its spool to a pair of streams.
func newCodec(vm *jsruntime.VM, c codec, out *spool) identity {
	src := &codecSource{goSource: goSource{out, true}}
	src.writable = newNativeWritable(vm, &codecSink{goSink{c}, c}, strategy{highWaterMark: 1})
	return identity{readable: newNative(vm, src, -1, Held), writable: src.writable}
}

// format gives the first argument of the constructors.
func format(vm *jsruntime.VM, a args, class string) string {
	if len(a) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct '%s': constructor parameter 1 is not of type 'string'.", class)
	}
	return vm.Text(a[0])
}

func defineCompression() {
	jsruntime.Extends(compressionClass, transformClass, func(c *compression) *transform { return identityParent(&c.identity) }).
		Setup(unlinked).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *compression {
			c, ok := newCompressor(format(vm, a, "CompressionStream"))
			if !ok {
				vm.Throwf(jsruntime.TypeError, unknownFormat)
			}
			return &compression{newCodec(vm, c, c.out)}
		})
	jsruntime.Extends(decompressionClass, transformClass, func(d *decompression) *transform { return identityParent(&d.identity) }).
		Setup(unlinked).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *decompression {
			d, ok := newDecompressor(vm.Context(), format(vm, a, "DecompressionStream"))
			if !ok {
				vm.Throwf(jsruntime.TypeError, unknownFormat)
			}
			d.lax = !compat.Of(vm).Has("strict_compression_checks")
			return &decompression{newCodec(vm, d, d.out)}
		})
}
