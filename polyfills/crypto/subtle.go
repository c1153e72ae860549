package crypto

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"errors"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/globalscope"
)

// subtleCrypto is the host side of crypto.subtle.
type subtleCrypto struct{}

var subtleClass = defineSubtle()

func defineSubtle() *jsruntime.Class[subtleCrypto] {
	c := jsruntime.NewClass[subtleCrypto]("SubtleCrypto")
	for _, m := range []struct {
		name   string
		length int
		call   func(arguments) (jsruntime.Value, error)
	}{
		{"encrypt", 3, func(a arguments) (jsruntime.Value, error) { return crypt(a, useEncrypt) }},
		{"decrypt", 3, func(a arguments) (jsruntime.Value, error) { return crypt(a, useDecrypt) }},
		{"sign", 3, sign},
		{"verify", 4, verify},
		{"digest", 2, digest},
		{"generateKey", 3, generateKey},
		{"deriveKey", 5, deriveKey},
		{"deriveBits", 2, deriveBits},
		{"importKey", 5, importKey},
		{"exportKey", 2, exportKey},
		{"wrapKey", 4, wrapKey},
		{"unwrapKey", 7, unwrapKey},
		{"encapsulateKey", 5, encapsulateKey},
		{"encapsulateBits", 2, encapsulateBits},
		{"decapsulateKey", 6, decapsulateKey},
		{"decapsulateBits", 3, decapsulateBits},
		{"getPublicKey", 2, getPublicKey},
	} {
		c.AsyncMethod(m.name, m.length, func(vm *jsruntime.VM, _ *subtleCrypto, args jsruntime.Args) (jsruntime.Value, error) {
			return m.call(arguments{vm, m.name, args})
		})
	}
	return c.Method("timingSafeEqual", 2, func(vm *jsruntime.VM, _ *subtleCrypto, args jsruntime.Args) jsruntime.Value {
		return timingSafeEqual(arguments{vm, "timingSafeEqual", args})
	}).Static("supports", 2, supports).Setup(removeModern)
}

// removeModern takes away what the modern algorithms bring, where the Worker does not have them.
func removeModern(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
	if compat.Of(vm).Has(modernFlag) {
		return
	}
	err := ctor.Delete("supports")
	for _, name := range []string{"encapsulateKey", "encapsulateBits", "decapsulateKey", "decapsulateBits", "getPublicKey"} {
		err = errors.Join(err, proto.Delete(name))
	}
	if err != nil {
		vm.Throw(err)
	}
}

func timingSafeEqual(a arguments) jsruntime.Value {
	var sides [2][]byte
	for i := range sides {
		b, ok := jsruntime.Bytes(a.args.At(i))
		if !ok {
			a.mismatch(i, "BufferSource")
		}
		sides[i] = b
	}
	if len(sides[0]) != len(sides[1]) {
		a.vm.Throwf(jsruntime.TypeError, "Input buffers must have the same byte length.")
	}
	return a.vm.ToValue(subtle.ConstantTimeCompare(sides[0], sides[1]) == 1)
}

// crypt is encrypt and decrypt.
func crypt(a arguments, usage usageSet) (jsruntime.Value, error) {
	p, k := a.params(0, encryptParams), a.key(1)
	data := a.bytes(2)
	if err := k.allows(usage, p.name); err != nil {
		return nil, err
	}
	f := k.alg.encrypt
	if usage == useDecrypt {
		f = k.alg.decrypt
	}
	if f == nil {
		return nil, k.alg.refusal(a.method)
	}
	j, err := f(k, p, data)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, toBuffer)
}

func sign(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, signParams), a.key(1)
	data := a.bytes(2)
	if err := k.allows(useSign, p.name); err != nil {
		return nil, err
	}
	if k.alg.sign == nil {
		return nil, k.alg.refusal("sign")
	}
	j, err := k.alg.sign(k, p, data)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, toBuffer)
}

func verify(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, signParams), a.key(1)
	signature, data := a.bytes(2), a.bytes(3)
	if err := k.allows(useVerify, p.name); err != nil {
		return nil, err
	}
	if k.alg.verify == nil {
		return nil, k.alg.refusal("verify")
	}
	j, err := k.alg.verify(k, p, signature, data)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, toBoolean)
}

