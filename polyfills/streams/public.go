package streams

import (
	"context"
	"io"

	"paddock/jsruntime"
)

// ReadableOptions describe a native stream.
type ReadableOptions struct {
	Length int64 // bytes to come in all; < 0: unknown
	// Scoped says that the source ends with the running scope, as the body of an answer to
	// a request that was sent with its context: [Take] and [Reader] hold the scope until
	// the reader has come to its end or is closed.
	Scoped bool
	Owner  jsruntime.Owner // the event that may read; the zero value: the running one
	Made   Made
}

// NewReadable makes a byte stream over a Go reader, which belongs to the stream from then
// on: it is closed at its end, by an error, by cancel, and when the event that reads it is
// aborted. Close may be called while a Read is running.
func NewReadable(vm *jsruntime.VM, rc io.ReadCloser, opts ReadableOptions) *jsruntime.Object {
	s := newNative(vm, &goSource{rc, opts.Scoped}, opts.Length, opts.Made)
	if opts.Owner != (jsruntime.Owner{}) {
		s.control.(*native).owner = opts.Owner
	}
	return s.value()
}

// IsReadable reports whether v is a ReadableStream.
func IsReadable(v jsruntime.Value) bool { _, ok := asStream(v); return ok }

// Locked reports whether v is a stream with a reader or in a pipe.
func Locked(v jsruntime.Value) bool { s, ok := asStream(v); return ok && s.locked() }

// Disturbed reports whether v is a stream that was ever read from or cancelled.
func Disturbed(v jsruntime.Value) bool { s, ok := asStream(v); return ok && s.disturbed }

// KnownLength gives the number of bytes that a stream will give in all, when it says so:
// FixedLengthStream, expectedLength, ReadableOptions.
func KnownLength(v jsruntime.Value) (int64, bool) {
	s, ok := asStream(v)
	if !ok || s.length < 0 {
		return 0, false
	}
	return s.length, true
}

// Move gives an unlocked stream a new object. The old one stays as an empty stream that somebody
// has read and that nobody else may read.
func Move(vm *jsruntime.VM, v *jsruntime.Object) *jsruntime.Object {
	s, ok := asStream(v)
	if !ok {
		return v
	}
	empty := newStream(vm)
	empty.object, empty.disturbed = v, true
	empty.acquire()
	empty.close()
	readableClass.Adopt(v, empty)
	s.object = nil
	return s.value()
}

// Take gives the Go source of an unlocked, undisturbed native stream and locks the stream
// for good: no JavaScript runs for its bytes any more. length is < 0 when it is unknown.
// The caller closes the reader. ok is false, and nothing changed, for any other stream.
func Take(vm *jsruntime.VM, v jsruntime.Value) (rc io.ReadCloser, length int64, ok bool) {
	s, isStream := asStream(v)
	if !isStream || s.locked() || s.disturbed || s.state != stateReadable {
		return nil, 0, false
	}
	n, isNative := s.control.(*native)
	if !isNative || !n.idle() {
		return nil, 0, false
	}
	s.acquire()
	s.disturbed = true
	return n.lend(), s.length, true
}

// Underlying gives the reader that [NewReadable] was given, of one that [Take] or [Reader] gave;
// any other reader as it is.
func Underlying(rc io.ReadCloser) io.ReadCloser {
	if h, ok := rc.(interface{ underlying() io.ReadCloser }); ok {
		return h.underlying()
	}
	return rc
}

// Cancel closes a reader that [Reader] gave. A stream that JavaScript feeds is cancelled with the reason, which is made
// on its loop; where none is left it is never made.
func Cancel(rc io.ReadCloser, reason func(*jsruntime.VM) jsruntime.Value) error {
	if p, ok := rc.(*pump); ok {
		p.cancel(reason)
		return nil
	}
	return rc.Close()
}

// Scripted is optional on a reader: Starving gives what reports, on the loop, whether a Read waits for what only
// JavaScript of a scope can give, or nil if none ever does.
type Scripted interface {
	Starving(*jsruntime.Scope) func() bool
}

// Starving asks a reader that may be [Scripted].
func Starving(rc io.Reader, scope *jsruntime.Scope) func() bool {
	if s, ok := rc.(Scripted); ok {
		return s.Starving(scope)
	}
	return nil
}

// Cancelled is optional on a reader that [NewReadable] is given: it takes the reason of a cancel, on the loop, and
// gives what closes the reader, on any goroutine.
type Cancelled interface {
	Cancelled(vm *jsruntime.VM, reason jsruntime.Value) func() error
}

// Cancelled implements [Cancelled]: a stream that comes from another Worker is cancelled there with the same reason.
func (p *pump) Cancelled(vm *jsruntime.VM, reason value) func() error {
	m, err := vm.Serialize(reason, nil, nil)
	return func() error {
		return Cancel(p, func(vm *jsruntime.VM) value {
			if err != nil { // what cannot be cloned stays behind
				return undefined()
			}
			v, err := vm.Deserialize(m, nil)
			if err != nil {
				return undefined()
			}
			return v
		})
	}
}

