package proxy

import (
	"crypto/tls"
	"net"
	"testing"
)

// hello returns the first flight of a client that asks for name.
func hello(t testing.TB, name string) []byte {
	t.Helper()
	a, b := net.Pipe()
	defer b.Close()
	go func() {
		tls.Client(a, &tls.Config{ServerName: name, InsecureSkipVerify: true}).Handshake()
		a.Close()
	}()
	buf := make([]byte, 8192)
	n, err := b.Read(buf)
	if err != nil {
		t.Fatal(err)
	}
	return buf[:n]
}

func TestSniff(t *testing.T) {
	t.Parallel()
	named := hello(t, "API.test")
	for _, c := range []struct {
		what, in string
		proto    Proto
		host     string
		more     bool
	}{
		{"nothing yet", "", Raw, "", true},
		{"a method may go on", "GE", Raw, "", true},
		{"a request line may go on", "GET / HT", Raw, "", true},
		{"the Host may come", "GET / HTTP/1.1\r\nAccept: x\r\n", HTTP, "", true},
		{"a Host without its end may go on", "GET / HTTP/1.1\r\nHost: a.te", HTTP, "", true},
		{"a Host is found", "GET / HTTP/1.1\r\nA: b\r\nhOST:  A.test:81 \r\n", HTTP, "a.test", false},
		{"an IPv6 Host loses its brackets", "GET / HTTP/1.1\r\nHost: [::1]:81\r\n", HTTP, "::1", false},
		{"a target in absolute form wins", "GET http://b.test:1/x HTTP/1.1\r\nHost: a.test\r\n", HTTP, "b.test", false},
		{"HTTP/1.0 needs no Host", "GET / HTTP/1.0\r\n\r\n", HTTP, "", false},
		{"the preface may go on", "PRI * HT", HTTP, "", true},
		{"the preface is HTTP", preface, HTTP, "", false},
		{"another line is raw", "EHLO me\r\n", Raw, "", false},
		{"a banner is raw", "SSH-2.0-x\r\n", Raw, "", false},
		{"bytes are raw", "\x00\x01", Raw, "", false},
		{"a ClientHello names its server", string(named), TLS, "api.test", false},
		{"a part of a ClientHello may go on", string(named[:40]), TLS, "", true},
		{"a ClientHello may have no name", string(hello(t, "192.0.2.1")), TLS, "", false},
		{"another version byte is raw", "\x16\x01", Raw, "", false},
	} {
		proto, host, more := sniff([]byte(c.in))
		if proto != c.proto || host != c.host || more != c.more {
			t.Errorf("%s: got %v %q %v, want %v %q %v", c.what, proto, host, more, c.proto, c.host, c.more)
		}
	}
}

func FuzzSniff(f *testing.F) {
	f.Add([]byte("GET http://a/ HTTP/1.1\r\nHost: b\r\n\r\n"))
	f.Add(hello(f, "a.test"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if _, _, more := sniff(b); more && len(b) >= maxHead {
			t.Error("asks for more beyond the limit")
		}
	})
}
