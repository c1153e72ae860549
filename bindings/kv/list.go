package kv

import (
	"context"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/trace"
)

// page is what one call of list finds.
type page struct {
	keys []Key
	next string
}

func list(vm *jsruntime.VM, b *binding, args jsruntime.Args) (jsruntime.Value, error) {
	o, err := optionsOf("list", args, 0, "ListOptions")
	if err != nil {
		return nil, err
	}
	prefix, cursor := text(vm, o, "prefix"), text(vm, o, "cursor")
	limit, err := number(o, "limit")
	if err != nil {
		return nil, err
	}
	span := trace.Here(vm)
	tellList(span, prefix, cursor, limit)
	if limit == nil {
		limit = new(int64)
	}
	return store.Async(vm, b.log, func(ctx context.Context) (page, error) {
		keys, next, err := b.List(ctx, prefix, cursor, int(*limit))
		return page{keys, next}, err
	}, func(vm *jsruntime.VM, p page) (jsruntime.Value, error) {
		p.tell(span)
		return p.value(vm)
	}), nil
}

// value makes what scripts see of a page.
func (p page) value(vm *jsruntime.VM) (jsruntime.Value, error) {
	keys := make([]jsruntime.Value, len(p.keys))
	for i, k := range p.keys {
		var err error
		if keys[i], err = k.value(vm); err != nil {
			return nil, err
		}
	}
	result := object(vm, "keys", vm.NewArrayOf(keys...), "list_complete", p.next == "")
	if p.next != "" {
		if err := result.Set("cursor", p.next); err != nil {
			return nil, err
		}
	}
	return result, result.Set("cacheStatus", jsruntime.Null())
}

func (k Key) value(vm *jsruntime.VM) (jsruntime.Value, error) {
	o := object(vm, "name", k.Name)
	if k.Expires != 0 {
		if err := o.Set("expiration", k.Expires); err != nil {
			return nil, err
		}
	}
	if k.Metadata == "" {
		return o, nil
	}
	metadata, err := parse(vm, k.Metadata)
	if err != nil {
		return nil, err
	}
	return o, o.Set("metadata", metadata)
}
