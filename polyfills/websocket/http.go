package websocket

import (
	"context"
	"crypto/rand"
	"crypto/sha1" //nolint:gosec // RFC 6455 wants it
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"sync"

	"paddock/jsruntime"
)

// Accept gives the Sec-WebSocket-Accept for a key (RFC 6455, section 4.2.2).
func Accept(key string) string {
	sum := sha1.Sum([]byte(key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")) //nolint:gosec // RFC 6455 wants it
	return base64.StdEncoding.EncodeToString(sum[:])
}

// Handshake completes the headers of a 101 response for the request that asked for it, and agrees
// upon compression.
func Handshake(req *http.Request, resp *http.Response) {
	if resp.Header == nil {
		resp.Header = http.Header{}
	}
	resp.Header["Connection"] = []string{"Upgrade"}
	resp.Header["Upgrade"] = []string{"websocket"}
	for _, name := range []string{"Content-Length", "Sec-Websocket-Accept", "Transfer-Encoding"} { // not for scripts to say
		delete(resp.Header, name)
	}
	if key := req.Header.Get("Sec-Websocket-Key"); key != "" {
		resp.Header["Sec-Websocket-Accept"] = []string{Accept(key)}
	}
	if c, ok := resp.Body.(*Carrier); ok && c.compresses {
		c.deflate = agree(req.Header, resp.Header)
	} else if ok {
		delete(resp.Header, extensionsHeader)
	}
}

// Request completes the headers of a request that asks for a WebSocket (RFC 6455, section 4.1). An
// offer to compress stays in them where a Worker may make it.
func Request(vm *jsruntime.VM, h http.Header) {
	if !Compresses(vm) {
		delete(h, extensionsHeader)
	}
	h["Connection"] = []string{"Upgrade"}
	h["Upgrade"] = []string{"websocket"}
	h["Sec-Websocket-Version"] = []string{"13"}
	if h.Get("Sec-Websocket-Key") == "" {
		var key [16]byte
		_, _ = rand.Read(key[:]) // never fails
		h["Sec-Websocket-Key"] = []string{base64.StdEncoding.EncodeToString(key[:])}
	}
}

// IsUpgrade reports whether a request asks for a WebSocket.
func IsUpgrade(h http.Header) bool { return strings.EqualFold(h.Get("Upgrade"), "websocket") }

// Refuse answers a request that no WebSocket may be the answer to, in the platform's words, and gives the status; 0: the
// request is in order.
func Refuse(w http.ResponseWriter, r *http.Request) (status int) {
	words := ""
	switch {
	case r.Method != http.MethodGet:
		status, words = http.StatusBadRequest, "ERROR: WebSocket must be initiated with a GET request."
	case strings.Join(r.Header["Sec-Websocket-Version"], ", ") != "13":
		status, words = http.StatusUpgradeRequired, "ERROR: The requested WebSocket version is not supported."
		w.Header()["Sec-WebSocket-Version"] = []string{"13"}
	case r.Header.Get("Sec-Websocket-Key") == "":
		status, words = http.StatusBadRequest, "ERROR: Missing Sec-WebSocket-Key"
	default:
		return 0
	}
	w.Header().Set("Content-Type", "text/plain")
	w.Header().Set("Connection", "close")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, words) // the client has gone: nobody to tell
	return status
}

// spelled gives headers the standard's spelling of their names, which is not Go's.
func spelled(h http.Header) http.Header {
	all := make(http.Header, len(h))
	for name, values := range h {
		if rest, ok := strings.CutPrefix(name, "Sec-Websocket-"); ok {
			name = "Sec-WebSocket-" + rest
		}
		all[name] = values
	}
	return all
}

// Serve hands a client's connection over to the WebSocket of a 101 response and waits for
// the conversation to end.
func Serve(w http.ResponseWriter, r *http.Request, resp *http.Response) error {
	remote, ok := resp.Body.(io.ReadWriteCloser)
	if !ok {
		return errors.New("the response to an upgrade has no connection")
	}
	conn, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return fmt.Errorf("take over the connection: %w", err)
	}
	defer conn.Close()
	stop := context.AfterFunc(r.Context(), func() { _ = conn.Close() })
	defer stop()
	if _, err := fmt.Fprintf(buffered, "HTTP/1.1 101 Switching Protocols\r\n"); err != nil {
		return err
	}
	if err := spelled(resp.Header).Write(buffered); err != nil {
		return err
	}
	if _, err := buffered.WriteString("\r\n"); err != nil {
		return err
	}
	if err := buffered.Flush(); err != nil {
		return err
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		_, _ = io.Copy(remote, buffered)
		_ = remote.Close()
	}()
	_, err = io.Copy(conn, remote)
	_ = conn.Close()
	wg.Wait()
	return err
}

// Outgoing takes a script's WebSocket out for the body of a 101 response.
func Outgoing(vm *jsruntime.VM, v jsruntime.Value) (io.ReadCloser, error) {
	s, ok := From(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "value is not a WebSocket")
	}
	if s.accepted {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Can't return WebSocket in a Response after calling accept().")
	}
	if s.end == nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Can't return WebSocket that was already used in a response.")
	}
	s.end.use()
	c := &Carrier{end: s.end, compresses: Compresses(vm)}
	s.end = nil
	return c, nil
}

// Incoming makes the WebSocket that scripts find on a 101 response, to be accepted by them.
func Incoming(vm *jsruntime.VM, resp *http.Response) *jsruntime.Object {
	return newSocket(vm, endOf(vm, resp))
}

// endOf takes the conversation out of a 101 response.
func endOf(vm *jsruntime.VM, resp *http.Response) *End {
	if c, ok := resp.Body.(*Carrier); ok {
		if end := c.Take(); end != nil {
			_ = c.Close()
			return end
		}
	}
	near, far := NewPipe()
	conn, ok := resp.Body.(io.ReadWriteCloser)
	if !ok {
		_ = resp.Body.Close()
		far.lose()
		return near
	}
	p := &pump{conn: conn, end: far, client: true, deflate: agreed(resp.Header)}
	vm.Go(p.run)
	return near
}
