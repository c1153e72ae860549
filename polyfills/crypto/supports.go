package crypto

import (
	"crypto/ed25519"

	"paddock/jsruntime"
)

// supports is SubtleCrypto.supports: whether an operation would work with an algorithm, a length in bits or a second
// algorithm, and keys that suit them. It never throws for what it is told.
func supports(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
	a := arguments{vm: vm, method: "supports", args: args}
	operation := a.text(0)
	if len(args) < 2 {
		a.mismatch(1, "Value")
	}
	q := question{a: a, first: args[1], second: args.At(2)}
	yes := false
	if err := vm.Try(func() { yes = q.answer(operation) }); err != nil {
		yes = false // an algorithm that cannot be read is not supported
	}
	return vm.ToValue(yes)
}

// question is what a call of supports asks about.
type question struct {
	a             arguments
	first, second jsruntime.Value
}

// read reads an algorithm as an operation does; alg is nil if there is none of its name.
func (q question) read(v jsruntime.Value, d dictionary) (alg *algorithm, p *params) {
	p = readParams(q.a.vm, v, d)
	return lookup(p.name, true), p
}

func (q question) answer(operation string) bool {
	switch operation {
	case "digest":
		_, err := lookupAnyDigest(algorithmName(q.a.vm, q.first, digestParams), true)
		return err == nil
	case "encrypt", "decrypt":
		alg, p := q.read(q.first, encryptParams)
		return alg.encrypts(p)
	case "sign", "verify":
		alg, p := q.read(q.first, signParams)
		return alg != nil && (operation == "sign" && alg.sign != nil || alg.verify != nil) && alg.signs(p)
	case "generateKey":
		alg, p := q.read(q.first, generateParams)
		return alg.generates(p)
	case "deriveBits":
		bits, ok := q.bits()
		return ok && q.derives(bits)
	case "deriveKey":
		return q.derivesKey()
	case "importKey":
		return q.imports(q.first, "")
	case "exportKey", "getPublicKey":
		alg, _ := q.read(q.first, importParams)
		return alg.exports(operation)
	case "wrapKey":
		other, _ := q.other()
		return q.wraps() && (jsruntime.IsNullish(q.second) || other.exports("exportKey"))
	case "unwrapKey":
		return q.wraps() && (jsruntime.IsNullish(q.second) || q.imports(q.second, ""))
	case "encapsulateBits", "decapsulateBits", "encapsulateKey", "decapsulateKey":
		alg, _ := q.read(q.first, importParams)
		bits := operation == "encapsulateBits" || operation == "decapsulateBits"
		return alg != nil && alg.encapsulate != nil && (bits || jsruntime.IsNullish(q.second) || q.imports(q.second, "raw-secret"))
	}
	return false
}

// other reads the second algorithm.
func (q question) other() (*algorithm, *params) {
	if jsruntime.IsNullish(q.second) {
		return nil, nil
	}
	return q.read(q.second, importParams)
}

// bits reads the length; ok is false for what is no number.
func (q question) bits() (bits *int, ok bool) {
	if jsruntime.IsNullish(q.second) {
		return nil, true
	}
	if !jsruntime.IsNumber(q.second) {
		return nil, false
	}
	n, err := jsruntime.Int(q.second)
	return &n, err == nil && n >= 0
}

// sample gives a key of an algorithm to try parameters with, which check themselves before the key is used.
func (a *algorithm) sample() *Key {
	k := &Key{alg: a, kind: secretKey, secret: make([]byte, 32)}
	switch {
	case a.scheme != nil:
		k.kind = privateKey
		_ = k.setSeed(make([]byte, a.scheme.seedSize)) // every seed makes a key
	case a.octet(), a.curved():
		k.kind = privateKey
		k.setEd25519(ed25519.NewKeyFromSeed(k.secret))
	}
	return k
}

// encrypts reports whether parameters suit encryption, of no bytes.
func (a *algorithm) encrypts(p *params) bool {
	switch {
	case a == nil || a.encrypt == nil:
		return false
	case a.name == "RSA-OAEP":
		return true
	}
	_, err := a.encrypt(a.sample(), p, nil)
	return err == nil
}

// signs reports whether parameters suit signatures.
func (a *algorithm) signs(p *params) bool {
	switch {
	case a.scheme != nil:
		_, err := mldsaOptions(p)
		return err == nil
	case a.name == "RSA-PSS":
		return p.saltLength != nil && *p.saltLength >= 0
	case a.name == "ECDSA":
		_, err := p.hashOf()
		return err == nil
	}
	return true
}

// generates reports whether keys are made with parameters, for any use.
func (a *algorithm) generates(p *params) bool {
	if a == nil || a.generate == nil {
		return false
	}
	for _, usage := range [][]string{{"encrypt", "decrypt"}, {"sign", "verify"}, {"deriveBits"}, {"wrapKey", "unwrapKey"}, {"decapsulateBits"}} {
		if _, err := a.generate(a, generating{params: p, usages: usage}); err == nil {
			return true
		}
	}
	return false
}

// derives reports whether bits are derived with the first algorithm.
func (q question) derives(bits *int) bool {
	alg, p := q.read(q.first, deriveParams)
	if alg == nil || alg.derive == nil {
		return false
	}
	if alg.curved() || alg.octet() { // any private key of the algorithm that fits the public one
		public := p.public
		if public == nil || public.alg != alg || public.kind != publicKey {
			return false
		}
		size := okpSize
		if public.curve != nil {
			size = (public.curve.Params().BitSize + 7) / 8
		}
		return bits == nil || *bits <= size*8
	}
	_, err := alg.derive(alg.sample(), p, bits)
	return err == nil
}

func (q question) derivesKey() bool {
	other, p := q.other()
	if other == nil || other.deriveLength == nil {
		return false
	}
	bits, err := other.deriveLength(p)
	return err == nil && q.derives(bits) && q.imports(q.second, "")
}

// imports reports whether keys of an algorithm are taken, in a format, or in one at least if that is "".
func (q question) imports(v jsruntime.Value, format string) bool {
	alg, p := q.read(v, importParams)
	if alg == nil || alg.importer == nil {
		return false
	}
	switch {
	case format == "" && alg.curved():
		_, err := p.curve()
		return err == nil
	case format == "" && alg.octet():
		return checkNode(alg, p) == nil
	case format == "" && (alg.scheme != nil || alg.name == rsaRaw):
		return true
	case format == "" && alg.deriveLength == nil: // of RSA
		_, err := p.hashOf()
		return err == nil
	}
	for _, usage := range []string{"encrypt", "sign", "deriveBits", "wrapKey"} {
		r := importing{format: "raw-secret", raw: make([]byte, 32), params: p, usages: []string{usage}, modern: true}
		if _, err := r.key(); err == nil {
			return true
		}
	}
	return false
}

// exports reports whether keys of an algorithm can be exported, or public ones be made of private ones.
func (a *algorithm) exports(operation string) bool {
	if a == nil {
		return false
	}
	if operation == "getPublicKey" {
		_, ok := a.publicUse()
		return ok
	}
	return a.export != nil
}

// wraps reports whether the first algorithm wraps keys.
func (q question) wraps() bool {
	alg, p := q.read(q.first, encryptParams)
	return alg != nil && (alg.wrap != nil || alg.encrypts(p))
}
