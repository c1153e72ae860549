package url_test

import (
	"os"
	"strings"
	"testing"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/es"
	"paddock/polyfills/url"
)

func TestURL(t *testing.T) {
	t.Parallel()
	jstest.Run(t, os.DirFS("testdata"), es.API(), url.API())
}

func TestPairs_ReadsForms(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"":                       "",
		"a=1&&b=2&c":             "a=1;b=2;c=;",
		"=z&=":                   "=z;=;",
		"a=b=c":                  "a=b=c;",
		"a+b=%2B%20+":            "a b=+  ;",
		"%zz=%4&%":               "%zz=%4;%=;",
		"a=%F0%9F%98x&b=%ff%C0":  "a=\ufffdx;b=\ufffd\ufffd;",
		"a=\xf0\x9f\x98x":        "a=\ufffdx;",
		"a=%EF%BB%BF1":           "a=\ufeff1;",
		"%e2%82%ac=%F0%9F%98%80": "€=😀;",
	} {
		var got strings.Builder
		url.Pairs(in, func(name, value string) { got.WriteString(name + "=" + value + ";") })
		if got.String() != want {
			t.Errorf("%q gives %q, want %q", in, got.String(), want)
		}
	}
}

func FuzzURL(f *testing.F) {
	for _, seed := range [][2]string{
		{"http://user:pass@Example.COM:80/a/../b?q#f", ""}, {"../x?y", "http://a/b/c"}, {"//[::1]:8080", "https://a"},
		{"file:///C|/x", ""}, {"http://0x7f.1/%2e%2E/", ""}, {"blob:http://a/b", ""}, {"\t h\nttp://faß。de ", ""}, {"?", "data:x"},
	} {
		f.Add(seed[0], seed[1])
	}
	f.Fuzz(func(t *testing.T, input, base string) {
		u, err := url.Parse(input, base)
		if err != nil {
			return
		}
		href := u.Href(false)
		again, err := url.Parse(href, "")
		if err != nil {
			t.Fatalf("%q against %q gives %q, which does not parse: %v", input, base, href, err)
		}
		if got := again.Href(false); got != href {
			t.Errorf("%q against %q gives %q, which gives %q", input, base, href, got)
		}
		_ = url.Origin(u)
		for _, set := range []func(string){u.SetProtocol, u.SetUsername, u.SetPassword, u.SetHost, u.SetHostname, u.SetPort, u.SetPathname, u.SetSearch, u.SetHash} {
			set(base)
			_ = u.Href(false)
		}
	})
}

// FuzzPairs reads any form: what is written of it reads the same again.
func FuzzPairs(f *testing.F) {
	for _, seed := range []string{"a=1&b=%20+&c", "%F0%9F%98=%zz&&=", "a=\xff&%e2%82=\xed\xa0\x80"} {
		f.Add(seed)
	}
	write := func(text string) string {
		var b strings.Builder
		url.Pairs(text, func(name, value string) {
			url.EncodeForm(&b, name)
			b.WriteByte('=')
			url.EncodeForm(&b, value)
			b.WriteByte('&')
		})
		return b.String()
	}
	f.Fuzz(func(t *testing.T, text string) {
		once := write(text)
		if twice := write(once); twice != once {
			t.Errorf("%q is written %q, then %q", text, once, twice)
		}
	})
}

func TestParams_EndWhereTheScriptMust(t *testing.T) {
	t.Parallel()
	jstest.Interrupted(t, []string{
		`[Reflect.construct, Reflect, URLSearchParams, ["b=1&a=2&".repeat(2 ** 12)]]`,
		`[URLSearchParams.prototype.sort, new URLSearchParams("b=1&a=2&".repeat(2 ** 10))]`,
	}, es.API(), url.API())
}
