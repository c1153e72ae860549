package har

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// redacted stands in place of a secret.
const redacted = "redacted"

// Cleaner writes what an archive has of requests and answers, without their secrets.
type Cleaner struct{ KeepSecrets bool }

// URL writes a URL without its fragment, its standard port and its secrets.
func (c Cleaner) URL(u *url.URL) string {
	to := *u
	to.Fragment, to.RawFragment = "", ""
	if p := to.Port(); p == "80" && to.Scheme == "http" || p == "443" && to.Scheme == "https" {
		to.Host = strings.TrimSuffix(to.Host, ":"+p)
	}
	if to.Path == "" {
		to.Path = "/"
	}
	if c.KeepSecrets {
		return to.String()
	}
	if to.User != nil {
		to.User = url.User(redacted)
	}
	fields := strings.Split(to.RawQuery, "&")
	for i, field := range fields {
		if name, value, ok := strings.Cut(field, "="); ok && value != "" && secret(name) {
			fields[i] = name + "=" + redacted
		}
	}
	to.RawQuery = strings.Join(fields, "&")
	return to.String()
}

// secret tells whether what goes by a name is one, as far as names tell.
func secret(name string) bool {
	name = strings.ToLower(name)
	switch name {
	case "authorization", "proxy-authorization", "cookie", "set-cookie", "key", "sig", "auth", "code", "session", "sid":
		return true
	}
	return slices.ContainsFunc([]string{"token", "secret", "password", "passwd", "api-key", "apikey", "api_key", "signature", "credential", "access-key", "access_key", "private"},
		func(part string) bool { return strings.Contains(name, part) })
}

// Headers writes headers in the order of their names, without secrets and without what concerns one
// connection only.
func (c Cleaner) Headers(h http.Header) []Pair {
	names := make([]string, 0, len(h))
	for name := range h {
		switch name {
		case "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	list := []Pair{}
	for _, name := range names {
		for _, value := range h[name] {
			list = append(list, Pair{Name: strings.ToLower(name), Value: c.Header(name, value)})
		}
	}
	return list
}

// Header writes the value of a header.
func (c Cleaner) Header(name, value string) string {
	if c.KeepSecrets {
		return value
	}
	switch strings.ToLower(name) {
	case "set-cookie": // what a cookie is for may matter, its value is the secret
		cookie, attributes, _ := strings.Cut(value, ";")
		key, _, _ := strings.Cut(cookie, "=")
		if attributes != "" {
			attributes = ";" + attributes
		}
		return key + "=" + redacted + attributes
	case "authorization", "proxy-authorization": // so may the scheme
		if scheme, _, ok := strings.Cut(value, " "); ok {
			return scheme + " " + redacted
		}
	case "location", "content-location", "referer", "link":
		if u, err := url.Parse(value); err == nil && u.RawQuery != "" {
			return c.URL(u)
		}
		return value
	}
	if secret(name) {
		return redacted
	}
	return value
}
