package eventsource_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"paddock/jsruntime/jstest"
	"paddock/polyfills/abort"
	"paddock/polyfills/blob"
	"paddock/polyfills/encoding"
	"paddock/polyfills/es"
	"paddock/polyfills/events"
	"paddock/polyfills/eventsource"
	"paddock/polyfills/fetch"
	"paddock/polyfills/formdata"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
	"paddock/polyfills/url"
	"paddock/polyfills/websocket"
)

func TestEventSource(t *testing.T) {
	t.Parallel()
	network := &network{}
	jstest.Run(t, os.DirFS("testdata"), es.API(), events.API(), abort.API(), url.API(), encoding.API(), streams.API(), blob.API(),
		headers.API(), formdata.API(), websocket.API(websocket.Options{Transport: network}), fetch.API(fetch.Options{Transport: network}),
		eventsource.API(eventsource.Options{Transport: network, Wait: network.wait}))
}

// network is the other side of testdata/eventsource.js.
type network struct {
	mu     sync.Mutex // guards waited
	waited []time.Duration
}

func (n *network) wait(_ context.Context, d time.Duration) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.waited = append(n.waited, d)
	return nil
}

func (n *network) RoundTrip(req *http.Request) (*http.Response, error) {
	resp := &http.Response{StatusCode: http.StatusOK, Header: http.Header{"Content-Type": {"text/event-stream; charset=utf-8"}}, ContentLength: -1}
	body := ""
	switch req.URL.Path {
	case "/events":
		body = fmt.Sprintf("retry: 5000\nid: 7…\ndata: %s %s %s\n\n", req.Header.Get("Accept"), req.Header.Get("Cache-Control"), req.Header.Get("Last-Event-Id"))
	case "/waited":
		n.mu.Lock()
		defer n.mu.Unlock()
		body = fmt.Sprintf("data: %v\n\n", n.waited)
	case "/status":
		resp.StatusCode = http.StatusInternalServerError
	case "/type":
		resp.Header.Set("Content-Type", "text/plain")
	case "/none":
		resp.Header.Del("Content-Type")
	case "/reset":
		return nil, io.ErrUnexpectedEOF
	}
	resp.Body = io.NopCloser(strings.NewReader(body))
	return resp, nil
}
