package crypto

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/des"
	"crypto/rc4"
	"strconv"
	"strings"

	"golang.org/x/crypto/chacha20"
	"golang.org/x/crypto/chacha20poly1305"
)

// suite is a cipher as getCipherInfo describes it.
type suite struct {
	name       string // its own
	nid        int
	block, iv  int  // bytes
	key        int  // bytes
	anyKey     bool // a key may have any length
	mode       string
	blockOf    func(key []byte) (cipher.Block, error)
	aead       func(key []byte, iv []byte) (*aead, error)
	streamOf   func(key, iv []byte) (cipher.Stream, error)
	unemulated bool
}

// suites are by the names of the platform, in lower case.
var suites = func() map[string]*suite {
	m := map[string]*suite{}
	for i, bits := range []int{128, 192, 256} {
		family := "AES-" + strconv.Itoa(bits) + "-"
		add := func(mode string, nid, block, iv int, s suite) {
			s.name, s.nid, s.block, s.iv, s.key, s.mode = family+strings.ToUpper(mode), nid, block, iv, bits/8, mode
			m[strings.ToLower(s.name)] = &s
		}
		add("ecb", 418+4*i, 16, 0, suite{blockOf: aes.NewCipher})
		add("cbc", 419+4*i, 16, 16, suite{blockOf: aes.NewCipher})
		add("ofb", 420+4*i, 1, 16, suite{streamOf: aesStream(cipher.NewOFB)})
		add("ctr", 904+i, 1, 16, suite{streamOf: aesStream(cipher.NewCTR)})
		add("gcm", 895+3*i, 1, 12, suite{aead: newGCM})
		m["aes-"+strconv.Itoa(bits)+"-gcm"].name = "id-aes" + strconv.Itoa(bits) + "-GCM"
	}
	for _, s := range []*suite{
		{name: "DES-ECB", nid: 29, block: 8, key: 8, mode: "ecb", blockOf: des.NewCipher},
		{name: "DES-CBC", nid: 31, block: 8, iv: 8, key: 8, mode: "cbc", blockOf: des.NewCipher},
		{name: "DES-EDE", nid: 32, block: 8, key: 16, mode: "ecb", blockOf: desEDE},
		{name: "DES-EDE-CBC", nid: 43, block: 8, iv: 8, key: 16, mode: "cbc", blockOf: desEDE},
		{name: "DES-EDE3-CBC", nid: 44, block: 8, iv: 8, key: 24, mode: "cbc", blockOf: des.NewTripleDESCipher},
		{name: "RC4", nid: 5, block: 1, key: 16, anyKey: true, mode: "stream", streamOf: rc4Stream},
		{name: "chacha20-poly1305", nid: 950, block: 1, iv: 12, key: 32, mode: "stream", aead: newChaCha},
		{name: "xchacha20-poly1305", block: 1, iv: 24, key: 32, mode: "stream", aead: newChaCha},
		{name: "RC2-CBC", nid: 37, block: 8, iv: 8, key: 16, mode: "cbc", unemulated: true},
		{name: "aes-128-eax", block: 1, iv: 16, key: 16, mode: "stream", unemulated: true},
		{name: "aes-256-eax", block: 1, iv: 16, key: 32, mode: "stream", unemulated: true},
		{name: "aes-128-ccm-matter", block: 1, iv: 13, key: 16, mode: "ccm", unemulated: true},
		{name: "aes-128-ccm-bluetooth", block: 1, iv: 13, key: 16, mode: "ccm", unemulated: true},
		{name: "aes-128-ccm-bluetooth-8", block: 1, iv: 13, key: 16, mode: "ccm", unemulated: true},
		{name: "aes-128-gcm-siv", block: 1, iv: 12, key: 16, mode: "gcm", unemulated: true},
		{name: "aes-256-gcm-siv", block: 1, iv: 12, key: 32, mode: "gcm", unemulated: true},
		{name: "aes-128-gcm-randnonce", block: 1, key: 16, mode: "gcm", unemulated: true},
		{name: "aes-256-gcm-randnonce", block: 1, key: 32, mode: "gcm", unemulated: true},
		{name: "aes-128-ctr-hmac-sha256", block: 1, iv: 12, key: 48, mode: "ctr", unemulated: true},
		{name: "aes-256-ctr-hmac-sha256", block: 1, iv: 12, key: 64, mode: "ctr", unemulated: true},
	} {
		m[strings.ToLower(s.name)] = s
	}
	return m
}()

