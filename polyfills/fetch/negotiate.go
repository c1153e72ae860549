package fetch

import (
	"compress/gzip"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Negotiator gives answers at the door the content codings that their clients ask for, as wrangler's door does: a
// browser gets gzip, whoever takes neither gzip nor br gets in clear what a Worker has compressed, and a client that
// does not say what it takes gets what the Worker gives. The zero value works, also for several goroutines.
type Negotiator struct{ gzips sync.Pool } // of *gzip.Writer

// Suit changes an answer to a request by the Accept-Encoding of its client, or gives another in its place.
func (n *Negotiator) Suit(resp *http.Response, method, accept string) *http.Response {
	if accept == "" || !compressible(resp.Header.Get("Content-Type")) {
		return resp
	}
	wanted := acceptable(accept)
	if len(wanted) == 0 {
		return resp
	}
	has := strings.Join(resp.Header["Content-Encoding"], ", ")
	if has != "" && has != "gzip" && has != "br" {
		return resp
	}
	name, clear := choose(wanted)
	switch {
	case name == "" && !clear:
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		return unsuitable()
	case name == has:
		return resp
	}
	resp.Header = resp.Header.Clone()
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	bare := method == http.MethodHead || nullBodyStatus(resp.StatusCode)
	if !bare && resp.ContentLength != 0 {
		decode(resp, true)
	}
	if name == "" {
		resp.Header.Del("Content-Encoding")
		return resp
	}
	resp.Header.Set("Content-Encoding", name)
	if method == http.MethodHead { // what length is said is the Worker's own
		resp.ContentLength = -1
		return resp
	}
	resp.Header.Del("Content-Length")
	if bare {
		return resp
	}
	if resp.Body == nil || resp.Body == http.NoBody {
		resp.Body = empty()
	}
	n.encode(resp)
	return resp
}

// encode compresses the body; compressors for gzip, which are large, are used again.
func (n *Negotiator) encode(resp *http.Response) {
	encode(resp, true)
	if e, ok := resp.Body.(*encoded); ok && e.name == "gzip" {
		e.coding.writer = func(w io.Writer) compressor {
			z, ok := n.gzips.Get().(*gzip.Writer)
			if !ok {
				return again{gzip.NewWriter(w), &n.gzips}
			}
			z.Reset(w)
			return again{z, &n.gzips}
		}
	}
}

// again is a compressor that goes back when it is closed.
type again struct {
	*gzip.Writer
	pool *sync.Pool
}

// Close implements io.Closer. The compressor is not to be used any more.
func (a again) Close() error {
	err := a.Writer.Close()
	a.pool.Put(a.Writer)
	return err
}

// preference is what a client says of one coding.
type preference struct {
	coding string
	weight float64
}

// acceptElement is what the platform understands in an Accept-Encoding; all else it passes over.
var acceptElement = regexp.MustCompile(`^([a-z]+|\*)(?:\s*;\s*q=(\d+(?:.\d+)?))?$`)

// acceptable reads an Accept-Encoding, the most wanted first.
func acceptable(header string) []preference {
	var found []preference
	for element := range strings.SplitSeq(header, ",") {
		m := acceptElement.FindStringSubmatch(strings.TrimSpace(element))
		if m == nil {
			continue
		}
		weight := 1.0
		if m[2] != "" {
			weight, _ = strconv.ParseFloat(m[2], 64)
		}
		found = append(found, preference{m[1], weight})
	}
	slices.SortStableFunc(found, func(a, b preference) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	return found
}

// choose gives the coding for a client, "" for none, and whether none is allowed.
func choose(wanted []preference) (name string, clear bool) {
	clear = true
	for _, p := range wanted {
		switch {
		case p.weight == 0:
			if p.coding == "identity" || p.coding == "*" {
				clear = false
			}
		case p.coding == "gzip" || p.coding == "br":
			return p.coding, clear
		case p.coding == "identity":
			return "", clear
		}
	}
	return "", clear
}

// unsuitable is the answer to a client that takes nothing that there is.
func unsuitable() *http.Response {
	const text = "Unsupported Media Type"
	return &http.Response{
		StatusCode: http.StatusUnsupportedMediaType, Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{"Accept-Encoding": {"br, gzip"}, "Content-Type": {textMIME}},
		Body:   &buffered{strings.NewReader(text)}, ContentLength: int64(len(text)),
	}
}

// compressible reports whether answers of a content type are compressed at the door; those without one are.
//
// Platform: https://developers.cloudflare.com/speed/optimization/content/compression/
func compressible(contentType string) bool {
	kind, _, _ := strings.Cut(contentType, ";")
	switch strings.ToLower(strings.TrimSpace(kind)) {
	case "":
		return contentType == ""
	case "text/html", "text/richtext", "text/plain", "text/css", "text/x-script", "text/x-component", "text/x-java-source",
		"text/x-markdown", "text/javascript", "text/js", "text/xml",
		"application/javascript", "application/x-javascript", "application/javascript-binast", "application/x-perl",
		"application/x-httpd-cgi", "application/xml", "application/rss+xml", "application/xhtml+xml", "application/json",
		"application/vnd.api+json", "application/manifest+json", "application/ld+json", "application/graphql+json",
		"application/geo+json", "application/x-protobuf", "application/wasm", "multipart/bag", "multipart/mixed",
		"image/x-icon", "image/vnd.microsoft.icon", "image/svg+xml",
		"font/ttf", "font/otf", "font/x-woff", "application/vnd.ms-fontobject", "application/ttf", "application/x-ttf",
		"application/otf", "application/x-otf", "application/truetype", "application/opentype", "application/x-opentype",
		"application/font-woff", "application/eot", "application/font", "application/font-sfnt":
		return true
	}
	return false
}
