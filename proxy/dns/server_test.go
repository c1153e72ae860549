package dns

import (
	"context"
	"net"
	"net/netip"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
)

type upstream struct{ Upstream }

func (upstream) LookupNetIP(_ context.Context, _, host string) ([]netip.Addr, error) {
	if host == "real.test." {
		return []netip.Addr{netip.MustParseAddr("192.0.2.1")}, nil
	}
	return nil, &net.DNSError{Err: "no such host", Name: host, IsNotFound: true}
}

func (upstream) LookupTXT(context.Context, string) ([]string, error) { return []string{"v=1"}, nil }

func ask(t testing.TB, s *Server, name string, kind dnsmessage.Type) dnsmessage.Message {
	t.Helper()
	q := dnsmessage.Message{
		Header:    dnsmessage.Header{ID: 7, RecursionDesired: true},
		Questions: []dnsmessage.Question{{Name: dnsmessage.MustNewName(name), Type: kind, Class: dnsmessage.ClassINET}},
	}
	b, err := q.Pack()
	if err != nil {
		t.Fatal(err)
	}
	out, err := s.Resolve(context.Background(), b)
	if err != nil {
		t.Fatal(err)
	}
	var m dnsmessage.Message
	if err := m.Unpack(out); err != nil {
		t.Fatal(err)
	}
	return m
}

func TestServer_Resolve(t *testing.T) {
	t.Parallel()
	rule := func(h string) bool { return h == "my.kv" }
	yes := func() bool { return true }
	offline := New(Options{Resolvable: rule, Upstream: upstream{}})
	online := New(Options{Resolvable: rule, Internet: yes, Upstream: upstream{}, AAAA: true})
	for _, c := range []struct {
		what    string
		s       *Server
		name    string
		kind    dnsmessage.Type
		code    dnsmessage.RCode
		answers int
	}{
		{"a name of a rule has an address offline", offline, "My.KV.", dnsmessage.TypeA, 0, 1},
		{"no AAAA is given out unless asked for", offline, "my.kv.", dnsmessage.TypeAAAA, 0, 0},
		{"another name does not exist offline", offline, "real.test.", dnsmessage.TypeA, dnsmessage.RCodeNameError, 0},
		{"a real name has an address online", online, "real.test.", dnsmessage.TypeA, 0, 1},
		{"AAAA is given out when asked for", online, "real.test.", dnsmessage.TypeAAAA, 0, 1},
		{"a name that is nowhere does not exist", online, "none.test.", dnsmessage.TypeA, dnsmessage.RCodeNameError, 0},
		{"HTTPS records have no data", online, "real.test.", 65, 0, 0},
		{"TXT is asked for online", online, "real.test.", dnsmessage.TypeTXT, 0, 1},
		{"localhost is loopback", offline, "localhost.", dnsmessage.TypeA, 0, 1},
	} {
		t.Run(c.what, func(t *testing.T) {
			t.Parallel()
			m := ask(t, c.s, c.name, c.kind)
			if m.RCode != c.code || len(m.Answers) != c.answers || m.ID != 7 || !m.Response {
				t.Errorf("got %v with %d answers, want %v with %d", m.RCode, len(m.Answers), c.code, c.answers)
			}
		})
	}
}

func TestServer_Name(t *testing.T) {
	t.Parallel()
	s := New(Options{Resolvable: func(string) bool { return true }, AAAA: true})
	v4 := netip.AddrFrom4(ask(t, s, "a.test.", dnsmessage.TypeA).Answers[0].Body.(*dnsmessage.AResource).A)
	v6 := netip.AddrFrom16(ask(t, s, "A.TEST.", dnsmessage.TypeAAAA).Answers[0].Body.(*dnsmessage.AAAAResource).AAAA)
	for _, a := range []netip.Addr{v4, v6, netip.AddrFrom16(v4.As16())} {
		if n, ok := s.Name(a); !ok || n != "a.test" {
			t.Errorf("%v is called %q", a, n)
		}
	}
	for _, a := range []string{"198.17.255.255", "198.20.0.0", "192.0.2.1", "fd9c::1", "198.19.0.1"} {
		if n, ok := s.Name(netip.MustParseAddr(a)); ok {
			t.Errorf("%v is called %q", a, n)
		}
	}
}

func TestPool(t *testing.T) {
	t.Parallel()
	p := newPool(first + 2)
	a, _ := p.index("a")
	b, _ := p.index("b")
	release := p.pin(a)
	p.index("b")
	if c, ok := p.index("c"); !ok || c != b {
		t.Errorf("the pinned oldest was taken: %d", c)
	}
	p.pin(b)
	if _, ok := p.index("d"); ok {
		t.Error("an index was given out although all are pinned")
	}
	release()
	release()
	if d, ok := p.index("d"); !ok || d != a {
		t.Error("a released index was not reused")
	}
}

func FuzzServer_Resolve(f *testing.F) {
	s := New(Options{Resolvable: func(string) bool { return true }})
	f.Add([]byte("\x00\x07\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01a\x00\x00\x01\x00\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		out, err := s.Resolve(context.Background(), b)
		if err != nil {
			return
		}
		var m dnsmessage.Message
		if err := m.Unpack(out); err != nil {
			t.Error(err)
		}
	})
}
