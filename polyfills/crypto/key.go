package crypto

import (
	"slices"

	"paddock/jsruntime"
)

// Key is the host side of a CryptoKey: of a secret, so far.
type Key struct {
	kind        string // "secret"
	extractable bool
	name        string // of the algorithm
	hash        string // of HMAC
	usages      []string
	secret      []byte
}

var keyClass = jsruntime.NewClass[Key]("CryptoKey").
	Getter("type", func(vm *jsruntime.VM, k *Key) jsruntime.Value { return vm.ToValue(k.kind) }).
	Getter("extractable", func(vm *jsruntime.VM, k *Key) jsruntime.Value { return vm.ToValue(k.extractable) }).
	Getter("usages", func(vm *jsruntime.VM, k *Key) jsruntime.Value {
		var out []jsruntime.Value
		for _, u := range k.usages {
			out = append(out, vm.ToValue(u))
		}
		return vm.NewArrayOf(out...)
	}).
	Getter("algorithm", func(vm *jsruntime.VM, k *Key) jsruntime.Value { return k.algorithm(vm) })

func (k *Key) algorithm(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	set(vm, o, "name", k.name)
	switch k.name {
	case "HMAC":
		hash := vm.NewObject()
		set(vm, hash, "name", k.hash)
		set(vm, o, "hash", hash)
		set(vm, o, "length", len(k.secret)*8)
	case "AES-GCM", "AES-CBC", "AES-CTR":
		set(vm, o, "length", len(k.secret)*8)
	}
	return o
}

func set(vm *jsruntime.VM, o *jsruntime.Object, name string, v any) {
	if err := o.Set(name, v); err != nil {
		vm.Throw(err)
	}
}

// allows checks that a key may be used so, with the algorithm that the caller names.
func (k *Key) allows(usage, name string) error {
	if k.name != name {
		return failure("InvalidAccessError", "Requested algorithm \"%s\" does not match this CryptoKey's algorithm \"%s\".", name, k.name)
	}
	if !slices.Contains(k.usages, usage) {
		return failure("InvalidAccessError", "Requested key usage \"%s\" does not match any usage listed in this CryptoKey.", usage)
	}
	return nil
}

// failure is a DOMException.
func failure(name, format string, args ...any) error {
	return jsruntime.Errorf(jsruntime.DOMError+name, format, args...)
}
