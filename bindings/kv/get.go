package kv

import (
	"bytes"
	"context"
	"fmt"
	"io"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/encoding"
	"paddock/polyfills/streams"
	"paddock/polyfills/trace"
)

// found is a value that has been read, or is about to be streamed.
type found struct {
	missing  bool
	data     []byte
	body     io.ReadCloser // for streams
	metadata string        // JSON; "" for none
}

// getOptions is the second argument of get.
type getOptions struct {
	kind  string
	typed bool // kind was asked for
	ttl   *int64
}

// readGet reads a type, or an object with one.
func readGet(vm *jsruntime.VM, v jsruntime.Value) (getOptions, error) {
	opts := getOptions{kind: "text"}
	o := jsruntime.AsObject(v)
	switch {
	case o != nil:
		if t := o.Get("type"); !jsruntime.IsUndefined(t) {
			opts.kind, opts.typed = vm.Text(t), true
		}
		var err error
		opts.ttl, err = number(o, "cacheTtl")
		return opts, err
	case !jsruntime.IsNullish(v):
		opts.kind, opts.typed = vm.Text(v), true
	}
	return opts, nil
}

// refuse gives the error for options that cannot be; nil for others.
func (o getOptions) refuse(verb string) error {
	if o.ttl != nil && *o.ttl < 30 {
		return &Error{verb, 400, fmt.Sprintf("Invalid cache_ttl of %d. Cache TTL must be at least 30.", *o.ttl)}
	}
	return nil
}

func get(vm *jsruntime.VM, b *binding, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throw(wrongType("get", 1, "string or Array"))
	}
	opts, err := readGet(vm, args.At(1))
	if err != nil {
		vm.Throw(err)
	}
	if keys, ok := keysOf(vm, args[0]); ok {
		return vm.Promised(func() (jsruntime.Value, error) { return bulk(vm, b, keys, opts, false) })
	}
	key, bad := keyText(vm, "GET", args[0])
	return vm.Promised(func() (jsruntime.Value, error) {
		if bad != nil {
			return nil, bad
		}
		if err := checkName("GET", key); err != nil {
			return nil, err
		}
		return single(vm, b, key, opts, func(_ *jsruntime.VM, _ found, v jsruntime.Value) (jsruntime.Value, error) { return v, nil })
	})
}

// getWithMetadata throws for names that no key can have; on the platform too, it only rejects
// for what is found out later.
func getWithMetadata(vm *jsruntime.VM, b *binding, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throw(wrongType("getWithMetadata", 1, "Array or string"))
	}
	opts, err := readGet(vm, args.At(1))
	if err != nil {
		vm.Throw(err)
	}
	if keys, ok := keysOf(vm, args[0]); ok {
		return vm.Promised(func() (jsruntime.Value, error) { return bulk(vm, b, keys, opts, true) })
	}
	key, bad := keyText(vm, "GET", args[0])
	if err := checkName("GET", key); bad == nil && err != nil {
		vm.Throw(err)
	}
	return vm.Promised(func() (jsruntime.Value, error) {
		if bad != nil {
			return nil, bad
		}
		return single(vm, b, key, opts, func(vm *jsruntime.VM, f found, v jsruntime.Value) (jsruntime.Value, error) {
			metadata, err := f.meta(vm)
			if err != nil {
				return nil, err
			}
			return object(vm, "value", v, "metadata", metadata, "cacheStatus", jsruntime.Null()), nil
		})
	})
}

// single reads one key; wrap makes the result of its value.
func single(vm *jsruntime.VM, b *binding, key string, opts getOptions, wrap func(*jsruntime.VM, found, jsruntime.Value) (jsruntime.Value, error)) (jsruntime.Value, error) {
	span := trace.Here(vm)
	tellGet(span, opts, key)
	if err := opts.refuse("GET"); err != nil {
		return nil, err
	}
	show := func(vm *jsruntime.VM, f found) (jsruntime.Value, error) {
		f.tell(span)
		v, err := f.value(vm, opts.kind)
		if err != nil {
			return nil, err
		}
		return wrap(vm, f, v)
	}
	// What is in memory is read at once: a goroutine and two ways through the loop's queue would
	// cost more than the read.
	if data, metadata, ok := b.cached(key); ok && opts.kind != "stream" && vm.Gate().Open() {
		if opts.kind == "arrayBuffer" {
			data = bytes.Clone(data)
		}
		return show(vm, found{data: data, metadata: metadata})
	}
	return store.Async(vm, b.log, func(ctx context.Context) (found, error) { return b.read(ctx, key, opts.kind) }, show), nil
}

// read reads a value, or opens it if it is to be streamed.
func (b *binding) read(ctx context.Context, key, kind string) (found, error) {
	e, err := b.Get(ctx, key)
	if err != nil {
		return found{}, err
	}
	if e == nil {
		return found{missing: true}, nil
	}
	if kind == "stream" {
		return found{body: e.Body, metadata: e.Metadata}, nil
	}
	defer e.Body.Close()
	data, err := io.ReadAll(e.Body)
	return found{data: data, metadata: e.Metadata}, err
}

func (f found) value(vm *jsruntime.VM, kind string) (jsruntime.Value, error) {
	if f.missing {
		return jsruntime.Null(), nil
	}
	switch kind {
	case "text":
		return vm.ToValue(encoding.UTF8(f.data)), nil
	case "json":
		return parse(vm, encoding.UTF8(f.data))
	case "arrayBuffer":
		return vm.NewBuffer(f.data), nil
	case "stream":
		return streams.NewReadable(vm, f.body, streams.ReadableOptions{Length: -1}), nil
	}
	return nil, jsruntime.Errorf(jsruntime.TypeError, `Unknown response type. Possible types are "text", "arrayBuffer", "json", and "stream".`)
}

func (f found) meta(vm *jsruntime.VM) (jsruntime.Value, error) {
	if f.metadata == "" {
		return jsruntime.Null(), nil
	}
	return parse(vm, f.metadata)
}