func generateKey(a arguments) (jsruntime.Value, error) {
	p := a.params(0, generateParams)
	r := generating{params: p, extractable: a.flag(1), usages: a.usages(2), lax: a.lax()}
	alg := lookup(p.name, a.modern())
	if alg == nil || alg.generate == nil {
		return nil, failure(notSupportedError, "Unrecognized key generation algorithm \"%s\" requested.", p.name)
	}
	g, err := alg.generate(alg, r)
	if err != nil {
		return nil, err
	}
	if !g.pair {
		globalscope.NeedsEvent(a.vm) // the library that makes pairs has random numbers of its own, on the platform too
	}
	return run(a.vm, g.job, func(vm *jsruntime.VM, k *Key) (jsruntime.Value, error) {
		if k.kind == secretKey {
			return k.object(vm), k.mustBeUsable()
		}
		pair := vm.NewObject()
		define(vm, pair, "publicKey", k.pair(g.public).object(vm))
		define(vm, pair, "privateKey", k.object(vm))
		return pair, nil
	})
}

func deriveBits(a arguments) (jsruntime.Value, error) {
	p, k := a.params(0, deriveParams), a.key(1)
	var bits *int
	if v := a.args.At(2); !jsruntime.IsNullish(v) {
		n, err := jsruntime.Int(v)
		if err != nil {
			return nil, err
		}
		if n < 0 {
			return nil, typeError("deriveBits length must be an unsigned long integer.")
		}
		bits = &n
	}
	j, err := derivation(k, p, useDeriveBits, bits)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, toBuffer)
}

// derivation prepares deriveBits and deriveKey.
func derivation(k *Key, p *params, usage usageSet, bits *int) (*job[[]byte], error) {
	if err := k.allows(usage, p.name); err != nil {
		return nil, err
	}
	if k.alg.derive == nil {
		return nil, failure(notSupportedError, "The deriveKey and deriveBits operations are not implemented for \"%s\".", k.alg.name)
	}
	return k.alg.derive(k, p, bits)
}

func deriveKey(a arguments) (jsruntime.Value, error) {
	p, k, wanted := a.params(0, deriveParams), a.key(1), a.params(2, importParams)
	r := importing{format: "raw-secret", params: wanted, extractable: a.flag(3), usages: a.usages(4), lax: a.lax(), modern: a.modern()}
	if !r.modern {
		r.format = "raw"
	}
	if err := k.allows(useDeriveKey, p.name); err != nil {
		return nil, err
	}
	alg := lookup(wanted.name, a.modern())
	if alg == nil || alg.deriveLength == nil {
		return nil, failure(notSupportedError, "Unrecognized derived key type \"%s\" requested.", wanted.name)
	}
	bits, err := alg.deriveLength(wanted)
	if err != nil {
		return nil, err
	}
	j, err := derivation(k, p, useDeriveKey, bits)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j.then(func(secret []byte) (*Key, error) {
		r.raw = secret
		return r.key()
	}), toKey)
}

// then makes a job of one whose result makes another.
func (j *job[T]) then(next func(T) (*Key, error)) *job[*Key] {
	return &job[*Key]{j.heavy, func(ctx context.Context) (*Key, error) {
		v, err := j.do(ctx)
		if err != nil {
			return nil, err
		}
		return next(v)
	}}
}

func importKey(a arguments) (jsruntime.Value, error) {
	r := importing{format: a.text(0), lax: a.lax(), modern: a.modern()}
	readMaterial(a, &r)
	r.params, r.extractable, r.usages = a.params(2, importParams), a.flag(3), a.usages(4)
	k, err := r.key()
	if err != nil {
		return nil, err
	}
	return k.object(a.vm), nil
}

// readMaterial reads the second argument of importKey, bytes or a JWK, whatever the format.
func readMaterial(a arguments, r *importing) {
	v := a.args.At(1)
	if b, ok := copyBytes(v); ok {
		r.raw = b
		return
	}
	if o := jsruntime.AsObject(v); o != nil {
		r.jwk = readJWK(a.vm, o)
		return
	}
	if len(a.args) > 1 && jsruntime.IsNullish(v) {
		throwAbsent(a.vm, "JsonWebKey")
	}
	a.mismatch(1, "BufferSource or JsonWebKey")
}

