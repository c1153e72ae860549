package kv

import (
	"context"
	"fmt"
	"unicode/utf16"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/encoding"
	"paddock/polyfills/trace"
)

// MaxBulk is how many keys one bulk get may name.
const MaxBulk = 100

// keysOf reads the array of a bulk get; ok is false for what is one key.
func keysOf(vm *jsruntime.VM, v jsruntime.Value) (names []string, ok bool) {
	o := jsruntime.AsObject(v)
	if o == nil || vm.KindOf(o) != "Array" {
		return nil, false
	}
	vm.Iterate(o, func(v jsruntime.Value) bool { names = append(names, vm.Text(v)); return true })
	return names, true
}

func refuseBulk(status int, text string) error { return &Error{"GET_BULK", status, text} }

// checkBulk refuses a bulk get that cannot be.
func checkBulk(names []string, opts getOptions) error {
	switch {
	case opts.kind != "text" && opts.kind != "json":
		return refuseBulk(400, `"`+opts.kind+`" is not a valid type. Use "json" or "text"`)
	case len(names) == 0:
		return refuseBulk(400, "You must request a minimum of 1 key")
	case len(names) > MaxBulk:
		return refuseBulk(400, fmt.Sprintf("You can request a maximum of %d keys", MaxBulk))
	}
	for _, name := range names {
		switch name {
		case "":
			return refuseBulk(400, "Key names must not be empty")
		case ".", "..":
			return refuseBulk(400, `Illegal key name "`+name+`". Please use a different name.`)
		}
		if err := checkLength("GET_BULK", name); err != nil {
			return err
		}
	}
	return opts.refuse("GET_BULK")
}

// bulk gives a Map of the keys' values in the order in which they are asked for.
func bulk(vm *jsruntime.VM, b *binding, names []string, opts getOptions, withMetadata bool) (jsruntime.Value, error) {
	if err := checkBulk(names, opts); err != nil {
		return nil, err
	}
	if err := b.refuseMany(); err != nil {
		return nil, err
	}
	span := trace.Here(vm)
	tellGet(span, opts, names...)
	return store.Async(vm, b.log, func(ctx context.Context) ([]found, error) { return b.readAll(ctx, names) },
		func(vm *jsruntime.VM, all []found) (jsruntime.Value, error) {
			span.Set("cloudflare.kv.response.returned_rows", int64(len(all)))
			result, err := vm.New(vm.Get("Map"))
			if err != nil {
				return nil, err
			}
			for i, f := range all {
				v, err := f.bulkValue(vm, opts.kind, withMetadata)
				if err != nil {
					return nil, err
				}
				vm.CallMethod(result, "set", vm.ToValue(names[i]), v)
			}
			return result, nil
		}), nil
}

// readAll reads many values, up to a size in all that is counted in the units of scripts' strings.
func (b *binding) readAll(ctx context.Context, names []string) ([]found, error) {
	all := make([]found, len(names))
	size := 0
	for i, name := range names {
		var err error
		if all[i], err = b.read(ctx, name, "text"); err != nil {
			return nil, err
		}
		if size += units(all[i].data); size > MaxValue {
			return nil, refuseBulk(413, fmt.Sprintf("Total size of request exceeds the limit of %dMB", MaxValue>>20))
		}
	}
	return all, nil
}

// units is the length of a text as scripts count it.
func units(text []byte) int {
	n := 0
	for _, r := range encoding.UTF8(text) {
		n += utf16.RuneLen(r)
	}
	return n
}

func (f found) bulkValue(vm *jsruntime.VM, kind string, withMetadata bool) (jsruntime.Value, error) {
	v, err := f.value(vm, kind)
	if err != nil {
		return nil, refuseBulk(400, "At least one of the requested keys corresponds to a non-json value")
	}
	if !withMetadata || f.missing {
		return v, nil
	}
	metadata, err := f.meta(vm)
	if err != nil {
		return nil, err
	}
	return object(vm, "value", v, "metadata", metadata), nil
}
