package proxy

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestRules_Decide(t *testing.T) {
	t.Parallel()
	h := http.NewFileTransport(http.Dir("."))
	rules := NewRules()
	for _, addr := range []string{"api.test", "*.Glob.test", "10.0.0.0/8:8080", "192.0.2.1", "late.test:8080", "[2001:db8::1]:81"} {
		if err := rules.InterceptHTTP(addr, h); err != nil {
			t.Fatal(err)
		}
	}
	if err := rules.InterceptHTTPS("tls.test", h); err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{"203.0.113.0/24", "db.test:5432"} {
		if err := rules.InterceptTCP(addr, taker{}); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what  string
		proto Proto
		dst   string
		host  string
		rule  string // "" for passthrough
	}{
		{"a host matches", HTTP, "198.51.100.1:80", "api.test", "http api.test:80"},
		{"a trailing dot changes nothing", HTTP, "198.51.100.1:80", "api.test.", "http api.test:80"},
		{"a glob spans dots", HTTP, "198.51.100.1:80", "a.b.glob.test", "http *.glob.test:80"},
		{"a glob needs its dot", HTTP, "198.51.100.1:80", "glob.test", ""},
		{"a range matches on its port", HTTP, "10.1.2.3:8080", "x", "http 10.0.0.0/8:8080"},
		{"a range does not match on another port", HTTP, "10.1.2.3:80", "x", ""},
		{"an address matches whatever the host", HTTP, "192.0.2.1:80", "x", "http 192.0.2.1:80"},
		{"a v4-mapped address is the v4 one", HTTP, "[::ffff:192.0.2.1]:80", "", "http 192.0.2.1:80"},
		{"an IPv6 address matches", HTTP, "[2001:db8::1]:81", "", "http [2001:db8::1]:81"},
		{"no Host is read on other ports", HTTP, "198.51.100.1:8080", "late.test", ""},
		{"raw bytes do not get around an address rule", Raw, "192.0.2.1:80", "", "http 192.0.2.1:80"},
		{"raw bytes have no Host", Raw, "198.51.100.1:80", "api.test", ""},
		{"a server name matches", TLS, "198.51.100.1:443", "tls.test", "https tls.test:443"},
		{"TLS with a name never matches HTTP rules", TLS, "192.0.2.1:80", "api.test", ""},
		{"a TCP rule takes any port", Raw, "203.0.113.7:9999", "", "tcp 203.0.113.0/24"},
		{"a TCP rule takes the name that was resolved", Raw, "198.18.0.20:5432", "db.test", "tcp db.test:5432"},
		{"a TCP rule takes HTTP that names no host", HTTP, "203.0.113.7:80", "", "tcp 203.0.113.0/24"},
		{"HTTP with a host never matches TCP rules", HTTP, "203.0.113.7:80", "x", ""},
		{"TLS with a name never matches TCP rules", TLS, "203.0.113.7:443", "x", ""},
		{"a TCP rule takes TLS without a name as it is", TLS, "203.0.113.7:443", "", "tcp 203.0.113.0/24"},
		{"TLS without a name is not decrypted", TLS, "198.51.100.1:443", "", ""},
	} {
		v := rules.Decide(Flow{Proto: c.proto, Dst: netip.MustParseAddrPort(c.dst), Host: c.host})
		want := Verdict{Action: Intercept, Rule: c.rule}
		if c.rule == "" {
			want = Verdict{Action: Block, Rule: "no internet"}
		}
		if v.Action != want.Action || v.Rule != want.Rule {
			t.Errorf("%s: got %v %q, want %v %q", c.what, v.Action, v.Rule, want.Action, want.Rule)
		}
	}
	rules.SetInternet(true)
	if v := rules.Decide(Flow{Dst: netip.MustParseAddrPort("192.0.2.9:443")}); v.Action != Direct {
		t.Errorf("with internet a flow without rule is %v", v.Action)
	}
	if v := rules.Decide(Flow{Dst: netip.MustParseAddrPort("192.0.2.9:25")}); v.Action != Block {
		t.Errorf("port 25 is %v", v.Action)
	}
	if !rules.Resolvable("anything") {
		t.Error("a range does not make names resolvable")
	}
}

type taker struct{ Connector }

func TestRules_order(t *testing.T) {
	t.Parallel()
	a, b := http.NewFileTransport(http.Dir("a")), http.NewFileTransport(http.Dir("b"))
	r := NewRules()
	r.InterceptHTTP("x.test", a)
	r.InterceptAllHTTP(b)
	f := Flow{Proto: HTTP, Dst: netip.MustParseAddrPort("192.0.2.1:80"), Host: "x.test"}
	if v := r.Decide(f); v.Handler != a {
		t.Error("a later rule for all overrode an earlier one")
	}
	r.InterceptHTTP("X.test:80", b)
	if v := r.Decide(f); v.Handler != b || v.Rule != "http x.test:80" || len(r.table.Load().rules) != 3 {
		t.Error("registering again did not replace in place")
	}
}

