package store

import (
	"encoding/base64"
	"strings"
)

// PrefixEnd gives the least text that is greater than every text that begins with prefix, in the
// order of bytes that SQLite has; "" when there is none.
func PrefixEnd(prefix string) string {
	if prefix == "" {
		return ""
	}
	end := []byte(prefix)
	end[len(end)-1]++ // no byte of UTF-8 is the highest
	return string(end)
}

// DecodeCursor reads the cursor of a list, a key in base64, as miniflare does: as far as it
// goes, so that one that makes no sense is no error.
func DecodeCursor(cursor string) string {
	key, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(cursor, "="))
	if err != nil {
		return ""
	}
	return string(key)
}
