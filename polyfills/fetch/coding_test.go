package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"io"
	"net/http"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/fetch"
)

// answers is a network where every request has the same answer.
type answers func() *http.Response

func (f answers) RoundTrip(*http.Request) (*http.Response, error) { return f(), nil }

// outgoing runs a script that gives a promise of a Response, as an event that is over once the
// host has taken that out.
func outgoing(t *testing.T, iso *jsruntime.Isolate, script string) *http.Response {
	t.Helper()
	type outcome struct {
		resp *http.Response
		err  error
	}
	ch := make(chan outcome, 1)
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) (err error) {
		scope := vm.NewScope(context.Background(), nil)
		vm.InScope(scope, func() {
			var v jsruntime.Value
			if v, err = vm.RunString(script); err != nil {
				return
			}
			vm.Then(vm.ToPromise(v), func(v jsruntime.Value) {
				resp, err := fetch.ToResponse(vm, v, http.MethodGet)
				ch <- outcome{resp, err}
				scope.End()
			}, func(reason jsruntime.Value) { ch <- outcome{nil, vm.Wrap(reason)} })
		})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	o := <-ch
	if o.err != nil {
		t.Fatal(o.err)
	}
	t.Cleanup(func() { _ = o.resp.Body.Close() })
	return o.resp
}

func readAll(t *testing.T, r io.Reader) string {
	t.Helper()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func gunzip(t *testing.T, s string) string {
	t.Helper()
	z, err := gzip.NewReader(strings.NewReader(s))
	if err != nil {
		t.Fatal(err)
	}
	return readAll(t, z)
}

func TestToResponse_ContentEncoding(t *testing.T) {
	t.Parallel()
	var compressed bytes.Buffer
	z := gzip.NewWriter(&compressed)
	z.Name = "not the name that a compressor here would write"
	_, _ = io.WriteString(z, "hello")
	_ = z.Close()
	origin := compressed.String()
	iso := jstest.New(t, apis(answers(func() *http.Response {
		return &http.Response{
			StatusCode: http.StatusOK, Header: http.Header{"Content-Encoding": {"gzip"}, "Content-Length": {"99"}},
			Body: io.NopCloser(strings.NewReader(origin)), ContentLength: int64(len(origin)),
		}
	}))...)
	t.Run("a script's body is compressed", func(t *testing.T) {
		for _, body := range []string{`"hello"`, `new Response("hello").body`, `new ReadableStream({start(c) { c.enqueue(new TextEncoder().encode("hello")); c.close() }})`} {
			resp := outgoing(t, iso, `new Response(`+body+`, {headers: {"content-encoding": "gzip", "content-length": "5"}})`)
			if got := gunzip(t, readAll(t, resp.Body)); got != "hello" || resp.ContentLength >= 0 || resp.Header.Get("Content-Length") != "" {
				t.Errorf("%s: %q, length %d %v", body, got, resp.ContentLength, resp.Header)
			}
		}
	})
	t.Run("what the script has encoded itself is left alone", func(t *testing.T) {
		resp := outgoing(t, iso, `new Response("hello", {encodeBody: "manual", headers: {"content-encoding": "gzip"}})`)
		if got := readAll(t, resp.Body); got != "hello" || resp.ContentLength != 5 {
			t.Errorf("%q, length %d", got, resp.ContentLength)
		}
	})
	t.Run("a body that is handed on goes out as it came", func(t *testing.T) {
		for _, script := range []string{
			`fetch("http://a/")`,
			`fetch("http://a/").then((r) => new Response(r.body, r))`,
			`fetch("http://a/", {encodeResponseBody: "manual"})`,
		} {
			resp := outgoing(t, iso, script)
			if got := readAll(t, resp.Body); got != origin || resp.ContentLength != int64(len(origin)) {
				t.Errorf("%s: %q, length %d", script, got, resp.ContentLength)
			}
		}
	})
	t.Run("a body that loses its header is in clear", func(t *testing.T) {
		resp := outgoing(t, iso, `fetch("http://a/").then((r) => new Response(r.body))`)
		if got := readAll(t, resp.Body); got != "hello" {
			t.Errorf("%q", got)
		}
	})
}

func TestDo_ABodyOutlivesItsHandler(t *testing.T) {
	t.Parallel()
	more := make(chan string)
	ended := make(chan struct{})
	iso := jstest.New(t, apis(requests(func(req *http.Request) *http.Response {
		pr, pw := io.Pipe()
		go func() { // ends when the body does
			defer close(ended)
			defer context.AfterFunc(req.Context(), func() { _ = pw.CloseWithError(context.Cause(req.Context())) })()
			for s := range more {
				if _, err := io.WriteString(pw, s); err != nil {
					return
				}
			}
			_ = pw.Close()
		}()
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: pr, ContentLength: -1}
	}))...)
	resp := outgoing(t, iso, `fetch("http://a/").then((r) => new Response(r.body, r))`)
	// The event that fetched has nothing left to do; its body is still to come.
	if err := iso.Do(context.Background(), func(*jsruntime.VM) error { return nil }); err != nil {
		t.Fatal(err)
	}
	more <- "one"
	buffer := make([]byte, 3)
	if _, err := io.ReadFull(resp.Body, buffer); err != nil || string(buffer) != "one" {
		t.Fatalf("%q, %v", buffer, err)
	}
	close(more)
	if rest := readAll(t, resp.Body); rest != "" {
		t.Errorf("rest is %q", rest)
	}
	<-ended
}

// requests is a network that a function is.
type requests func(*http.Request) *http.Response

func (f requests) RoundTrip(req *http.Request) (*http.Response, error) { return f(req), nil }

func TestToResponse_Status(t *testing.T) {
	t.Parallel()
	iso := jstest.New(t, apis(nil)...)
	for _, tt := range []struct{ name, script, told string }{
		{"is the one of the status where none was given", `new Response(null, { status: 404 })`, "Not Found"},
		{"is the platform's own", `new Response(null, { status: 413 })`, "Payload Too Large"},
		{"is that of the hundred for others", `new Response(null, { status: 299 })`, "Successful"},
		{"is the one that was given", `new Response(null, { statusText: "Quite Fine" })`, "Quite Fine"},
		{"may be empty", `new Response(null, { statusText: "" })`, ""},
	} {
		t.Run("the text that others are told "+tt.name, func(t *testing.T) {
			resp := outgoing(t, iso, tt.script)
			err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
				if got := fetch.NewResponse(vm, resp).Get("statusText").String(); got != tt.told {
					t.Errorf("got %q, want %q", got, tt.told)
				}
				return nil
			})
			if err != nil {
				t.Fatal(err)
			}
		})
	}
}
