package url

import (
	nurl "net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	whatwg "github.com/nlnwa/whatwg-url/url"
	"golang.org/x/net/idna"
)

// The library's own conversion of domains to ASCII is stricter than the standard's: it keeps
// signs as ≠ out. So domains are converted before it sees them, and what it would convert again
// is hidden from it meanwhile.

const (
	acePrefix = "xn--" // of labels in Punycode
	hidden    = "~"    // before labels that the library shall not look into
	failure   = "%"    // a host that the library refuses
)

// domains is the processing of the standard's "domain to ASCII" with beStrict false.
var domains = idna.New(
	idna.MapForLookup(),
	idna.BidiRule(),
	idna.CheckJoiners(true),
	idna.CheckHyphens(false),
	idna.StrictDomainName(false),
	idna.VerifyDNSLength(false),
	idna.Transitional(false),
)

// newer maps what Unicode 16 has another mapping for than the tables, which are of Unicode 15
// until Go 1.27: capitals that had no small letter in old times, and fillers.
func newer(r rune) rune {
	switch {
	case r == 'ẞ':
		return 'ß'
	case r == 0x04C0, 0x10A0 <= r && r <= 0x10C5, r == 0x2132, r == 0x2183:
		return unicode.ToLower(r)
	case r == 0x115F, r == 0x1160, r == 0x17B4, r == 0x17B5, r == 0x3164, r == 0xFFA0, 0x1D173 <= r && r <= 0x1D17A:
		return -1
	}
	return r
}

// hideDomain is the library's hook for a host before it is parsed.
func hideDomain(u *whatwg.Url, host string) string {
	if !u.IsSpecialScheme() || host == "" || host[0] == '[' {
		return host
	}
	domain, ok := toASCII(host)
	if !ok {
		return failure
	}
	labels := strings.Split(domain, ".")
	for i, label := range labels {
		if strings.HasPrefix(label, acePrefix) || strings.HasPrefix(label, hidden) || longNumber(label) {
			labels[i] = hidden + label
		}
	}
	return strings.Join(labels, ".")
}

// longNumber tells whether a label begins as a number that is too long for the library to see
// that it ends otherwise, and so takes for part of an IPv4 address.
func longNumber(label string) bool {
	const digits = "0123456789"
	rest := strings.TrimLeft(label, digits)
	return len(label)-len(rest) > 18 && rest != ""
}

// showDomain is the library's hook for a host that has been parsed.
func showDomain(_ *whatwg.Url, host string) string {
	if !strings.Contains(host, hidden) {
		return host
	}
	labels := strings.Split(host, ".")
	for i, label := range labels {
		labels[i] = strings.TrimPrefix(label, hidden)
	}
	return strings.Join(labels, ".")
}

// toASCII gives the ASCII form of a host as it is written in a URL.
func toASCII(host string) (domain string, ok bool) {
	domain, err := nurl.PathUnescape(host)
	if err != nil || !utf8.ValidString(domain) { // a percent sign of its own is forbidden
		return "", false
	}
	if ascii := strings.ToLower(domain); isASCII(ascii) && !strings.Contains(ascii, acePrefix) {
		domain = ascii
	} else if domain, ok = convert(domain); !ok {
		return "", false
	}
	for _, c := range []byte(domain) {
		if whatwg.ForbiddenDomainCodePoint.Test(uint(c)) {
			return "", false
		}
	}
	return domain, domain != ""
}

// convert lets IDNA convert a domain. No label may hide another's Punycode in its own.
func convert(domain string) (ascii string, ok bool) {
	ascii, err := domains.ToASCII(strings.Map(newer, domain))
	if err != nil {
		return "", false
	}
	if !strings.Contains(ascii, acePrefix) {
		return ascii, true
	}
	decoded, _ := domains.ToUnicode(ascii)
	return ascii, !strings.HasPrefix(decoded, acePrefix) && !strings.Contains(decoded, "."+acePrefix)
}

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
