package crypto

import (
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// usagesOf are what keys of an algorithm may be used for.
func usagesOf(name string) []string {
	switch name {
	case "HMAC":
		return []string{"sign", "verify"}
	case "AES-GCM", "AES-CBC", "AES-CTR":
		return []string{"encrypt", "decrypt", "wrapKey", "unwrapKey"}
	case "HKDF", "PBKDF2":
		return []string{"deriveKey", "deriveBits"}
	}
	return nil
}

func usages(vm *jsruntime.VM, v jsruntime.Value) []string {
	var out []string
	if vm.IsIterable(v) {
		vm.Iterate(v, func(u jsruntime.Value) bool {
			out = append(out, u.String())
			return true
		})
	}
	return out
}

// newKey makes a secret key without its secret.
func newKey(p params, extractable bool, wanted []string) (*Key, error) {
	allowed := usagesOf(p.name)
	if allowed == nil {
		return nil, failure("NotSupportedError", "Unrecognized key import algorithm \"%s\" requested.", p.name)
	}
	k := &Key{kind: "secret", extractable: extractable, name: p.name, usages: wanted}
	for _, u := range wanted {
		if !slices.Contains(allowed, u) {
			return nil, failure("SyntaxError", "Attempt to import/generate an %s key with invalid usages.", p.name)
		}
	}
	if p.name == "HMAC" {
		var err error
		if k.hash, err = p.hash(); err != nil {
			return nil, err
		}
	}
	if len(wanted) == 0 {
		return nil, failure("SyntaxError", "Secret key must have at least one usage.")
	}
	return k, nil
}

// keyLength is the length, in bits, of a key to be made.
func keyLength(p params) (int64, error) {
	length := p.get("length")
	switch p.name {
	case "HMAC":
		if !jsruntime.IsUndefined(length) {
			if n := jsruntime.Integer(length); n > 0 && n%8 == 0 && n <= 1<<20 {
				return n, nil
			}
			return 0, failure("OperationError", "HMAC key length must be a non-zero number of whole bytes.")
		}
		name, err := p.hash()
		if err != nil {
			return 0, err
		}
		return int64(newHash(name)().BlockSize()) * 8, nil
	case "AES-GCM", "AES-CBC", "AES-CTR":
		n := jsruntime.Integer(length)
		if n != 128 && n != 192 && n != 256 {
			return 0, failure("OperationError", "Generated AES key length must be 128, 192, or 256 bits but requested %d.", n)
		}
		return n, nil
	}
	return 0, failure("NotSupportedError", "Unrecognized key generation algorithm \"%s\" requested.", p.name)
}

func generateKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	p := newParams(vm, args.At(0))
	bits, err := keyLength(p)
	if err != nil {
		return nil, err
	}
	k, err := newKey(p, args.At(1).ToBoolean(), usages(vm, args.At(2)))
	if err != nil {
		return nil, err
	}
	k.secret = make([]byte, bits/8)
	_, _ = rand.Read(k.secret) // never fails: crypto/rand
	return keyClass.New(vm, k), nil
}

func importKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	p := newParams(vm, args.At(2))
	k, err := newKey(p, args.At(3).ToBoolean(), usages(vm, args.At(4)))
	if err != nil {
		return nil, err
	}
	switch format := args.At(0).String(); format {
	case "raw":
		k.secret, err = source(args.At(1))
	case "jwk":
		k.secret, err = fromJWK(args.At(1))
	default:
		err = failure("NotSupportedError", "Unrecognized %s import key format \"%s\".", p.name, format)
	}
	if err != nil {
		return nil, err
	}
	return k.checked(vm)
}

// checked gives the key's object if its secret has a length that its algorithm can use.
func (k *Key) checked(vm *jsruntime.VM) (jsruntime.Value, error) {
	n := len(k.secret)
	switch {
	case strings.HasPrefix(k.name, "AES-") && n != 16 && n != 24 && n != 32:
		return nil, failure("DataError", "Imported AES key length must be 128, 192, or 256 bits but provided %d.", n*8)
	case k.name == "HMAC" && n == 0:
		return nil, failure("DataError", "Imported HMAC key length (0) must be a non-zero value.")
	}
	return keyClass.New(vm, k), nil
}

