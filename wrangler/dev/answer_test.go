package dev_test

import (
	"io"
	"strings"
	"testing"
)

// TestFront_answers has a Worker say of its answers what is not so.
func TestFront_answers(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, `const answers = {
	"/none": () => new Response(null),
	"/none-long": () => new Response(null, { headers: { "Content-Length": "7" } }),
	"/long": () => new Response("abc", { headers: { "Content-Length": "7" } }),
	"/stream": () => new Response(new Blob(["abc"]).stream(), { headers: { "Content-Length": "7" } }),
	"/plain": () => new Response("abc"),
	"/untyped": () => new Response("abc", { headers: { "Content-Type": "" } }),
	"/reason": () => new Response("abc", { statusText: "é" }),
};
export default { fetch: (request) => answers[new URL(request.url).pathname]() };`).serve(t)
	const text = "content-type: text/plain;charset=UTF-8"
	for request, want := range map[string]string{
		"GET /none":       "200 OK, content-length: 0, ",
		"HEAD /none":      "200 OK, ",
		"GET /none-long":  "200 OK, content-length: 0, ",
		"HEAD /none-long": "200 OK, content-length: 7, ",
		"GET /long":       "200 OK, content-length: 3, " + text + ", abc",
		"HEAD /long":      "200 OK, content-length: 7, " + text + ", ",
		"HEAD /stream":    "200 OK, content-length: 7, ",
		"HEAD /plain":     "200 OK, content-length: 3, " + text + ", ",
		"GET /untyped":    "200 OK, content-length: 3, abc",
		"GET /reason":     "200 , content-length: 3, " + text + ", abc",
	} {
		t.Run(request, func(t *testing.T) {
			t.Parallel()
			reader, _, send := connect(t, url)
			send(request + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
			all, err := io.ReadAll(reader)
			head, body, _ := strings.Cut(string(all), "\r\n\r\n")
			lines := strings.Split(head, "\r\n")
			got := strings.TrimPrefix(lines[0], "HTTP/1.1 ") + ", "
			for _, name := range []string{"content-length", "content-type"} {
				for _, line := range lines[1:] {
					if said, value, _ := strings.Cut(line, ":"); strings.EqualFold(said, name) {
						got += name + ":" + value + ", "
					}
				}
			}
			if got += body; got != want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, want)
			}
		})
	}
}

// TestFront_names sees names of headers as the platform writes them, and several values of one.
func TestFront_names(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, plain, `export default { fetch: () => new Response("abc", { headers: [
	["etag", '"a"'], ["www-authenticate", "Basic"], ["cf-ray", "1"], ["x-own", "b"], ["x-own", "c"], ["link", "<a>"], ["link", "<b>"],
	["set-cookie", "a=1"], ["set-cookie", "b=2"], ["content-encoding", ""]] }) };`).serve(t)
	reader, _, send := connect(t, url)
	send("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
	all, err := io.ReadAll(reader)
	for _, line := range []string{`ETag: "a"`, "WWW-Authenticate: Basic", "CF-Ray: 1", "Link: <a>, <b>", "X-Own: b\r\nX-Own: c", "Set-Cookie: a=1\r\nSet-Cookie: b=2", "Content-Length: 3"} {
		if !strings.Contains(string(all), "\r\n"+line+"\r\n") {
			t.Errorf("no %s in %q, %v", line, all, err)
		}
	}
	if strings.Contains(string(all), "Content-Encoding") {
		t.Errorf("an empty header in %q", all)
	}
}
