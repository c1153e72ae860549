package assets

import (
	"encoding/hex"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"paddock/bindings"
)

// PagesKey is the section that the tool makes for a Pages project; no configuration has it.
const PagesKey = "pages"

// Pages is that section.
type Pages struct {
	Directory string `json:"directory"` // absolute
	Binding   string `json:"binding"`   // "" where there is no Worker
	// Include and Exclude are the rules of _routes.json: which requests are the Worker's.
	Include []string `json:"include"`
	Exclude []string `json:"exclude"`
	// Folders is the beginning of URLs of other folders: the name of one, in hexadecimal digits, follows.
	// The Worker that is made of functions knows it, and nobody else may.
	Folders string `json:"folders"`
}

// parsePages makes the spec of a Pages project.
func parsePages(raw json.RawMessage) ([]bindings.Spec, error) {
	var p Pages
	if err := json.Unmarshal(raw, &p); err != nil {
		return nil, &bindings.Invalid{Path: PagesKey, Text: err.Error()}
	}
	c := &config{dir: filepath.Clean(p.Directory), pages: true, include: p.Include, exclude: p.Exclude, folders: p.Folders}
	return []bindings.Spec{{Name: p.Binding, ID: c.dir, Type: "Assets", Path: "pages_build_output_dir", Config: c}}, nil
}

// compileRules makes patterns of the rules of _routes.json: the slash before a star, and the one at the
// end, may be missing.
func compileRules(rules []string) (all []*regexp.Regexp) {
	for _, rule := range rules {
		switch {
		case rule == "/", rule == "/*":
		case strings.HasSuffix(rule, "/*"):
			rule = strings.TrimSuffix(rule, "/*") + "(/*)?"
		case strings.HasSuffix(rule, "/"):
			rule = strings.TrimSuffix(rule, "/") + "(/)?"
		case !strings.HasSuffix(rule, "*"):
			rule += "(/)?"
		}
		rule = strings.NewReplacer(".", `\.`, "*", ".*").Replace(rule)
		if compiled, err := regexp.Compile("^" + rule + "$"); err == nil { // what is none matches nothing
			all = append(all, compiled)
		}
	}
	return all
}

// workerTakes tells whether a request to a Pages project is the Worker's.
func (s *site) workerTakes(req *http.Request) bool {
	matched := func(rules []*regexp.Regexp) bool {
		return slices.ContainsFunc(rules, func(rule *regexp.Regexp) bool { return rule.MatchString(req.URL.EscapedPath()) })
	}
	return !matched(s.excluded) && matched(s.included)
}

// servePage answers as the asset server of Pages does.
func (s *site) servePage(req *http.Request) *http.Response {
	resp := s.page(req)
	resp.Header.Set("Access-Control-Allow-Origin", "*")
	resp.Header.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	if resp.Header.Get("Content-Type") != "" {
		resp.Header.Set("X-Content-Type-Options", "nosniff")
	}
	s.addHeaders(req, resp)
	if resp.StatusCode == http.StatusNotFound {
		resp.Header.Set("Cache-Control", "no-store")
	}
	return resp
}

func (s *site) page(req *http.Request) *http.Response {
	path := req.URL.EscapedPath()
	if rule, ok := s.redirect(req); ok {
		if rule.status != http.StatusOK {
			return redirection(rule.status, rule.location(req.URL))
		}
		if to, err := req.URL.Parse(rule.to); err == nil {
			path = to.EscapedPath()
		}
	}
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		return respond(http.StatusMethodNotAllowed, http.Header{}, nil, 0)
	}
	if decoded, err := url.PathUnescape(path); err == nil {
		path = decoded
	}
	file, to := s.pageOf(path)
	switch {
	case file != "":
		return s.pageFile(req, file)
	case to != "":
		if req.URL.RawQuery != "" {
			to += "?" + req.URL.RawQuery
		}
		return redirection(http.StatusPermanentRedirect, oneSlash.ReplaceAllString(to, "/"))
	}
	return s.pageMissing(req, path)
}

// oneSlash is what must not begin a path that a client is sent to: another host.
var oneSlash = regexp.MustCompile(`^(?:/|\\|\s|(?i:%2f|%5c|%09))+`)

// pageOf finds the file of a decoded path, or the path where it is to be asked for.
func (s *site) pageOf(path string) (file, to string) {
	if folder, ok := strings.CutSuffix(path, "/"); ok {
		switch {
		case s.has(path + "index.html"):
			return path + "index.html", ""
		case strings.HasSuffix(path, "/index/"):
			return "", strings.TrimSuffix(path, "index/")
		case s.has(folder + ".html"):
			return "", folder
		}
		return "", ""
	}
	name, isPage := strings.CutSuffix(path, ".html")
	switch {
	case s.has(path) && isPage && strings.HasSuffix(name, "/index"):
		return "", strings.TrimSuffix(name, "index")
	case s.has(path) && isPage && name != "/" && !s.has(name):
		return "", name
	case s.has(path):
		return path, ""
	case strings.HasSuffix(path, "/index"):
		return "", strings.TrimSuffix(path, "index")
	case s.has(path + ".html"):
		return path + ".html", ""
	case s.has(path + "/index.html"):
		return "", path + "/"
	}
	return "", ""
}

// pageMissing answers with the nearest 404.html; without any, the site is an application of one page.
func (s *site) pageMissing(req *http.Request, path string) *http.Response {
	for folder := path; folder != ""; {
		folder = folder[:strings.LastIndexByte(folder, '/')]
		if s.has(folder + "/404.html") {
			return s.file(req, meaning{file: folder + "/404.html", status: http.StatusNotFound})
		}
	}
	if s.has("/index.html") {
		return s.pageFile(req, "/index.html")
	}
	return respond(http.StatusNotFound, http.Header{}, nil, 0)
}

func (s *site) pageFile(req *http.Request, file string) *http.Response {
	resp := s.file(req, meaning{file: file, status: http.StatusOK})
	resp.Header.Set("X-Server-Env", "dev")
	return resp
}

// redirection sends a client to another place, which its text tells, too, but for that of a 308.
func redirection(status int, location string) *http.Response {
	header := http.Header{"Location": {location}}
	if status == http.StatusPermanentRedirect {
		return respond(status, header, nil, 0)
	}
	header.Set("Content-Type", "text/plain;charset=UTF-8")
	text := "Redirecting to " + location
	return respond(status, header, io.NopCloser(strings.NewReader(text)), int64(len(text)))
}

// openFolder opens a file of a folder that functions have imported.
func (c *config) openFolder(name string) (*os.File, error) {
	rest, ok := strings.CutPrefix(name, c.folders)
	if !ok || c.folders == "" {
		return nil, os.ErrNotExist
	}
	encoded, file, _ := strings.Cut(rest, "/")
	dir, err := hex.DecodeString(encoded)
	if err != nil {
		return nil, err
	}
	return os.OpenInRoot(string(dir), file)
}

// hides tells whether a path leads to what tools keep in the folder of a Pages project.
func (c *config) hides(name string) bool {
	if !c.pages {
		return false
	}
	first, _, _ := strings.Cut(strings.TrimPrefix(name, "/"), "/")
	return first == "_worker.js" || first == "_routes.json" || first == "functions" ||
		strings.Contains(name, "/node_modules/") || strings.Contains(name, "/.git/") || strings.HasSuffix(name, "/.DS_Store")
}
