package check

import "testing"

func TestUnmatched(t *testing.T) {
	t.Parallel()
	for entry, instead := range map[string]string{
		"a.example": "", "*.a.example": "", "*": "", "192.0.2.1": "", "[2001:db8::1]": "", "localhost": "",
		"https://a.example/x": `write the host name only: "a.example"`,
		"a.example:8080":      `write the host name only: "a.example"`,
		"[2001:db8::1]:80":    `write the host name only: "[2001:db8::1]"`,
		"2001:db8::1":         `write "[2001:db8::1]"`,
		"a.example/path":      `write the host name only: "a.example"`,
		"A.example":           `write "a.example"`,
		" a.example":          `write "a.example"`,
		"a.example.":          `write "a.example"`,
		".a.example":          `write "*.a.example"`,
		"bücher.example":      "write the name in its form that begins with xn--",
		"192.0.2.0/24":        "write host names or single addresses, or decide by address in a handler; ctx.container.interceptOutboundHttp takes ranges",
		"2001:db8::/32":       "write host names or single addresses, or decide by address in a handler; ctx.container.interceptOutboundHttp takes ranges",
		"":                    "take it out",
	} {
		if why, got := unmatched(entry); got != instead || (why == "") != (instead == "") {
			t.Errorf("%q: got %q (%s), want %q", entry, got, why, instead)
		}
	}
}

func TestGlobCovers(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		pattern, host string
		want          bool
	}{
		{"a.example", "a.example", true},
		{"a.example", "b.example", false},
		{"*.example", "a.b.example", true},
		{"*.example", "example", false},
		{"a*b*c", "abc", true},
		{"a*b*c", "axbxc", true},
		{"a*b*c", "ac", false},
		{"a*a", "a", false},
		{"*", "*.example", true},
		{"*.example", "*.example", true},
		{"*ample", "*.example", false},
	} {
		if got := globCovers(c.pattern, c.host); got != c.want {
			t.Errorf("%q covers %q: %v", c.pattern, c.host, got)
		}
	}
}
