package authority_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"io"
	"net/http"
	"strings"
	"testing"

	"paddock/proxy"
	"paddock/proxy/authority"
	"paddock/proxy/sourcetest"
)

type echo struct{}

func (echo) RoundTrip(r *http.Request) (*http.Response, error) {
	return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(r.Proto + " " + r.URL.String())), Header: http.Header{"Alt-Svc": {"h3"}}}, nil
}

func TestAuthority_gateway(t *testing.T) {
	t.Parallel()
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	src, rules := sourcetest.NewMemory(), proxy.NewRules()
	if err := rules.InterceptHTTPS("*.test", echo{}); err != nil {
		t.Fatal(err)
	}
	done := make(chan error, 1)
	go func() {
		done <- proxy.NewGateway(proxy.Options{Authority: ca}).Serve(context.Background(), src, rules)
	}()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.PEM())
	for _, h2 := range []bool{false, true} {
		tr := &http.Transport{DialContext: src.Dial, TLSClientConfig: &tls.Config{RootCAs: roots}, ForceAttemptHTTP2: h2}
		resp, err := (&http.Client{Transport: tr}).Get("https://api.test/x")
		if err != nil {
			t.Fatal(err)
		}
		b, _ := io.ReadAll(resp.Body)
		resp.Body.Close()
		if !strings.HasSuffix(string(b), " https://api.test/x") || (resp.ProtoMajor == 2) != h2 || resp.Header.Get("Alt-Svc") != "" {
			t.Errorf("h2=%v: got %q over %s", h2, b, resp.Proto)
		}
		tr.CloseIdleConnections()
	}
	src.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}

func TestAuthority_Leaf(t *testing.T) {
	t.Parallel()
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	for _, host := range []string{"a.test", "192.0.2.1", "2001:db8::1", strings.Repeat("a", 63) + "." + strings.Repeat("b", 63)} {
		c, err := ca.Leaf(host)
		if err != nil {
			t.Fatal(err)
		}
		x, err := x509.ParseCertificate(c.Certificate[0])
		if err != nil {
			t.Fatal(err)
		}
		if err := x.VerifyHostname(host); err != nil {
			t.Error(err)
		}
		if again, _ := ca.Leaf(host); again != c {
			t.Errorf("%s was issued twice", host)
		}
	}
	if _, err := ca.Leaf(""); err == nil {
		t.Error("a certificate for nobody was issued")
	}
}

func TestAuthority_distrusted(t *testing.T) {
	t.Parallel()
	ca, err := authority.New()
	if err != nil {
		t.Fatal(err)
	}
	src, rules := sourcetest.NewMemory(), proxy.NewRules()
	if err := rules.InterceptHTTPS("*", echo{}); err != nil {
		t.Fatal(err)
	}
	told := make(chan proxy.Flow, 1)
	done := make(chan error, 1)
	go func() {
		g := proxy.NewGateway(proxy.Options{Authority: ca, Distrusted: func(f proxy.Flow) { told <- f }})
		done <- g.Serve(context.Background(), src, rules)
	}()
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(ca.PEM())
	for _, c := range []struct {
		name  string
		roots *x509.CertPool // nil: those of the system, which lack ours
	}{
		{"a client that refuses the certificate is told of", nil},
		{"a client that leaves without a request is told of", roots},
	} {
		t.Run(c.name, func(t *testing.T) {
			conn, err := src.Dial(t.Context(), "tcp", "api.test:443")
			if err != nil {
				t.Fatal(err)
			}
			client := tls.Client(conn, &tls.Config{ServerName: "api.test", RootCAs: c.roots})
			if err := client.Handshake(); (err == nil) != (c.roots != nil) {
				t.Errorf("the handshake ended with %v", err)
			}
			client.Close()
			if f := <-told; f.Host != "api.test" {
				t.Errorf("told of %q", f.Host)
			}
		})
	}
	src.Close()
	if err := <-done; err != nil {
		t.Error(err)
	}
}
