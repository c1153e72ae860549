package assets

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	urls "paddock/polyfills/url"
)

// Limits of the files of rules.
const (
	maxLine    = 2000
	maxStatic  = 2000
	maxDynamic = 100
	maxHeaders = 100
)

// ruleFile is a file of rules as it was read last.
type ruleFile[T any] struct {
	read  bool
	stamp time.Time // of its last change; zero when there is none
	size  int64
	rules T
}

// load reads a file of rules again if it has changed; told says what is wrong with it.
func load[T any](root *os.Root, f *ruleFile[T], name string, parse func(text string) (T, []string), told func(rules T, wrong []string)) T {
	info, err := root.Stat(name)
	if err != nil {
		*f = ruleFile[T]{read: true}
		return f.rules
	}
	if f.read && f.stamp.Equal(info.ModTime()) && f.size == info.Size() {
		return f.rules
	}
	var text []byte
	if file, err := root.Open(name); err == nil {
		text, _ = io.ReadAll(file) // what cannot be read has no rules
		_ = file.Close()
	}
	rules, wrong := parse(string(text))
	*f = ruleFile[T]{true, info.ModTime(), info.Size(), rules}
	told(rules, wrong)
	return rules
}

// pattern is the left side of a rule.
type pattern struct {
	re   *regexp.Regexp
	host bool // it begins with https://
}

var (
	placeholder = regexp.MustCompile(`:[A-Za-z]\w*`)
	splat       = regexp.MustCompile(`:splat(\W|$)`)
	leading     = regexp.MustCompile(`^:[A-Za-z]\w*`)
)

// dynamic tells of a pattern that matches more than one path.
func dynamic(text string) bool {
	return strings.Contains(text, "*") || placeholder.MatchString(text)
}

// compile makes a pattern, in which * is anything and :name a segment.
func compile(text string) (pattern, error) {
	var re strings.Builder
	rest := text
	name := "[^/]+"
	p := pattern{host: strings.HasPrefix(text, "https://")}
	if p.host {
		re.WriteString("https://")
		rest = text[len("https://"):]
		name = "[^/.]+"
	}
	for rest != "" {
		named := leading.FindString(rest)
		switch {
		case rest[0] == '/':
			name = "[^/]+"
		case rest[0] == '*':
			re.WriteString("(?P<splat>.*)")
			rest = rest[1:]
			continue
		case named != "":
			fmt.Fprintf(&re, "(?P<%s>%s)", named[1:], name)
			rest = rest[len(named):]
			continue
		}
		re.WriteString(regexp.QuoteMeta(rest[:1]))
		rest = rest[1:]
	}
	var err error
	p.re, err = regexp.Compile("(?s)^" + re.String() + "$")
	return p, err
}

// match gives what the pattern's names stand for in a URL.
func (p pattern) match(u *url.URL) (values map[string]string, ok bool) {
	text := u.EscapedPath()
	if p.host {
		text = "https://" + u.Hostname() + text
	}
	m := p.re.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	values = map[string]string{}
	for i, name := range p.re.SubexpNames() {
		if name != "" {
			values[name] = m[i]
		}
	}
	return values, true
}

// fill puts values in the place of names.
func fill(text string, values map[string]string) string {
	return placeholder.ReplaceAllStringFunc(text, func(name string) string {
		for n := len(name); n > 1; n-- { // the longest name that there is
			if v, ok := values[name[1:n]]; ok {
				return v + name[n:]
			}
		}
		return name
	})
}

// redirect is a line of _redirects.
type redirect struct {
	from   string
	match  pattern
	static bool // one path, above all lines that are not
	to     string
	status int
}

var statuses = []int{200, 301, 302, 303, 307, 308}

// normal gives the target of a rule as URLs write it; whole is with its query and fragment. problem is why it is none.
func normal(target string, whole bool) (text, problem string) {
	host := ""
	if rest, ok := strings.CutPrefix(target, "https://"); ok {
		host, rest, _ = strings.Cut(strings.TrimLeft(rest, "/"), "/")
		host, target = "https://"+host, "/"+rest
	}
	if !strings.HasPrefix(target, "/") {
		return "", `URLs should either be relative (e.g. begin with a forward-slash), or use HTTPS (e.g. begin with "https://").`
	}
	u, err := urls.Parse("relative://"+target, "")
	if err != nil {
		return "", "Error parsing URL segment " + target + ". Skipping."
	}
	text = host + u.Pathname()
	if whole {
		text += u.Search() + u.Hash()
	}
	return text, ""
}

var (
	comment  = regexp.MustCompile(`\s+#.*$`)
	absolute = regexp.MustCompile(`^\w+://`)
	index    = regexp.MustCompile(`/index(.html)?$`)
)

