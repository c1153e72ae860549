package urlpattern

import (
	"errors"
	"strings"

	whatwg "github.com/nlnwa/whatwg-url/url"

	"paddock/polyfills/url"
)

var errInvalid = errors.New("invalid component")

// special are the standard's special schemes with their default ports.
func special(scheme string) (port string, ok bool) {
	switch scheme {
	case "http", "ws":
		return "80", true
	case "https", "wss":
		return "443", true
	case "ftp":
		return "21", true
	case "file":
		return "", true
	}
	return "", false
}

// specialSchemes are all that [special] knows.
var specialSchemes = [...]string{"http", "https", "ws", "wss", "ftp", "file"}

// parseInto runs the URL parser over a dummy URL, from one of its states.
func parseInto(dummy, value string, state whatwg.State) (*whatwg.Url, error) {
	u, err := url.Parser().Parse(dummy)
	if err != nil {
		return nil, err
	}
	if _, err = url.Parser().BasicParser(value, nil, u, state); err != nil {
		return nil, err
	}
	return u, nil
}

const dummyURL = "https://dummy.invalid/"

func canonicalProtocol(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	u, err := url.Parser().Parse(v + "://dummy.invalid/")
	if err != nil {
		return "", err
	}
	return u.Scheme(), nil
}

func canonicalUsername(v string) (string, error) {
	return url.Parser().PercentEncodeString(v, whatwg.UserInfoPercentEncodeSet), nil
}

// canonicalPassword encodes as canonicalUsername does.
func canonicalPassword(v string) (string, error) { return canonicalUsername(v) }

func canonicalHostname(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	if !strings.Contains(v, "[") && strings.Contains(v, ":") {
		return "", errInvalid // the parser would stop there
	}
	u, err := parseInto(dummyURL, v, whatwg.StateHostname)
	if err != nil {
		return "", err
	}
	return u.Hostname(), nil
}

// canonicalIPv6 only checks characters: the pattern may hold a part of an address.
func canonicalIPv6(v string) (string, error) {
	for _, c := range v {
		if !strings.ContainsRune("0123456789abcdefABCDEF[]:", c) {
			return "", errInvalid
		}
	}
	return strings.ToLower(v), nil
}

// canonicalPort normalizes a port; the default port of protocol is the empty string.
func canonicalPort(v, protocol string) (string, error) {
	if v == "" {
		return "", nil
	}
	if digits := stripNewlines(v); digits == "" || digits[0] < '0' || digits[0] > '9' {
		return "", errInvalid
	}
	scheme := protocol
	if port, ok := special(scheme); !ok || port == "" {
		scheme = "dummy"
	}
	u, err := parseInto(scheme+"://dummy.invalid/", v, whatwg.StatePort)
	if err != nil {
		return "", err
	}
	return u.Port(), nil
}

func canonicalPathname(v string) (string, error) {
	if v == "" || url.PlainPath(v) {
		return v, nil
	}
	padded := v
	if v[0] != '/' {
		padded = "/-" + v
	}
	u, err := url.Parser().Parse(dummyURL)
	if err != nil {
		return "", err
	}
	u.SetPathname(padded)
	path := u.Pathname()
	if v[0] != '/' {
		path = path[2:]
	}
	return path, nil
}

// canonicalOpaque normalizes the path of a URL that has no segments.
func canonicalOpaque(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	path, _, _ := strings.Cut(stripNewlines(v), "?")
	path, _, _ = strings.Cut(path, "#")
	return url.Parser().PercentEncodeString(path, whatwg.C0PercentEncodeSet), nil
}

func canonicalSearch(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	u, err := parseInto(dummyURL+"?", v, whatwg.StateQuery)
	if err != nil {
		return "", err
	}
	return u.Query(), nil
}

func canonicalHash(v string) (string, error) {
	if v == "" {
		return "", nil
	}
	u, err := parseInto(dummyURL+"#", v, whatwg.StateFragment)
	if err != nil {
		return "", err
	}
	return u.Fragment(), nil
}

// stripNewlines removes what the URL parser removes from its input.
func stripNewlines(v string) string {
	return strings.NewReplacer("\t", "", "\n", "", "\r", "").Replace(v)
}
