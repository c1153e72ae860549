package crypto

import (
	"math/bits"

	"paddock/jsruntime"
)

// usageSet is a set of key usages.
type usageSet uint16

// The usages, in the order in which keys list them.
const (
	useEncrypt usageSet = 1 << iota
	useDecrypt
	useSign
	useVerify
	useDeriveKey
	useDeriveBits
	useWrapKey
	useUnwrapKey
	useEncapsulateKey
	useEncapsulateBits
	useDecapsulateKey
	useDecapsulateBits

	useNothing  usageSet = 0
	useSecrets           = useEncrypt | useDecrypt | useWrapKey | useUnwrapKey
	useSigning           = useSign | useVerify
	useDeriving          = useDeriveKey | useDeriveBits

	// Of a pair, the public key keeps the first and the private key the second.
	publicUsages  = useEncrypt | useVerify | useWrapKey | useEncapsulateKey | useEncapsulateBits
	privateUsages = useDecrypt | useSign | useUnwrapKey | useDeriving | useDecapsulateKey | useDecapsulateBits
)

// usageNames are the names of the usages by bit.
var usageNames = [...]string{"encrypt", "decrypt", "sign", "verify", "deriveKey", "deriveBits", "wrapKey", "unwrapKey", "encapsulateKey", "encapsulateBits", "decapsulateKey", "decapsulateBits"}

// names lists the usages.
func (u usageSet) names() []string {
	out := make([]string, 0, bits.OnesCount16(uint16(u)))
	for i, name := range usageNames {
		if u&(1<<i) != 0 {
			out = append(out, name)
		}
	}
	return out
}

func usageByName(name string) usageSet {
	for i, n := range usageNames {
		if n == name {
			return 1 << i
		}
	}
	return useNothing
}

// What a list of usages is for, in the words of its error.
const (
	toGenerate      = "generate"
	toImportSecret  = "import secret"
	toImportPublic  = "import public"
	toImportPrivate = "import private"
)

// parseUsages makes a set of names, each of which must be in allowed.
func parseUsages(algorithm, purpose string, wanted []string, allowed usageSet) (usageSet, error) {
	var set usageSet
	for _, name := range wanted {
		u := usageByName(name)
		if u == useNothing || u&allowed == 0 {
			return 0, failure(syntaxError, "Attempt to %s %s key with invalid usage \"%s\".", purpose, algorithm, name)
		}
		set |= u
	}
	return set, nil
}

// textList reads a sequence of strings, which for the platform is an Array and no other iterable.
func textList(vm *jsruntime.VM, v jsruntime.Value) ([]string, bool) {
	o := jsruntime.AsObject(v)
	if o == nil || vm.KindOf(o) != "Array" {
		return nil, false
	}
	list := []string{}
	vm.Iterate(o, func(item jsruntime.Value) bool {
		list = append(list, text(vm, item))
		return true
	})
	return list, true
}
