package r2

import (
	"crypto/md5"  //nolint:gosec // the platform's etag
	"crypto/sha1" //nolint:gosec // offered by the platform
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"strings"
)

// algorithm is one of those that a checksum may be of.
type algorithm struct {
	member string // of the options and of Checksums, as "sha256"
	title  string // in messages, as "SHA-256"
	new    func() hash.Hash
}

// algorithms gives all of them.
func algorithms() []algorithm {
	return []algorithm{
		{"md5", "MD5", md5.New}, {"sha1", "SHA-1", sha1.New}, {"sha256", "SHA-256", sha256.New},
		{"sha384", "SHA-384", sha512.New384}, {"sha512", "SHA-512", sha512.New},
	}
}

// Checksum is what a body's digest must be.
type Checksum struct {
	algorithm
	want []byte
}

// check compares with what was received.
func (c *Checksum) check(sum hash.Hash) error {
	given, actual := hex.EncodeToString(c.want), hex.EncodeToString(sum.Sum(nil))
	if given == actual {
		return nil
	}
	return &Error{"put", fmt.Sprintf("The %s checksum you specified did not match what we received.\nYou provided a %s checksum with value: %s\nActual %s was: %s",
		c.title, c.title, given, c.title, actual), 10037}
}

// digest gives a checksum of an object in hex; the etag of a simple upload is its MD5.
func (o *Object) digest(member string) (hex string, ok bool) {
	if sum, ok := o.Checksums[member]; ok {
		return sum, true
	}
	if member == "md5" && !strings.Contains(o.ETag, "-") {
		return o.ETag, true
	}
	return "", false
}
