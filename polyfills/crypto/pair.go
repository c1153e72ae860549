package crypto

// pairRules are what importing a key of a pair depends on.
type pairRules struct {
	usages usageSet
	// public are the usages of public keys.
	public usageSet
	// raw reads the format of that name; nil: there is none.
	raw func(b []byte) (any, error)
	jwk func(j *jwk) (any, error)
}

// importPair reads the material of a key of a pair: a public or private key of one of Go's
// types. The key that it gives lacks the material.
func importPair(alg *algorithm, r importing, rules pairRules) (k *Key, material any, err error) {
	k = &Key{alg: alg, kind: publicKey, extractable: r.extractable}
	purpose, allowed := toImportPublic, rules.public
	switch r.format {
	case "pkcs8":
		k.kind = privateKey
		material, err = parsePKCS8(r.raw)
	case "spki":
		material, err = parseSPKI(r.raw)
	case "jwk":
		if r.jwk.D != nil {
			k.kind = privateKey
		}
	case "raw":
		if rules.raw == nil {
			return nil, nil, unknownFormat(r.format)
		}
	default:
		return nil, nil, unknownFormat(r.format)
	}
	if err != nil {
		return nil, nil, err
	}
	if k.kind == privateKey {
		purpose, allowed = toImportPrivate, rules.usages&privateUsages
	}
	if k.usages, err = parseUsages(alg.name, purpose, r.usages, allowed); err != nil {
		return nil, nil, err
	}
	switch r.format {
	case "jwk":
		if r.jwk.D != nil && r.jwk.oth {
			return nil, nil, failure(notSupportedError, "Multi-prime private keys not supported.")
		}
		if err := r.jwk.checkPublicUse(alg.name, r.usages); err != nil {
			return nil, nil, err
		}
		material, err = rules.jwk(r.jwk)
	case "raw":
		material, err = rules.raw(r.raw)
	}
	return k, material, err
}

// splitUsages gives the usages of the keys of a pair to be made.
func splitUsages(usages usageSet) (private, public usageSet, err error) {
	private = usages & privateUsages
	if private == useNothing {
		return 0, 0, failure(syntaxError, "Attempt to generate asymmetric keys with no valid private key usages.")
	}
	return private, usages & publicUsages, nil
}

// needPrivate and needPublic check the kind of key to sign or verify with.
func (k *Key) needPrivate() error {
	if k.kind != privateKey {
		return failure(invalidAccessError, "Asymmetric signing requires a private key.")
	}
	return nil
}

func (k *Key) needPublic() error {
	if k.kind != publicKey {
		return failure(invalidAccessError, "Asymmetric verification requires a public key.")
	}
	return nil
}
