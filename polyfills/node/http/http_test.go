package http_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills"
	"paddock/polyfills/node/nodetest"
)

func TestScripts(t *testing.T) {
	t.Parallel()
	nodetest.RunWith(t, os.DirFS("testdata"), polyfills.Options{Transport: far{}}, jsruntime.API{
		Name: "cloudflareNode", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
			"cloudflareNode": func(vm *jsruntime.VM) jsruntime.Value {
				exports, _ := vm.Module("cloudflare:node")
				return exports
			},
		},
	})
}

func TestBeforeServers(t *testing.T) {
	t.Parallel()
	nodetest.RunAt(t, os.DirFS("testdata/before"), "2025-08-20")
}

// far is the other side of testdata/client.js.
type far struct{}

// RoundTrip tells what it got; the path says how.
func (far) RoundTrip(req *http.Request) (*http.Response, error) {
	if err := req.Context().Err(); err != nil {
		return nil, err
	}
	w := httptest.NewRecorder()
	switch req.URL.Path {
	case "/lost":
		return nil, io.ErrUnexpectedEOF
	case "/slow":
		<-req.Context().Done()
		return nil, req.Context().Err()
	case "/cookies":
		w.Header()["Set-Cookie"] = []string{"a=1", "b=2"}
		w.WriteHeader(http.StatusTeapot)
	case "/away":
		w.Header().Set("Location", "/there")
		w.WriteHeader(http.StatusFound)
	default:
		var body strings.Builder
		if req.Body != nil {
			_, _ = io.Copy(&body, req.Body)
		}
		w.Header().Set("X-Url", req.URL.String())
		w.Header().Set("X-Authorization", req.Header.Get("Authorization"))
		w.Header().Set("X-Many", strings.Join(req.Header.Values("X-Many"), "|"))
		_, _ = io.WriteString(w, req.Method+" "+body.String())
	}
	return w.Result(), nil
}