func TestParseDestination(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"a.test": "a.test:80", "*": "*:80", "A.test:81": "a.test:81", "::1": "[::1]:80", "[::1]:9": "[::1]:9",
		"fe80::/10": "fe80::/10:80", "::/0:81": "::/0:81", "1.2.3.4/8": "1.0.0.0/8:80", "bücher.test": "xn--bcher-kva.test:80",
		"": "", ":80": "", "a:": "", "a:0": "", "a:65536": "", "a b": "", "1.2.3.400": "", "1.2.3.4/40": "", "[::1": "", "[a]": "", "fe80::1%eth0": "", "http://a": "",
	} {
		d, err := parseDestination(in, 80)
		if want == "" && err == nil || want != "" && (err != nil || d.String() != want) {
			t.Errorf("%q: got %v and %v, want %q", in, d, err, want)
		}
	}
}

func TestIsPublic(t *testing.T) {
	t.Parallel()
	for addr, want := range map[string]bool{
		"1.1.1.1": true, "2606:4700::1111": true, "127.0.0.1": false, "10.0.0.1": false, "169.254.169.254": false,
		"100.64.0.1": false, "224.0.0.1": false, "0.0.0.0": false, "255.255.255.255": false, "198.18.0.1": false,
		"::1": false, "fe80::1": false, "fd00:ec2::254": false, "ff02::1": false, "::ffff:127.0.0.1": false,
		"64:ff9b::7f00:1": false, "2002:7f00:1::": false, "::": false,
	} {
		if got := isPublic(netip.MustParseAddr(addr)); got != want {
			t.Errorf("%s is public: %v, want %v", addr, got, want)
		}
	}
}

func TestRules_Explain(t *testing.T) {
	t.Parallel()
	r := NewRules()
	handler := http.NewFileTransport(http.Dir("."))
	for _, add := range []func() error{
		func() error { return r.InterceptTCP("203.0.113.7", taker{}) },
		func() error { return r.InterceptHTTP("api.test", handler) },
		func() error { return r.InterceptHTTP("10.0.0.0/8:8080", handler) },
		func() error { return r.InterceptHTTP("192.0.2.1", handler) },
		func() error { return r.InterceptHTTPS("tls.test", handler) },
	} {
		if err := add(); err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		what  string
		proto Proto
		dst   string
		host  string
		want  string
	}{
		{"HTTP that a rule takes", HTTP, "192.0.2.1:80", "", `tcp 203.0.113.7: the address is 192.0.2.1; http api.test:80: no host name is known on this port; http 10.0.0.0/8:8080: it is for port 8080`},
		{"HTTP to a name", HTTP, "198.51.100.1:80", "x.test", `tcp 203.0.113.7: HTTP that names its host is decided by rules for HTTP; http api.test:80: "x.test" does not match; http 10.0.0.0/8:8080: it is for port 8080; http 192.0.2.1:80: the address is 198.51.100.1; https tls.test:443: it is for HTTPS only`},
		{"HTTPS to a name", TLS, "198.51.100.1:443", "api.test", `tcp 203.0.113.7: HTTPS that names its server is decided by rules for HTTPS; http api.test:80: it is for HTTP only, and this is HTTPS; http 10.0.0.0/8:8080: it is for HTTP only, and this is HTTPS; http 192.0.2.1:80: it is for HTTP only, and this is HTTPS; https tls.test:443: "api.test" does not match`},
		{"HTTPS without a name", TLS, "198.51.100.1:8080", "", `tcp 203.0.113.7: the address is 198.51.100.1; http api.test:80: it is for port 80; http 10.0.0.0/8:8080: 198.51.100.1 is not in the range; http 192.0.2.1:80: it is for port 80; https tls.test:443: the client names no server`},
		{"HTTP that the second rule takes", HTTP, "192.0.2.1:80", "api.test", `tcp 203.0.113.7: HTTP that names its host is decided by rules for HTTP`},
		{"port 25", Raw, "192.0.2.1:25", "", ""},
	} {
		var got []string
		for _, p := range r.Explain(Flow{Proto: c.proto, Dst: netip.MustParseAddrPort(c.dst), Host: c.host}) {
			got = append(got, p.Rule+": "+p.Why)
		}
		if text := strings.Join(got, "; "); text != c.want {
			t.Errorf("%s: got\n%s\nwant\n%s", c.what, text, c.want)
		}
	}
	if got := r.ExplainName("x.test"); len(got) != 5 || got[0].Why != "it is for addresses" || got[1].Why != `"x.test" does not match` {
		t.Errorf("a name: got %v", got)
	}
}

func FuzzParseDestination(f *testing.F) {
	for _, seed := range []string{"a.test:80", "*.a.test", "[::1]:9", "10.0.0.0/8:53", "::ffff:10.0.0.0/104", "a:0", "[", "bücher.test"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, addr string) {
		d, err := parseDestination(addr, 80)
		if err != nil {
			return
		}
		again, err := parseDestination(d.String(), 80)
		if err != nil || again != d {
			t.Errorf("%q reads as %v, which reads as %v, %v", addr, d, again, err)
		}
	})
}
