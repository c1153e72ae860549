package dockerfile

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"hash"
)

// keyVersion changes when the same instruction makes another layer than before.
const keyVersion = 1

// keyOf names a layer by what it is made over and of, all of which JSON can write.
func keyOf(parent string, parts ...any) string {
	h := sha256.New()
	feed(h, keyVersion, parent)
	feed(h, parts...)
	return fmt.Sprintf("build:%x", h.Sum(nil))
}

// feed adds values to a digest so that no two lists give the same.
func feed(h hash.Hash, parts ...any) {
	e := json.NewEncoder(h)
	for _, part := range parts {
		if err := e.Encode(part); err != nil {
			panic(err) // strings, numbers and lists of them can always be written
		}
	}
}
