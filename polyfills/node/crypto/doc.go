// Package crypto is node:crypto: hashes, ciphers, signatures, keys, key derivation and
// certificates.
//
// The ideas to hold: a file of JavaScript has the surface of one subject, with Node's checks of
// arguments; what computes is Go, on handles ([digestState], [cipherState], [key] …) and on the
// script's own memory. What the platform's library does not have is refused in its words, also
// where Node has it: hashes as sha3 and ripemd160, the curve secp256k1, DSA, ed448.
//
// Differences: the ciphers RC2, AES-EAX, AES-CCM, AES-GCM-SIV and those with a random nonce are
// listed, as on the platform, and not emulated. What has a callback is computed at once, and the
// callback is called later.
//
// Documentation: https://nodejs.org/api/crypto.html
// Platform: https://developers.cloudflare.com/workers/runtime-apis/nodejs/crypto/
package crypto

import (
	"embed"

	"paddock/jsruntime"
	"paddock/polyfills/node"
)

//go:embed *.js
var files embed.FS

// Modules gives node:crypto and its parts.
func Modules() []node.Module {
	part := func(name string) node.Module {
		return node.Script("internal/crypto/"+name, files, name+".js", ops.Get)
	}
	return []node.Module{
		node.Script("crypto", files, "crypto.js", ops.Get),
		part("bytes"), part("random"), part("hash"), part("cipher"), part("keys"), part("derive"),
		part("sign"), part("exchange"), part("certificate"),
	}
}

// op is a function that Go lends to the scripts.
type op = func(*jsruntime.VM, jsruntime.Args) jsruntime.Value

// ops are the functions of Go in each VM, the same for all scripts.
var ops = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for _, group := range []map[string]op{
		digestOps, randomOps, deriveOps, cipherOps, keyOps, signOps, encryptOps, exchangeOps, certificateOps, spkacOps, constantOps,
	} {
		for name, f := range group {
			fn := vm.NewFunction(name, 0, func(call jsruntime.FunctionCall) jsruntime.Value { return f(vm, call.Arguments) })
			if err := o.Set(name, fn); err != nil {
				vm.Throw(err)
			}
		}
	}
	return o
})

// fail throws an Error in the platform's words.
func fail(vm *jsruntime.VM, format string, args ...any) {
	vm.Throwf(jsruntime.PlainError, format, args...)
}

// bytesOf gives the memory of a view or buffer; none of anything else.
func bytesOf(v jsruntime.Value) []byte {
	b, _ := jsruntime.Bytes(v)
	return b
}
