package replay

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"paddock/wrangler/har"
)

// redacted stands in place of a secret.
const redacted = "redacted"

// key is what tells requests apart: the order of the file too.
func (t *Tape) key(method string, u *url.URL, contentType string, body []byte) string {
	k := t.cleanURL(u) + " " + method
	if len(body) > 0 {
		sum := sha256.Sum256(withoutBoundary(contentType, body))
		k += " " + hex.EncodeToString(sum[:])
	}
	return k
}

// keyOf gives the key of a request on a tape.
func (t *Tape) keyOf(r har.Request) (string, error) {
	u, err := url.Parse(r.URL)
	if err != nil {
		return "", err
	}
	var body []byte
	contentType := ""
	if r.Body != nil {
		if body, err = plain(r.Body.Text, r.Body.Encoding); err != nil {
			return "", err
		}
		contentType = r.Body.MimeType
	}
	return t.key(r.Method, u, contentType, body), nil
}

// plain undoes an archive's encoding of bytes.
func plain(text, encoding string) ([]byte, error) {
	if encoding == "base64" {
		return base64.StdEncoding.DecodeString(text)
	}
	return []byte(text), nil
}

// withoutBoundary makes bodies of forms equal that differ in their random boundaries only.
func withoutBoundary(contentType string, body []byte) []byte {
	kind, params, err := mime.ParseMediaType(contentType)
	if err != nil || !strings.HasPrefix(kind, "multipart/") || params["boundary"] == "" {
		return body
	}
	return bytes.ReplaceAll(body, []byte("--"+params["boundary"]), []byte("--boundary"))
}

// cleanURL writes a URL without its fragment, its standard port and its secrets.
func (t *Tape) cleanURL(u *url.URL) string {
	c := *u
	c.Fragment, c.RawFragment = "", ""
	if p := c.Port(); p == "80" && c.Scheme == "http" || p == "443" && c.Scheme == "https" {
		c.Host = strings.TrimSuffix(c.Host, ":"+p)
	}
	if c.Path == "" {
		c.Path = "/"
	}
	if t.opts.KeepSecrets {
		return c.String()
	}
	if c.User != nil {
		c.User = url.User(redacted)
	}
	fields := strings.Split(c.RawQuery, "&")
	for i, field := range fields {
		if name, value, ok := strings.Cut(field, "="); ok && value != "" && secret(name) {
			fields[i] = name + "=" + redacted
		}
	}
	c.RawQuery = strings.Join(fields, "&")
	return c.String()
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

// pairs writes headers in the order of their names, without secrets and without what concerns one
// connection only.
func (t *Tape) pairs(h http.Header) []har.Pair {
	names := make([]string, 0, len(h))
	for name := range h {
		switch name {
		case "Connection", "Keep-Alive", "Proxy-Connection", "Te", "Trailer", "Transfer-Encoding", "Upgrade", "Content-Length":
		default:
			names = append(names, name)
		}
	}
	slices.Sort(names)
	list := []har.Pair{}
	for _, name := range names {
		for _, value := range h[name] {
			list = append(list, har.Pair{Name: strings.ToLower(name), Value: t.cleanHeader(name, value)})
		}
	}
	return list
}

func (t *Tape) cleanHeader(name, value string) string {
	if t.opts.KeepSecrets {
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
			return t.cleanURL(u)
		}
		return value
	}
	if secret(name) {
		return redacted
	}
	return value
}
