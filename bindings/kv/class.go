package kv

import (
	"bytes"
	"context"
	"io"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// class is KvNamespace.
var class = jsruntime.NewClass[Namespace]("KvNamespace").
	Method("get", 1, func(vm *jsruntime.VM, n *Namespace, args jsruntime.Args) jsruntime.Value {
		return get(vm, n, args, "get", false)
	}).
	Method("getWithMetadata", 1, func(vm *jsruntime.VM, n *Namespace, args jsruntime.Args) jsruntime.Value {
		return get(vm, n, args, "getWithMetadata", true)
	}).
	AsyncMethod("put", 2, put).
	AsyncMethod("delete", 1, func(vm *jsruntime.VM, n *Namespace, args jsruntime.Args) (jsruntime.Value, error) {
		key, err := keyOf(args.At(0))
		if err != nil {
			return nil, err
		}
		return jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) { return struct{}{}, n.Delete(ctx, key) },
			func(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }), nil
	}).
	AsyncMethod("list", 0, list)

// keyOf checks what a script gives as a key.
func keyOf(v jsruntime.Value) (string, error) {
	switch key := v.String(); key {
	case "":
		return "", jsruntime.Errorf(jsruntime.TypeError, "Key name cannot be empty.")
	case ".", "..":
		return "", jsruntime.Errorf(jsruntime.TypeError, "%q is not allowed as a key name.", key)
	default:
		return key, nil
	}
}

// found is a value that has been read, or is about to be streamed.
type found struct {
	missing  bool
	data     []byte
	body     io.ReadCloser // for streams
	metadata string
}

// options reads the second argument of get: a type, or an object with one.
func options(v jsruntime.Value) (kind string, ttl *int64) {
	kind = "text"
	if o := jsruntime.AsObject(v); o != nil {
		if t := o.Get("type"); !jsruntime.IsNullish(t) {
			kind = t.String()
		}
		if t := o.Get("cacheTtl"); !jsruntime.IsNullish(t) {
			n := jsruntime.Integer(t)
			ttl = &n
		}
		return kind, ttl
	}
	if !jsruntime.IsNullish(v) {
		kind = v.String()
	}
	return kind, nil
}

func get(vm *jsruntime.VM, n *Namespace, args jsruntime.Args, method string, withMetadata bool) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'KvNamespace': parameter 1 is not of type 'string or Array'.", method)
	}
	kind, ttl := options(args.At(1))
	if o := jsruntime.AsObject(args.At(0)); o != nil && vm.IsIterable(o) {
		return vm.Promised(func() (jsruntime.Value, error) { return getBulk(vm, n, o, kind, ttl, withMetadata) })
	}
	key, err := keyOf(args.At(0))
	if err != nil {
		return vm.RejectedWith(err)
	}
	if ttl != nil && *ttl < 30 {
		return vm.RejectedWith(&Error{"GET", 400, "Invalid cache_ttl of " + vm.ToValue(*ttl).String() + ". Cache TTL must be at least 30."})
	}
	return jsruntime.Async(vm, func(ctx context.Context) (found, error) { return n.read(ctx, key, kind) },
		func(vm *jsruntime.VM, f found) (jsruntime.Value, error) {
			v, err := f.value(vm, kind)
			if err != nil || !withMetadata {
				return v, err
			}
			metadata, err := f.meta(vm)
			if err != nil {
				return nil, err
			}
			return object(vm, "value", v, "metadata", metadata, "cacheStatus", jsruntime.Null()), nil
		})
}

