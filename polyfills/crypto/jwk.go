package crypto

import (
	"encoding/base64"
	"math/big"
	"slices"
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/compat"
)

// jwk is a JSON Web Key (RFC 7517, RFC 7518). A nil member is not there.
type jwk struct {
	Kty    string   `json:"kty"`
	use    *string  // only read
	KeyOps []string `json:"key_ops"`
	Alg    *string  `json:"alg,omitempty"`
	Ext    bool     `json:"ext"`
	Crv    *string  `json:"crv,omitempty"`
	X      *string  `json:"x,omitempty"`
	Y      *string  `json:"y,omitempty"`
	D      *string  `json:"d,omitempty"`
	N      *string  `json:"n,omitempty"`
	E      *string  `json:"e,omitempty"`
	P      *string  `json:"p,omitempty"`
	Q      *string  `json:"q,omitempty"`
	DP     *string  `json:"dp,omitempty"`
	DQ     *string  `json:"dq,omitempty"`
	QI     *string  `json:"qi,omitempty"`
	K      *string  `json:"k,omitempty"`
	Pub    *string  `json:"pub,omitempty"`
	Priv   *string  `json:"priv,omitempty"`

	ext *bool // as it was read
	oth bool  // whether there are more than two primes
}

// newJWK begins the exported form of a key.
func newJWK(k *Key, kty, alg string) *jwk {
	j := &jwk{Kty: kty, KeyOps: k.usages.names(), Ext: true}
	if alg != "" {
		j.Alg = &alg
	}
	return j
}

// material are the members behind ext, in order.
func (j *jwk) material() []textMember {
	return []textMember{
		{"crv", &j.Crv}, {"x", &j.X}, {"y", &j.Y}, {"d", &j.D}, {"n", &j.N}, {"e", &j.E}, {"p", &j.P},
		{"q", &j.Q}, {"dp", &j.DP}, {"dq", &j.DQ}, {"qi", &j.QI}, {"k", &j.K}, {"pub", &j.Pub}, {"priv", &j.Priv},
	}
}

type textMember struct {
	name string
	at   **string
}

// object makes the object that exportKey gives.
func (j *jwk) object(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	absent := func(string) {}
	if compat.Of(vm).Has("enable_fast_jsg_struct") {
		absent = func(name string) { define(vm, o, name, jsruntime.Undefined()) }
	}
	optional := func(name string, text *string) {
		if text != nil {
			define(vm, o, name, *text)
		} else {
			absent(name)
		}
	}
	define(vm, o, "kty", j.Kty)
	absent("use")
	define(vm, o, "key_ops", stringArray(vm, j.KeyOps))
	optional("alg", j.Alg)
	define(vm, o, "ext", j.Ext)
	for _, m := range j.material() {
		if m.at == &j.K {
			absent("oth")
		}
		optional(m.name, *m.at)
	}
	return o
}

// readJWK converts a script's object; it throws what is wrong with the types of its members.
func readJWK(vm *jsruntime.VM, o *jsruntime.Object) *jwk {
	j := &jwk{}
	optional := func(name string, at **string) {
		if v := o.Get(name); !jsruntime.IsUndefined(v) {
			s := text(vm, v)
			*at = &s
		}
	}
	j.Kty = "undefined"
	if v := o.Get("kty"); v != nil {
		j.Kty = text(vm, v)
	}
	optional("use", &j.use)
	if v := o.Get("key_ops"); !jsruntime.IsUndefined(v) {
		list, ok := textList(vm, v)
		if !ok {
			throwField(vm, "key_ops", "JsonWebKey", "Array")
		}
		j.KeyOps = list
	}
	optional("alg", &j.Alg)
	if v := o.Get("ext"); !jsruntime.IsUndefined(v) {
		ext := v.ToBoolean()
		j.ext = &ext
	}
	for _, m := range j.material() {
		if m.at == &j.K { // scripts can see the order
			j.oth = !jsruntime.IsUndefined(o.Get("oth"))
		}
		optional(m.name, m.at)
	}
	return j
}

