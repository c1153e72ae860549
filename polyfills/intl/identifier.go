package intl

import (
	"regexp"
	"slices"
	"strings"
)

// identifier is a language tag as Unicode has them (UTS 35, unicode_locale_id), in its canonical form.
type identifier struct {
	language, script, region string // region and script may be ""
	variants                 []string
	attributes               []string // of the extension u
	keywords                 []keyword
	unicode                  bool     // there is an extension u
	others                   []string // the other extensions, as "t-en" and, last, "x-private"
}

// keyword is a key of the extension u with its value; "" stands for true.
type keyword struct{ key, value string }

var (
	languageSubtag = regexp.MustCompile(`^([a-z]{2,3}|[a-z]{5,8})$`)
	scriptSubtag   = regexp.MustCompile(`^[a-z]{4}$`)
	regionSubtag   = regexp.MustCompile(`^([a-z]{2}|[0-9]{3})$`)
	variantSubtag  = regexp.MustCompile(`^([a-z0-9]{5,8}|[0-9][a-z0-9]{3})$`)
	attribute      = regexp.MustCompile(`^[a-z0-9]{3,8}$`)
	unicodeKey     = regexp.MustCompile(`^[a-z0-9][a-z]$`)
	fieldKey       = regexp.MustCompile(`^[a-z][0-9]$`)
	extensionPart  = regexp.MustCompile(`^[a-z0-9]{2,8}$`)
	privatePart    = regexp.MustCompile(`^[a-z0-9]{1,8}$`)
	// typeValue is a value of a key (UTS 35, type).
	typeValue = regexp.MustCompile(`^[a-zA-Z0-9]{3,8}(-[a-zA-Z0-9]{3,8})*$`)
)

// parseIdentifier reads a tag and makes it canonical.
func parseIdentifier(s string) (identifier, bool) {
	r := &subtags{rest: strings.Split(lower(s), "-")}
	t, ok := r.languageID()
	if !ok {
		return t, false
	}
	seen := ""
	for len(r.rest) > 0 {
		singleton := r.rest[0]
		if len(singleton) != 1 || strings.Contains(seen, singleton) {
			return t, false
		}
		seen += singleton
		r.rest = r.rest[1:]
		switch singleton {
		case "u":
			ok = r.unicodeExtension(&t)
		case "t":
			ok = r.transformed(&t)
		case "x":
			ok = r.other(&t, singleton, privatePart)
		default:
			ok = r.other(&t, singleton, extensionPart)
		}
		if !ok {
			return t, false
		}
	}
	slices.SortStableFunc(t.others, func(a, b string) int {
		if x := strings.HasPrefix(a, "x-"); x != strings.HasPrefix(b, "x-") {
			if x {
				return 1
			}
			return -1
		}
		return strings.Compare(a[:1], b[:1])
	})
	return t, true
}

