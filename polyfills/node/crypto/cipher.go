package crypto

import (
	"bytes"
	"crypto/cipher"
	"crypto/subtle"

	"paddock/jsruntime"
)

// tagSize is the size of an authentication tag, in bytes.
const tagSize = 16

// cipherState is the handle of a Cipheriv or a Decipheriv.
type cipherState struct {
	decrypting bool
	padding    bool
	final      bool

	crypt  func(dst, src []byte) // of whole blocks, or of a stream
	block  int                   // 1 for streams
	held   []byte                // what does not fill a block, and the last block of a ciphertext
	aead   *aead
	once   bool // an aead that takes its text in one piece
	pieces int
	plain  []byte // all of an aead's plaintext
	aad    []byte
	tag    []byte // set or made
	tagLen int
}

var cipherOps = map[string]op{"newCipher": newCipher, "cipherInfo": cipherInfo}

var cipherClass = jsruntime.NewClass[cipherState]("Cipher").
	Method("update", 1, func(vm *jsruntime.VM, c *cipherState, args jsruntime.Args) jsruntime.Value {
		return vm.NewBuffer(c.update(vm, bytesOf(args.At(0))))
	}).
	Method("final", 0, func(vm *jsruntime.VM, c *cipherState, _ jsruntime.Args) jsruntime.Value {
		return vm.NewBuffer(c.finish(vm))
	}).
	Method("setAutoPadding", 1, func(vm *jsruntime.VM, c *cipherState, args jsruntime.Args) jsruntime.Value {
		if c.final {
			fail(vm, "Cipher/decipher context has already been finalized")
		}
		c.padding = args.At(0).ToBoolean()
		return nil
	}).
	Method("setAAD", 1, func(vm *jsruntime.VM, c *cipherState, args jsruntime.Args) jsruntime.Value {
		c.mustAuthenticate(vm)
		if c.pieces > 0 && !c.once {
			fail(vm, "Failed to set AAD")
		}
		c.aad = append(c.aad, bytesOf(args.At(0))...)
		return nil
	}).
	Method("setAuthTag", 1, func(vm *jsruntime.VM, c *cipherState, args jsruntime.Args) jsruntime.Value {
		c.setTag(vm, bytesOf(args.At(0)))
		return nil
	}).
	Getter("whole", func(vm *jsruntime.VM, c *cipherState) jsruntime.Value { return vm.ToValue(c.once) }).
	Method("getAuthTag", 0, func(vm *jsruntime.VM, c *cipherState, _ jsruntime.Args) jsruntime.Value {
		if !c.final {
			fail(vm, "Auth tag is only available once cipher context has been finalized")
		}
		if c.decrypting {
			fail(vm, "Getting the auth tag is only support for cipher")
		}
		return vm.NewBuffer(bytes.Clone(c.tag))
	})

// newCipher(decrypting, name, key, iv, authTagLength) gives a handle.
func newCipher(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	name := args.At(1).String()
	s := lookupSuite(name, 0)
	if s == nil {
		fail(vm, "Unknown or unsupported cipher: %s", name)
	}
	if s.unemulated {
		fail(vm, "not emulated: cipher %s", s.name)
	}
	key, iv := bytes.Clone(bytesOf(args.At(2))), bytes.Clone(bytesOf(args.At(3)))
	if len(iv) != s.iv && (s.mode != "gcm" || len(iv) == 0) {
		fail(vm, "Invalid initialization vector")
	}
	switch {
	case len(key) == s.key, s.anyKey && len(key) > 0:
	case s.mode == "stream" && s.aead != nil:
		fail(vm, "Failed to initialize AEAD cipher/decipher context")
	default:
		fail(vm, "Invalid key length")
	}
	c := &cipherState{decrypting: args.At(0).ToBoolean(), padding: true, block: s.block, tagLen: tagSize}
	if n := args.At(4); !jsruntime.IsUndefined(n) {
		c.tagLen = int(n.ToInteger())
		if c.tagLen > tagSize || c.tagLen < 4 {
			fail(vm, "Invalid authentication tag length")
		}
	}
	if err := c.begin(s, key, iv); err != nil {
		fail(vm, "Failed to initialize cipher/decipher context")
	}
	return cipherClass.New(vm, c)
}

func (c *cipherState) begin(s *suite, key, iv []byte) (err error) {
	switch {
	case s.aead != nil:
		c.once = s.mode == "stream"
		if c.aead, err = s.aead(key, iv); err == nil {
			c.crypt = c.aead.stream.XORKeyStream
		}
		return err
	case s.streamOf != nil:
		stream, err := s.streamOf(key, iv)
		if err == nil {
			c.crypt = stream.XORKeyStream
		}
		return err
	}
	b, err := s.blockOf(key)
	if err != nil {
		return err
	}
	switch {
	case s.mode == "ecb":
		each := b.Encrypt
		if c.decrypting {
			each = b.Decrypt
		}
		c.crypt = func(dst, src []byte) {
			for ; len(src) > 0; dst, src = dst[s.block:], src[s.block:] {
				each(dst[:s.block], src[:s.block])
			}
		}
	case c.decrypting:
		c.crypt = cipher.NewCBCDecrypter(b, iv).CryptBlocks
	default:
		c.crypt = cipher.NewCBCEncrypter(b, iv).CryptBlocks
	}
	return nil
}

