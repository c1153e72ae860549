package websocket

import (
	"bytes"
	"compress/flate"
	"context"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"

	"github.com/gobwas/ws"
)

func TestAgree(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, offer, own, want string }{
		{"a plain offer is taken", "permessage-deflate", "", "permessage-deflate"},
		{"a window that the client may be told is the largest", "permessage-deflate; client_max_window_bits", "", "permessage-deflate; client_max_window_bits=15"},
		{"a small window is kept to", "permessage-deflate; server_max_window_bits=10", "", "permessage-deflate; server_max_window_bits=10"},
		{"contexts are not taken over where that is wanted", "permessage-deflate; server_no_context_takeover; client_no_context_takeover", "", "permessage-deflate; server_no_context_takeover; client_no_context_takeover"},
		{"the first good offer counts", "x-other, permessage-deflate; bogus, permessage-deflate; server_no_context_takeover", "", "permessage-deflate; server_no_context_takeover"},
		{"an offer with an unknown parameter is declined", "permessage-deflate; bogus", "", ""},
		{"a script's header can decline", "permessage-deflate", "none", ""},
		{"a script's header can agree", "permessage-deflate", "permessage-deflate", "permessage-deflate"},
		{"a script's header alone agrees to nothing", "", "permessage-deflate", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			req, resp := http.Header{}, http.Header{}
			if c.offer != "" {
				req.Set(extensionsHeader, c.offer)
			}
			if c.own != "" {
				resp.Set(extensionsHeader, c.own)
			}
			d := agree(req, resp)
			if got := resp.Get(extensionsHeader); got != c.want || (d != nil) != (c.want != "") {
				t.Errorf("agreed to %q (%v), want %q", got, d != nil, c.want)
			}
		})
	}
}

// pumps connects a server's and a client's pump, and gives what scripts have of them.
func pumps(t *testing.T, server, client *deflate) (a, b *End) {
	near, far := net.Pipe()
	a, serverSide := NewPipe()
	b, clientSide := NewPipe()
	done := make(chan struct{}, 2)
	for _, p := range []*pump{{conn: near, end: serverSide, deflate: server}, {conn: far, end: clientSide, client: true, deflate: client}} {
		go func() {
			p.run(context.Background())
			done <- struct{}{}
		}()
	}
	t.Cleanup(func() {
		a.Close(codeNormal, "")
		b.Close(codeNormal, "")
		<-done
		<-done
	})
	return a, b
}

func TestDeflate_CarriesMessagesBothWays(t *testing.T) {
	t.Parallel()
	for _, bits := range []int{0, 8, 9, 15} {
		a, b := pumps(t, &deflate{bits: bits}, &deflate{bits: bits})
		for _, text := range []string{"", "x", strings.Repeat("hello ", 50_000), "hello hello hello hello"} {
			for _, from := range []*End{a, b} {
				to := b
				if from == b {
					to = a
				}
				from.Send(Message{Text: true, Data: []byte(text)})
				m, err := to.Receive(t.Context())
				if err != nil || !m.Text || string(m.Data) != text {
					t.Fatalf("window of %d bits: %d bytes arrived as %d, %v", bits, len(text), len(m.Data), err)
				}
			}
		}
	}
}

// takeOver compresses messages as a peer does that refers to those before.
func takeOver(t *testing.T, messages ...string) [][]byte {
	var buf bytes.Buffer
	w, err := flate.NewWriter(&buf, flate.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	var out [][]byte
	for _, m := range messages {
		buf.Reset()
		_, _ = w.Write([]byte(m))
		_ = w.Flush()
		out = append(out, bytes.Clone(bytes.TrimSuffix(buf.Bytes(), []byte(tail))))
	}
	return out
}

func TestDeflate_ReadsMessagesThatReferToThoseBefore(t *testing.T) {
	t.Parallel()
	messages := []string{strings.Repeat("0123456789abcdef", 5_000), "0123456789abcdef!", "0123456789abcdef!!"}
	d := &deflate{}
	for i, compressed := range takeOver(t, messages...) {
		got, err := d.inflate(compressed)
		if err != nil || string(got) != messages[i] {
			t.Fatalf("message %d: %d bytes, %v; want %d", i, len(got), err, len(messages[i]))
		}
	}
}

func TestDeflate_RefusesWhatIsBrokenOrTooLong(t *testing.T) {
	t.Parallel()
	if _, err := (&deflate{}).inflate([]byte("\xff\xff\xff")); err == nil {
		t.Error("nonsense was inflated")
	}
	bomb, _ := (&deflate{}).compress(make([]byte, maxMessage+1))
	if _, err := (&deflate{}).inflate(bomb); !errors.Is(err, errTooBig) {
		t.Errorf("a message of more than %d bytes: %v", maxMessage, err)
	}
}

func TestDeflate_IsForFirstFramesOfMessagesOnly(t *testing.T) {
	t.Parallel()
	compressed := ws.Rsv(true, false, false)
	for _, c := range []struct {
		name string
		m    assembler
		h    ws.Header
		ok   bool
	}{
		{"a first frame may be compressed", assembler{compresses: true}, ws.Header{Fin: true, OpCode: ws.OpText, Rsv: compressed}, true},
		{"a continuation may not say so", assembler{compresses: true, open: true}, ws.Header{Fin: true, OpCode: ws.OpContinuation, Rsv: compressed}, false},
		{"a ping may not be compressed", assembler{compresses: true}, ws.Header{Fin: true, OpCode: ws.OpPing, Rsv: compressed}, false},
		{"nothing is without an agreement", assembler{}, ws.Header{Fin: true, OpCode: ws.OpText, Rsv: compressed}, false},
		{"other bits are always wrong", assembler{compresses: true}, ws.Header{Fin: true, OpCode: ws.OpText, Rsv: ws.Rsv(true, true, false)}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if failure := c.m.check(c.h); (failure == nil) != c.ok {
				t.Errorf("failure %v, want ok %v", failure, c.ok)
			}
		})
	}
}
