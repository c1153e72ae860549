package streams

import (
	"sync"

	"paddock/jsruntime"
)

// define completes the classes, once per process, when the API is first asked for: their
// members refer to the classes, which Go does not allow of a variable's own initialiser.
var define = sync.OnceFunc(func() {
	defineReadable()
	defineReaders()
	defineDefaultController()
	defineByteController()
	defineBYOBRequest()
	defineIterator()
	defineWritable()
	defineWriter()
	defineWritableController()
	defineTransform()
	defineStrategies()
	defineIdentity()
	defineText()
	defineCompression()
})

// API gives the globals of the Streams standard and the platform's own stream classes.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "streams", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"ReadableStream":                   class(readableClass),
		"ReadableStreamDefaultReader":      class(defaultReaderClass),
		"ReadableStreamBYOBReader":         class(byobReaderClass),
		"ReadableStreamDefaultController":  class(defaultControllerClass),
		"ReadableByteStreamController":     class(byteControllerClass),
		"ReadableStreamBYOBRequest":        class(byobRequestClass),
		"WritableStream":                   class(writableClass),
		"WritableStreamDefaultWriter":      class(writerClass),
		"WritableStreamDefaultController":  class(writableControllerClass),
		"TransformStream":                  class(transformClass),
		"TransformStreamDefaultController": class(transformControllerClass),
		"ByteLengthQueuingStrategy":        class(byteStrategyClass),
		"CountQueuingStrategy":             class(countStrategyClass),
		"IdentityTransformStream":          class(identityClass),
		"FixedLengthStream":                class(fixedClass),
		"TextEncoderStream":                class(encoderClass),
		"TextDecoderStream":                class(decoderClass),
		"CompressionStream":                class(compressionClass),
		"DecompressionStream":              class(decompressionClass),
	}}
}

// class makes the maker of a class's global.
func class[T any](c *jsruntime.Class[T]) func(*jsruntime.VM) jsruntime.Value {
	return func(vm *jsruntime.VM) jsruntime.Value { return c.Object(vm) }
}

// asyncIterator gives Symbol.asyncIterator, which the runtime has and the engine has not.
func asyncIterator(vm *jsruntime.VM) *jsruntime.Symbol {
	sym, ok := vm.Get("Symbol").(*object).Get("asyncIterator").(*jsruntime.Symbol)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Symbol.asyncIterator is not installed")
	}
	return sym
}

// unlinked takes from a constructor the tie to its superclass's: on the platform, as in the
// standards, only the prototypes are tied.
func unlinked(vm *jsruntime.VM, ctor, _ *object) {
	if err := ctor.SetPrototype(transformClass.Object(vm).Prototype()); err != nil {
		vm.Throw(err)
	}
}