func (c *cipherState) update(vm *jsruntime.VM, in []byte) []byte {
	if c.final {
		fail(vm, "Cipher/decipher context has already been finalized")
	}
	if c.once && c.decrypting && c.tag == nil {
		fail(vm, "No auth tag provided")
	}
	if c.pieces++; c.once && c.pieces > 1 {
		fail(vm, "update() can only be invoked once on an AEAD")
	}
	if c.block == 1 {
		out := make([]byte, len(in))
		c.crypt(out, in)
		if c.aead != nil {
			c.keep(in, out)
		}
		if c.once && c.decrypting && !c.genuine() {
			vm.Throwf(jsruntime.DOMError+"OperationError", "Decryption failed: Incorrect key/IV or corrupted ciphertext/authentication tag provided.")
		}
		return out
	}
	all := append(c.held, in...)
	n := len(all) - len(all)%c.block
	if c.decrypting && c.padding && n == len(all) && n > 0 {
		n -= c.block // it may hold the padding
	}
	out := make([]byte, n)
	c.crypt(out, all[:n])
	c.held = bytes.Clone(all[n:])
	return out
}

// keep collects the plaintext that the tag is of.
func (c *cipherState) keep(in, out []byte) {
	if c.decrypting {
		in = out
	}
	c.plain = append(c.plain, in...)
}

func (c *cipherState) finish(vm *jsruntime.VM) []byte {
	if c.final {
		fail(vm, "Cipher/decipher context has already been finalized")
	}
	c.final = true
	switch {
	case c.once && c.pieces == 0: // there is no text, and so no tag
		return nil
	case c.aead != nil:
		c.authenticate(vm)
		return nil
	case c.block == 1:
		return nil
	case c.decrypting:
		return c.unpad(vm)
	}
	return c.pad(vm)
}

// authenticate makes the tag, or compares it with the one that was set.
func (c *cipherState) authenticate(vm *jsruntime.VM) {
	if !c.decrypting {
		c.tag = c.aead.tag(c.plain, c.aad)
		return
	}
	if c.tag == nil {
		fail(vm, "No auth tag provided")
	}
	if !c.genuine() {
		fail(vm, "Authentication failed")
	}
}

// genuine compares the tag that was set with that of the plaintext.
func (c *cipherState) genuine() bool {
	tag := c.aead.tag(c.plain, c.aad)
	return subtle.ConstantTimeCompare(tag[:len(c.tag)], c.tag) == 1
}

// pad gives the last block of a ciphertext, with the padding of PKCS #7.
func (c *cipherState) pad(vm *jsruntime.VM) []byte {
	if !c.padding {
		if len(c.held) > 0 {
			fail(vm, "Authentication failed") // the platform's word for whatever goes wrong here
		}
		return nil
	}
	n := c.block - len(c.held)
	last := append(c.held, bytes.Repeat([]byte{byte(n)}, n)...)
	out := make([]byte, c.block)
	c.crypt(out, last)
	return out
}

// unpad gives the rest of a plaintext, without its padding.
func (c *cipherState) unpad(vm *jsruntime.VM) []byte {
	if !c.padding {
		if len(c.held) > 0 {
			fail(vm, "Authentication failed")
		}
		return nil
	}
	if len(c.held) != c.block {
		fail(vm, "Authentication failed")
	}
	out := make([]byte, c.block)
	c.crypt(out, c.held)
	n := int(out[c.block-1])
	if n == 0 || n > c.block || !bytes.Equal(out[c.block-n:], bytes.Repeat([]byte{byte(n)}, n)) {
		fail(vm, "Authentication failed")
	}
	return out[:c.block-n]
}

func (c *cipherState) mustAuthenticate(vm *jsruntime.VM) {
	if c.final {
		fail(vm, "Cipher/decipher context has already been finalized")
	}
	if c.aead == nil {
		fail(vm, "Cipher does not support authenticated mode")
	}
}

func (c *cipherState) setTag(vm *jsruntime.VM, tag []byte) {
	c.mustAuthenticate(vm)
	if !c.decrypting {
		fail(vm, "Setting auth tag only support in decipher mode")
	}
	if c.tag != nil {
		fail(vm, "Auth tag is already set")
	}
	// NIST SP 800-38D, section 5.2.1.2
	if n := len(tag); n > tagSize || n != 4 && n != 8 && n < 12 || c.once && n != tagSize {
		fail(vm, "Invalid authentication tag length")
	}
	c.tag = bytes.Clone(tag)
}

// cipherInfo(name or nid, keyLength, ivLength) gives what getCipherInfo does, or undefined.
func cipherInfo(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	var s *suite
	if jsruntime.IsString(args.At(0)) {
		s = lookupSuite(args.At(0).String(), 0)
	} else {
		s = lookupSuite("", int(args.At(0).ToInteger()))
	}
	if s == nil || differs(args.At(1), s.key) {
		return nil
	}
	iv := s.iv
	if differs(args.At(2), iv) {
		if s.mode != "gcm" || args.At(2).ToInteger() <= 0 {
			return nil
		}
		iv = int(args.At(2).ToInteger())
	}
	info := vm.NewObject()
	for _, p := range []struct {
		name  string
		value any
	}{
		{"name", s.name}, {"nid", s.nid}, {"blockSize", s.block}, {"ivLength", iv}, {"keyLength", s.key}, {"mode", s.mode},
	} {
		if err := info.Set(p.name, p.value); err != nil {
			vm.Throw(err)
		}
	}
	return info
}

func differs(v jsruntime.Value, n int) bool {
	return !jsruntime.IsUndefined(v) && int(v.ToInteger()) != n
}
