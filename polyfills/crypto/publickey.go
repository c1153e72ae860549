package crypto

import "paddock/jsruntime"

// publicUse gives what public keys of an algorithm may do; ok is false where none is made of a private key.
func (a *algorithm) publicUse() (uses usageSet, ok bool) {
	switch {
	case a.scheme != nil:
		return a.scheme.public, true
	case a.name == nodeEd25519, a.name == rsaRaw:
		return 0, false
	case a.curved(), a.octet():
		return ecUsages(a) & publicUsages, true
	case !a.symmetric() && a.export != nil && !a.isModern():
		return rsaUsages(a) & publicUsages, true
	}
	return 0, false
}

func getPublicKey(a arguments) (jsruntime.Value, error) {
	k, wanted := a.key(0), a.usages(1)
	allowed, ok := k.alg.publicUse()
	switch {
	case k.kind == secretKey:
		return nil, failure(notSupportedError, "The getPublicKey operation is not supported for symmetric keys.")
	case !ok:
		return nil, failure(notSupportedError, "The getPublicKey operation is not supported for \"%s\".", k.alg.name)
	case k.kind != privateKey:
		return nil, failure(invalidAccessError, "The getPublicKey operation requires a private key.")
	}
	usages, err := parseUsages(k.alg.name, toImportPublic, wanted, allowed)
	if err != nil {
		return nil, err
	}
	return k.pair(usages).object(a.vm), nil
}
