package dockerfile

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"
)

// printer writes lines for the user, one at a time.
type printer struct {
	w io.Writer
}

func newPrinter(w io.Writer) *printer {
	if w == nil {
		w = io.Discard
	}
	return &printer{w}
}

func (p *printer) say(format string, args ...any) { fmt.Fprintf(p.w, format+"\n", args...) }

// step tells that a step begins, or with the state "CACHED " that there is nothing to do. done tells
// how long it took, if that is worth a line.
func (p *printer) step(label, state, text string) (done func()) {
	p.say("%s%s %s", state, label, text)
	start := time.Now()
	return func() {
		if took := time.Since(start); took >= time.Second {
			p.say("%s DONE %.1fs", label, took.Seconds())
		}
	}
}

// output passes on what a step writes, line by line, and keeps the last lines.
type output struct {
	p *printer

	mu   sync.Mutex // guards the rest: stdout and stderr are written at once
	line []byte
	last []string
}

// kept is how many lines an error shows, and longest how long one may be.
const (
	kept    = 20
	longest = 8 << 10
)

func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	n := len(b)
	for len(b) > 0 {
		line, rest, whole := bytes.Cut(b, []byte{'\n'})
		o.line = append(o.line, line...)
		if whole || len(o.line) > longest {
			o.flush()
		}
		b = rest
	}
	return n, nil
}

func (o *output) flush() {
	// A progress bar draws its line again and again; its last state counts.
	text := string(bytes.TrimRight(o.line, "\r"))
	text = text[strings.LastIndexByte(text, '\r')+1:]
	o.line = o.line[:0]
	o.p.say("  | %s", text)
	if o.last = append(o.last, text); len(o.last) > kept {
		o.last = o.last[1:]
	}
}

// end passes on a line without an end, and returns the last lines.
func (o *output) end() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	if len(o.line) > 0 {
		o.flush()
	}
	return o.last
}
