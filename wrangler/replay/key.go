package replay

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"mime"
	"net/url"
	"strings"

	"paddock/wrangler/har"
)

// key is what tells requests apart: the order of the file too.
func (t *Tape) key(method string, u *url.URL, contentType string, body []byte) string {
	k := t.clean.URL(u) + " " + method
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