// lookupSuite finds a cipher by its name, in any case, or its number.
func lookupSuite(name string, nid int) *suite {
	if name != "" {
		return suites[strings.ToLower(name)]
	}
	for _, s := range suites {
		if nid != 0 && s.nid == nid {
			return s
		}
	}
	return nil
}

func aesStream(mode func(cipher.Block, []byte) cipher.Stream) func(key, iv []byte) (cipher.Stream, error) {
	return func(key, iv []byte) (cipher.Stream, error) {
		b, err := aes.NewCipher(key)
		if err != nil {
			return nil, err
		}
		return mode(b, iv), nil
	}
}

func rc4Stream(key, _ []byte) (cipher.Stream, error) { return rc4.NewCipher(key) }

// desEDE is triple DES with two keys.
func desEDE(key []byte) (cipher.Block, error) {
	return des.NewTripleDESCipher(append(key[:16:16], key[:8]...))
}

// aead encrypts piece by piece with stream; seal makes the tag of it all.
type aead struct {
	stream cipher.Stream
	seal   cipher.AEAD
	iv     []byte
}

// tag is the authentication tag of a whole text.
func (a *aead) tag(plaintext, additional []byte) []byte {
	sealed := a.seal.Seal(nil, a.iv, plaintext, additional)
	return sealed[len(plaintext):]
}

func newGCM(key, iv []byte) (*aead, error) {
	b, err := aes.NewCipher(key)
	if err != nil {
		return nil, err
	}
	seal, err := cipher.NewGCMWithNonceSize(b, len(iv))
	if err != nil {
		return nil, err
	}
	counter := gcmCounter(b, iv)
	incrementCounter(counter)
	return &aead{cipher.NewCTR(b, counter), seal, iv}, nil
}

// gcmCounter is the counter block J0 of an initialization vector (NIST SP 800-38D, section 7.1).
func gcmCounter(b cipher.Block, iv []byte) []byte {
	counter := make([]byte, 16)
	if len(iv) == 12 {
		copy(counter, iv)
		counter[15] = 1
		return counter
	}
	h := make([]byte, 16)
	b.Encrypt(h, h)
	padded := append(iv[:len(iv):len(iv)], make([]byte, (16-len(iv)%16)%16+8)...)
	bits := uint64(len(iv)) * 8
	for shift := 56; shift >= 0; shift -= 8 {
		padded = append(padded, byte(bits>>shift))
	}
	for ; len(padded) > 0; padded = padded[16:] {
		for i := range counter {
			counter[i] ^= padded[i]
		}
		counter = multiply(counter, h)
	}
	return counter
}

// multiply is the product of two blocks in GCM's field (NIST SP 800-38D, section 6.3).
func multiply(x, y []byte) []byte {
	z, v := make([]byte, 16), append([]byte(nil), y...)
	for i := range 128 {
		if x[i/8]>>(7-i%8)&1 == 1 {
			for j := range z {
				z[j] ^= v[j]
			}
		}
		carry := v[15] & 1
		for j := 15; j > 0; j-- {
			v[j] = v[j]>>1 | v[j-1]<<7
		}
		v[0] >>= 1
		if carry == 1 {
			v[0] ^= 0xe1
		}
	}
	return z
}

// incrementCounter adds one to the last 32 bits.
func incrementCounter(counter []byte) {
	for i := 15; i >= 12; i-- {
		counter[i]++
		if counter[i] != 0 {
			return
		}
	}
}

func newChaCha(key, iv []byte) (*aead, error) {
	stream, err := chacha20.NewUnauthenticatedCipher(key, iv)
	if err != nil {
		return nil, err
	}
	stream.SetCounter(1) // block 0 is the key of the tag (RFC 8439, section 2.8)
	seal, err := chacha20poly1305.New(key)
	if len(iv) == chacha20poly1305.NonceSizeX {
		seal, err = chacha20poly1305.NewX(key)
	}
	return &aead{stream, seal, iv}, err
}
