package fetch

import (
	"bytes"
	"io"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/streams"
)

// Body is what there is to read of a Request or Response. Exactly one of text, data, reader and
// stream holds it; a body that is not present has none.
type Body struct {
	present bool
	text    string
	data    []byte // shared; never written
	reader  io.ReadCloser
	length  int64 // of reader; < 0: unknown
	scoped  bool  // reader ends with the event that fetched it
	stream  *jsruntime.Object
	used    bool // data, text or reader has been consumed
	branch  bool // of a tee, while it has no stream
	kind    kind
	mime    string // the Content-Type that goes with the body's kind; ""
	owner   jsruntime.Owner
}

type kind uint8

const (
	noBody kind = iota
	textBody
	dataBody
	readerBody
	streamBody
)

const (
	usedMessage   = "Body has already been used. It can only be used once. Use tee() first if you need to read it twice."
	lockedMessage = "This ReadableStream is currently locked to a reader."
)

// native makes a body of a Go reader, for the running event.
func native(vm *jsruntime.VM, r io.ReadCloser, length int64) Body {
	return Body{present: true, kind: readerBody, reader: r, length: length, owner: vm.Owner()}
}

// endWithEvent has a body that another Worker sends be given up with the running event: what of it has not been
// read then, nobody will read. Events of objects have no end.
func (b *Body) endWithEvent(vm *jsruntime.VM) {
	if b.kind != readerBody || !vm.InEvent() || vm.Gate() != nil {
		return
	}
	rc := b.reader
	b.scoped = true
	vm.Scope().OnEnd(func() {
		_ = streams.Cancel(rc, func(vm *jsruntime.VM) jsruntime.Value { return vm.ErrorValue(errLost) }) // nobody is left to be told
	})
}

var errLost = jsruntime.ConnectionLost(nil)

// empty reports whether the body is known to have no bytes.
func (b *Body) empty() bool {
	return b.kind == textBody && b.text == "" || b.kind == dataBody && len(b.data) == 0
}

// isUsed is bodyUsed.
func (b *Body) isUsed() bool {
	return b.used || b.kind == streamBody && streams.Disturbed(b.stream)
}

// check rejects a body that cannot be read any more.
func (b *Body) check() error {
	if b.isUsed() {
		return jsruntime.Errorf(jsruntime.TypeError, usedMessage)
	}
	if b.kind == streamBody && streams.Locked(b.stream) {
		return jsruntime.Errorf(jsruntime.TypeError, lockedMessage)
	}
	return nil
}

// refusal is why the running event may not read the body, or nil.
func (b *Body) refusal(vm *jsruntime.VM) error { return b.owner.Refusal(vm, "ReadableStreamSource>") }

// asStream gives the body's stream, made when first asked for.
func (b *Body) asStream(vm *jsruntime.VM) jsruntime.Value {
	if !b.present {
		return jsruntime.Null()
	}
	if b.kind != streamBody {
		r, length := b.open()
		b.stream = streams.NewReadable(vm, r, streams.ReadableOptions{Length: length, Scoped: b.scoped && !b.used, Owner: b.owner, Made: b.made()})
		if b.used { // consumed before the stream was asked for
			streams.Take(vm, b.stream)
		}
		b.kind, b.reader, b.data, b.text = streamBody, nil, nil, ""
	}
	return b.stream
}

// made is where the bytes of a body that is no stream come from.
func (b *Body) made() streams.Made {
	switch {
	case b.kind == readerBody:
		return streams.Received
	case b.branch:
		return streams.Transformed
	}
	return streams.Held
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
	return empty(), 0
}

// empty gives a body that is there and has nothing.
func empty() *buffered { return &buffered{bytes.NewReader(nil)} }

// buffered is a reader over memory: it outlives the event that made it.
type buffered struct{ io.Reader }

func (*buffered) Close() error { return nil }

// WriteTo lets io.Copy write everything at once.
func (b *buffered) WriteTo(w io.Writer) (int64, error) { return b.Reader.(io.WriterTo).WriteTo(w) }

// IsBuffered reports whether a body that ToResponse gave is all in memory.
func IsBuffered(r io.Reader) bool {
	if e, ok := r.(*encoded); ok {
		r = e.body
	}
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
	if err := b.refusal(vm); err != nil {
		return nil, 0, err
	}
	if b.kind == readerBody && b.scoped {
		b.asStream(vm) // whose reader holds the event
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

// again gives what reads the body once more, for a request that has to be repeated; nil for a body
// that comes but once.
func (b *Body) again() func() (io.ReadCloser, error) {
	if b.kind != textBody && b.kind != dataBody {
		return nil
	}
	once := *b
	return func() (io.ReadCloser, error) {
		r, _ := once.open()
		return r, nil
	}
}

// consume reads all of the body and gives a promise of what convert makes of it.
func (b *Body) consume(vm *jsruntime.VM, convert func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error)) (jsruntime.Value, error) {
	if !b.present {
		return convert(vm, nil)
	}
	if err := b.check(); err != nil {
		return nil, err
	}
	if err := b.refusal(vm); err != nil {
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
	if b.kind == readerBody {
		b.used = true
		return streams.ReadSource(vm, b.reader, b.length, convert), nil
	}
	return streams.ReadAll(vm, b.asStream(vm), convert), nil
}

// tee splits the body in two (Fetch, "clone a body").
func (b *Body) tee(vm *jsruntime.VM) (Body, error) {
	if b.check() != nil {
		// The platform's words, comma and all.
		return Body{}, jsruntime.Errorf(jsruntime.TypeError, "This ReadableStream is currently locked to a reader,")
	}
	if b.kind != readerBody && b.kind != streamBody {
		b.branch = true
		return *b, nil
	}
	one, two := streams.Tee(vm, b.asStream(vm))
	b.stream = one
	return Body{present: true, kind: streamBody, stream: two, mime: b.mime}, nil
}
