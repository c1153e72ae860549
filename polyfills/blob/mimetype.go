package blob

import "strings"

// MIMEType is a MIME type of the MIME Sniffing standard, https://mimesniff.spec.whatwg.org/.
type MIMEType struct {
	Essence string // type/subtype in lower case
	params  []param
}

type param struct{ name, value string }

// ParseMIME parses a MIME type; ok is false when it is none.
func ParseMIME(s string) (t MIMEType, ok bool) {
	head, rest, _ := strings.Cut(s, ";")
	kind, subtype, found := strings.Cut(strings.Trim(head, whitespace), "/")
	if !found || !isToken(kind) || !isToken(subtype) {
		return MIMEType{}, false
	}
	t.Essence = strings.ToLower(kind + "/" + subtype)
	for rest != "" {
		end := strings.IndexAny(rest, ";=")
		if end < 0 {
			break // a name without a value
		}
		name := rest[:end]
		if rest = rest[end:]; rest[0] == ';' {
			rest = rest[1:]
			continue
		}
		var value string
		var valid bool
		if value, rest, valid = paramValue(rest[1:]); valid {
			t.add(strings.ToLower(strings.TrimLeft(name, whitespace)), value)
		}
	}
	return t, true
}

// ExtractMIME gives the MIME type of a message by the values of its Content-Type headers, each of
// which may be a list: the last one that is a type counts, with the charset of one like it before
// it unless it has its own (Fetch standard, "extract a MIME type").
func ExtractMIME(values []string) (t MIMEType, ok bool) {
	charset := ""
	for _, value := range values {
		for _, one := range splitList(value) {
			next, valid := ParseMIME(one)
			if !valid || next.Essence == "*/*" {
				continue
			}
			own, has := next.Param("charset")
			switch {
			case next.Essence != t.Essence:
				charset = own
			case !has && charset != "":
				next.add("charset", charset)
			}
			t, ok = next, true
		}
	}
	return t, ok
}

// splitList cuts a header's value at its commas, but for those in quotes.
func splitList(value string) []string {
	var out []string
	start, quote := 0, false
	for i := 0; i < len(value); i++ {
		switch {
		case quote && value[i] == '\\':
			i++
		case value[i] == '"':
			quote = !quote
		case value[i] == ',' && !quote:
			out = append(out, value[start:i])
			start = i + 1
		}
	}
	return append(out, value[start:])
}

// paramValue reads the value at the start of s and what is behind its semicolon.
func paramValue(s string) (value, rest string, ok bool) {
	if !strings.HasPrefix(s, `"`) {
		value, rest, _ = strings.Cut(s, ";")
		value = strings.TrimRight(value, whitespace)
		return value, rest, value != ""
	}
	var b strings.Builder
	i := 1
	for ; i < len(s) && s[i] != '"'; i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	_, rest, _ = strings.Cut(s[min(i, len(s)):], ";")
	return b.String(), rest, true
}

// add adds a parameter; the first of a name counts.
func (t *MIMEType) add(name, value string) {
	if _, exists := t.Param(name); exists || !isToken(name) {
		return
	}
	for i := 0; i < len(value); i++ {
		if c := value[i]; c != '\t' && c < ' ' || c == 0x7f {
			return
		}
	}
	t.params = append(t.params, param{name, value})
}

// Param gives a parameter by its lower-case name.
func (t MIMEType) Param(name string) (value string, ok bool) {
	for _, p := range t.params {
		if p.name == name {
			return p.value, true
		}
	}
	return "", false
}

// String serializes the type.
func (t MIMEType) String() string {
	var b strings.Builder
	b.WriteString(t.Essence)
	for _, p := range t.params {
		b.WriteString(";" + p.name + "=")
		if isToken(p.value) {
			b.WriteString(p.value)
			continue
		}
		b.WriteString(`"` + quoted.Replace(p.value) + `"`)
	}
	return b.String()
}

// whitespace is "HTTP whitespace" of the standard.
const whitespace = " \t\r\n"

// quoted escapes a parameter's value.
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// isToken reports whether s consists of "HTTP token code points".
func isToken(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		alphanumeric := '0' <= c && c <= '9' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !alphanumeric && !strings.ContainsRune("!#$%&'*+-.^_`|~", rune(c)) {
			return false
		}
	}
	return s != ""
}
