package fetch

import (
	"bytes"
	"io"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
)

// Body is the host side of the Body mixin. Exactly one of text, data, reader and stream holds
// what there is to read; a body that is not present has none.
type Body struct {
	present bool
	text    string
	data    []byte
	reader  io.ReadCloser
	length  int64 // of reader; < 0: unknown
	stream  *jsruntime.Object
	used    bool // data, text or reader has been consumed
	kind    kind
	mime    string // the Content-Type that goes with the body's kind; ""
}

type kind uint8

const (
	noBody kind = iota
	textBody
	dataBody
	readerBody
	streamBody
)

const usedMessage = "Body has already been used. It can only be used once. Use tee() first if you need to read it twice."

// extract makes a body of a BodyInit (Fetch, "extract a body").
func extract(vm *jsruntime.VM, v jsruntime.Value) Body {
	if jsruntime.IsNullish(v) {
		return Body{}
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return Body{present: true, kind: textBody, text: v.String(), mime: "text/plain;charset=UTF-8"}
	}
	if streams.IsReadable(o) {
		if streams.Disturbed(o) {
			vm.Throwf(jsruntime.TypeError, "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.")
		}
		if streams.Locked(o) {
			vm.Throwf(jsruntime.TypeError, "This ReadableStream is currently locked to a reader.")
		}
		return Body{present: true, kind: streamBody, stream: o}
	}
	if b, ok := blob.From(o); ok {
		return Body{present: true, kind: dataBody, data: b.Data, mime: b.Type}
	}
	if data, ok := jsruntime.Bytes(o); ok {
		return Body{present: true, kind: dataBody, data: bytes.Clone(data)}
	}
	if text, ok := url.ParamsOf(o); ok {
		return Body{present: true, kind: textBody, text: text, mime: "application/x-www-form-urlencoded;charset=UTF-8"}
	}
	if f, ok := formdata.From(o); ok {
		data, mime := f.Encode()
		return Body{present: true, kind: dataBody, data: data, mime: mime}
	}
	return Body{present: true, kind: textBody, text: v.String(), mime: "text/plain;charset=UTF-8"}
}

// native makes a body of a Go reader.
func native(r io.ReadCloser, length int64) Body {
	return Body{present: true, kind: readerBody, reader: r, length: length}
}

// isUsed is bodyUsed.
func (b *Body) isUsed() bool {
	return b.used || b.kind == streamBody && streams.Disturbed(b.stream)
}

// check rejects a body that cannot be read any more.
func (b *Body) check() error {
	if b.isUsed() {
		return jsruntime.Errorf(jsruntime.TypeError, "%s", usedMessage)
	}
	if b.kind == streamBody && streams.Locked(b.stream) {
		return jsruntime.Errorf(jsruntime.TypeError, "This ReadableStream is currently locked to a reader.")
	}
	return nil
}

// asStream gives the body's stream, made when first asked for.
func (b *Body) asStream(vm *jsruntime.VM) jsruntime.Value {
	if !b.present {
		return jsruntime.Null()
	}
	if b.kind != streamBody {
		r, length := b.open()
		b.stream = streams.NewReadable(vm, r, streams.ReadableOptions{Length: length})
		if b.used { // consumed before the stream was asked for
			streams.Take(vm, b.stream)
		}
		b.kind, b.reader, b.data, b.text = streamBody, nil, nil, ""
	}
	return b.stream
}

// open gives a Go reader of a body that is no stream.
func (b *Body) open() (r io.ReadCloser, length int64) {
	switch b.kind {
	case textBody:
		return &buffered{strings.NewReader(b.text)}, int64(len(b.text))
	case dataBody:
		return &buffered{bytes.NewReader(b.data)}, int64(len(b.data))
	case readerBody:
		return b.reader, b.length
	}
	return &buffered{bytes.NewReader(nil)}, 0
}

// buffered is a reader over memory: it outlives the event that made it.
type buffered struct{ io.Reader }

func (*buffered) Close() error { return nil }

// WriteTo lets io.Copy write everything at once.
func (b *buffered) WriteTo(w io.Writer) (int64, error) { return b.Reader.(io.WriterTo).WriteTo(w) }

// IsBuffered reports whether a body that ToResponse gave is all in memory.
func IsBuffered(r io.Reader) bool {
	_, ok := r.(*buffered)
	return ok || r == nil
}

