package crypto

import (
	"bytes"
	"crypto"
	"crypto/hmac"
	"crypto/md5"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"hash"
	"strings"

	"golang.org/x/crypto/md4"

	"paddock/jsruntime"
)

// digest is a hash function that the platform has.
type digest struct {
	new func() hash.Hash
	id  crypto.Hash // 0: none that signs
}

// digests are by the names of the platform: those of hash functions in lower case, and those of
// signatures with them as they are written.
var digests = func() map[string]digest {
	m := map[string]digest{
		"md4":        {func() hash.Hash { return &whole{new: md4.New} }, 0},
		"md5":        {md5.New, crypto.MD5},
		"sha1":       {sha1.New, crypto.SHA1},
		"sha224":     {sha256.New224, crypto.SHA224},
		"sha256":     {sha256.New, crypto.SHA256},
		"sha384":     {sha512.New384, crypto.SHA384},
		"sha512":     {sha512.New, crypto.SHA512},
		"sha512-256": {sha512.New512_256, crypto.SHA512_256},
		"md5-sha1":   {func() hash.Hash { return &whole{new: newMD5SHA1} }, crypto.MD5SHA1},
	}
	for _, name := range []string{"md5", "sha1", "sha224", "sha256", "sha384", "sha512"} {
		m["RSA-"+strings.ToUpper(name)] = m[name]
	}
	for _, name := range []string{"DSA-SHA", "DSA-SHA1", "ecdsa-with-SHA1"} {
		m[name] = m["sha1"]
	}
	return m
}()

func lookupDigest(name string) (digest, bool) {
	if d, ok := digests[name]; ok {
		return d, ok
	}
	d, ok := digests[strings.ToLower(name)]
	return d, ok
}

// whole is a hash function over all that was written, for those that cannot be cloned.
type whole struct {
	bytes.Buffer
	new func() hash.Hash
}

func (w *whole) Sum(b []byte) []byte {
	h := w.new()
	h.Write(w.Bytes())
	return h.Sum(b)
}
func (w *whole) Size() int      { return w.new().Size() }
func (w *whole) BlockSize() int { return w.new().BlockSize() }
func (w *whole) Clone() (hash.Cloner, error) {
	return &whole{*bytes.NewBuffer(bytes.Clone(w.Bytes())), w.new}, nil
}

// md5sha1 is the two side by side, as TLS 1.0 signs them.
type md5sha1 struct{ md5, sha1 hash.Hash }

func newMD5SHA1() hash.Hash { return md5sha1{md5.New(), sha1.New()} }

func (m md5sha1) Write(p []byte) (int, error) {
	m.md5.Write(p)
	return m.sha1.Write(p)
}
func (m md5sha1) Sum(b []byte) []byte { return m.sha1.Sum(m.md5.Sum(b)) }
func (m md5sha1) Reset()              { m.md5.Reset(); m.sha1.Reset() }
func (m md5sha1) Size() int           { return md5.Size + sha1.Size }
func (m md5sha1) BlockSize() int      { return sha1.BlockSize }

// digestState is the handle of a Hash or an Hmac.
type digestState struct {
	h     hash.Hash
	ended bool
}

var digestClass = jsruntime.NewClass[digestState]("Digest").
	Method("update", 1, func(_ *jsruntime.VM, s *digestState, args jsruntime.Args) jsruntime.Value {
		s.h.Write(bytesOf(args.At(0)))
		return nil
	}).
	Method("digest", 0, func(vm *jsruntime.VM, s *digestState, _ jsruntime.Args) jsruntime.Value {
		s.ended = true
		return vm.NewBuffer(s.h.Sum(nil))
	})

var digestOps = map[string]op{
	"newHash":  newHash,
	"newHmac":  newHmac,
	"copyHash": copyHash,
	"hash": func(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
		d := mustDigest(vm, args.At(0))
		h := d.new()
		h.Write(bytesOf(args.At(1)))
		return vm.NewBuffer(h.Sum(nil))
	},
}

func mustDigest(vm *jsruntime.VM, name jsruntime.Value) digest {
	d, ok := lookupDigest(name.String())
	if !ok {
		fail(vm, "Digest method not supported")
	}
	return d
}

// checkLength refuses an output length, as no hash function of the platform has another.
func checkLength(vm *jsruntime.VM, h hash.Hash, v jsruntime.Value) {
	if !jsruntime.IsUndefined(v) && int(v.ToInteger()) != h.Size() {
		fail(vm, "invalid digest size")
	}
}

// newHash(algorithm, outputLength) gives a handle.
func newHash(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	h := mustDigest(vm, args.At(0)).new()
	checkLength(vm, h, args.At(1))
	return digestClass.New(vm, &digestState{h: h})
}

// copyHash(handle, outputLength) gives a handle that goes on where the other is.
func copyHash(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	s := digestClass.This(vm, args.At(0))
	if s.ended {
		fail(vm, "Hash context has already been finalized")
	}
	h := s.h
	checkLength(vm, h, args.At(1))
	clone, err := h.(hash.Cloner).Clone()
	if err != nil {
		vm.Throw(err)
	}
	return digestClass.New(vm, &digestState{h: clone})
}

// newHmac(algorithm, key) gives a handle.
func newHmac(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	d := mustDigest(vm, args.At(0))
	return digestClass.New(vm, &digestState{h: hmac.New(d.new, bytesOf(args.At(1)))})
}
