package kv

import (
	"bytes"
	"context"
	"io"
	"strings"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/streams"
	"paddock/polyfills/trace"
)

func put(vm *jsruntime.VM, b *binding, args jsruntime.Args) (jsruntime.Value, error) {
	key, err := keyOf(vm, "put", args)
	if err != nil {
		return nil, err
	}
	if len(args) < 2 {
		return nil, wrongType("put", 2, "string or Object")
	}
	opts, err := readPut(vm, args)
	if err != nil {
		return nil, err
	}
	tellPut(trace.Here(vm), key, opts, args[1])
	value, err := reader(vm, args[1])
	if err != nil {
		return nil, err
	}
	return store.Async(vm, b.log, func(ctx context.Context) (struct{}, error) {
		defer value.Close()
		return struct{}{}, b.Put(ctx, key, value, opts)
	}, nothing), nil
}

// readPut reads the options of put.
func readPut(vm *jsruntime.VM, args jsruntime.Args) (opts PutOptions, err error) {
	o, err := optionsOf("put", args, 2, "PutOptions")
	if o == nil || err != nil {
		return opts, err
	}
	if opts.Expiration, err = number(o, "expiration"); err != nil {
		return opts, err
	}
	if opts.ExpirationTTL, err = number(o, "expirationTtl"); err != nil {
		return opts, err
	}
	metadata := o.Get("metadata")
	if jsruntime.IsNullish(metadata) {
		return opts, nil
	}
	text, ok := json.Stringify(vm, metadata)
	if !ok {
		return opts, &Error{"PUT", 500, "Internal Server Error"}
	}
	opts.Metadata = text
	return opts, nil
}

// reader makes the bytes of a value to be stored.
func reader(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	if data, ok := jsruntime.Bytes(v); ok {
		return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
	}
	if streams.IsReadable(v) {
		if streams.Locked(v) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, "The ReadableStream has been locked to a reader.")
		}
		return streams.Reader(vm, v)
	}
	if jsruntime.AsObject(v) != nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.")
	}
	return io.NopCloser(strings.NewReader(vm.WTF8(v))), nil
}
