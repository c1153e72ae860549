package crypto

import (
	"crypto"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"slices"
	"strings"

	"paddock/jsruntime"
)

// digestAlgorithm is a hash function.
type digestAlgorithm struct {
	name string
	new  func() hash.Hash
	id   crypto.Hash
}

var digests = []*digestAlgorithm{
	{"SHA-1", sha1.New, crypto.SHA1},
	{"SHA-256", sha256.New, crypto.SHA256},
	{"SHA-384", sha512.New384, crypto.SHA384},
	{"SHA-512", sha512.New, crypto.SHA512},
	{"MD5", md5.New, crypto.MD5},
}

// lookupDigest finds a hash function by its name, in any case.
func lookupDigest(name string) (*digestAlgorithm, error) { return lookupAnyDigest(name, false) }

// lookupAnyDigest finds one among those that only digest knows, too, if modern.
func lookupAnyDigest(name string, modern bool) (*digestAlgorithm, error) {
	all := digests
	if modern {
		all = slices.Concat(digests, modernDigests)
	}
	for _, d := range all {
		if strings.EqualFold(d.name, name) {
			return d, nil
		}
	}
	return nil, failure(notSupportedError, "Unrecognized or unimplemented digest algorithm requested.")
}

// sum hashes data.
func (d *digestAlgorithm) sum(data []byte) []byte {
	h := d.new()
	h.Write(data)
	return h.Sum(nil)
}

// sha gives the digits of a SHA function's name, which the names of JOSE's algorithms end in.
func (d *digestAlgorithm) sha() (digits string, ok bool) { return strings.CutPrefix(d.name, "SHA-") }

// hashOf finds the hash function that params name; they must.
func (p *params) hashOf() (*digestAlgorithm, error) {
	if p.hash == nil {
		return nil, missing("hash", "algorithm")
	}
	return lookupDigest(*p.hash)
}

func digest(a arguments) (jsruntime.Value, error) {
	p := a.params(0, digestParams)
	data := a.bytes(1)
	d, err := lookupAnyDigest(p.name, a.modern())
	if err != nil {
		return nil, err
	}
	return run(a.vm, hashing(d.new, data, itself), toBuffer)
}
