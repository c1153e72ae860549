package pty_test

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/gobwas/ws"
	"github.com/gobwas/ws/wsutil"

	"paddock/bindings/container/sandbox"
	"paddock/bindings/container/sandbox/pty"
)

// sessions are sessions whose shells are in a folder and have a variable.
type sessions struct {
	sandbox.Sessions
	dir   string
	ended chan struct{}
}

func (s sessions) State(context.Context, string) (sandbox.ShellState, error) {
	return sandbox.ShellState{Dir: s.dir, Env: append(os.Environ(), "GREETING=hello", "PS1=$ ")}, nil
}

func (s sessions) Ended(string) <-chan struct{} { return s.ended }

// client is one who looks at a terminal.
type client struct {
	t      *testing.T
	conn   net.Conn
	in     io.Reader
	screen bytes.Buffer
	states []string
}

func serve(t *testing.T) (connect func(query string) *client, s sessions) {
	t.Helper()
	s = sessions{dir: t.TempDir(), ended: make(chan struct{})}
	terminals := pty.New(s)
	server := sandbox.NewServer(pty.Routes(terminals))
	door := httptest.NewServer(server)
	t.Cleanup(func() { terminals.Close(); server.Close(); door.Close() })
	return func(query string) *client {
		conn, early, _, err := ws.Dial(t.Context(), strings.Replace(door.URL, "http", "ws", 1)+"/ws/pty?"+query)
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { conn.Close() })
		_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
		c := &client{t: t, conn: conn, in: conn}
		if early != nil { // what came with the handshake
			c.in = early
		}
		return c
	}, s
}

func (c *client) types(text string) {
	if err := wsutil.WriteClientBinary(c.conn, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

func (c *client) says(text string) {
	if err := wsutil.WriteClientText(c.conn, []byte(text)); err != nil {
		c.t.Fatal(err)
	}
}

// sees reads until the screen or a status has the text.
func (c *client) sees(text string) {
	c.t.Helper()
	for !strings.Contains(c.screen.String(), text) && !strings.Contains(strings.Join(c.states, ""), text) {
		data, op, err := wsutil.ReadServerData(struct {
			io.Reader
			io.Writer
		}{c.in, c.conn})
		if err != nil {
			c.t.Fatalf("%v; the screen is %q, the states are %q", err, c.screen.String(), c.states)
		}
		if op == ws.OpText {
			c.states = append(c.states, string(data))
		} else {
			c.screen.Write(data)
		}
	}
}

func TestTerminals(t *testing.T) {
	t.Parallel()
	t.Run("a shell has the session's folder and variables", func(t *testing.T) {
		t.Parallel()
		connect, s := serve(t)
		c := connect("sessionId=s&cols=100&rows=30")
		c.sees(`{"type":"ready"}`)
		c.types("echo \"[$GREETING $TERM $PWD]\"; stty size\r")
		c.sees("[hello xterm-256color " + s.dir + "]")
		c.sees("30 100")
		c.says(`{"type":"resize","cols":132,"rows":40}`)
		c.types("stty size\r")
		c.sees("40 132")
	})
	t.Run("clients share a terminal and find what was printed", func(t *testing.T) {
		t.Parallel()
		connect, _ := serve(t)
		a := connect("sessionId=s")
		a.types("echo one$((1+1))\r")
		a.sees("one2")
		b := connect("sessionId=s")
		b.sees("one2")
		b.sees(`{"type":"ready"}`)
		b.types("echo three$((2+2))\r")
		a.sees("three4")
		other := connect("sessionId=other")
		other.types("echo five$((3+3))\r")
		other.sees("five6")
		if strings.Contains(other.screen.String(), "one2") {
			t.Error("another session shows it, too")
		}
	})
	t.Run("the end of the shell is told, and the next client has a new one", func(t *testing.T) {
		t.Parallel()
		connect, _ := serve(t)
		c := connect("sessionId=s&shell=/bin/sh")
		c.types("exit 3\r")
		c.sees(`{"type":"exit","code":3}`)
		again := connect("sessionId=s")
		again.types("echo back$((1+1))\r")
		again.sees("back2")
	})
	t.Run("it ends with its session", func(t *testing.T) {
		t.Parallel()
		connect, s := serve(t)
		c := connect("sessionId=s")
		c.sees(`{"type":"ready"}`)
		close(s.ended)
		c.sees(`"type":"exit"`)
	})
	t.Run("much output is neither lost nor kept whole", func(t *testing.T) {
		t.Parallel()
		connect, _ := serve(t)
		c := connect("sessionId=s")
		c.types("seq 200000; echo do''ne\r")
		c.sees("done")
		for _, n := range []string{"\n2\r\n", "\n77777\r\n", "\n200000\r\n"} {
			if !strings.Contains(c.screen.String(), n) {
				t.Errorf("%q is missing", n)
			}
		}
		late := connect("sessionId=s")
		late.sees(`{"type":"ready"}`)
		if n := late.screen.Len(); n == 0 || n > 256<<10 {
			t.Errorf("%d bytes are replayed", n)
		}
	})
	for message, want := range map[string]string{
		`{"type":"resize","cols":0,"rows":5}`: "Invalid dimensions: cols and rows must be positive",
		`{"type":`:                            "Invalid control message",
	} {
		t.Run("an error is told of "+message, func(t *testing.T) {
			t.Parallel()
			connect, _ := serve(t)
			c := connect("sessionId=s")
			c.says(message)
			c.sees(`{"type":"error","message":"` + want + `"}`)
		})
	}
	t.Run("a shell that is not there is an error", func(t *testing.T) {
		t.Parallel()
		connect, _ := serve(t)
		connect("sessionId=s&shell=/no/such/shell").sees(`Failed to create PTY: `)
	})
}