// parseJWK reads an unwrapped JSON text; it throws what JSON.parse does.
func parseJWK(vm *jsruntime.VM, b []byte) *jwk {
	v := json.Parse(vm, strings.ToValidUTF8(string(b), "\ufffd"))
	o := jsruntime.AsObject(v)
	if jsruntime.IsNull(v) {
		throwAbsent(vm, "JsonWebKey")
	}
	if o == nil {
		vm.Throwf(jsruntime.DOMError+dataError, "Missing \"kty\" field or corrupt JSON unwrapping key?")
	}
	return readJWK(vm, o)
}

// decode gives the bytes of a member, or the DataError of the message.
func decode(member *string, format string, args ...any) ([]byte, error) {
	if member != nil {
		if b, ok := fromBase64URL(*member); ok {
			return b, nil
		}
	}
	return nil, failure(dataError, format, args...)
}

// fromBase64URL decodes either alphabet, with or without padding, past white space.
func fromBase64URL(s string) ([]byte, bool) {
	s = strings.Map(func(r rune) rune {
		switch r {
		case '+':
			return '-'
		case '/':
			return '_'
		case ' ', '\t', '\n', '\r', '\f', '\v':
			return -1
		}
		return r
	}, s)
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(s, "="))
	return b, err == nil
}

func toBase64URL(b []byte) *string {
	s := base64.RawURLEncoding.EncodeToString(b)
	return &s
}

func bigToBase64URL(n *big.Int) *string { return toBase64URL(n.Bytes()) }

// duplicate gives a string that a list has twice.
func duplicate(list []string) (string, bool) {
	list = slices.Sorted(slices.Values(list))
	for i := 1; i < len(list); i++ {
		if list[i] == list[i-1] {
			return list[i], true
		}
	}
	return "", false
}

// checkPublicUse checks use and key_ops of a key of a pair against the usages that a script wants.
func (j *jwk) checkPublicUse(algorithm string, usages []string) error {
	use, ops := "sig", [2]string{"sign", "verify"}
	deriving := algorithm == "ECDH" || algorithm == "X25519"
	switch {
	case algorithm == "RSA-OAEP":
		use, ops = "enc", [2]string{"encrypt", "wrapKey"}
	case deriving:
		use, ops = "enc", [2]string{"unused", "unused"}
	}
	if len(usages) > 0 && j.use != nil && *j.use != use {
		return failure(dataError, "Asymmetric \"jwk\" key import with usages requires a JSON Web Key with Public Key Use parameter \"use\" (\"%s\") equal to \"sig\".", *j.use)
	}
	if j.KeyOps == nil {
		return nil
	}
	if _, ok := duplicate(j.KeyOps); ok {
		return failure(dataError, "A JSON Web Key's Key Operations parameter (\"key_ops\") must not contain duplicates.")
	}
	if j.use != nil {
		if err := j.checkConsistency(algorithm, use, ops, deriving); err != nil {
			return err
		}
	}
	for _, u := range usages {
		if !slices.Contains(j.KeyOps, u) {
			return failure(dataError, "All specified key usages must be present in the JSON Web Key's Key Operations parameter (\"key_ops\").")
		}
	}
	return nil
}

// checkConsistency checks that key_ops says nothing else than use (RFC 7517, section 4.3).
func (j *jwk) checkConsistency(algorithm, use string, ops [2]string, deriving bool) error {
	const rule = "A JSON Web Key should have either a Public Key Use parameter (\"use\") or a Key Operations parameter (\"key_ops\"); otherwise, the parameters must be consistent with each other."
	if *j.use != use {
		return failure(dataError, "Asymmetric \"jwk\" import requires a JSON Web Key with Public Key Use \"use\" (\"%s\") equal to \"%s\".", *j.use, use)
	}
	for _, op := range j.KeyOps {
		switch {
		case deriving:
			return failure(dataError, "%s For public %s keys, there are no valid usages,so keys with a non-empty \"key_ops\" parameter are not allowed.", rule, algorithm)
		case op != ops[0] && op != ops[1]:
			return failure(dataError, "%s A Public Key Use for %s would allow a Key Operations array with only \"%s\" and/or \"%s\" values (not \"%s\").", rule, algorithm, ops[0], ops[1], op)
		}
	}
	return nil
}
