// Package stream is node:stream with its kin: stream/promises, stream/consumers, stream/web and
// the modules _stream_*.
//
// The ideas to hold:
//
//   - A stream is a state machine in JavaScript: its state (readable_state.js, writable_state.js)
//     and what moves it (readable.js, writable.js), by microtasks where Node uses ticks.
//   - destroy.js is how every stream ends, finished.js how its end is seen from outside; pipe.js,
//     pipeline.js and compose.js are built on the two.
//   - The engine has no async generators: generator.js drives generators that yield what they wait for.
//
// As on the platform, pipelines take no streams of the web other than by iteration, and finished
// none at all.
//
// Documentation: https://nodejs.org/api/stream.html
package stream

import (
	"embed"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/node"
	"paddock/polyfills/timers"
)

//go:embed *.js
var files embed.FS

// Modules gives all of the modules.
func Modules() []node.Module {
	modules := []node.Module{
		node.Script("stream", files, "stream.js", nil),
		node.Script("stream/consumers", files, "consumers.js", nil),
		member("stream/promises", "promises"),
		{Name: "stream/web", Make: web},
	}
	for _, class := range []string{"Readable", "Writable", "Duplex", "Transform", "PassThrough"} {
		modules = append(modules, member("_stream_"+strings.ToLower(class), class))
	}
	for _, name := range []string{
		"abort", "compose", "destroy", "duplex", "duplexify", "finished", "from", "generator", "legacy", "operators", "pipe",
		"pipeline", "readable", "readable_state", "state", "transform", "web", "writable", "writable_state",
	} {
		modules = append(modules, node.Script(node.Internal+"stream/"+name, files, name+".js", ticks))
	}
	return modules
}

// member is a module that is a member of node:stream.
func member(name, member string) node.Module {
	return node.Module{Name: name, Make: node.Member("stream", member)}
}

// ticks lends queueMicrotask as the web has it, whatever becomes of the global.
func ticks(vm *jsruntime.VM) *jsruntime.Object {
	ops := vm.NewObject()
	if err := ops.Set("queueMicrotask", timers.API().Globals["queueMicrotask"](vm)); err != nil {
		vm.Throw(err)
	}
	return ops
}

// web gives the streams of the web, which are globals here.
func web(vm *jsruntime.VM) jsruntime.Value {
	exports := vm.NewObject()
	for _, name := range []string{
		"ReadableStream", "ReadableStreamDefaultReader", "ReadableStreamBYOBReader", "ReadableStreamBYOBRequest",
		"ReadableByteStreamController", "ReadableStreamDefaultController", "TransformStream", "TransformStreamDefaultController",
		"WritableStream", "WritableStreamDefaultWriter", "WritableStreamDefaultController", "ByteLengthQueuingStrategy",
		"CountQueuingStrategy", "TextEncoderStream", "TextDecoderStream", "CompressionStream", "DecompressionStream",
	} {
		if err := exports.Set(name, vm.GlobalObject().Get(name)); err != nil {
			vm.Throw(err)
		}
	}
	return exports
}
