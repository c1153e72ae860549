package dev_test

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// halfClosed serves a Worker that waits for a server of its own, and asks it from a client that ends its sending half.
func halfClosed(t *testing.T, server http.HandlerFunc) *net.TCPConn {
	t.Helper()
	far := httptest.NewServer(server)
	t.Cleanup(far.Close)
	_, url := newProject(t, `{ "main": "index.js", "compatibility_date": "2026-01-01", "compatibility_flags": ["enable_request_signal"] }`,
		`export default { fetch: (request) => fetch("`+far.URL+`", { signal: request.signal }) };`).serve(t)
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if _, err := io.WriteString(conn, "GET / HTTP/1.1\r\nHost: x\r\n\r\n"); err != nil {
		t.Fatal(err)
	}
	half := conn.(*net.TCPConn)
	if err := half.CloseWrite(); err != nil {
		t.Fatal(err)
	}
	return half
}

func TestFront_halfClosed(t *testing.T) {
	t.Parallel()
	conn := halfClosed(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "whole") })
	if all, err := io.ReadAll(conn); err != nil || !strings.HasSuffix(string(all), "\r\n\r\nwhole") {
		t.Errorf("the client reads %q, %v", all, err)
	}
}

// TestFront_left has a client leave that has ended its half: request.signal tells.
func TestFront_left(t *testing.T) {
	t.Parallel()
	begun, ended := make(chan struct{}), make(chan struct{})
	conn := halfClosed(t, func(_ http.ResponseWriter, r *http.Request) {
		close(begun)
		<-r.Context().Done()
		close(ended)
	})
	<-begun
	if err := conn.Close(); err != nil {
		t.Fatal(err)
	}
	<-ended
}
