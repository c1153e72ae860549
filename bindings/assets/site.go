package assets

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// site is a folder that is served. It is safe for concurrent use.
type site struct {
	*config
	root *os.Root
	log  *slog.Logger

	included, excluded []*regexp.Regexp // of a Pages project

	mu        sync.Mutex // guards redirects, headers, ignore
	redirects ruleFile[[]redirect]
	headers   ruleFile[[]headerRule]
	ignore    ruleFile[ignoreRules]
}

// ignored gives the rules of .assetsignore as they are now.
func (s *site) ignored() ignoreRules {
	s.mu.Lock()
	defer s.mu.Unlock()
	return load(s.root, &s.ignore, ".assetsignore", func(text string) (ignoreRules, []string) { return parseIgnore(text), nil }, func(ignoreRules, []string) {})
}

// hidden are the files that are never served.
var hidden = []string{"/_headers", "/_redirects", "/.assetsignore"}

// open opens the file with a path; nil when there is none.
func (s *site) open(name string) (*os.File, os.FileInfo) {
	if name == "" || strings.HasSuffix(name, "/") || strings.ContainsRune(name, 0) || slices.Contains(hidden, name) || s.hides(name) || s.ignored().ignores(name) {
		return nil, nil
	}
	f, err := s.root.Open(strings.TrimPrefix(name, "/"))
	if err != nil {
		f, err = s.openFolder(name)
	}
	if err != nil {
		return nil, nil
	}
	info, err := f.Stat()
	if err != nil || !info.Mode().IsRegular() {
		_ = f.Close()
		return nil, nil
	}
	return f, info
}

// has tells whether there is a file with a path.
func (s *site) has(name string) bool {
	f, _ := s.open(name)
	if f == nil {
		return false
	}
	_ = f.Close()
	return true
}

var slashes = regexp.MustCompile(`/+`)

// decode reads the segments of a path; what is no encoding stays as it is.
func decode(escaped string) string {
	parts := strings.Split(escaped, "/")
	for i, part := range parts {
		if text, err := url.PathUnescape(part); err == nil {
			parts[i] = text
		}
	}
	return slashes.ReplaceAllString(strings.Join(parts, "/"), "/")
}

// encode writes the segments of a path as encodeURIComponent does.
func encode(decoded string) string {
	var out []byte
	for i := range len(decoded) {
		switch c := decoded[i]; {
		case c == '/', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', '0' <= c && c <= '9', strings.IndexByte("-_.!~*'()", c) >= 0:
			out = append(out, c)
		default:
			out = fmt.Appendf(out, "%%%02X", c)
		}
	}
	return string(out)
}

// knows tells whether the site has an answer of its own to a request.
func (s *site) knows(req *http.Request, notFound string) bool {
	if _, ok := s.redirect(req); ok {
		return true
	}
	_, ok := s.mean(decode(req.URL.EscapedPath()), notFound)
	return ok
}

// serve answers a request.
func (s *site) serve(req *http.Request) *http.Response {
	if s.pages {
		return s.servePage(req)
	}
	resp := s.answer(req)
	s.addHeaders(req, resp)
	return resp
}

func (s *site) answer(req *http.Request) *http.Response {
	escaped := req.URL.EscapedPath()
	if rule, ok := s.redirect(req); ok {
		if rule.status != http.StatusOK {
			return respond(rule.status, http.Header{"Location": {rule.location(req.URL)}}, nil, 0)
		}
		if to, err := req.URL.Parse(rule.to); err == nil {
			escaped = to.EscapedPath()
		}
	}
	decoded := decode(escaped)
	m, ok := s.mean(decoded, s.notFound)
	switch {
	case !ok:
		return respond(http.StatusNotFound, http.Header{}, nil, 0)
	case req.Method != http.MethodGet && req.Method != http.MethodHead:
		return respond(http.StatusMethodNotAllowed, http.Header{}, nil, 0)
	}
	to := m.redirect
	if to == "" && encode(decoded) != escaped {
		to = decoded
	}
	if to != "" {
		location := encode(to)
		if req.URL.RawQuery != "" {
			location += "?" + req.URL.RawQuery
		}
		return respond(http.StatusTemporaryRedirect, http.Header{"Location": {location}}, nil, 0)
	}
	return s.file(req, m)
}

// file answers with a file.
func (s *site) file(req *http.Request, m meaning) *http.Response {
	f, info := s.open(m.file)
	if f == nil { // it was there a moment ago
		return respond(http.StatusNotFound, http.Header{}, nil, 0)
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "%s\x00%d\x00%d", m.file, info.Size(), info.ModTime().UnixNano()))
	tag := `"` + hex.EncodeToString(sum[:16]) + `"`
	header := s.kindOf(m.file)
	header.Set("Etag", tag)
	if req.Header.Get("Authorization") == "" && req.Header.Get("Range") == "" {
		header.Set("Cache-Control", "public, max-age=0, must-revalidate")
	}
	if given := req.Header.Get("If-None-Match"); given == tag || given == "W/"+tag {
		_ = f.Close()
		return respond(http.StatusNotModified, header, nil, 0)
	}
	if req.Method == http.MethodHead {
		_ = f.Close()
		return respond(m.status, header, nil, 0)
	}
	return respond(m.status, header, f, info.Size())
}

// kindOf gives the headers that say what a file is and whence it comes.
func (s *site) kindOf(file string) http.Header {
	if s.pages {
		return http.Header{"Content-Type": {pageType(path.Ext(file))}}
	}
	header := http.Header{"Cf-Cache-Status": {"HIT"}}
	if kind := contentType(path.Ext(file)); kind != "" {
		header.Set("Content-Type", kind)
	}
	return header
}

// respond makes a response; a nil body is none.
func respond(status int, header http.Header, body io.ReadCloser, size int64) *http.Response {
	if body == nil {
		body, size = http.NoBody, 0
	}
	return &http.Response{
		StatusCode: status, Status: fmt.Sprintf("%d %s", status, http.StatusText(status)), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: header, Body: body, ContentLength: size,
	}
}
