package trace

import (
	"slices"
	"strings"
)

// redacted stands for what may be a secret.
const redacted = "REDACTED"

// redactHeader tells whether a header, by its name in lower case, may hold a secret.
func redactHeader(name string) bool {
	return name == "cookie" || name == "set-cookie" || slices.ContainsFunc([]string{"auth", "jwt", "key", "secret", "token"}, func(part string) bool {
		return strings.Contains(name, part)
	})
}

// redactURL takes what looks like an identifier or a card number out of a URL.
func redactURL(url string) string {
	var out strings.Builder
	for len(url) > 0 {
		n := strings.IndexFunc(url, func(r rune) bool { return !strings.ContainsRune(idBytes, r) })
		if n < 0 {
			n = len(url)
		}
		if word := url[:n]; looksSecret(word) {
			out.WriteString(redacted)
		} else {
			out.WriteString(word)
		}
		if n == len(url) {
			break
		}
		out.WriteByte(url[n])
		url = url[n+1:]
	}
	return out.String()
}

const (
	hexDigits  = "0123456789abcdefABCDEF"
	separators = "+-_"
	idBytes    = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ" + separators
)

// looksSecret tells whether a word is a long hexadecimal number, something in base 64, or a number of
// a card.
func looksSecret(word string) bool {
	var digits, upper, lower, hex int
	onlyHex := true
	for _, c := range []byte(word) {
		switch {
		case '0' <= c && c <= '9':
			digits++
		case 'a' <= c && c <= 'z':
			lower++
		case 'A' <= c && c <= 'Z':
			upper++
		}
		if strings.IndexByte(hexDigits, c) >= 0 {
			hex++
		} else if strings.IndexByte(separators, c) < 0 {
			onlyHex = false
		}
	}
	return onlyHex && hex >= 32 || len(word) >= 21 && digits >= 2 && upper >= 2 && lower >= 2 || isCard(word)
}

// isCard tells whether the digits of a word are a number of a payment card: 13 to 19 of them with a
// check digit by Luhn's formula at the end.
func isCard(word string) bool {
	n, sum := 0, 0
	for i := len(word) - 1; i >= 0; i-- {
		if strings.IndexByte(separators, word[i]) >= 0 {
			continue
		}
		d := int(word[i]) - '0'
		if d < 0 || d > 9 {
			return false
		}
		if n%2 == 1 {
			d = d*2/10 + d*2%10
		}
		sum += d
		n++
	}
	return n >= 13 && n <= 19 && sum%10 == 0
}
