package crypto

// algorithm is a row of the table: what one algorithm can do with keys. Nil: nothing.
type algorithm struct {
	name     string
	importer func(alg *algorithm, r importing) (*Key, error)
	generate func(alg *algorithm, r generating) (*generation, error)
	export   func(k *Key, format string) (exported, error)

	encrypt, decrypt func(k *Key, p *params, data []byte) (*job[[]byte], error)
	// wrap and unwrap stand in for encrypt and decrypt where these are not possible.
	wrap, unwrap func(k *Key, data []byte) (*job[[]byte], error)
	sign         func(k *Key, p *params, data []byte) (*job[[]byte], error)
	verify       func(k *Key, p *params, signature, data []byte) (*job[bool], error)
	// derive gives the first bits of the secret; nil: all of them, if there is an end.
	derive func(k *Key, p *params, bits *int) (*job[[]byte], error)
	// deriveLength gives the bits of a key that is to be derived; nil: it cannot be derived.
	deriveLength func(p *params) (*int, error)
	// encapsulate makes a secret and what tells it to the owner of the private key, who decapsulates it.
	encapsulate func(k *Key) (shared, ciphertext []byte)
	decapsulate func(k *Key, ciphertext []byte) ([]byte, error)

	scheme *scheme // of ML-KEM and ML-DSA
}

// importing is a request to make a key of what a script has.
type importing struct {
	format      string
	raw         []byte // for all formats but jwk
	jwk         *jwk
	params      *params
	extractable bool
	usages      []string
	lax         bool // without strict_crypto_checks
	modern      bool // with webcrypto_modern_algorithms
}

// generating is a request to make a key of nothing.
type generating struct {
	params      *params
	extractable bool
	usages      []string
	lax         bool // without strict_crypto_checks
}

// generation is a key in the making: a secret one, or the private one of a pair, whose public
// one then has the usages of public.
type generation struct {
	job    *job[*Key]
	pair   bool // the key is the private one of a pair
	public usageSet
}

// exported is a key in one of the formats: either of the two.
type exported struct {
	raw []byte
	jwk *jwk
}

// Names of the platform's own algorithms.
const (
	nodeEd25519 = "NODE-ED25519"
	rsaRaw      = "RSA-RAW"
)

var algorithms = []*algorithm{
	{name: "AES-CTR", importer: importAES, generate: generateAES, export: exportAES, deriveLength: aesDeriveLength, encrypt: ctr, decrypt: ctr},
	{name: "AES-CBC", importer: importAES, generate: generateAES, export: exportAES, deriveLength: aesDeriveLength, encrypt: cbcEncrypt, decrypt: cbcDecrypt},
	{name: "AES-GCM", importer: importAES, generate: generateAES, export: exportAES, deriveLength: aesDeriveLength, encrypt: gcmEncrypt, decrypt: gcmDecrypt},
	{name: "AES-KW", importer: importAES, generate: generateAES, export: exportAES, deriveLength: aesDeriveLength, wrap: aesWrap, unwrap: aesUnwrap},
	{name: "HMAC", importer: importHMAC, generate: generateHMAC, export: exportHMAC, deriveLength: hmacDeriveLength, sign: hmacSign, verify: hmacVerify},
	{name: "PBKDF2", importer: importPassword, deriveLength: noDeriveLength, derive: derivePBKDF2},
	{name: "HKDF", importer: importPassword, deriveLength: noDeriveLength, derive: deriveHKDF},
	{name: "RSASSA-PKCS1-v1_5", importer: importRSA, generate: generateRSA, export: exportRSA, sign: pkcs1Sign, verify: pkcs1Verify},
	{name: "RSA-PSS", importer: importRSA, generate: generateRSA, export: exportRSA, sign: pssSign, verify: pssVerify},
	{name: "RSA-OAEP", importer: importRSA, generate: generateRSA, export: exportRSA, encrypt: oaepEncrypt, decrypt: oaepDecrypt},
	{name: rsaRaw, importer: importRSA, export: exportRSA, sign: rawSign},
	{name: "ECDSA", importer: importEC, generate: generateEC, export: exportEC, sign: ecdsaSign, verify: ecdsaVerify},
	{name: "ECDH", importer: importEC, generate: generateEC, export: exportEC, derive: deriveECDH},
	{name: "Ed25519", importer: importOKP, generate: generateOKP, export: exportOKP, sign: ed25519Sign, verify: ed25519Verify},
	{name: nodeEd25519, importer: importOKP, generate: generateOKP, export: exportOKP, sign: ed25519Sign, verify: ed25519Verify},
	{name: "X25519", importer: importOKP, generate: generateOKP, export: exportOKP, derive: deriveX25519},
}

// refusal is the error of an operation that an algorithm does not have.
func (a *algorithm) refusal(operation string) error {
	return failure(notSupportedError, "The %s operation is not implemented for \"%s\".", operation, a.name)
}

// unknownFormat is the error of a format that keys of an algorithm do not come in.
func unknownFormat(format string) error {
	return failure(notSupportedError, "Unrecognized key import format \"%s\".", format)
}

// secret makes a job of a secret key whose material is random.
func (r generating) secret(k *Key, bytes int) *generation {
	return &generation{job: light(0, func() (*Key, error) {
		made := *k
		made.secret = random(bytes)
		clearTail(made.secret, made.length)
		return &made, nil
	})}
}

// clearTail zeroes the bits of the last byte behind the first n bits of b.
func clearTail(b []byte, n int) {
	if extra := len(b)*8 - n; extra > 0 && extra < 8 {
		b[len(b)-1] &= 0xff << extra
	}
}
