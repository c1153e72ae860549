package url

import (
	"math/rand/v2"
	"strings"
	"testing"

	whatwg "github.com/nlnwa/whatwg-url/url"
)

// pieces are of what the texts of the tests are made.
var pieces = []string{
	"http", "https:", "ws", "x", "a", "B.c", "é", "\u00df", ":", "//", "/", "\\", "/.", "..", "%2e", "%2E", "%", "%41", "@", "@@", "u:p@", "?", "#", "'", "\"", "<",
	"^", "`", "{", "|", "[::1]", "127.1", ":80", ":443", ":8080", ":x", " ", "\t", "\n", "\x00", "\x7f", "\U0001f600", "&=", ";", "~", "!", "$", "xn--", "http://a", "x://b", "/c/d",
}

func text(r *rand.Rand) string {
	var b strings.Builder
	for range r.IntN(9) {
		b.WriteString(pieces[r.IntN(len(pieces))])
	}
	return b.String()
}

// TestParseLong does with short texts what is done with long ones, beside the library.
func TestParseLong(t *testing.T) {
	t.Parallel()
	bases := []string{"", "http://u:p@a:81/b/c?d#e", "x://a/b/c?d#e", "x://a", "https://a/", "ws://a/b/../", "mailto:x"}
	r := rand.New(rand.NewPCG(1, 2))
	absolute, relative := 0, 0
	for range 60_000 {
		base, input := bases[r.IntN(len(bases))], text(r)
		if r.IntN(2) == 0 {
			input = []string{"http://", "https:\\\\", "x://", "WS:/\\"}[r.IntN(4)] + input
		}
		p, ok, err := parseLong(input, base)
		if !ok {
			continue
		}
		var u *whatwg.Url
		var want error
		if base == "" {
			absolute++
			u, want = parser.Parse(input)
		} else {
			relative++
			u, want = parser.ParseRef(base, input)
		}
		if (err == nil) != (want == nil) || err == nil && *p != *parsed(u) {
			t.Fatalf("%q with base %q is %+v, %v, want %v, %v", input, base, p, err, u, want)
		}
	}
	if absolute < 3000 || relative < 15_000 {
		t.Errorf("%d and %d have been compared", absolute, relative)
	}
}

func TestSetters_ofLongURLs(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(3, 4))
	const mark = "zzz"
	end := strings.Repeat(mark, long/len(mark)+1)
	for name, set := range map[string]func(*Parsed, string){
		"protocol": (*Parsed).SetProtocol, "host": (*Parsed).SetHost, "hostname": (*Parsed).SetHostname, "port": (*Parsed).SetPort, "username": (*Parsed).SetUsername,
		"password": (*Parsed).SetPassword, "pathname": (*Parsed).SetPathname, "search": (*Parsed).SetSearch, "hash": (*Parsed).SetHash,
	} {
		t.Run(name, func(t *testing.T) {
			for _, href := range []string{"http://u:p@a:81/zzz?d#e", "http://a/zzz", "https://:p@a/b/?zzz#e", "http://a/?b#zzz", "https://zzz@a/b", "x://a/b?zzz", "x://u@a:5/#zzz", "x:///zzz", "x:/zzz", "mailto:zzz", "file:///zzz"} {
				for range 100 {
					v := text(r)
					short, err := Parse(href, "")
					if err != nil {
						t.Fatal(err)
					}
					full, err := Parse(strings.Replace(href, mark, end, 1), "")
					if err != nil {
						t.Fatal(err)
					}
					set(short, v)
					set(full, v)
					if got := strings.Replace(full.Href(false), end, mark, 1); got != short.Href(false) {
						t.Fatalf("%q of %s: got %.60q, want %.60q", v, href, got, short.Href(false))
					}
				}
			}
		})
	}
}

func TestParse_takesTimeByLength(t *testing.T) {
	t.Parallel()
	const n = 200_000
	for _, input := range []string{
		"http://" + strings.Repeat("@", n) + "a", "http://" + strings.Repeat("a", n) + "@a", "http://" + strings.Repeat("é:", n) + "@a",
		"http://a/" + strings.Repeat("b/", n) + "é", "x://a/" + strings.Repeat("../é", n), "http://a/?" + strings.Repeat("é", n) + "#" + strings.Repeat(" ", n),
	} {
		p, err := Parse(input, "http://a/")
		if err != nil {
			t.Fatal(err)
		}
		p.SetHash("é")
		p.SetPort("5")
		p.SetPathname(strings.Repeat("é/", n))
		if again, err := Parse(p.Href(false), ""); err != nil || *again != *p {
			t.Errorf("%.20q: %.60q is not %.60q, %v", input, again.Href(false), p.Href(false), err)
		}
	}
}
