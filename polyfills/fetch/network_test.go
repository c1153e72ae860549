package fetch_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"sync"
	"testing"

	"paddock/polyfills/fetch"
)

// A server that sends a body with status 204 or 304 sends it late here: when the next request comes.
func TestNetwork_ABodyWhereThereIsNoneDoesNotSpoilTheNextAnswer(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusNoContent, http.StatusNotModified} {
		transport := &http.Transport{}
		url := listen(t, transport, func(conn net.Conn) { spoil(conn, status) })
		for range 3 {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			resp, err := fetch.Network(transport).RoundTrip(req)
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if resp.StatusCode != status {
				t.Errorf("status %d, not %d", resp.StatusCode, status)
			}
		}
	}
}

// spoil answers the first request of a connection, whose body comes in front of the next answer.
func spoil(conn net.Conn, status int) {
	defer conn.Close()
	in := bufio.NewReader(conn)
	for body := ""; ; body = "hello" {
		if _, err := http.ReadRequest(in); err != nil {
			return
		}
		fmt.Fprintf(conn, "%sHTTP/1.1 %d Status\r\nContent-Length: 5\r\n\r\n", body, status)
	}
}

// listen answers connections until the test has ended, and then the transport has let go of them; it gives the URL.
func listen(t *testing.T, transport *http.Transport, answer func(net.Conn)) (url string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	var serving sync.WaitGroup
	serving.Go(func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			serving.Go(func() { answer(conn) })
		}
	})
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		_ = listener.Close()
		serving.Wait()
	})
	return "http://" + listener.Addr().String()
}
