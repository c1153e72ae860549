package url

import "testing"

func TestPlain_TakesWhatIsNormalOnly(t *testing.T) {
	t.Parallel()
	for input, want := range map[string]bool{
		"https://example.com/":                               true,
		"http://a.b-c.d:8080/x/y.z?q=1&r=%20&s={}|^`\\#f'{}": true,
		"https://a/%20%41/~!$&'()*+,;=:@[]|":                 true,
		"https://a.b./":                                      true,
		"https://a":                                          false, // a slash is missing
		"https://A/":                                         false,
		"https://a:443/":                                     false,
		"http://a:080/":                                      false,
		"http://a:0/":                                        false, // rare, and not worth a rule
		"http://a:65536/":                                    false,
		"http://u@a/":                                        false,
		"http://127.0.0.1:8787/":                             true,
		"http://127.0.0.01/":                                 false,
		"http://127.1/":                                      false,
		"http://256.0.0.1/":                                  false,
		"http://1.2.3.4./":                                   false,
		"http://0x7f.0.0.1/":                                 false,
		"http://a.0x1/":                                      false,
		"http://a.1./":                                       false,
		"http://../":                                         false,
		"http://xn--a/":                                      false,
		"http://a/b/../c":                                    false,
		"http://a/%2e":                                       false,
		"http://a/.well-known":                               false,
		"http://a/b\\c":                                      false,
		"http://a/ü":                                         false,
		"http://a/?'":                                        false,
		"http://a/#`":                                        false,
		"http://a/ ":                                         false,
		"ftp://a/":                                           false,
		"http:a/":                                            false,
		"":                                                   false,
	} {
		if got := plain(input); got != want {
			t.Errorf("plain(%q) is %v", input, got)
		}
	}
}

// FuzzPlain compares the way around the parser with the parser.
func FuzzPlain(f *testing.F) {
	f.Add("https://example.com:81/a/b.c?d=%20#e", "/x?y#z")
	f.Add("http://a/%41", "?'x")
	f.Add("http://127.0.0.1:8787/", "/")
	f.Fuzz(func(t *testing.T, input, ref string) {
		if !plain(input) {
			return
		}
		whole, err := parser.Parse(input)
		if err != nil {
			t.Fatalf("%q is plain, but: %v", input, err)
		}
		fast := split(input)
		got := []string{fast.Href(false), fast.Href(true), fast.Protocol(), fast.Host(), fast.Hostname(), fast.Port(), fast.Pathname(), fast.Search(), fast.Hash()}
		want := []string{whole.Href(false), whole.Href(true), whole.Protocol(), whole.Host(), whole.Hostname(), whole.Port(), whole.Pathname(), whole.Search(), whole.Hash()}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%q gives %q, the parser %q", input, got[i], want[i])
			}
		}
		relative, err := Parse(ref, input)
		u, werr := parser.ParseRef(input, ref)
		if (err == nil) != (werr == nil) {
			t.Fatalf("%q against %q: %v, the parser says %v", ref, input, err, werr)
		}
		if err == nil && relative.Href(false) != u.Href(false) && !u.OpaquePath() {
			t.Errorf("%q against %q gives %q, the parser %q", ref, input, relative.Href(false), u.Href(false))
		}
		fast.SetSearch(ref)
		if whole.SetSearch(ref); fast.Href(false) != whole.Href(false) {
			t.Errorf("search %q of %q gives %q, the parser %q", ref, input, fast.Href(false), whole.Href(false))
		}
	})
}
