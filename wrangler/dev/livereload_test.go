package dev_test

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"paddock/wrangler/dev"
)

func TestLiveReload(t *testing.T) {
	t.Parallel()
	worker := func(version string) string {
		return `export default { fetch(request) {
			const headers = { "content-type": new URL(request.url).pathname === "/page" ? "text/html; charset=utf-8" : "text/plain" };
			return new Response("<p>` + version + `", { headers });
		} };`
	}
	p := newProject(t, plain, worker("1"))
	p.liveReload = true
	s, url := p.serve(t)
	t.Run("pages have the script", func(t *testing.T) {
		if _, body, _ := get(t, url+"/page"); !strings.HasPrefix(body, "<p>1\n<script>") || !strings.Contains(body, "/cdn-cgi/local/reload") {
			t.Errorf("got %s", body)
		}
	})
	t.Run("what is no page has not", func(t *testing.T) {
		if _, body, _ := get(t, url+"/text"); body != "<p>1" {
			t.Errorf("got %s", body)
		}
	})
	t.Run("a page is told of the next version", func(t *testing.T) {
		response, err := http.Get(url + "/cdn-cgi/local/reload")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		p.write(t, "index.js", worker("2"))
		if err := s.Reload(t.Context()); err != nil {
			t.Fatal(err)
		}
		line, err := bufio.NewReader(response.Body).ReadString('\n')
		if err != nil || line != "data: reload\n" {
			t.Errorf("got %q, %v", line, err)
		}
	})
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	certificate, err := dev.Certificate(folder)
	if err != nil {
		t.Fatal(err)
	}
	t.Run("the next session has the same", func(t *testing.T) {
		again, err := dev.Certificate(folder)
		if err != nil || !again.Leaf.Equal(certificate.Leaf) {
			t.Errorf("got another one, %v", err)
		}
	})
	t.Run("the door speaks HTTPS with it", func(t *testing.T) {
		s, err := newProject(t, plain, `export default { fetch: (request) => new Response(request.url) };`).start(t)
		if err != nil {
			t.Fatal(err)
		}
		front, err := s.Listen("127.0.0.1:0", certificate)
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := front.Close(t.Context()); err != nil {
				t.Error(err)
			}
		}()
		roots := x509.NewCertPool()
		roots.AddCert(certificate.Leaf)
		client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: roots}}}
		defer client.CloseIdleConnections()
		for _, host := range []string{"localhost", "127.0.0.1"} {
			response, err := client.Get(fmt.Sprintf("%s://%s:%d/", front.Scheme(), host, front.Port()))
			if err != nil {
				t.Fatal(err)
			}
			body, err := io.ReadAll(response.Body)
			response.Body.Close()
			if want := fmt.Sprintf("http://%s:%d/", host, front.Port()); err != nil || string(body) != want {
				t.Errorf("got %s, %v, want %s", body, err, want)
			}
		}
	})
}
