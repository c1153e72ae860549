package dev_test

import (
	"io"
	"net/http"
	"regexp"
	"testing"
)

// TestStack looks at the places of an error that the host makes while functions wait for it.
func TestStack(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`, `const read = async (body) => await new Response(new Blob([body]).stream()).json();
class Reader { async read(body) { return await (async () => await read(body))(); } }
export default { async fetch() {
	try { return await new Reader().read("{nope"); }
	catch (error) { return new Response(error.stack); }
} };`).serve(t)
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	got := regexp.MustCompile(`file://\S*/`).ReplaceAllString(string(body), "")
	got = regexp.MustCompile(`(:\d+):\d+`).ReplaceAllString(got, "$1")
	const want = `SyntaxError: Expected property name or '}' in JSON at position 1 (line 1 column 2)
    at async read (index.js:1)
    at async index.js:2
    at async Reader.read (index.js:2)
    at async Object.fetch (index.js:4)`
	if got != want {
		t.Errorf("the stack is\n%s\nwant\n%s", got, want)
	}
}

// TestThrown looks at what a client is told of a thrown value that is no error.
func TestThrown(t *testing.T) {
	t.Parallel()
	_, url := newProject(t, `{ "name": "w", "main": "index.js", "compatibility_date": "2026-01-01" }`, `export default { fetch() { throw "text"; } };`).serve(t)
	request, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil || response.StatusCode != http.StatusInternalServerError || string(body) != "Error: text" {
		t.Errorf("it is told %d %q, %v", response.StatusCode, body, err)
	}
}
