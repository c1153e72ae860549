package r2

import (
	"encoding/hex"
	"io"
	"net/http"
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/blob"
	"paddock/polyfills/encoding"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// head is the host side of HeadResult.
type head struct {
	*Object
	offset, length int64
	ranged         bool // scripts see offset and length
}

// got is the host side of GetResult.
type got struct {
	head
	stream *jsruntime.Object
}

func newHead(vm *jsruntime.VM, h head) *jsruntime.Object {
	o := headClass.New(vm, &h)
	h.show(vm, o)
	return o
}

func newGot(vm *jsruntime.VM, h head, body io.ReadCloser) *jsruntime.Object {
	g := &got{head: h, stream: streams.NewReadable(vm, body, streams.ReadableOptions{Length: h.length})}
	o := getClass.New(vm, g)
	h.show(vm, o)
	return o
}

// show puts a read-only property on a result.
func show(vm *jsruntime.VM, o *jsruntime.Object, name string, v jsruntime.Value) {
	if err := o.DefineDataProperty(name, v, jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
}

// show puts an object's properties on its result, in the platform's order.
func (h *head) show(vm *jsruntime.VM, o *jsruntime.Object) {
	show(vm, o, "ssecKeyMd5", jsruntime.Undefined())
	show(vm, o, "storageClass", vm.ToValue(""))
	show(vm, o, "range", h.rangeValue(vm))
	custom := vm.NewObject()
	for _, p := range h.Custom {
		// Defined, because a name may be __proto__.
		if err := custom.DefineDataProperty(p.Name, vm.ToValue(p.Value), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	show(vm, o, "customMetadata", custom)
	show(vm, o, "httpMetadata", h.HTTP.value(vm))
	show(vm, o, "uploaded", newDate(vm, h.Uploaded))
	show(vm, o, "checksums", newChecksums(vm, h.Object))
	show(vm, o, "httpEtag", vm.ToValue(`"`+h.ETag+`"`))
	show(vm, o, "etag", vm.ToValue(h.ETag))
	show(vm, o, "size", vm.ToValue(h.Size))
	show(vm, o, "version", vm.ToValue(h.Version))
	show(vm, o, "key", vm.ToValue(h.Key))
}

func (h *head) rangeValue(vm *jsruntime.VM) jsruntime.Value {
	if !h.ranged {
		return jsruntime.Undefined()
	}
	r := vm.NewObject()
	set(vm, r, "offset", h.offset)
	set(vm, r, "length", h.length)
	absent(vm, r, "suffix")
	return r
}

func (m HTTPMetadata) value(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	for _, f := range m.fields() {
		if *f.value != nil {
			set(vm, o, f.name, **f.value)
		} else {
			absent(vm, o, f.name)
		}
	}
	if m.CacheExpiry != nil {
		set(vm, o, "cacheExpiry", newDate(vm, *m.CacheExpiry))
	} else {
		absent(vm, o, "cacheExpiry")
	}
	return o
}

func newDate(vm *jsruntime.VM, ms int64) *jsruntime.Object {
	date, err := vm.New(vm.Get("Date"), vm.ToValue(ms))
	if err != nil {
		vm.Rethrow(err)
	}
	return date
}

func defineHead() {
	headClass.Method("writeHttpMetadata", 0, func(vm *jsruntime.VM, h *head, args jsruntime.Args) jsruntime.Value {
		to, ok := headers.From(args.At(0))
		if !ok {
			vm.Throw(wrongType("HeadResult", "writeHttpMetadata", 1, "Headers"))
		}
		for _, f := range h.HTTP.fields() {
			if *f.value != nil {
				to.Set(vm, f.header, **f.value)
			}
		}
		if h.HTTP.CacheExpiry != nil {
			to.Set(vm, "Expires", time.UnixMilli(*h.HTTP.CacheExpiry).UTC().Format(http.TimeFormat))
		}
		return nil
	})
}

// Refusals of a body that cannot be read any more, in the platform's words.
const (
	usedMessage   = "Body has already been used. It can only be used once. Use tee() first if you need to read it twice."
	lockedMessage = "This ReadableStream is currently locked to a reader."
)

func defineGet() {
	jsruntime.Extends(getClass, headClass, func(g *got) *head { return &g.head })
	getClass.
		Getter("body", func(_ *jsruntime.VM, g *got) jsruntime.Value { return g.stream }).
		Getter("bodyUsed", func(vm *jsruntime.VM, g *got) jsruntime.Value { return vm.ToValue(streams.Disturbed(g.stream)) })
	reads("arrayBuffer", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) { return vm.NewBuffer(data), nil })
	reads("bytes", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) { return vm.NewBytes(data), nil })
	reads("text", func(vm *jsruntime.VM, _ *got, data []byte) (jsruntime.Value, error) {
		return vm.ToValue(encoding.Text(data)), nil
	})
	reads("json", func(vm *jsruntime.VM, _ *got, data []byte) (v jsruntime.Value, err error) {
		err = vm.Try(func() { v = json.Parse(vm, encoding.Text(data)) })
		return v, err
	})
	reads("blob", func(vm *jsruntime.VM, g *got, data []byte) (jsruntime.Value, error) {
		mime := ""
		if g.HTTP.ContentType != nil {
			mime = *g.HTTP.ContentType
		}
		return blob.New(vm, data, mime), nil
	})
}

// reads adds a method of GetResult that reads all of the body.
func reads(name string, convert func(vm *jsruntime.VM, g *got, data []byte) (jsruntime.Value, error)) {
	getClass.Method(name, 0, rejecting(func(vm *jsruntime.VM, g *got, _ jsruntime.Args) (jsruntime.Value, error) {
		if streams.Disturbed(g.stream) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, usedMessage)
		}
		if streams.Locked(g.stream) {
			return nil, jsruntime.Errorf(jsruntime.TypeError, lockedMessage)
		}
		return streams.ReadAll(vm, g.stream, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) { return convert(vm, g, data) }), nil
	}))
}

// newChecksums makes a Checksums, whose properties are in the platform's order.
func newChecksums(vm *jsruntime.VM, object *Object) *jsruntime.Object {
	o := checksumsClass.New(vm, object)
	all := algorithms()
	for i := range all {
		member := all[len(all)-1-i].member
		v := jsruntime.Undefined()
		if sum, ok := object.digest(member); ok {
			if data, err := hex.DecodeString(sum); err == nil {
				v = vm.NewBuffer(data)
			}
		}
		show(vm, o, member, v)
	}
	return o
}

func checksumsJSON(vm *jsruntime.VM, object *Object, _ jsruntime.Args) jsruntime.Value {
	o := vm.NewObject()
	for _, a := range algorithms() {
		if sum, ok := object.digest(a.member); ok {
			set(vm, o, a.member, sum)
		} else {
			absent(vm, o, a.member)
		}
	}
	return o
}
