package store

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"paddock/jsruntime"
)

// ObjectID derives the id of the Durable Object with a name: 64 hex digits. uniqueKey is
// "<worker>-<class>" for classes of users, or miniflare's own name of a resource's class.
func ObjectID(uniqueKey, name string) string {
	key := sha256.Sum256([]byte(uniqueKey))
	return seal(key[:], mac(key[:], []byte(name)))
}

// NewObjectID makes the id of a new, nameless object.
func NewObjectID(uniqueKey string) string {
	key := sha256.Sum256([]byte(uniqueKey))
	var base [16]byte
	_, _ = rand.Read(base[:]) // never fails
	return seal(key[:], base[:])
}

// ParseObjectID checks an id in hex digits and gives it in lower case. The errors are the platform's.
func ParseObjectID(uniqueKey, text string) (string, error) {
	raw, err := hex.DecodeString(text)
	if err != nil || len(raw) != 32 {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Invalid Durable Object ID: must be 64 hex digits")
	}
	key := sha256.Sum256([]byte(uniqueKey))
	if !hmac.Equal(raw[16:], mac(key[:], raw[:16])) {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Durable Object ID is not valid for this namespace.")
	}
	return strings.ToLower(text), nil
}

func mac(key, data []byte) []byte {
	h := hmac.New(sha256.New, key)
	h.Write(data)
	return h.Sum(nil)[:16]
}

func seal(key, base []byte) string { return hex.EncodeToString(append(base, mac(key, base)...)) }
