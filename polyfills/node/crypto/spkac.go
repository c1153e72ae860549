package crypto

import (
	"bytes"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/asn1"
	"encoding/base64"
	"encoding/pem"

	"paddock/jsruntime"
)

// spkacOps read what browsers once made for certificates: a key and a challenge, signed. Arguments
// are bytes; what cannot be read gives no bytes.
var spkacOps = map[string]op{
	"spkacPublicKey": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		s, ok := parseSPKAC(bytesOf(args.At(0)))
		if !ok {
			return vm.NewBuffer(nil)
		}
		return vm.NewBuffer(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: s.Public.Key.FullBytes}))
	},
	"spkacChallenge": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		s, ok := parseSPKAC(bytesOf(args.At(0)))
		if !ok {
			return vm.NewBuffer(nil)
		}
		return vm.NewBuffer(s.Public.Challenge.Bytes)
	},
}

// spkac is a SignedPublicKeyAndChallenge.
type spkac struct {
	Public struct {
		Key       asn1.RawValue
		Challenge asn1.RawValue // an IA5String
	}
	Algorithm pkix.AlgorithmIdentifier
	Signature asn1.BitString
}

// parseSPKAC reads base64.
func parseSPKAC(text []byte) (s spkac, ok bool) {
	text = bytes.Trim(text, "\x00 \r\n")
	der, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil {
		return s, false
	}
	if rest, err := asn1.Unmarshal(der, &s); err != nil || len(rest) > 0 {
		return s, false
	}
	_, err = x509.ParsePKIXPublicKey(s.Public.Key.FullBytes)
	return s, err == nil
}