// parseRedirects reads _redirects.
func (c *config) parseRedirects(text string) (rules []redirect, wrong []string) {
	static, seen, statics, dynamics := true, map[string]bool{}, 0, 0
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		refuse := func(reason string) {
			wrong = append(wrong, fmt.Sprintf("▶︎ %s\n    at _redirects:%d | %s", reason, i+1, line))
		}
		if len(line) > maxLine {
			wrong = append(wrong, fmt.Sprintf("▶︎ Ignoring line %d as it exceeds the maximum allowed length of %d.", i+1, maxLine))
			continue
		}
		tokens := strings.Fields(comment.ReplaceAllString(line, ""))
		if len(tokens) < 2 || len(tokens) > 3 {
			refuse(fmt.Sprintf("Expected exactly 2 or 3 whitespace-separated tokens. Got %d.", len(tokens)))
			continue
		}
		r, reason := c.parseRedirect(tokens)
		if reason != "" {
			refuse(reason)
			continue
		}
		if static = static && !dynamic(r.from); static {
			statics++
		} else {
			dynamics++
		}
		switch {
		case static && statics > maxStatic:
			wrong = append(wrong, fmt.Sprintf("▶︎ Maximum number of static rules supported is %d. Skipping line.", maxStatic))
			continue
		case dynamics > maxDynamic:
			return rules, append(wrong, fmt.Sprintf("▶︎ Maximum number of dynamic rules supported is %d. Skipping remaining lines of file.", maxDynamic))
		case seen[r.from]:
			refuse("Ignoring duplicate rule for path " + r.from + ".")
			continue
		}
		r.static, seen[r.from] = static, true
		rules = append(rules, r)
	}
	return rules, wrong
}

// parseRedirect reads the tokens of a line; reason is why it is ignored.
func (c *config) parseRedirect(tokens []string) (r redirect, reason string) {
	r = redirect{status: http.StatusFound}
	from := tokens[0]
	if strings.HasPrefix(from, "https://") {
		return r, "Only relative URLs are allowed. Skipping absolute URL " + from + "."
	}
	if !strings.HasPrefix(from, "/") {
		from = "/" + from
	}
	if r.from, reason = normal(from, false); reason != "" {
		return r, reason
	}
	if r.to, reason = normal(tokens[1], true); reason != "" {
		return r, reason
	}
	if len(tokens) == 3 {
		n, err := strconv.Atoi(tokens[2])
		if err != nil || !slices.Contains(statuses, n) {
			return r, "Valid status codes are 200, 301, 302 (default), 303, 307, or 308. Got " + tokens[2] + "."
		}
		r.status = n
	}
	relative := strings.HasPrefix(r.to, "/")
	if relative && index.MatchString(r.to) && (strings.HasSuffix(r.from, "/*") || strings.HasSuffix(r.from, "/") && c.html != "none") {
		return r, "Infinite loop detected in this rule and has been ignored. This will cause a redirect to strip `.html` or `/index` and end up triggering this rule again. Please fix or remove this rule to silence this warning."
	}
	if r.status == http.StatusOK && !relative {
		return r, "Proxy (200) redirects can only point to relative paths. Got " + r.to
	}
	var err error
	if r.match, err = compile(r.from); err != nil {
		return r, "The path is no pattern: " + err.Error()
	}
	return r, ""
}

// readRules reads both files of rules, so that the user is told of them before anything is served.
func (s *site) readRules() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.redirectRules()
	s.headerRules()
}

// redirectRules gives the rules of _redirects; the caller has the lock.
func (s *site) redirectRules() []redirect {
	return load(s.root, &s.redirects, "_redirects", s.parseRedirects, func(rules []redirect, wrong []string) {
		s.log.Info(fmt.Sprintf("✨ Parsed %d valid redirect %s.", len(rules), plural(len(rules), "rule")))
		s.warn("redirect", wrong)
	})
}

// headerRules gives the rules of _headers; the caller has the lock.
func (s *site) headerRules() []headerRule {
	return load(s.root, &s.headers, "_headers", parseHeaders, func(rules []headerRule, wrong []string) {
		s.log.Info(fmt.Sprintf("✨ Parsed %d valid header %s.", len(rules), plural(len(rules), "rule")))
		s.warn("header", wrong)
	})
}

// redirect finds the rule of _redirects for a request, its names filled in.
func (s *site) redirect(req *http.Request) (redirect, bool) {
	s.mu.Lock()
	rules := s.redirectRules()
	s.mu.Unlock()
	for _, static := range []bool{true, false} {
		for _, r := range rules {
			if r.static != static {
				continue
			}
			values, ok := r.match.match(req.URL)
			if !ok {
				continue
			}
			r.to = strings.TrimSpace(fill(r.to, values))
			if !absolute.MatchString(r.to) {
				r.to = slashes.ReplaceAllString(r.to, "/")
			}
			return r, true
		}
	}
	return redirect{}, false
}

// location is where the rule sends the client: the request's query goes along, unless the rule
// has one.
func (r redirect) location(from *url.URL) string {
	to, err := from.Parse(r.to)
	if err != nil {
		return r.to
	}
	if to.RawQuery == "" {
		to.RawQuery = from.RawQuery
	}
	to.RawQuery = escapeQuery(to.RawQuery)
	if to.Scheme == from.Scheme && to.Host == from.Host {
		to.Scheme, to.Host, to.User = "", "", nil
	}
	return to.String()
}

