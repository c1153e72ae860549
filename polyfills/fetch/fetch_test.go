package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	neturl "net/url"
	"os"
	"strconv"
	"testing"

	"github.com/andybalholm/brotli"

	"paddock/jsruntime"
	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/fetch"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
	"paddock/polyfills/websocket"
)

func apis(transport http.RoundTripper) []jsruntime.API {
	return []jsruntime.API{
		es.API(), events.API(), abort.API(), url.API(), encoding.API(), streams.API(), blob.API(),
		headers.API(), formdata.API(), websocket.API(websocket.Options{Transport: transport}), fetch.API(fetch.Options{Transport: transport}),
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(serve))
	t.Cleanup(server.Close)
	transport := &http.Transport{DisableCompression: true, DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return new(net.Dialer).DialContext(ctx, network, server.Listener.Addr().String())
	}}
	t.Cleanup(transport.CloseIdleConnections)
	t.Run("testdata", func(t *testing.T) { jstest.Run(t, os.DirFS("testdata"), apis(transport)...) })
}

// serve is the other side of testdata/fetch.js.
func serve(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	switch r.URL.Path {
	case "/redirects":
		if n, _ := strconv.Atoi(query.Get("n")); n > 0 {
			http.Redirect(w, r, fmt.Sprint("/redirects?n=", n-1), http.StatusFound)
			return
		}
		fmt.Fprint(w, "end")
	case "/to":
		w.Header().Set("Location", query.Get("l"))
		status, _ := strconv.Atoi(query.Get("s"))
		w.WriteHeader(status)
	case "/coded":
		code(w, query)
	case "/hang":
		<-r.Context().Done()
	case "/slow":
		fmt.Fprint(w, "a")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	case "/reset":
		panic(http.ErrAbortHandler)
	case "/duplex":
		duplex(w, r)
	default:
		echo(w, r)
	}
}

func echo(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	r.Header.Del("Content-Type")
	r.Header.Del("Content-Length")
	w.Header().Set("X-Method", r.Method)
	_ = json.NewEncoder(w).Encode(map[string]any{
		"method": r.Method, "host": r.Host, "headers": r.Header, "body": string(body),
		"length": r.ContentLength, "coding": r.TransferEncoding,
	})
}

func code(w http.ResponseWriter, query neturl.Values) {
	name := query.Get("e")
	w.Header().Set("Content-Encoding", name)
	if query.Has("broken") {
		fmt.Fprint(w, "nothing but nonsense")
		return
	}
	var coded bytes.Buffer
	var out io.WriteCloser = nopCloser{&coded}
	switch name {
	case "gzip":
		out = gzip.NewWriter(&coded)
	case "br":
		out = brotli.NewWriter(&coded)
	}
	fmt.Fprint(out, "hello hello hello")
	_ = out.Close()
	if query.Has("cut") {
		coded.Truncate(coded.Len() - 4)
	}
	_, _ = coded.WriteTo(w)
}

type nopCloser struct{ io.Writer }

func (nopCloser) Close() error { return nil }

// duplex answers each piece of the request's body as soon as it is there.
func duplex(w http.ResponseWriter, r *http.Request) {
	controller := http.NewResponseController(w)
	_ = controller.EnableFullDuplex()
	buffer := make([]byte, 1<<10)
	for {
		n, err := r.Body.Read(buffer)
		_, _ = w.Write(bytes.ToUpper(buffer[:n]))
		_ = controller.Flush()
		if err != nil {
			return
		}
	}
}
