package streams

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// encoder is the host side of TextEncoderStream.
type encoder struct {
	*transform
	high rune // a leading surrogate that waits for its trail; 0: none
}

// decoder is the host side of TextDecoderStream. The work is TextDecoder's.
type decoder struct {
	*transform
	decoder *object
}

// encoderClass and decoderClass are the classes of the Encoding standard's streams.
var (
	encoderClass = jsruntime.NewClass[encoder]("TextEncoderStream")
	decoderClass = jsruntime.NewClass[decoder]("TextDecoderStream")
)

// units are the UTF-16 code units of a string value.
type units interface {
	Length() int
	CharAt(int) uint16
}

// encode converts a chunk to UTF-8. A surrogate without its other half becomes U+FFFD.
func (e *encoder) encode(vm *jsruntime.VM, chunk value) []byte {
	if jsruntime.IsSymbol(chunk) {
		vm.Throwf(jsruntime.TypeError, "Cannot convert a Symbol value to a string")
	}
	str := chunk.ToString()
	s, ok := str.(units)
	if !ok {
		return []byte(str.String())
	}
	if text := str.String(); e.high == 0 && len(text) == s.Length() {
		return []byte(text) // ASCII
	}
	var out bytes.Buffer
	for i := range s.Length() {
		e.unit(&out, rune(s.CharAt(i)))
	}
	return out.Bytes()
}

// unit encodes one UTF-16 code unit.
func (e *encoder) unit(out *bytes.Buffer, u rune) {
	if high := e.high; high != 0 {
		e.high = 0
		if r := utf16.DecodeRune(high, u); r != utf8.RuneError {
			out.WriteRune(r)
			return
		}
		out.WriteRune(utf8.RuneError)
	}
	switch {
	case u >= 0xd800 && u < 0xdc00:
		e.high = u
	case utf16.IsSurrogate(u):
		out.WriteRune(utf8.RuneError)
	default:
		out.WriteRune(u)
	}
}

func newEncoder(vm *jsruntime.VM) *encoder {
	e := &encoder{}
	send := func(b []byte) {
		if len(b) > 0 {
			e.control.enqueue(vm.NewBytes(b))
		}
	}
	e.transform = newGoTransform(vm, func(chunk value) { send(e.encode(vm, chunk)) }, func() {
		if e.high != 0 {
			send([]byte("\uFFFD"))
		}
	})
	return e
}

// newGoTransform makes a transform whose steps throw.
func newGoTransform(vm *jsruntime.VM, chunk func(value), flush func()) *transform {
	step := func(f func()) value {
		if thrown, ok := attempt(vm, f); !ok {
			return rejected(vm, thrown)
		}
		return done(vm)
	}
	var readable strategy
	if !compat.Of(vm).Has("encoder_stream_spec_compliant_backpressure") {
		readable.highWaterMark = 1 // the first chunk passes without a reader
	}
	return newTransform(vm, func(*transformController) value { return undefined() }, transformAlgorithms{
		transform: func(v value) value { return step(func() { chunk(v) }) },
		flush:     func() value { return step(flush) },
		cancel:    func(value) value { return done(vm) },
	}, strategy{highWaterMark: 1}, readable)
}

func newDecoder(vm *jsruntime.VM, label, options value) *decoder {
	if jsruntime.IsUndefined(label) {
		label = vm.ToValue("utf-8")
	}
	if jsruntime.IsNullish(options) {
		options = vm.NewObject()
	}
	d := &decoder{}
	var err error
	if d.decoder, err = vm.New(vm.Get("TextDecoder"), label, options); err != nil {
		vm.Rethrow(err)
	}
	more := vm.NewObject()
	_ = more.Set("stream", true)
	send := func(text value) {
		if s, ok := text.(units); ok && s.Length() > 0 {
			d.control.enqueue(text)
		}
	}
	d.transform = newGoTransform(vm, func(chunk value) {
		if _, ok := jsruntime.Bytes(chunk); !ok {
			vm.Throwf(jsruntime.TypeError, notBytesTransformed)
		}
		send(vm.CallMethod(d.decoder, "decode", chunk, more))
	}, func() { send(vm.CallMethod(d.decoder, "decode")) })
	return d
}

func defineText() {
	jsruntime.Extends(encoderClass, transformClass, func(e *encoder) *transform { return e.transform }).
		Setup(unlinked).
		Constructor(0, func(vm *jsruntime.VM, _ args, _ *object) *encoder { return newEncoder(vm) }).
		Getter("encoding", func(vm *jsruntime.VM, _ *encoder) value { return vm.ToValue("utf-8") })
	jsruntime.Extends(decoderClass, transformClass, func(d *decoder) *transform { return d.transform }).
		Setup(unlinked).
		Constructor(0, func(vm *jsruntime.VM, a args, _ *object) *decoder { return newDecoder(vm, a.At(0), a.At(1)) }).
		Getter("encoding", func(_ *jsruntime.VM, d *decoder) value { return d.decoder.Get("encoding") }).
		Getter("fatal", func(_ *jsruntime.VM, d *decoder) value { return d.decoder.Get("fatal") }).
		Getter("ignoreBOM", func(_ *jsruntime.VM, d *decoder) value { return d.decoder.Get("ignoreBOM") })
}
