// Package zlib is node:zlib: gzip, deflate, Brotli and Zstandard, at once or as streams.
//
// The ideas to hold:
//
//   - A codec is fed input and asked for output, so much at a time (codec.go). Encoders write
//     into a buffer; decoders, which in Go read, run as coroutines (unpack.go).
//   - What JavaScript passes, and its words when that is wrong, is checked in zlib.js.
//
// What is compressed is smaller or larger by a little than what zlib makes of it, and strategies
// other than Z_HUFFMAN_ONLY are taken for the default.
//
// Documentation: https://nodejs.org/api/zlib.html
package zlib

import (
	"embed"
	"hash/crc32"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed zlib.js options.js constants.js
var files embed.FS

// Modules gives node:zlib.
func Modules() []node.Module {
	return []node.Module{
		node.Script("zlib", files, "zlib.js", ops),
		node.Script(node.Internal+"zlib/constants", files, "constants.js", nil),
		node.Script(node.Internal+"zlib/options", files, "options.js", nil),
	}
}

// ops lends open(mode, options), whole(mode, options, data, strict, max) and crc32(data, value).
func ops(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for name, f := range map[string]func(jsruntime.Args) jsruntime.Value{
		"open": func(args jsruntime.Args) jsruntime.Value {
			return handleClass.New(vm, newHandle(vm, args.At(0), args.At(1)))
		},
		"whole": func(args jsruntime.Args) jsruntime.Value { return whole(vm, args) },
		"crc32": func(args jsruntime.Args) jsruntime.Value {
			return vm.ToValue(crc32.Update(uint32(args.At(1).ToInteger()), crc32.IEEETable, bytesOf(args.At(0))))
		},
	} {
		fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value { return f(call.Arguments) })
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// bytesOf gives the bytes of a string or a buffer.
func bytesOf(v jsruntime.Value) []byte {
	if b, ok := jsruntime.Bytes(v); ok {
		return b
	}
	return []byte(v.String())
}
