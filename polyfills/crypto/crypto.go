package crypto

import (
	"crypto/rand"
	"fmt"

	"paddock/jsruntime"
	"paddock/polyfills/globalscope"
)

// webCrypto is the host side of the global crypto.
type webCrypto struct{ subtle *jsruntime.Object }

// maxRandom is the most bytes that one call of getRandomValues gives.
const maxRandom = 65536

var cryptoClass = jsruntime.NewClass[webCrypto]("Crypto").
	Getter("subtle", func(_ *jsruntime.VM, c *webCrypto) jsruntime.Value { return c.subtle }).
	Method("getRandomValues", 1, getRandomValues).
	Method("randomUUID", 0, func(vm *jsruntime.VM, _ *webCrypto, _ jsruntime.Args) jsruntime.Value {
		globalscope.NeedsEvent(vm)
		return vm.ToValue(NewUUID())
	}).
	Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
		define(vm, proto, "DigestStream", digestStreamClass.Object(vm))
	})

func getRandomValues(vm *jsruntime.VM, _ *webCrypto, args jsruntime.Args) jsruntime.Value {
	view, ok := jsruntime.AsView(args.At(0))
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'getRandomValues' on 'Crypto': parameter 1 is not of type 'ArrayBufferView'.")
	}
	switch view.Kind {
	case "Float16Array", "Float32Array", "Float64Array", "DataView":
		vm.Throwf(jsruntime.DOMError+"TypeMismatchError", "ArrayBufferView argument to getRandomValues() must be an integer-typed view.")
	}
	if view.Length > maxRandom {
		vm.Throwf(jsruntime.DOMError+"QuotaExceededError", "getRandomValues() only accepts buffers of size <= 64K but provided %d bytes.", view.Length)
	}
	globalscope.NeedsEvent(vm)
	target, _ := jsruntime.Bytes(args.At(0))
	_, _ = rand.Read(target) // never fails: crypto/rand
	return args.At(0)
}

// NewUUID makes a UUID of version 4 (RFC 9562, section 5.4).
func NewUUID() string {
	b := random(16)
	b[6], b[8] = b[6]&0x0f|0x40, b[8]&0x3f|0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

// random makes n random bytes.
func random(n int) []byte {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails: crypto/rand
	return b
}

// define gives o an own property as object literals have them, whatever its prototype has.
func define(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.DefineDataProperty(name, vm.ToValue(v), jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
		vm.Throw(err)
	}
}
