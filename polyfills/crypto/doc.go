// Package crypto emulates the Web Crypto API and the platform's additions to it.
//
// The one idea: each algorithm is one value of [algorithm] in one table; what it cannot do is
// nil there and gives a NotSupportedError. Keys are Go structs ([Key]); what may take long
// runs off the loop on copies of the bytes.
package crypto

import "paddock/jsruntime"

// API gives the globals.
func API() jsruntime.API {
	return jsruntime.API{Name: "crypto", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Crypto":       func(vm *jsruntime.VM) jsruntime.Value { return cryptoClass.Object(vm) },
		"SubtleCrypto": func(vm *jsruntime.VM) jsruntime.Value { return subtleClass.Object(vm) },
		"CryptoKey":    func(vm *jsruntime.VM) jsruntime.Value { return keyClass.Object(vm) },
		"crypto": func(vm *jsruntime.VM) jsruntime.Value {
			return cryptoClass.New(vm, &webCrypto{subtle: subtleClass.New(vm, &subtle{})})
		},
	}}
}
