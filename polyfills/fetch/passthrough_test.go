package fetch_test

import (
	"context"
	"io"
	"net/http"
	"testing"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/streams"
)

// lender remembers the memory that it was asked to read into.
type lender struct{ into *byte }

func (l *lender) Read(p []byte) (int, error) {
	l.into = &p[0]
	return copy(p, "bytes"), io.EOF
}

func (*lender) Close() error { return nil }

func TestToResponse_BytesOfTheHostNeverPassThroughJavaScript(t *testing.T) {
	t.Parallel()
	var origin *lender
	fresh := func() *lender { origin = &lender{}; return origin }
	iso := jstest.New(t, apis(requests(func(*http.Request) *http.Response {
		return &http.Response{StatusCode: http.StatusOK, Header: http.Header{}, Body: fresh(), ContentLength: 5}
	}))...)
	err := iso.Do(context.Background(), func(vm *jsruntime.VM) error {
		return vm.Set("stored", func() jsruntime.Value { // as a binding gives what it stores
			return streams.NewReadable(vm, fresh(), streams.ReadableOptions{Length: 5})
		})
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, script := range []string{
		`fetch("http://a/")`,
		`fetch("http://a/").then((r) => new Response(r.body, r))`,
		`new Response(stored())`,
		`new Response(new Response(stored()).body, {headers: {a: "b"}})`,
	} {
		resp := outgoing(t, iso, script)
		buffer := make([]byte, 10)
		n, err := resp.Body.Read(buffer)
		if string(buffer[:n]) != "bytes" || err != io.EOF || resp.ContentLength != 5 {
			t.Errorf("%s: %q, %v, length %d", script, buffer[:n], err, resp.ContentLength)
		}
		if origin.into != &buffer[0] {
			t.Errorf("%s: the bytes were copied on their way", script)
		}
	}
}
