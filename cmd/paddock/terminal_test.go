package main

import (
	"bufio"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/wrangler/dev"
)

func TestTerminal_levels(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, want string }{
		{"debug", "debug info log status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"", "debug info log status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"info", "debug info status ▲ [WARNING] warn ✘ [ERROR] error"},
		{"warn", "▲ [WARNING] warn ✘ [ERROR] error"},
		{"error", "✘ [ERROR] error"},
		{"none", ""},
	} {
		t.Run("the level "+c.name+" prints what wrangler's does", func(t *testing.T) {
			t.Parallel()
			level, err := readLevel(c.name)
			if err != nil {
				t.Fatal(err)
			}
			var out bytes.Buffer
			console := &terminal{out: &out, err: &out, level: level}
			for _, kind := range []string{"debug", "info", "log"} {
				console.Log("w", kind, kind)
			}
			console.Status("status")
			console.Log("w", "warn", "warn")
			console.Log("w", "error", "error")
			if got := string(bytes.Join(bytes.Fields(out.Bytes()), []byte(" "))); got != c.want {
				t.Errorf("got %q", got)
			}
		})
	}
}

// writes keeps each write.
type writes []string

func (w *writes) Write(p []byte) (int, error) {
	*w = append(*w, string(p))
	return len(p), nil
}

func TestTerminal_Request(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		bright bool
		status int
		want   string
	}{
		{"a pipe gets a plain line", false, 200, "GET /x 200 OK (7ms)\n"},
		{"a terminal gets a success in green", true, 200, "\x1b[1mGET\x1b[22m /x \x1b[32m\x1b[1m200\x1b[22m OK \x1b[39m\x1b[90m(7ms)\x1b[39m\n"},
		{"a redirection is blue", true, 301, "\x1b[1mGET\x1b[22m /x \x1b[34m\x1b[1m301\x1b[22m OK \x1b[39m\x1b[90m(7ms)\x1b[39m\n"},
		{"a client's error is yellow", true, 404, "\x1b[1mGET\x1b[22m /x \x1b[33m\x1b[1m404\x1b[22m OK \x1b[39m\x1b[90m(7ms)\x1b[39m\n"},
		{"the Worker's error is red", true, 500, "\x1b[1mGET\x1b[22m /x \x1b[31m\x1b[1m500\x1b[22m OK \x1b[39m\x1b[90m(7ms)\x1b[39m\n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var out bytes.Buffer
			console := &terminal{out: &out, err: &out, bright: c.bright}
			console.Request(dev.Answered{Method: "GET", Path: "/x", Status: c.status, Reason: "OK", Took: 7 * time.Millisecond})
			console.flush()
			if out.String() != c.want {
				t.Errorf("got %q, want %q", out.String(), c.want)
			}
		})
	}
}

func TestTerminal_together(t *testing.T) {
	t.Parallel()
	begin := func() (*terminal, *writes) {
		var w writes
		console := &terminal{out: &w, err: &w}
		console.status.wrote = time.Now().Add(time.Hour) // as if a line had been written just now
		return console, &w
	}
	expect := func(t *testing.T, w *writes, want ...string) {
		t.Helper()
		if !slices.Equal(*w, want) {
			t.Errorf("got %q", *w)
		}
	}
	t.Run("a status line is written at once where none was just before", func(t *testing.T) {
		t.Parallel()
		var w writes
		(&terminal{out: &w, err: &w}).Status("GET / 200 OK (1ms)")
		expect(t, &w, "GET / 200 OK (1ms)\n")
	})
	t.Run("status lines that follow each other at once are written together", func(t *testing.T) {
		t.Parallel()
		console, w := begin()
		console.Status("one")
		console.Status("two")
		expect(t, w)
		console.flush()
		expect(t, w, "one\ntwo\n")
	})
	t.Run("no other line overtakes one that is held", func(t *testing.T) {
		t.Parallel()
		console, w := begin()
		console.Status("one")
		console.Log("w", "log", "two")
		expect(t, w, "one\n", "two\n")
	})
	t.Run("a held line is written when its time is over", func(t *testing.T) {
		t.Parallel()
		read, write := io.Pipe()
		console := &terminal{out: write}
		console.status.wrote = time.Now().Add(time.Millisecond - together)
		go console.Status("one") // which may be late, and then writes at once
		line, err := bufio.NewReader(read).ReadString('\n')
		if err != nil || line != "one\n" {
			t.Errorf("got %q, %v", line, err)
		}
	})
	t.Run("many held lines do not wait", func(t *testing.T) {
		t.Parallel()
		console, w := begin()
		console.Status(strings.Repeat("x", longest))
		if len(*w) != 1 {
			t.Errorf("got %d writes", len(*w))
		}
	})
}
