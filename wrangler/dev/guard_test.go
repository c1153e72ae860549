package dev

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

func TestGuard(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ path, host, origin, refused string }{
		{"/cdn-cgi/handler/scheduled", "localhost:8787", "", ""},
		{"/cdn-cgi/handler/scheduled", "LOCALHOST", "http://127.0.0.1:5173", ""},
		{"/cdn-cgi/handler/scheduled", "[::1]:8787", "https://[::1]", ""},
		{"/cdn-cgi/handler/scheduled", "evil.example", "", "Invalid Host header"},
		{"/cdn-cgi/local/reload", "localhost.evil.example:8787", "", "Invalid Host header"},
		{"/cdn-cgi/x", "127.0.0.1.evil.example", "", "Invalid Host header"},
		{"/cdn-cgi/x", "a b", "", "Invalid Host header"},
		{"/cdn-cgi/x", "192.168.1.2:8787", "", "Invalid Host header"},
		{"/cdn-cgi/handler/email", "localhost:8787", "https://evil.example", "Invalid Origin header"},
		{"/cdn-cgi/handler/email", "localhost:8787", "null", "Invalid Origin header"},
		{"/%63dn-cgi/handler/email", "localhost:8787", "https://evil.example", "Invalid Origin header"},
		{"/cdn-cgi", "evil.example", "https://evil.example", ""},
		{"/", "evil.example", "https://evil.example", ""},
	} {
		r := httptest.NewRequest(http.MethodGet, "http://x"+c.path, nil)
		r.Host = c.host
		if c.origin != "" {
			r.Header.Set("Origin", c.origin)
		}
		w := httptest.NewRecorder()
		answered := guard(w, r)
		if answered != (c.refused != "") || answered && (w.Code != http.StatusForbidden || w.Body.String() != c.refused) {
			t.Errorf("%s of %s from %q: answered %v with %d %q, want %q", c.path, c.host, c.origin, answered, w.Code, w.Body, c.refused)
		}
	}
}
