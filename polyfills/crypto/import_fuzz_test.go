package crypto

import (
	"context"
	"encoding/hex"
	"errors"
	"testing"

	"paddock/jsruntime"
)

// pairParams are parameters of import for every algorithm with pairs of keys.
func pairParams() []*params {
	p256, node, sha := "P-256", nodeEd25519, "SHA-256"
	return []*params{
		{name: "RSA-PSS", hash: &sha}, {name: "RSA-OAEP", hash: &sha}, {name: rsaRaw},
		{name: "ECDSA", namedCurve: &p256}, {name: "ECDH", namedCurve: &p256},
		{name: "Ed25519"}, {name: nodeEd25519, namedCurve: &node}, {name: "X25519"},
	}
}

// checkImport imports with every algorithm: a key that comes out must be exported again, and
// an error must be one of the platform's.
func checkImport(t *testing.T, format string, raw []byte, j *jwk) {
	for _, p := range pairParams() {
		for _, usages := range [][]string{nil, {"sign"}, {"decrypt"}, {"deriveBits"}} {
			k, err := importing{format: format, raw: raw, jwk: j, params: p, extractable: true, usages: usages}.key()
			if err != nil {
				if !errors.As(err, new(*jsruntime.Error)) {
					t.Fatalf("%s: %T %v", p.name, err, err)
				}
				continue
			}
			for _, out := range []string{"spki", "pkcs8", "jwk", "raw"} {
				if _, err := k.exported(out, false); err != nil && !errors.As(err, new(*jsruntime.Error)) {
					t.Fatalf("%s as %s: %v", p.name, out, err)
				}
			}
		}
	}
}

func FuzzSPKI(f *testing.F) {
	for _, seed := range []string{
		"",
		"302a300506032b6570032100d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
		"302a300506032b656e032100de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f",
		"3039301306072a8648ce3d020106082a8648ce3d03010703220003700c48f77f56584c5cc632ca65640db91b6bacce3a4df6b42ce7cc838833d287",
		"305c300d06092a864886f70d0101010500034b003048024100ffffffffffffffff0203010001",
	} {
		b, _ := hex.DecodeString(seed)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, der []byte) { checkImport(t, "spki", der, nil) })
}

func FuzzPKCS8(f *testing.F) {
	for _, seed := range []string{
		"",
		"302e020100300506032b6570042204209d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
		"302e020100300506032b656e0422042077076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a",
		"3041020100301306072a8648ce3d020106082a8648ce3d030107042730250201010420c9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721",
	} {
		b, _ := hex.DecodeString(seed)
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, der []byte) { checkImport(t, "pkcs8", der, nil) })
}

func FuzzJWK(f *testing.F) {
	f.Add("EC", "P-256", "YP7UuiVanTHJYet0xjVtaMBJuJI7Yfps5mliLmDyn7Y", "eQP-EAi8vEmkGunpW5YoxkTywcosfp9Rd6fClKxB0QA", "ya-p2EW6dRZrXCFXZ7HWk05Qw9s26JsSe4piKxIPZyE", "", "", "", "")
	f.Add("OKP", "Ed25519", "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "", "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A", "", "", "", "")
	f.Add("RSA", "", "", "", "AQ", "_________________________________________w", "AQAB", "", "")
	f.Add("RSA", "", "", "", "Aw", "AA", "AQAB", "AA", "AQ")
	f.Fuzz(func(t *testing.T, kty, crv, x, y, d, n, e, p, q string) {
		if len(n) > 400 || len(d) > 400 { // time grows with the cube
			return
		}
		member := func(s string) *string {
			if s == "" {
				return nil
			}
			return &s
		}
		j := &jwk{Kty: kty, Crv: member(crv), X: member(x), Y: member(y), D: member(d), N: member(n), E: member(e)}
		if p != "" && q != "" {
			j.P, j.Q, j.DP, j.DQ, j.QI = &p, &q, &p, &q, &q
		}
		checkImport(t, "jwk", nil, j)
	})
}

func TestHeavyWork(t *testing.T) {
	t.Parallel()
	cancelled, cancel := context.WithCancel(context.Background())
	cancel()
	t.Run("PBKDF2 ends with its context", func(t *testing.T) {
		if _, err := PBKDF2(cancelled, digests[0].new, nil, nil, 1<<62, 20); !errors.Is(err, context.Canceled) {
			t.Errorf("gave %v", err)
		}
	})
	t.Run("the generation of RSA keys ends with its context", func(t *testing.T) {
		if _, err := NewRSAKey(cancelled, 16384, 65537); !errors.Is(err, context.Canceled) {
			t.Errorf("gave %v", err)
		}
	})
}
