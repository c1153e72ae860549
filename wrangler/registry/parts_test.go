package registry

import (
	"context"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// given notes that it was given up.
type given struct {
	io.Reader
	name string
	up   *[]string
}

func (g given) Invoke(_ context.Context, _ rpc.Op, reply rpc.Reply) {
	reply(jsruntime.Message{}, nil)
}
func (g given) Dispose() { *g.up = append(*g.up, g.name) }
func (g given) Close() error {
	g.Dispose()
	return nil
}

func TestPack_GivesUpAMessageThatCannotGo(t *testing.T) {
	t.Parallel()
	var up []string
	called, read, socket, later := given{name: "function", up: &up}, given{strings.NewReader(""), "stream", &up},
		given{strings.NewReader(""), "socket", &up}, given{name: "later", up: &up}
	s := newSession(nil, nil, nil)
	_, err := s.pack(rpc.Assemble(nil, []rpc.Part{
		{Receiver: called},
		{Stream: &rpc.Stream{ReadCloser: read, Length: -1}},
		{Response: &http.Response{StatusCode: http.StatusSwitchingProtocols, Header: http.Header{}, Body: socket}},
		{Receiver: later},
	}))
	if err == nil || !strings.Contains(err.Error(), "not emulated") {
		t.Errorf("the error is %v", err)
	}
	if slices.Sort(up); !slices.Equal(up, []string{"function", "later", "socket", "stream"}) || len(s.handed) != 0 {
		t.Errorf("given up were %v; %d are still handed out", up, len(s.handed))
	}
}
