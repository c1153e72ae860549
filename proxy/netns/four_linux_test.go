package netns

import (
	"context"
	"errors"
	"net"
	"os"
	"testing"

	"golang.org/x/net/dns/dnsmessage"
	"golang.org/x/sys/unix"
)

// both has an address of either kind for every name but one, which there is not.
type both struct{}

// Resolve implements [proxy.Resolver].
func (both) Resolve(_ context.Context, query []byte) ([]byte, error) {
	var m dnsmessage.Message
	if err := m.Unpack(query); err != nil {
		return nil, err
	}
	m.Response, m.RecursionAvailable, m.Additionals = true, true, nil
	q := m.Questions[0]
	h := dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class}
	switch {
	case q.Name.String() == "missing.test.":
		m.RCode = dnsmessage.RCodeNameError
	case q.Type == dnsmessage.TypeA:
		m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AResource{A: [4]byte{198, 18, 0, 7}}}}
	case q.Type == dnsmessage.TypeAAAA:
		m.Answers = []dnsmessage.Resource{{Header: h, Body: &dnsmessage.AAAAResource{AAAA: [16]byte{0xfd, 15: 7}}}}
	}
	return m.Pack()
}

// unshared makes the sockets in a network namespace of the test's own, and looks names up there.
func unshared(t *testing.T, withSix bool, look func(*net.Resolver)) {
	t.Helper()
	done := make(chan error, 1)
	go onThread(func() {
		done <- func() error {
			if err := unix.Unshare(unix.CLONE_NEWNET); err != nil {
				return err
			}
			if !withSix {
				if err := os.WriteFile("/proc/sys/net/ipv6/conf/all/disable_ipv6", []byte("1"), 0); err != nil {
					return err
				}
			}
			sockets, err := Setup()
			if err != nil {
				return err
			}
			s, err := New("test", sockets.Files(), both{})
			if err != nil {
				return err
			}
			defer s.Close()
			own, err := os.Open("/proc/thread-self/ns/net")
			if err != nil {
				return err
			}
			defer own.Close()
			look(&net.Resolver{PreferGo: true, Dial: func(ctx context.Context, network, _ string) (net.Conn, error) {
				return In(own, func() (net.Conn, error) { return new(net.Dialer).DialContext(ctx, network, "10.0.2.53:53") })
			}})
			return nil
		}()
	})
	if err := <-done; errors.Is(err, unix.EPERM) || errors.Is(err, os.ErrNotExist) {
		t.Skipf("no network namespace of the test's own: %v", err)
	} else if err != nil {
		t.Fatal(err)
	}
}

func TestIPv6(t *testing.T) {
	for _, c := range []struct {
		name  string
		six   bool
		which string
		host  string
		want  string // "" none
	}{
		{"names have IPv6 addresses", true, "ip6", "one.test", "fd00::7"},
		{"names have no IPv6 addresses where the namespace has no IPv6", false, "ip6", "one.test", ""},
		{"and keep the others there", false, "ip4", "one.test", "198.18.0.7"},
		{"and what does not exist does not exist", false, "ip6", "missing.test", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			unshared(t, c.six, func(r *net.Resolver) {
				got, err := r.LookupNetIP(t.Context(), c.which, c.host)
				var missing *net.DNSError
				switch {
				case c.want == "" && !(errors.As(err, &missing) && missing.IsNotFound):
					t.Errorf("it has %v, %v", got, err)
				case c.want != "" && (err != nil || len(got) != 1 || got[0].String() != c.want):
					t.Errorf("it has %v, %v, want %s", got, err, c.want)
				}
			})
		})
	}
}
