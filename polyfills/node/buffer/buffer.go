// Package buffer is node:buffer: Buffer, a Uint8Array that speaks text encodings, and the global
// of that name.
//
// The one idea: what goes through all the bytes is Go ([codec], search.go), on the script's own
// memory; what reads or writes a number is JavaScript, since a call of Go costs more.
//
// Documentation: https://nodejs.org/api/buffer.html
package buffer

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed buffer.js numbers.js
var files embed.FS

// Module gives node:buffer.
func Module() node.Module { return node.Script("buffer", files, "buffer.js", ops) }

// Numbers gives internal/buffer/numbers, the methods that read and write numbers.
func Numbers() node.Module {
	return node.Script("internal/buffer/numbers", files, "numbers.js", nil)
}

// ops lends what works on bytes. An encoding is one of the keys of codecs; positions are checked
// by the script.
func ops(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for name, f := range map[string]func(*jsruntime.VM, jsruntime.Args) jsruntime.Value{
		"encode": encode, "decode": decode, "byteLength": byteLength, "write": write, "compare": compare,
		"indexOf": indexOf, "fill": fill, "swap": swap, "isUtf8": isUTF8, "isAscii": isASCII,
	} {
		fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value { return f(vm, call.Arguments) })
		if err := o.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// bytesOf gives the memory of a view or buffer; none of anything else.
func bytesOf(v jsruntime.Value) []byte {
	b, _ := jsruntime.Bytes(v)
	return b
}

// encode(text, encoding) gives an ArrayBuffer.
func encode(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return vm.NewBuffer(codecs[args.At(1).String()].encode(args.At(0)))
}

// decode(view, encoding, start, end) gives text.
func decode(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	b := bytesOf(args.At(0))
	start, end := clamp(args.At(2), len(b)), clamp(args.At(3), len(b))
	if start >= end {
		return vm.ToValue("")
	}
	return codecs[args.At(1).String()].decode(vm, b[start:end])
}

func clamp(v jsruntime.Value, limit int) int {
	return int(max(0, min(jsruntime.Integer(v), int64(limit))))
}

// byteLength(text) is the length in UTF-8.
func byteLength(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	return vm.ToValue(len(args.At(0).String()))
}

// write(view, text, offset, length, encoding) gives how many bytes were written: whole
// characters only.
func write(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	b := bytesOf(args.At(0))
	offset := clamp(args.At(2), len(b))
	b = b[offset : offset+clamp(args.At(3), len(b)-offset)]
	c := codecs[args.At(4).String()]
	data := c.encode(args.At(1))
	if len(data) > len(b) {
		data = data[:c.boundary(data, len(b))]
	}
	return vm.ToValue(copy(b, data))
}