func fromJWK(v jsruntime.Value) ([]byte, error) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "JSON Web Key is not an object")
	}
	if kty := o.Get("kty"); kty == nil || kty.String() != "oct" {
		return nil, failure("DataError", "Symmetric \"jwk\" key import requires a JSON Web Key with Key Type parameter (\"kty\") equal to \"oct\".")
	}
	text := o.Get("k")
	if text == nil {
		return nil, failure("DataError", "Symmetric JSON Web Key is missing the \"k\" field.")
	}
	b, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(text.String(), "="))
	if err != nil {
		return nil, failure("DataError", "Symmetric JSON Web Key has invalid Base64Url data.")
	}
	return b, nil
}

// jwk is the exported form of a secret.
type jwk struct {
	Kty    string   `json:"kty"`
	K      string   `json:"k"`
	Alg    string   `json:"alg,omitempty"`
	KeyOps []string `json:"key_ops"`
	Ext    bool     `json:"ext"`
}

func (k *Key) jwk() jwk {
	out := jwk{Kty: "oct", K: base64.RawURLEncoding.EncodeToString(k.secret), KeyOps: k.usages, Ext: k.extractable}
	if mode, ok := strings.CutPrefix(k.name, "AES-"); ok {
		out.Alg = "A" + strconv.Itoa(len(k.secret)*8) + mode
	} else if digits, ok := strings.CutPrefix(k.hash, "SHA-"); ok {
		out.Alg = "HS" + digits
	}
	return out
}

// export gives a key's secret in a format: raw bytes or JSON.
func (k *Key) export(format string) ([]byte, error) {
	if !k.extractable {
		return nil, failure("InvalidAccessError", "Attempt to export non-extractable %s key.", k.name)
	}
	switch {
	case k.name == "HKDF" || k.name == "PBKDF2":
		return nil, failure("NotSupportedError", "The %s key cannot be exported.", k.name)
	case format == "raw":
		return slices.Clone(k.secret), nil
	case format == "jwk":
		return json.Marshal(k.jwk())
	}
	return nil, failure("NotSupportedError", "Unimplemented key export format \"%s\".", format)
}

func exportKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	k, err := keyOf(args.At(1))
	if err != nil {
		return nil, err
	}
	format := args.At(0).String()
	b, err := k.export(format)
	if err != nil {
		return nil, err
	}
	if format == "jwk" {
		return parseJSON(vm, b), nil
	}
	return vm.NewBuffer(b), nil
}

func parseJSON(vm *jsruntime.VM, b []byte) jsruntime.Value {
	return vm.CallMethod(vm.Get("JSON").(*jsruntime.Object), "parse", vm.ToValue(string(b)))
}

func wrapKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	k, err := keyOf(args.At(1))
	if err != nil {
		return nil, err
	}
	wrapping, err := keyOf(args.At(2))
	if err != nil {
		return nil, err
	}
	p := newParams(vm, args.At(3))
	if err := wrapping.allows("wrapKey", p.name); err != nil {
		return nil, err
	}
	b, err := k.export(args.At(0).String())
	if err != nil {
		return nil, err
	}
	job, err := crypt(p, wrapping, b, true)
	if err != nil {
		return nil, err
	}
	return run(vm, len(b), job)
}

func unwrapKey(vm *jsruntime.VM, _ *subtle, args jsruntime.Args) (jsruntime.Value, error) {
	wrapping, err := keyOf(args.At(2))
	if err != nil {
		return nil, err
	}
	p := newParams(vm, args.At(3))
	if err := wrapping.allows("unwrapKey", p.name); err != nil {
		return nil, err
	}
	data, err := source(args.At(1))
	if err != nil {
		return nil, err
	}
	job, err := crypt(p, wrapping, data, false)
	if err != nil {
		return nil, err
	}
	b, err := job()
	if err != nil {
		return nil, err
	}
	k, err := newKey(newParams(vm, args.At(4)), args.At(5).ToBoolean(), usages(vm, args.At(6)))
	if err != nil {
		return nil, err
	}
	switch format := args.At(0).String(); format {
	case "raw":
		k.secret = b
	case "jwk":
		k.secret, err = fromJWK(parseJSON(vm, b))
	default:
		err = failure("NotSupportedError", "Unrecognized %s import key format \"%s\".", k.name, format)
	}
	if err != nil {
		return nil, err
	}
	return k.checked(vm)
}
