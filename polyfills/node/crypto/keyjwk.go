package crypto

import (
	"crypto/ecdh"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/rsa"
	"encoding/base64"
	"math/big"

	"paddock/jsruntime"
)

// jwkMembers are the members of the platform's JsonWebKey, in order.
var jwkMembers = []string{"kty", "use", "key_ops", "alg", "ext", "crv", "x", "y", "d", "n", "e", "p", "q", "dp", "dq", "qi", "oth", "k", "pub", "priv"}

// exportJWK(handle) gives a JSON Web Key (RFC 7517, RFC 7518, RFC 8037).
func exportJWK(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	k := keyClass.This(vm, args.At(0))
	k.mustBeOpen(vm)
	members := map[string]any{}
	set := func(name string, b []byte) { members[name] = base64.RawURLEncoding.EncodeToString(b) }
	switch m := k.material.(type) {
	case nil:
		members["kty"], members["ext"] = "oct", true
		set("k", k.secret)
	case *dhKey, *dsaKey:
		fail(vm, "Key type is invalid for JWK export")
	default:
		k.jwkOfPair(m, members, set)
	}
	o := vm.NewObject()
	for _, name := range jwkMembers {
		v, known := members[name]
		if !known && !hasAllMembers(vm) {
			continue
		}
		if !known {
			v = jsruntime.Undefined()
		}
		if err := o.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

func (k *key) jwkOfPair(material any, members map[string]any, set func(string, []byte)) {
	if pub := k.rsaPublic(); pub != nil {
		members["kty"] = "RSA"
		set("n", pub.N.Bytes())
		set("e", big.NewInt(int64(pub.E)).Bytes())
		if private, ok := material.(*rsa.PrivateKey); ok {
			private.Precompute()
			set("d", private.D.Bytes())
			set("p", private.Primes[0].Bytes())
			set("q", private.Primes[1].Bytes())
			set("dp", private.Precomputed.Dp.Bytes())
			set("dq", private.Precomputed.Dq.Bytes())
			set("qi", private.Precomputed.Qinv.Bytes())
		}
		return
	}
	if pub := k.ecPublic(); pub != nil {
		c := curveOf(pub.Curve)
		members["kty"], members["crv"] = "EC", c.jwk
		set("x", pub.X.FillBytes(make([]byte, c.size())))
		set("y", pub.Y.FillBytes(make([]byte, c.size())))
		if private, ok := material.(*ecdsa.PrivateKey); ok {
			set("d", private.D.FillBytes(make([]byte, c.size())))
		}
		return
	}
	members["kty"] = "OKP"
	switch m := material.(type) {
	case ed25519.PublicKey:
		members["crv"], members["alg"] = "Ed25519", "EdDSA"
		set("x", m)
	case ed25519.PrivateKey:
		members["crv"], members["alg"] = "Ed25519", "EdDSA"
		set("x", m.Public().(ed25519.PublicKey))
		set("d", m.Seed())
	case *ecdh.PublicKey:
		members["crv"] = "X25519"
		set("x", m.Bytes())
	case *ecdh.PrivateKey:
		members["crv"] = "X25519"
		set("x", m.PublicKey().Bytes())
		set("d", m.Bytes())
	}
}

// jwkReader reads the members of a JSON Web Key.
type jwkReader struct {
	vm *jsruntime.VM
	o  *jsruntime.Object
}

func (r jwkReader) text(name string) string {
	v := r.o.Get(name)
	if jsruntime.IsUndefined(v) {
		return ""
	}
	return r.vm.Text(v)
}

// bytes gives a member in base64url, padded or not; nil: it is not there or no base64url.
func (r jwkReader) bytes(name string) []byte {
	text := r.text(name)
	for len(text) > 0 && text[len(text)-1] == '=' {
		text = text[:len(text)-1]
	}
	b, err := base64.RawURLEncoding.DecodeString(text)
	if err != nil || text == "" {
		return nil
	}
	return b
}

func (r jwkReader) number(name string) *big.Int {
	b := r.bytes(name)
	if b == nil {
		return nil
	}
	return new(big.Int).SetBytes(b)
}

// importJWK(private, object) gives a handle.
func importJWK(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	private := args.At(0).ToBoolean()
	r := jwkReader{vm, args.At(1).ToObject(vm.Runtime)}
	var k *key
	switch r.text("kty") {
	case "EC":
		k = r.ec(private)
	case "RSA":
		k = r.rsa(private)
	case "OKP":
		k = r.okp(private)
	default:
		kind := "public"
		if private {
			kind = "private"
		}
		fail(vm, "JWK %s key import is not implemented for this key type", kind)
	}
	return keyClass.New(vm, k)
}

// need refuses a key that lacks a member.
func (r jwkReader) need(kind string, members ...string) {
	for _, member := range members {
		if v := r.o.Get(member); v == nil || jsruntime.IsNullish(v) {
			fail(r.vm, "%s JWK missing %s parameter", kind, member)
		}
	}
}

func (r jwkReader) ec(private bool) *key {
	r.need("EC", "crv")
	c := lookupCurve(r.text("crv"))
	if c == nil {
		fail(r.vm, "Unsupported EC curve in JWK")
	}
	r.need("EC", "x", "y")
	x, y := r.number("x"), r.number("y")
	if x == nil || y == nil || x.BitLen() > c.size()*8 || y.BitLen() > c.size()*8 {
		fail(r.vm, "EC JWK missing x or y parameter")
	}
	point := append([]byte{4}, x.FillBytes(make([]byte, c.size()))...)
	pub, err := ecdsa.ParseUncompressedPublicKey(c.Curve, append(point, y.FillBytes(make([]byte, c.size()))...))
	if err != nil {
		fail(r.vm, "Failed to set point")
	}
	if !private {
		return &key{kind: "public", material: pub}
	}
	d := r.number("d")
	if d == nil {
		fail(r.vm, "EC JWK missing d parameter")
	}
	if d.BitLen() <= c.size()*8 {
		k, err := ecdsa.ParseRawPrivateKey(c.Curve, d.FillBytes(make([]byte, c.size())))
		if err == nil && k.PublicKey.Equal(pub) {
			return &key{kind: "private", material: k}
		}
	}
	fail(r.vm, "Private key is not valid for specified curve.")
	return nil
}

func (r jwkReader) rsa(private bool) *key {
	r.need("RSA", "n", "e")
	n, e := r.number("n"), r.number("e")
	if n == nil || e == nil || !e.IsInt64() || e.Int64() > 1<<31-1 || e.Int64() < 3 {
		fail(r.vm, "RSA JWK missing n or e parameter")
	}
	pub := rsa.PublicKey{N: n, E: int(e.Int64())}
	if !private {
		return &key{kind: "public", material: &pub}
	}
	r.need("RSA", "d", "p", "q", "dp", "dq", "qi")
	d, p, q := r.number("d"), r.number("p"), r.number("q")
	if d == nil || p == nil || q == nil {
		fail(r.vm, "RSA JWK missing d, p or q parameter")
	}
	k := &rsa.PrivateKey{PublicKey: pub, D: d, Primes: []*big.Int{p, q}}
	if err := k.Validate(); err != nil {
		fail(r.vm, "Invalid RSA key in JSON Web Key")
	}
	k.Precompute()
	return &key{kind: "private", material: k}
}

func (r jwkReader) okp(private bool) *key {
	r.need("OKP", "crv")
	member, kind := "x", "public"
	if private {
		member, kind = "d", "private"
	}
	b := r.bytes(member)
	if len(b) != 32 {
		fail(r.vm, "OKP JWK missing %s parameter", member)
	}
	switch crv := r.text("crv"); {
	case crv == "Ed25519" && private:
		return &key{kind: kind, material: ed25519.NewKeyFromSeed(b)}
	case crv == "Ed25519":
		return &key{kind: kind, material: ed25519.PublicKey(b)}
	case crv == "X25519" && private:
		k, err := ecdh.X25519().NewPrivateKey(b)
		if err == nil {
			return &key{kind: kind, material: k}
		}
	case crv == "X25519":
		k, err := ecdh.X25519().NewPublicKey(b)
		if err == nil {
			return &key{kind: kind, material: k}
		}
	}
	fail(r.vm, "Unsupported OKP curve in JWK")
	return nil
}
