package crypto

import (
	"encoding/pem"
	"testing"
)

func FuzzKeyOfBlock(f *testing.F) {
	for _, kind := range []string{"PUBLIC KEY", "PRIVATE KEY", "ENCRYPTED PRIVATE KEY", "EC PRIVATE KEY", "CERTIFICATE"} {
		f.Add(kind, []byte{0x30, 0x03, 0x02, 0x01, 0x00}, []byte("secret"))
	}
	if sealed, err := encryptPKCS8([]byte{0x30, 0x00}, "aes-128-cbc", []byte("secret")); err == nil {
		f.Add("ENCRYPTED PRIVATE KEY", sealed, []byte("secret"))
	}
	f.Fuzz(func(t *testing.T, kind string, der, passphrase []byte) {
		k := keyOfBlock(&pem.Block{Type: kind, Bytes: der}, passphrase)
		if k == nil {
			return
		}
		if again := k.public(); again.kind != "public" || again.family() != k.family() {
			t.Fatalf("the public half of a %s key is a %s %s key", k.family(), again.kind, again.family())
		}
	})
}