// escapeQuery escapes what the URLs of the web escape in a query, and net/url leaves alone.
func escapeQuery(query string) string {
	var b strings.Builder
	for _, c := range []byte(query) {
		if c <= ' ' || c >= 0x7f || strings.IndexByte(`"<>'`, c) >= 0 {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// headerRule is a path of _headers with what follows it.
type headerRule struct {
	match pattern
	set   [][2]string
	unset []string
}

var pathLine = regexp.MustCompile(`^([^\s]+://|/)`)

// parseHeaders reads _headers.
func parseHeaders(text string) (rules []headerRule, wrong []string) {
	var rule *headerRule
	skip, empty := false, "" // what is wrong with the rule if nothing follows its path
	finish := func() {
		switch {
		case rule == nil:
		case len(rule.set)+len(rule.unset) == 0:
			wrong = append(wrong, empty)
		default:
			rules = append(rules, *rule)
		}
		rule = nil
	}
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		refuse := func(reason string) {
			wrong = append(wrong, fmt.Sprintf("▶︎ %s\n    at _headers:%d | %s", reason, i+1, line))
		}
		switch {
		case len(line) > maxLine:
			wrong = append(wrong, fmt.Sprintf("▶︎ Ignoring line %d as it exceeds the maximum allowed length of %d.", i+1, maxLine))
		case pathLine.MatchString(line):
			finish()
			if len(rules) >= maxHeaders {
				return rules, append(wrong, fmt.Sprintf("▶︎ Maximum number of rules supported is %d. Skipping remaining lines of file.", maxHeaders))
			}
			path, reason := headersPath(line)
			p, err := compile(path)
			if reason == "" && err != nil {
				reason = "The path is no pattern: " + err.Error()
			}
			if skip = reason != ""; skip {
				refuse(reason)
				continue
			}
			rule = &headerRule{match: p}
			empty = fmt.Sprintf("▶︎ No headers specified\n    at _headers:%d | %s", i+1, line)
		case skip:
		case rule == nil:
			refuse("Expected a path beginning with at least one forward-slash")
		default:
			if reason := rule.add(line); reason != "" {
				refuse(reason)
			}
		}
	}
	finish()
	return rules, wrong
}

var withPort = regexp.MustCompile(`^https://+[^/]*:\d+(/|$)`)

// headersPath reads a line of _headers that is a path; problem is why it is none.
func headersPath(line string) (path, problem string) {
	if withPort.MatchString(line) {
		return "", "Specifying ports is not supported. Skipping absolute URL " + line + "."
	}
	if path, problem = normal(line, false); problem != "" {
		return "", problem
	}
	wildcards := strings.Count(path, "*")
	switch {
	case wildcards > 1:
		return "", "Only one wildcard is allowed per rule. Use a named placeholder (e.g. :project) instead. Skipping " + path + "."
	case wildcards > 0 && splat.MatchString(path):
		return "", "Cannot combine a wildcard * with a :splat placeholder because wildcards are converted to :splat at runtime. Skipping " + path + "."
	}
	return path, ""
}

// add reads a line that follows a path; the result is why it is ignored.
func (r *headerRule) add(line string) string {
	name, value, ok := strings.Cut(line, ":")
	if !ok {
		if name, ok = strings.CutPrefix(line, "! "); !ok {
			return "Expected a colon-separated header pair (e.g. name: value)"
		}
		r.unset = append(r.unset, strings.TrimSpace(name))
		return ""
	}
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	switch {
	case strings.Contains(name, " "):
		return "Header name cannot include spaces"
	case name == "":
		return "No header name specified"
	case value == "":
		return "No header value specified"
	}
	for i := range r.set {
		if r.set[i][0] == name {
			r.set[i][1] += ", " + value
			return ""
		}
	}
	r.set = append(r.set, [2]string{name, value})
	return ""
}

// addHeaders puts what _headers says on a response.
func (s *site) addHeaders(req *http.Request, resp *http.Response) {
	s.mu.Lock()
	rules := s.headerRules()
	s.mu.Unlock()
	set := map[string]bool{}
	for _, r := range rules {
		values, ok := r.match.match(req.URL)
		if !ok {
			continue
		}
		for _, name := range r.unset {
			resp.Header.Del(name)
		}
		for _, h := range r.set {
			value := fill(h[1], values)
			if set[h[0]] && resp.Header.Get(h[0]) != "" {
				value = resp.Header.Get(h[0]) + ", " + value
			}
			resp.Header.Set(h[0], value)
			set[h[0]] = true
		}
	}
}

func (s *site) warn(what string, wrong []string) {
	if len(wrong) > 0 {
		s.log.Warn(fmt.Sprintf("Found %d invalid %s %s:\n%s", len(wrong), what, plural(len(wrong), "rule"), strings.Join(wrong, "\n")))
	}
}

func plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}
