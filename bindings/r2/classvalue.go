package r2

import (
	"bytes"
	"io"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/streams"
)

// valueOf checks the second argument of a method that stores a body.
func valueOf(class, method string, args jsruntime.Args) (jsruntime.Value, error) {
	v := args.At(1)
	_, isBytes := jsruntime.Bytes(v)
	_, isBlob := blob.From(v)
	nothing := class == bucketName && len(args) > 1 && jsruntime.IsNullish(v) // stands for no bytes
	if isBytes || isBlob || nothing || streams.IsReadable(v) || jsruntime.IsString(v) {
		return v, nil
	}
	return nil, wrongType(class, method, 2, "JsReadableStream or ArrayBuffer or ArrayBufferView or string or Blob")
}

// reader makes the bytes of a body to be stored.
func reader(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	if data, ok := jsruntime.Bytes(v); ok {
		return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
	}
	if b, ok := blob.From(v); ok {
		return io.NopCloser(bytes.NewReader(b.Data)), nil
	}
	if streams.IsReadable(v) {
		if streams.Locked(v) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "The ReadableStream has been locked to a reader.")
		}
		if _, ok := streams.KnownLength(v); !ok {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "Provided readable stream must have a known length (request/response body or readable half of FixedLengthStream)")
		}
		return streams.Reader(vm, v)
	}
	if jsruntime.IsNullish(v) {
		return io.NopCloser(strings.NewReader("")), nil
	}
	return io.NopCloser(strings.NewReader(vm.WTF8(v))), nil
}