// take consumes the body for the host. length is < 0 when it is unknown. Reading is for any
// goroutine.
func (b *Body) take(vm *jsruntime.VM) (r io.ReadCloser, length int64, err error) {
	if !b.present {
		return nil, 0, nil
	}
	if err := b.check(); err != nil {
		return nil, 0, err
	}
	if b.kind != streamBody {
		r, length = b.open()
		b.used = true
		return r, length, nil
	}
	if r, length, ok := streams.Take(vm, b.stream); ok {
		return r, length, nil
	}
	length = -1
	if n, ok := streams.KnownLength(b.stream); ok {
		length = n
	}
	r, err = streams.Reader(vm, b.stream)
	return r, length, err
}

// consume reads all of the body and gives a promise of what convert makes of it.
func (b *Body) consume(vm *jsruntime.VM, convert func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error)) (jsruntime.Value, error) {
	if !b.present {
		return convert(vm, nil)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	switch b.kind {
	case textBody:
		b.used = true
		return convert(vm, []byte(b.text))
	case dataBody:
		b.used = true
		return convert(vm, bytes.Clone(b.data))
	}
	return streams.ReadAll(vm, b.asStream(vm), convert), nil
}

// tee splits the body in two (Fetch, "clone a body").
func (b *Body) tee(vm *jsruntime.VM) (Body, error) {
	if err := b.check(); err != nil {
		return Body{}, err
	}
	switch {
	case !b.present:
		return Body{}, nil
	case b.kind == textBody || b.kind == dataBody:
		return *b, nil
	}
	one, two := streams.Tee(vm, b.asStream(vm))
	b.stream = one
	return Body{present: true, kind: streamBody, stream: two, mime: b.mime}, nil
}

// text decodes UTF-8 and strips a byte order mark.
func text(data []byte) string {
	data = bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))
	return strings.ToValidUTF8(string(data), "\uFFFD")
}

// mixin adds the members of Body to a class.
func mixin[T any](c *jsruntime.Class[T], body func(*T) (*Body, *headers.Headers)) {
	reads := func(name string, convert func(vm *jsruntime.VM, h *headers.Headers, data []byte) (jsruntime.Value, error)) {
		c.AsyncMethod(name, 0, func(vm *jsruntime.VM, self *T, _ jsruntime.Args) (jsruntime.Value, error) {
			b, h := body(self)
			return b.consume(vm, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) { return convert(vm, h, data) })
		})
	}
	c.Getter("body", func(vm *jsruntime.VM, self *T) jsruntime.Value {
		b, _ := body(self)
		return b.asStream(vm)
	})
	c.Getter("bodyUsed", func(vm *jsruntime.VM, self *T) jsruntime.Value {
		b, _ := body(self)
		return vm.ToValue(b.present && b.isUsed())
	})
	reads("text", func(vm *jsruntime.VM, _ *headers.Headers, data []byte) (jsruntime.Value, error) {
		return vm.ToValue(text(data)), nil
	})
	reads("json", func(vm *jsruntime.VM, _ *headers.Headers, data []byte) (v jsruntime.Value, err error) {
		parser := vm.Get("JSON").(*jsruntime.Object)
		thrown := vm.Try(func() { v = vm.CallMethod(parser, "parse", vm.ToValue(text(data))) })
		if thrown != nil && len(data) == 0 {
			return nil, jsruntime.Errorf(jsruntime.SyntaxError, "Unexpected end of JSON input")
		}
		return v, thrown
	})
	reads("arrayBuffer", func(vm *jsruntime.VM, _ *headers.Headers, data []byte) (jsruntime.Value, error) {
		return vm.NewBuffer(data), nil
	})
	reads("bytes", func(vm *jsruntime.VM, _ *headers.Headers, data []byte) (jsruntime.Value, error) {
		return vm.NewBytes(data), nil
	})
	reads("blob", func(vm *jsruntime.VM, h *headers.Headers, data []byte) (jsruntime.Value, error) {
		mime, _ := h.Get("Content-Type")
		return blob.New(vm, data, blob.MIME(mime)), nil
	})
	reads("formData", func(vm *jsruntime.VM, h *headers.Headers, data []byte) (jsruntime.Value, error) {
		mime, _ := h.Get("Content-Type")
		f, err := formdata.Parse(data, mime)
		if err != nil {
			return nil, err
		}
		return formdata.New(vm, f), nil
	})
}
