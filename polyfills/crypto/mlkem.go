package crypto

import (
	"crypto/mlkem"

	"paddock/jsruntime"
)

const mlkemFamily = "ML-KEM"

// The keys of Go's library, by what they do.
type (
	encapsulator interface {
		Encapsulate() (sharedKey, ciphertext []byte)
		Bytes() []byte
	}
	decapsulator interface {
		Decapsulate(ciphertext []byte) (sharedKey []byte, err error)
	}
)

var (
	mlkem768 = mlkemScheme("ML-KEM-768", 2, mlkem.EncapsulationKeySize768,
		func(text []byte) (any, error) { return mlkem.NewEncapsulationKey768(text) },
		func(seed []byte) (any, []byte, error) {
			k, err := mlkem.NewDecapsulationKey768(seed)
			if err != nil {
				return nil, nil, err
			}
			return k, k.EncapsulationKey().Bytes(), nil
		})
	mlkem1024 = mlkemScheme("ML-KEM-1024", 3, mlkem.EncapsulationKeySize1024,
		func(text []byte) (any, error) { return mlkem.NewEncapsulationKey1024(text) },
		func(seed []byte) (any, []byte, error) {
			k, err := mlkem.NewDecapsulationKey1024(seed)
			if err != nil {
				return nil, nil, err
			}
			return k, k.EncapsulationKey().Bytes(), nil
		})
)

func mlkemScheme(name string, oid, size int, fromPublic func([]byte) (any, error), fromSeed func([]byte) (any, []byte, error)) *scheme {
	return &scheme{
		name: name, family: mlkemFamily, use: "enc", oid: nistAlgorithm(4, oid),
		publicSize: size, seedSize: mlkem.SeedSize,
		private: useDecapsulateKey | useDecapsulateBits, public: useEncapsulateKey | useEncapsulateBits,
		fromPublic: fromPublic, fromSeed: fromSeed,
	}
}

func encapsulateMLKEM(k *Key) (shared, ciphertext []byte) {
	return k.scheme.material.(encapsulator).Encapsulate()
}

func decapsulateMLKEM(k *Key, ciphertext []byte) ([]byte, error) {
	want := mlkem.CiphertextSize768
	if k.alg.scheme == mlkem1024 {
		want = mlkem.CiphertextSize1024
	}
	if len(ciphertext) != want {
		return nil, failure(operationError, "Invalid ciphertext length for %s: expected %d bytes, got %d", k.alg.name, want, len(ciphertext))
	}
	return k.scheme.material.(decapsulator).Decapsulate(ciphertext)
}

// sharedPair gives the object of a shared key and what is sent to the other side.
func sharedPair(vm *jsruntime.VM, shared jsruntime.Value, ciphertext []byte) jsruntime.Value {
	o := vm.NewObject()
	define(vm, o, "sharedKey", shared)
	define(vm, o, "ciphertext", vm.NewBuffer(ciphertext))
	return o
}

func encapsulateBits(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, importParams), a.key(1)
	shared, ciphertext, err := k.encapsulated(p, useEncapsulateBits, a.method)
	if err != nil {
		return nil, err
	}
	return sharedPair(a.vm, a.vm.NewBuffer(shared), ciphertext), nil
}

func encapsulateKey(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, importParams), a.key(1)
	r := a.sharing(2)
	shared, ciphertext, err := k.encapsulated(p, useEncapsulateKey, a.method)
	if err != nil {
		return nil, err
	}
	r.raw = shared
	made, err := r.key()
	if err != nil {
		return nil, err
	}
	return sharedPair(a.vm, made.object(a.vm), ciphertext), nil
}

func decapsulateBits(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, importParams), a.key(1)
	shared, err := k.decapsulated(p, useDecapsulateBits, a.method, a.ciphertext(2))
	if err != nil {
		return nil, err
	}
	return a.vm.NewBuffer(shared), nil
}

func decapsulateKey(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, importParams), a.key(1)
	ciphertext, r := a.ciphertext(2), a.sharing(3)
	shared, err := k.decapsulated(p, useDecapsulateKey, a.method, ciphertext)
	if err != nil {
		return nil, err
	}
	r.raw = shared
	made, err := r.key()
	if err != nil {
		return nil, err
	}
	return made.object(a.vm), nil
}

// sharing reads what the shared key is to be, from argument i on.
func (a arguments) sharing(i int) importing {
	return importing{
		format: "raw-secret", params: a.params(i, importParams), extractable: a.flag(i + 1), usages: a.usages(i + 2),
		lax: a.lax(), modern: true,
	}
}

// ciphertext copies argument i, which the platform calls an Array.
func (a arguments) ciphertext(i int) []byte {
	b, ok := copyBytes(a.args.At(i))
	if !ok {
		a.mismatch(i, "Array")
	}
	return b
}

func (k *Key) encapsulated(p *params, usage usageSet, method string) (shared, ciphertext []byte, err error) {
	if err := k.allows(usage, p.name); err != nil {
		return nil, nil, err
	}
	if k.alg.encapsulate == nil {
		return nil, nil, k.alg.refusal(method)
	}
	shared, ciphertext = k.alg.encapsulate(k)
	return shared, ciphertext, nil
}

func (k *Key) decapsulated(p *params, usage usageSet, method string, ciphertext []byte) ([]byte, error) {
	if err := k.allows(usage, p.name); err != nil {
		return nil, err
	}
	if k.alg.decapsulate == nil {
		return nil, k.alg.refusal(method)
	}
	return k.alg.decapsulate(k, ciphertext)
}
