package r2

import (
	"context"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/trace"
)

// listing is what a script asks of list.
type listing struct {
	ListOptions
	http, custom bool // include this metadata
}

func list(vm *jsruntime.VM, b *Bucket, args jsruntime.Args) (jsruntime.Value, error) {
	d, err := optionsOf(vm, bucketName, "list", args, 0, "ListOptions")
	if err != nil {
		return nil, err
	}
	l, err := readList(d)
	if err != nil {
		return nil, err
	}
	span := trace.Here(vm)
	l.tell(span)
	return store.Async(vm, b.log, func(ctx context.Context) (*Page, error) { return b.List(ctx, l.ListOptions) },
		func(vm *jsruntime.VM, p *Page) (jsruntime.Value, error) {
			p.tell(span)
			return l.value(vm, p), nil
		}), nil
}

// readList reads the options of list.
func readList(d dictionary) (l listing, err error) {
	l.Limit = MaxList
	limit, err := d.integer("limit")
	if err != nil {
		return l, err
	}
	if limit != nil && *limit >= 0 { // the platform does not send a negative one
		l.Limit = *limit
	}
	for _, f := range []struct {
		name string
		to   *string
	}{{"prefix", &l.Prefix}, {"cursor", &l.Cursor}, {"delimiter", &l.Delimiter}, {"startAfter", &l.StartAfter}} {
		text, err := d.text(f.name)
		if err != nil {
			return l, err
		}
		if text != nil {
			*f.to = *text
		}
	}
	if err := l.readInclude(d); err != nil {
		return l, err
	}
	if !compat.Of(d.vm).Has("r2_list_honor_include") {
		l.http, l.custom = true, true
	}
	if l.http || l.custom {
		l.Limit = min(l.Limit, MaxIncluded)
	}
	return l, nil
}

func (l *listing) readInclude(d dictionary) (err error) {
	v, ok := d.get("include")
	if !ok {
		return nil
	}
	o := jsruntime.AsObject(v)
	if o == nil || d.vm.KindOf(o) != "Array" {
		return d.wrong("include", "Array")
	}
	d.vm.Iterate(o, func(v jsruntime.Value) bool {
		switch name := d.vm.Text(v); name {
		case "httpMetadata":
			l.http = true
		case "customMetadata":
			l.custom = true
		default:
			err = jsruntime.Errorf(jsruntime.RangeError, "Unsupported include value %s", name)
		}
		return err == nil
	})
	return err
}

// value makes what scripts see of a page.
func (l *listing) value(vm *jsruntime.VM, p *Page) jsruntime.Value {
	objects := make([]jsruntime.Value, len(p.Objects))
	for i, o := range p.Objects {
		if !l.http {
			o.HTTP = HTTPMetadata{}
		}
		if !l.custom {
			o.Custom = nil
		}
		objects[i] = newHead(vm, head{Object: o})
	}
	prefixes := make([]jsruntime.Value, len(p.Prefixes))
	for i, s := range p.Prefixes {
		prefixes[i] = vm.ToValue(s)
	}
	result := vm.NewObject()
	set(vm, result, "objects", vm.NewArrayOf(objects...))
	set(vm, result, "truncated", p.Cursor != "")
	if p.Cursor != "" {
		set(vm, result, "cursor", p.Cursor)
	} else {
		absent(vm, result, "cursor")
	}
	set(vm, result, "delimitedPrefixes", vm.NewArrayOf(prefixes...))
	return result
}

// absent puts in a result what it does not have: as on the platform a date decides whether that is a
// property that is undefined, or none.
func absent(vm *jsruntime.VM, o *jsruntime.Object, name string) {
	if compat.Of(vm).Has("enable_fast_jsg_struct") {
		set(vm, o, name, jsruntime.Undefined())
	}
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}
