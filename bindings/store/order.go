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

// Start gives the condition on the column key of keys that are not less than prefix and greater than
// after, and its value; an after of "" is none. It is one bound: of two SQLite may take the lower to
// begin at, and read all that is between them.
func Start(prefix, after string) (condition, bound string) {
	if after == "" || after < prefix {
		return "key >= ?", prefix
	}
	return "key > ?", after
}

// DecodeCursor reads the cursor of a list, a key in base64, as miniflare does: as far as it
// goes, so that one that makes no sense is no error. What is no base64 is passed over, and what is
// no UTF-8 becomes U+FFFD.
func DecodeCursor(cursor string) string {
	cursor, _, _ = strings.Cut(cursor, "=")
	digits := strings.Map(func(r rune) rune {
		switch {
		case r == '-':
			return '+'
		case r == '_':
			return '/'
		case r >= 0x80 || !strings.ContainsRune(base64Digits, r):
			return -1
		}
		return r
	}, cursor)
	if len(digits)%4 == 1 {
		digits = digits[:len(digits)-1]
	}
	key, _ := base64.RawStdEncoding.DecodeString(digits)
	return string([]rune(string(key)))
}

const base64Digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