// lower makes the capitals of ASCII small, and nothing else.
func lower(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// subtags are the parts of a tag, in small letters, that have not been read.
type subtags struct{ rest []string }

// take reads one part of a kind.
func (r *subtags) take(kind *regexp.Regexp) string {
	if len(r.rest) == 0 || !kind.MatchString(r.rest[0]) {
		return ""
	}
	s := r.rest[0]
	r.rest = r.rest[1:]
	return s
}

// languageID reads unicode_language_id and makes it canonical.
func (r *subtags) languageID() (identifier, bool) {
	var t identifier
	if t.language = r.take(languageSubtag); t.language == "" {
		return t, false
	}
	if s := r.take(scriptSubtag); s != "" {
		t.script = strings.ToUpper(s[:1]) + s[1:]
	}
	t.region = strings.ToUpper(r.take(regionSubtag))
	for v := r.take(variantSubtag); v != ""; v = r.take(variantSubtag) {
		if slices.Contains(t.variants, v) {
			return t, false
		}
		t.variants = append(t.variants, v)
	}
	slices.Sort(t.variants)
	t.replaceAliases()
	return t, true
}

func (r *subtags) unicodeExtension(t *identifier) bool {
	t.unicode = true
	for a := r.take(attribute); a != ""; a = r.take(attribute) {
		if !slices.Contains(t.attributes, a) {
			t.attributes = append(t.attributes, a)
		}
	}
	slices.Sort(t.attributes)
	for key := r.take(unicodeKey); key != ""; key = r.take(unicodeKey) {
		var parts []string
		for p := r.take(attribute); p != ""; p = r.take(attribute) {
			parts = append(parts, p)
		}
		if !slices.ContainsFunc(t.keywords, func(k keyword) bool { return k.key == key }) {
			t.keywords = append(t.keywords, keyword{key, canonicalValue(key, strings.Join(parts, "-"))})
		}
	}
	slices.SortFunc(t.keywords, func(a, b keyword) int { return strings.Compare(a.key, b.key) })
	return len(t.attributes)+len(t.keywords) > 0
}

// transformed reads the extension t: a tag of its own and fields.
func (r *subtags) transformed(t *identifier) bool {
	var out []string
	if len(r.rest) > 0 && languageSubtag.MatchString(r.rest[0]) {
		inner, ok := r.languageID()
		if !ok {
			return false
		}
		out = append(out, strings.ToLower(inner.base()))
	}
	var fields []string
	for key := r.take(fieldKey); key != ""; key = r.take(fieldKey) {
		field := key
		for p := r.take(attribute); p != ""; p = r.take(attribute) {
			field += "-" + p
		}
		if field == key || slices.ContainsFunc(fields, func(f string) bool { return f[:2] == key }) {
			return false
		}
		if key == "m0" {
			field = strings.Replace(field, "m0-names", "m0-prprname", 1)
		}
		fields = append(fields, field)
	}
	slices.Sort(fields)
	out = append(out, fields...)
	t.others = append(t.others, "t-"+strings.Join(out, "-"))
	return len(out) > 0
}

func (r *subtags) other(t *identifier, singleton string, kind *regexp.Regexp) bool {
	text := singleton
	for p := r.take(kind); p != ""; p = r.take(kind) {
		text += "-" + p
	}
	t.others = append(t.others, text)
	return text != singleton
}

// base is the tag without its extensions.
func (t identifier) base() string {
	parts := []string{t.language}
	for _, p := range append([]string{t.script, t.region}, t.variants...) {
		if p != "" {
			parts = append(parts, p)
		}
	}
	return strings.Join(parts, "-")
}

// String writes the tag: extensions come in the order of their letters.
func (t identifier) String() string {
	out := t.base()
	wrote := !t.unicode
	for _, o := range t.others {
		if !wrote && o[0] > 'u' {
			out, wrote = out+t.extension(), true
		}
		out += "-" + o
	}
	if !wrote {
		out += t.extension()
	}
	return out
}

// extension is the extension u with its hyphen.
func (t identifier) extension() string {
	if len(t.attributes)+len(t.keywords) == 0 {
		return ""
	}
	out := "-u"
	for _, a := range t.attributes {
		out += "-" + a
	}
	for _, k := range t.keywords {
		out += "-" + k.key
		if k.value != "" {
			out += "-" + k.value
		}
	}
	return out
}

// key gives the value of a key of the extension u.
func (t identifier) key(name string) (value string, ok bool) {
	for _, k := range t.keywords {
		if k.key == name {
			return k.value, true
		}
	}
	return "", false
}

// set gives a key another value.
func (t *identifier) set(name, value string) {
	t.unicode = true
	value = canonicalValue(name, lower(value))
	t.keywords = slices.DeleteFunc(slices.Clone(t.keywords), func(k keyword) bool { return k.key == name })
	t.keywords = append(t.keywords, keyword{name, value})
	slices.SortFunc(t.keywords, func(a, b keyword) int { return strings.Compare(a.key, b.key) })
}
