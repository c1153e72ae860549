package crypto

import (
	"bytes"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strings"

	"paddock/jsruntime"
)

// params are the members of an algorithm's dictionary.
type params struct {
	vm *jsruntime.VM
	o  *jsruntime.Object // nil: only a name was given
	// name is the algorithm's, in the standard's spelling.
	name string
}

// names are the algorithms in the standard's spelling; scripts may use any case.
func names() []string {
	return []string{"SHA-1", "SHA-256", "SHA-384", "SHA-512", "MD5", "HMAC", "AES-GCM", "AES-CBC", "AES-CTR", "HKDF", "PBKDF2"}
}

func newParams(vm *jsruntime.VM, v jsruntime.Value) params {
	p := params{vm: vm, o: jsruntime.AsObject(v)}
	if p.o != nil {
		v = p.o.Get("name")
		if jsruntime.IsUndefined(v) {
			vm.Throwf(jsruntime.TypeError, "Missing field \"name\" in \"algorithm\".")
		}
	}
	p.name = v.String()
	for _, n := range names() {
		if strings.EqualFold(n, p.name) {
			p.name = n
		}
	}
	return p
}

func (p params) get(name string) jsruntime.Value {
	if p.o == nil {
		return jsruntime.Undefined()
	}
	if v := p.o.Get(name); v != nil {
		return v
	}
	return jsruntime.Undefined()
}

// bytes copies a BufferSource member; nil when it is missing.
func (p params) bytes(name string) ([]byte, error) {
	v := p.get(name)
	if jsruntime.IsUndefined(v) {
		return nil, nil
	}
	return source(v)
}

// source copies a BufferSource.
func source(v jsruntime.Value) ([]byte, error) {
	b, ok := jsruntime.Bytes(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "parameter is not of type 'ArrayBuffer or ArrayBufferView'.")
	}
	if b == nil {
		return []byte{}, nil
	}
	return bytes.Clone(b), nil
}

// hash reads a member that names a digest.
func (p params) hash() (string, error) {
	v := p.get("hash")
	if jsruntime.IsUndefined(v) {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Missing field \"hash\" in \"algorithm\".")
	}
	name := newParams(p.vm, v).name
	if newHash(name) == nil {
		return "", failure("NotSupportedError", "Unrecognized or unimplemented digest algorithm requested: %s", name)
	}
	return name, nil
}

// newHash gives the digest of a name, nil for what is none.
func newHash(name string) func() hash.Hash {
	switch name {
	case "SHA-1":
		return sha1.New
	case "SHA-256":
		return sha256.New
	case "SHA-384":
		return sha512.New384
	case "SHA-512":
		return sha512.New
	case "MD5":
		return md5.New
	}
	return nil
}
