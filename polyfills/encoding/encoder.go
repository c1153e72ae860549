package encoding

import (
	"unicode/utf8"

	"paddock/jsruntime"
)

// encoder is the host side of a TextEncoder.
type encoder struct{}

var encoderClass = jsruntime.NewClass[encoder]("TextEncoder").
	Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *encoder { return &encoder{} }).
	Getter("encoding", func(vm *jsruntime.VM, _ *encoder) jsruntime.Value { return vm.ToValue("utf-8") }).
	Method("encode", 0, func(vm *jsruntime.VM, _ *encoder, args jsruntime.Args) jsruntime.Value {
		if jsruntime.IsUndefined(args.At(0)) {
			return vm.NewBytes(nil)
		}
		return vm.NewBytes([]byte(vm.Text(args.At(0)))) // lone surrogates are U+FFFD in it
	}).
	Method("encodeInto", 2, func(vm *jsruntime.VM, _ *encoder, args jsruntime.Args) jsruntime.Value {
		if len(args) == 0 {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'encodeInto' on 'TextEncoder': parameter 1 is not of type 'String'.")
		}
		view, ok := jsruntime.AsView(args.At(1))
		if !ok || view.Kind != "Uint8Array" {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'encodeInto' on 'TextEncoder': parameter 2 is not of type 'Uint8Array'.")
		}
		target, _ := jsruntime.Bytes(args.At(1))
		text := vm.Text(args.At(0))
		written, read := encodeInto(target, text)
		result := vm.NewObject()
		for _, member := range []struct {
			name string
			n    int
		}{{"read", read}, {"written", written}} {
			if err := result.Set(member.name, member.n); err != nil {
				vm.Throw(err)
			}
		}
		return result
	})

// encodeInto copies whole characters and tells the bytes written and the UTF-16 units read.
func encodeInto(target []byte, text string) (written, read int) {
	for _, r := range text {
		size := utf8.RuneLen(r)
		if written+size > len(target) {
			break
		}
		utf8.EncodeRune(target[written:], r)
		written += size
		read++
		if r > 0xFFFF {
			read++
		}
	}
	return written, read
}