// Reader gives any unlocked stream as a Go reader for use outside of the loop, and locks
// the stream for good. A native stream gives its source; of any other each Read asks the
// stream on the loop, in the running scope, which is held until the end. Chunks must be
// bytes. Closing early cancels the stream.
func Reader(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	s, ok := asStream(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "The value is not a ReadableStream.")
	}
	if s.locked() {
		return nil, jsruntime.Errorf(jsruntime.TypeError, lockedReadable)
	}
	r := s.acquire()
	s.disturbed = true
	switch s.state {
	case stateClosed:
		return failing{io.EOF}, nil
	case stateErrored:
		return failing{vm.Wrap(s.stored)}, nil
	}
	if n, ok := s.control.(*native); ok && n.idle() {
		return n.lend(), nil
	}
	return newPump(vm, r), nil
}

// Tee makes two streams of an unlocked one, as its method tee does. It throws when v is
// locked or no stream.
func Tee(vm *jsruntime.VM, v jsruntime.Value) (a, b *jsruntime.Object) {
	s, ok := asStream(v)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "The value is not a ReadableStream.")
	}
	x, y := s.tee()
	return x.value(), y.value()
}

// ReadAll reads a stream to its end and gives a promise of what done makes of the bytes. A
// native stream is read outside of the loop. The promise is rejected with a TypeError when
// v is locked or a chunk is not bytes, else with what errored the stream.
func ReadAll(vm *jsruntime.VM, v jsruntime.Value, done func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error)) jsruntime.Value {
	s, ok := asStream(v)
	if !ok || s.locked() {
		return rejected(vm, typeError(vm, lockedReadable))
	}
	if n, isNative := s.control.(*native); isNative && s.state == stateReadable && n.idle() {
		s.acquire()
		s.disturbed = true
		return ReadSource(vm, n.detach(), s.length, done)
	}
	return readAll(vm, s.acquire(), done)
}

// ReadSource is ReadAll for a Go reader that no stream has been made of; length is < 0 when it is
// unknown. The reader is closed at its end, and when the event is aborted.
func ReadSource(vm *jsruntime.VM, rc io.ReadCloser, length int64, done func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error)) jsruntime.Value {
	room := vm.Room()
	return jsruntime.AsyncReading(vm, Starving(rc, vm.Scope()), func(ctx context.Context) ([]byte, error) {
		stop := context.AfterFunc(ctx, func() { interrupt(rc) })
		defer stop()
		defer func() { _ = rc.Close() }()
		data, err := readTo(io.LimitReader(rc, int64(room)+1), length)
		if len(data) > room {
			return nil, jsruntime.Errorf(jsruntime.TypeError, noRoom)
		}
		return data, err
	}, done)
}

// noRoom is the platform's error for a body that is longer than there is memory for.
const noRoom = "Memory limit exceeded before EOF."

// Bounded is a reader of what there may be ever more of, and somebody gathers: it fails with the platform's error where
// there is no room in memory.
func Bounded(vm *jsruntime.VM, rc io.ReadCloser) io.ReadCloser {
	return &bounded{ReadCloser: rc, room: vm.Room()}
}

type bounded struct {
	io.ReadCloser
	room int
}

func (b *bounded) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if b.room -= n; b.room < 0 {
		return 0, jsruntime.Errorf(jsruntime.TypeError, noRoom)
	}
	return n, err
}

// readTo reads to the end; a length that is believed saves growing, not more.
func readTo(r io.Reader, length int64) ([]byte, error) {
	const believed = 1 << 20
	if length <= 0 || length > believed {
		return io.ReadAll(r)
	}
	data := make([]byte, length+1) // a reader may need another call to tell that this was all
	for n := 0; ; {
		m, err := r.Read(data[n:])
		n += m
		switch {
		case err == io.EOF:
			return data[:n:n], nil
		case err != nil:
			return data[:n:n], err
		case n == len(data): // it is longer than was said
			rest, err := io.ReadAll(r)
			return append(data, rest...), err
		}
	}
}

// IsWritable reports whether v is a WritableStream.
func IsWritable(v jsruntime.Value) bool { _, ok := writableClass.From(v); return ok }

// NewWritable makes a writable stream of bytes over a Go writer, which belongs to the
// stream from then on. An abort calls its CloseWithError when it has one, as *[io.PipeWriter],
// else Close. Close may be called while a Write is running.
func NewWritable(vm *jsruntime.VM, wc io.WriteCloser) *jsruntime.Object {
	return newNativeWritable(vm, &goSink{wc}, strategy{highWaterMark: 1}).value()
}

// Writable is the part of a WritableStream in an instance of a class that extends it.
type Writable struct{ w *writable }

// WritableFuncs are what a WritableStream does with what is written to it. They run on the
// loop and give promises.
type WritableFuncs struct {
	Write func(chunk jsruntime.Value) jsruntime.Value
	Close func() jsruntime.Value
	Abort func(reason jsruntime.Value) jsruntime.Value
}

// ExtendWritable makes WritableStream the superclass of a class of another package; part
// gives what its constructor got from [NewWritableBase].
func ExtendWritable[T any](c *jsruntime.Class[T], part func(*T) *Writable) *jsruntime.Class[T] {
	define()
	return jsruntime.Extends(c, writableClass, func(t *T) *writable { return part(t).w })
}

// NewWritableBase makes the part of a WritableStream in this, an instance in construction.
func NewWritableBase(vm *jsruntime.VM, this *jsruntime.Object, f WritableFuncs) Writable {
	w := newWritable(vm)
	w.object = this
	(&writableController{}).setupStarted(w, writableAlgorithms{write: f.Write, close: f.Close, abort: f.Abort}, strategy{highWaterMark: 1})
	return Writable{w}
}