// key makes the key of a request, checked as all of them are.
func (r importing) key() (*Key, error) {
	switch {
	case isModernFormat(r.format) && !r.modern:
		return nil, needsModern(r.format)
	case isModernFormat(r.format), r.format == "raw", r.format == "pkcs8", r.format == "spki":
		if r.raw == nil {
			return nil, typeError("Import data provided for buffer-based import formats must be a buffer source.")
		}
	case r.format == "jwk":
		if r.jwk == nil {
			return nil, typeError("Import data provided for \"jwk\" import format must be a JsonWebKey.")
		}
		if r.jwk.ext != nil && !*r.jwk.ext && r.extractable {
			return nil, failure(dataError, "JWK ext field for \"%s\" is set to false but extractable is true", r.params.name)
		}
	default:
		return nil, unknownFormat(r.format)
	}
	alg := lookup(r.params.name, r.modern)
	if alg == nil {
		return nil, failure(notSupportedError, "Unrecognized key import algorithm \"%s\" requested.", r.params.name)
	}
	r.format = alg.plain(r.format)
	k, err := alg.importer(alg, r)
	if err != nil {
		return nil, err
	}
	return k, k.mustBeUsable()
}

func exportKey(a arguments) (jsruntime.Value, error) {
	format, k := a.text(0), a.key(1)
	e, err := k.exported(format, a.modern())
	if err != nil {
		return nil, err
	}
	if e.jwk != nil {
		return e.jwk.object(a.vm), nil
	}
	return a.vm.NewBuffer(e.raw), nil
}

// needsModern is the error of a format that only the platform's newest algorithms have.
func needsModern(format string) error {
	return failure(notSupportedError, "Key format \"%s\" requires the webcrypto_modern_algorithms flag.", format)
}

// exported gives an extractable key in a format.
func (k *Key) exported(format string, modern bool) (exported, error) {
	if !k.extractable {
		return exported{}, failure(invalidAccessError, "Attempt to export non-extractable %s key.", k.alg.name)
	}
	if isModernFormat(format) && !modern {
		return exported{}, needsModern(format)
	}
	if k.alg.export == nil {
		return exported{}, failure(notSupportedError, "Unrecognized or unsupported export of \"%s\" requested.", k.alg.name)
	}
	return k.alg.export(k, k.alg.plain(format))
}

func wrapKey(a arguments) (jsruntime.Value, error) {
	format, k, wrapping, p := a.text(0), a.key(1), a.key(2), a.params(3, encryptParams)
	if err := wrapping.allows(useWrapKey, p.name); err != nil {
		return nil, err
	}
	e, err := k.exported(format, a.modern())
	if err != nil {
		return nil, err
	}
	data := e.raw
	if e.jwk != nil {
		if data, err = json.Marshal(e.jwk); err != nil {
			return nil, err
		}
	}
	j, err := wrapping.wrapping(p, data)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, toBuffer)
}

func (k *Key) wrapping(p *params, data []byte) (*job[[]byte], error) {
	switch {
	case k.alg.wrap != nil:
		return k.alg.wrap(k, data)
	case k.alg.encrypt != nil:
		return k.alg.encrypt(k, p, data)
	}
	return nil, k.alg.refusal("encrypt")
}

func (k *Key) unwrapping(p *params, data []byte) (*job[[]byte], error) {
	switch {
	case k.alg.unwrap != nil:
		return k.alg.unwrap(k, data)
	case k.alg.decrypt != nil:
		return k.alg.decrypt(k, p, data)
	}
	return nil, k.alg.refusal("decrypt")
}

func unwrapKey(a arguments) (jsruntime.Value, error) {
	r := importing{format: a.text(0), lax: a.lax(), modern: a.modern()}
	if _, ok := jsruntime.Bytes(a.args.At(1)); !ok {
		a.mismatch(1, "BufferSource")
	}
	unwrapping, p := a.key(2), a.params(3, encryptParams)
	r.params, r.extractable, r.usages = a.params(4, importParams), a.flag(5), a.usages(6)
	wrapped := a.bytes(1)
	if err := unwrapping.allows(useUnwrapKey, p.name); err != nil {
		return nil, err
	}
	j, err := unwrapping.unwrapping(p, wrapped)
	if err != nil {
		return nil, err
	}
	return run(a.vm, j, func(vm *jsruntime.VM, data []byte) (jsruntime.Value, error) {
		r.raw = data
		if r.format == "jwk" {
			r.raw, r.jwk = nil, parseJWK(vm, data)
		}
		k, err := r.key()
		if err != nil {
			return nil, err
		}
		return k.object(vm), nil
	})
}