func (n *Namespace) read(ctx context.Context, key, kind string) (found, error) {
	e, err := n.Get(ctx, key)
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

func (f found) value(vm *jsruntime.VM, kind string) (v jsruntime.Value, err error) {
	if f.missing {
		return jsruntime.Null(), nil
	}
	switch kind {
	case "text":
		return vm.ToValue(strings.ToValidUTF8(string(f.data), "\uFFFD")), nil
	case "json":
		return parse(vm, string(f.data))
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

func parse(vm *jsruntime.VM, text string) (v jsruntime.Value, err error) {
	thrown := vm.Try(func() { v = vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "parse", vm.ToValue(text)) })
	return v, thrown
}

// object makes a plain object of names and values.
func object(vm *jsruntime.VM, pairs ...any) *jsruntime.Object {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		if err := o.Set(pairs[i].(string), pairs[i+1]); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

func getBulk(vm *jsruntime.VM, n *Namespace, keys *jsruntime.Object, kind string, ttl *int64, withMetadata bool) (jsruntime.Value, error) {
	refuse := func(text string) error { return &Error{"GET_BULK", 400, text} }
	var names []string
	vm.Iterate(keys, func(v jsruntime.Value) bool { names = append(names, v.String()); return true })
	switch {
	case kind != "text" && kind != "json":
		return nil, refuse(`"` + kind + `" is not a valid type. Use "json" or "text"`)
	case len(names) == 0:
		return nil, refuse("You must request a minimum of 1 key")
	case len(names) > 100:
		return nil, refuse("You can request a maximum of 100 keys")
	case ttl != nil && *ttl < 30:
		return nil, refuse("Invalid cache_ttl of " + vm.ToValue(*ttl).String() + ". Cache TTL must be at least 30.")
	}
	for _, name := range names {
		switch name {
		case "":
			return nil, refuse("Key names must not be empty")
		case ".", "..":
			return nil, refuse(`Illegal key name "` + name + `". Please use a different name.`)
		}
	}
	return jsruntime.Async(vm, func(ctx context.Context) ([]found, error) {
		all := make([]found, len(names))
		for i, name := range names {
			var err error
			if all[i], err = n.read(ctx, name, kind); err != nil {
				return nil, err
			}
		}
		return all, nil
	}, func(vm *jsruntime.VM, all []found) (jsruntime.Value, error) {
		result, err := vm.New(vm.Get("Map"))
		if err != nil {
			return nil, err
		}
		for i, f := range all {
			v, err := f.value(vm, kind)
			if err != nil {
				return nil, refuse("At least one of the requested keys corresponds to a non-json value")
			}
			if withMetadata && !f.missing {
				metadata, err := f.meta(vm)
				if err != nil {
					return nil, err
				}
				v = object(vm, "value", v, "metadata", metadata)
			}
			vm.CallMethod(result, "set", vm.ToValue(names[i]), v)
		}
		return result, nil
	}), nil
}

func put(vm *jsruntime.VM, n *Namespace, args jsruntime.Args) (jsruntime.Value, error) {
	if len(args) < 2 {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'put' on 'KvNamespace': parameter 2 is not of type 'string or JsObject'.")
	}
	key, err := keyOf(args.At(0))
	if err != nil {
		return nil, err
	}
	var opts PutOptions
	if o := jsruntime.AsObject(args.At(2)); o != nil {
		number := func(name string) (*int64, error) {
			v := o.Get(name)
			if jsruntime.IsNullish(v) {
				return nil, nil
			}
			n := jsruntime.Integer(v)
			if n > 1<<31-1 || n < -1<<31 {
				return nil, jsruntime.Errorf(jsruntime.TypeError, "Value out of range. Must be between -2147483648 and 2147483647 (inclusive).")
			}
			return &n, nil
		}
		if opts.Expiration, err = number("expiration"); err != nil {
			return nil, err
		}
		if opts.ExpirationTTL, err = number("expirationTtl"); err != nil {
			return nil, err
		}
		if v := o.Get("metadata"); !jsruntime.IsNullish(v) {
			text := vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "stringify", v)
			if jsruntime.IsUndefined(text) {
				return nil, &Error{"PUT", 500, "Internal Server Error"}
			}
			opts.Metadata = text.String()
		}
	}
	value, err := reader(vm, args.At(1))
	if err != nil {
		return nil, err
	}
	return jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) {
		defer value.Close()
		return struct{}{}, n.Put(ctx, key, value, opts)
	}, func(*jsruntime.VM, struct{}) (jsruntime.Value, error) { return nil, nil }), nil
}

// reader makes the bytes of a value to be stored.
func reader(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	if data, ok := jsruntime.Bytes(v); ok {
		return io.NopCloser(bytes.NewReader(bytes.Clone(data))), nil
	}
	if streams.IsReadable(v) {
		return streams.Reader(vm, v)
	}
	if jsruntime.AsObject(v) != nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "KV put() accepts only strings, ArrayBuffers, ArrayBufferViews, and ReadableStreams as values.")
	}
	return io.NopCloser(strings.NewReader(v.String())), nil
}

func list(vm *jsruntime.VM, n *Namespace, args jsruntime.Args) (jsruntime.Value, error) {
	prefix, cursor, limit := "", "", 0
	if o := jsruntime.AsObject(args.At(0)); o != nil {
		text := func(name string) string {
			if v := o.Get(name); !jsruntime.IsNullish(v) {
				return v.String()
			}
			return ""
		}
		prefix, cursor = text("prefix"), text("cursor")
		if v := o.Get("limit"); !jsruntime.IsNullish(v) {
			limit = int(jsruntime.Integer(v))
		}
	}
	type page struct {
		keys []Key
		next string
	}
	return jsruntime.Async(vm, func(ctx context.Context) (page, error) {
		keys, next, err := n.List(ctx, prefix, cursor, limit)
		return page{keys, next}, err
	}, func(vm *jsruntime.VM, p page) (jsruntime.Value, error) {
		keys := make([]jsruntime.Value, len(p.keys))
		for i, k := range p.keys {
			o := object(vm, "name", k.Name)
			if k.Expires != 0 {
				if err := o.Set("expiration", k.Expires); err != nil {
					return nil, err
				}
			}
			if k.Metadata != "" {
				metadata, err := parse(vm, k.Metadata)
				if err != nil {
					return nil, err
				}
				if err := o.Set("metadata", metadata); err != nil {
					return nil, err
				}
			}
			keys[i] = o
		}
		result := object(vm, "keys", vm.NewArrayOf(keys...), "list_complete", p.next == "")
		if p.next != "" {
			if err := result.Set("cursor", p.next); err != nil {
				return nil, err
			}
		}
		return result, result.Set("cacheStatus", jsruntime.Null())
	}), nil
}
