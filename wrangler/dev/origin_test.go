package dev_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
)

// told is a Worker that says what it is told of a request, and names itself in its answer.
const told = `export default { fetch(request) {
	const origin = new URL(request.url).origin;
	return new Response([request.url, request.headers.get("host"), request.headers.get("origin"), request.headers.get("x-text")].join(" "), { headers: [
		["Location", origin + "/next?back=" + origin], ["X-Text", "shop.example.com"],
		["Set-Cookie", "a=1; Domain=shop.example.com; Path=/"], ["Set-Cookie", "b=2; Domain=other.example"],
	] });
} };`

func TestOrigin(t *testing.T) {
	t.Parallel()
	const head = `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01", `
	for _, c := range []struct {
		name, configuration string
		want                string // DOOR is the host that the client asks
		location, cookie    string
	}{
		{"without a route it is the door", head + `"vars": {} }`,
			"http://DOOR/p?u=http://DOOR/x DOOR http://DOOR DOOR", "http://DOOR/next?back=http://DOOR", "a=1; Domain=shop.example.com; Path=/"},
		{"the first route names it", head + `"routes": [{ "pattern": "shop.example.com/*", "zone_name": "example.com" }, "other.example/*"] }`,
			"http://shop.example.com/p?u=http://DOOR/x shop.example.com http://shop.example.com DOOR", "http://DOOR/next?back=http://shop.example.com", "a=1; Domain=127.0.0.1; Path=/"},
		{"wildcards are no part of it", head + `"route": "*.example.com/*" }`,
			"http://example.com/p?u=http://DOOR/x example.com http://example.com DOOR", "http://DOOR/next?back=http://example.com", "a=1; Domain=shop.example.com; Path=/"},
		{"a pattern of every host leaves the zone", head + `"routes": [{ "pattern": "*/*", "zone_name": "example.org" }] }`,
			"http://example.org/p?u=http://DOOR/x example.org http://example.org DOOR", "http://DOOR/next?back=http://example.org", "a=1; Domain=shop.example.com; Path=/"},
		{"the section dev has the last word", head + `"route": "shop.example.com/*", "dev": { "host": "dev.example", "upstream_protocol": "https" } }`,
			"https://dev.example/p?u=http://DOOR/x dev.example https://dev.example DOOR", "http://DOOR/next?back=https://dev.example", "a=1; Domain=shop.example.com; Path=/"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, url := newProject(t, c.configuration, told).serve(t)
			door := strings.TrimPrefix(url, "http://")
			request, err := http.NewRequest(http.MethodGet, url+"/p?u="+url+"/x", nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Origin", url)
			request.Header.Set("X-Text", door)
			response, err := http.DefaultTransport.RoundTrip(request)
			if err != nil {
				t.Fatal(err)
			}
			defer response.Body.Close()
			body, err := io.ReadAll(response.Body)
			if err != nil {
				t.Fatal(err)
			}
			back := func(text string) string { return strings.ReplaceAll(text, door, "DOOR") }
			if got := back(string(body)); got != c.want {
				t.Errorf("the Worker is told %s, want %s", got, c.want)
			}
			if got := back(response.Header.Get("Location")); got != c.location {
				t.Errorf("Location is %s, want %s", got, c.location)
			}
			cookies := response.Header["Set-Cookie"]
			if len(cookies) != 2 || cookies[0] != c.cookie || cookies[1] != "b=2; Domain=other.example" || response.Header.Get("X-Text") != "shop.example.com" {
				t.Errorf("cookies are %q, the text is %s", cookies, response.Header.Get("X-Text"))
			}
		})
	}
	t.Run("a route of every host needs a name", func(t *testing.T) {
		t.Parallel()
		_, err := newProject(t, head+`"route": "*/path" }`, told).start(t)
		if err == nil || !strings.Contains(err.Error(), `Cannot infer host from first route: "*/path".`) {
			t.Errorf("got %v", err)
		}
	})
}
