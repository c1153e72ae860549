package url

import (
	"strings"

	"paddock/jsruntime"
)

// What each part leaves as it is, beside letters and digits.
const (
	inOriginalUser     = "_!~$&'()*+,-."
	inOriginalPath     = "_!=]^|~$&'()*+,-.:;@["
	inOriginalFragment = "!=#$&'()*+,-./:;?@[\\]^_{|}~"
)

// encodeOriginal encodes every byte but letters, digits and those left.
func encodeOriginal(b *strings.Builder, s, left string) {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		if c := s[i]; alphanumeric(rune(c)) || strings.IndexByte(left, c) >= 0 {
			b.WriteByte(c)
		} else {
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

// href writes the address. Setters can have left a host or path that cannot be written: the error
// is a TypeError in the platform's words.
func (u *original) href() (string, error) {
	var b strings.Builder
	b.WriteString(u.scheme + "://")
	if u.user != nil {
		encodeOriginal(&b, u.user.name, inOriginalUser)
		if u.user.password != nil {
			b.WriteByte(':')
			encodeOriginal(&b, *u.user.password, inOriginalUser)
		}
		b.WriteByte('@')
	}
	if !originalHost(u.host) {
		return "", jsruntime.Errorf(jsruntime.TypeError, "Invalid hostname when stringifying URL.")
	}
	b.WriteString(u.host)
	for _, part := range u.path {
		if part == "" || part == "." || part == ".." {
			return "", jsruntime.Errorf(jsruntime.TypeError, "Invalid pathname when stringifying URL.")
		}
		b.WriteByte('/')
		encodeOriginal(&b, part, inOriginalPath)
	}
	if u.slash {
		b.WriteByte('/')
	}
	b.WriteString(u.search())
	if u.fragment != nil {
		b.WriteByte('#')
		encodeOriginal(&b, *u.fragment, inOriginalFragment)
	}
	return b.String(), nil
}

// origin is that of the schemes of the web.
func (u *original) origin() string {
	if _, special := originalPorts[u.scheme]; special && u.scheme != "file" {
		return u.scheme + "://" + u.host
	}
	return "null"
}

func (u *original) username() string {
	var b strings.Builder
	if u.user != nil {
		encodeOriginal(&b, u.user.name, inOriginalUser)
	}
	return b.String()
}

func (u *original) password() string {
	var b strings.Builder
	if u.user != nil && u.user.password != nil {
		encodeOriginal(&b, *u.user.password, inOriginalUser)
	}
	return b.String()
}

func (u *original) hostname() string {
	name, _, _ := strings.Cut(u.host, ":")
	return name
}

func (u *original) port() string {
	_, port, _ := strings.Cut(u.host, ":")
	return port
}

func (u *original) pathname() string {
	var b strings.Builder
	for _, part := range u.path {
		b.WriteByte('/')
		encodeOriginal(&b, part, inOriginalPath)
	}
	_, special := originalPorts[u.scheme]
	if u.slash || special && len(u.path) == 0 {
		b.WriteByte('/')
	}
	return b.String()
}

// search is the query with its question mark, "" for none.
func (u *original) search() string {
	var b strings.Builder
	for i, p := range u.query {
		b.WriteByte("?&"[min(i, 1)])
		EncodeForm(&b, p.name)
		if !p.bare {
			b.WriteByte('=')
			EncodeForm(&b, p.value)
		}
	}
	return b.String()
}

func (u *original) hash() string {
	var b strings.Builder
	if u.fragment != nil && *u.fragment != "" {
		b.WriteByte('#')
		encodeOriginal(&b, *u.fragment, inOriginalFragment)
	}
	return b.String()
}

// originalPorts are the schemes of the web and their ports.
var originalPorts = map[string]string{"http": "80", "https": "443", "ws": "80", "wss": "443", "ftp": "21", "file": ""}

// dropPort takes an empty port away and the one that the scheme has anyway.
func (u *original) dropPort() {
	if name, port, found := strings.Cut(u.host, ":"); found && (port == "" || port == originalPorts[u.scheme]) {
		u.host = name
	}
}

// again makes u what its changed copy is when it is written and read; what cannot be read changes nothing.
func (u *original) again(changed *original) error {
	text, err := changed.href()
	if err != nil {
		return err
	}
	if read, ok := parseOriginal(text); ok {
		*u = *read
	}
	return nil
}

func (u *original) setProtocol(v string) error {
	changed := u.clone()
	changed.scheme, _, _ = strings.Cut(v, ":")
	err := u.again(changed)
	u.dropPort()
	return err
}

func (u *original) setUsername(v string) error {
	changed := u.clone()
	changed.user = &originalUser{name: v}
	if u.user != nil {
		changed.user.password = u.user.password
	}
	return u.again(changed)
}

func (u *original) setPassword(v string) error {
	changed := u.clone()
	var user originalUser
	if u.user != nil {
		user.name = u.user.name
	}
	if v != "" {
		user.password = &v
	}
	if u.user != nil || v != "" {
		changed.user = &user
	}
	return u.again(changed)
}

// setHost keeps the port where the new host names none.
func (u *original) setHost(v string) error {
	if _, port, has := strings.Cut(u.host, ":"); has {
		if _, given, found := strings.Cut(v, ":"); !found {
			v += ":" + port
		} else if given == "" {
			v += port
		}
	}
	u.host = v
	u.dropPort()
	return nil
}

func (u *original) setHostname(v string) error {
	name, _, _ := strings.Cut(v, ":")
	if _, port, has := strings.Cut(u.host, ":"); has {
		name += ":" + port
	}
	u.host = name
	return nil
}

func (u *original) setPort(v string) error {
	u.host = u.hostname() + ":" + v
	u.dropPort()
	return nil
}

func (u *original) setPathname(v string) error {
	r := originalReader{rest: strings.TrimPrefix(v, "/")}
	for {
		r.segment("/")
		if r.rest == "" {
			break
		}
		r.rest = r.rest[1:]
	}
	if !r.bad {
		u.path, u.slash = r.url.path, r.url.slash
	}
	return nil
}

func (u *original) setSearch(v string) error {
	r := originalReader{}
	r.query(strings.TrimPrefix(v, "?"))
	if !r.bad {
		u.query = r.url.query
	}
	return nil
}

func (u *original) setHash(v string) error {
	fragment, _ := decodeOriginal(strings.TrimPrefix(v, "#"), false)
	u.fragment = &fragment
	return nil
}
