package main

import (
	"bytes"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
	"strings"
	"sync"

	"paddock/jsruntime"
	"paddock/wrangler/dev"
	"paddock/wrangler/message"
)

// terminal is the console of a session on the user's terminal.
type terminal struct {
	mu     sync.Mutex // guards out, err, status: a line is written whole
	out    io.Writer
	err    io.Writer
	color  bool   // of err
	bright bool   // out has colours, too
	dir    string // that the user works in
	prefix bool   // lines carry the worker's name: several workers in one session
	quiet  bool   // no status lines: "paddock exec" leaves stdout to the command
	level  level
	status held
}

// level says how much is printed.
type level int

// The levels, from all to nothing; "debug" of wrangler prints all here, too.
const (
	all   level = iota
	infos       // not what console.log() prints, as in wrangler
	warnings
	errorsOnly
	nothing
)

// readLevel reads --log-level.
func readLevel(name string) (level, error) {
	switch name {
	case "", "debug", "log":
		return all, nil
	case "info":
		return infos, nil
	case "warn":
		return warnings, nil
	case "error":
		return errorsOnly, nil
	case "none":
		return nothing, nil
	}
	return 0, fmt.Errorf("--log-level: unknown value %q; want debug, info, log, warn, error or none", name)
}

var _ dev.Console = (*terminal)(nil)

func (t *terminal) paint(code, text string) string {
	if !t.color {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (t *terminal) write(w io.Writer, text string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.release()
	fmt.Fprintln(w, text) //nolint:errcheck // the terminal has gone: nobody to tell
}

// Log implements dev.Console.
func (t *terminal) Log(worker, level, text string) {
	if t.prefix {
		text = "[" + worker + "] " + text
	}
	w, of := t.out, infos
	switch level {
	case "log":
		of = all
	case "warn":
		of = warnings
		text, w = t.paint("33", "▲ [WARNING] ")+text, t.err
	case "error":
		of = errorsOnly
		text, w = t.paint("31", "✘ [ERROR] ")+text, t.err
	}
	if t.quiet {
		w = t.err
	}
	if t.level <= of {
		t.write(w, text)
	}
}

// Exception implements dev.Console.
func (t *terminal) Exception(worker, where string, err error) {
	if t.level > errorsOnly {
		return
	}
	var b strings.Builder
	b.WriteString(t.paint("31", "✘ [ERROR] "))
	var ex *jsruntime.Exception
	if !errors.As(err, &ex) { // no script has thrown it
		b.WriteString(err.Error())
		t.write(t.err, b.String())
		return
	}
	switch where {
	case "fetch":
	case "promise", "waitUntil":
		b.WriteString("Uncaught (in promise) ")
	default:
		b.WriteString("Uncaught ")
	}
	for first := true; ex != nil; ex, first = ex.Cause, false {
		if !first {
			b.WriteString("\n  Caused by: ")
		}
		if ex.Stack != "" {
			b.WriteString(strings.ReplaceAll(ex.Stack, "\n", "\n  "))
		} else {
			b.WriteString(ex.Error())
		}
	}
	t.write(t.err, b.String())
}

// Message implements dev.Console.
func (t *terminal) Message(m message.Message) {
	if t.level > errorsOnly || t.level > warnings && m.Kind == message.Warning {
		return
	}
	var b bytes.Buffer
	message.Printer{W: &b, Color: t.color, Dir: t.dir}.Print(m)
	t.write(t.err, strings.TrimRight(b.String(), "\n"))
}

// Status implements dev.Console.
func (t *terminal) Status(text string) {
	if !t.quiet && t.level <= infos {
		t.hold(text)
	}
}

// Request implements dev.Console: the status has a colour of its class, as in wrangler.
func (t *terminal) Request(r dev.Answered) {
	if !t.bright {
		t.Status(r.String())
		return
	}
	color := "34"
	switch r.Status / 100 {
	case 2:
		color = "32"
	case 4:
		color = "33"
	case 5:
		color = "31"
	}
	t.Status(fmt.Sprintf("\x1b[1m%s\x1b[22m %s \x1b[%sm\x1b[1m%d\x1b[22m %s \x1b[39m\x1b[90m(%dms)\x1b[39m", r.Method, r.Path, color, r.Status, r.Reason, r.Took.Milliseconds()))
}

// instanceColors are those of containers: what another message has is left out.
var instanceColors = [...]string{"36", "35", "34", "32", "96", "95", "94", "92"}

// output gives writers for a container's lines, each prefixed with its name in a colour of its own.
func (t *terminal) output(class, object string) (stdout, stderr io.WriteCloser) {
	hash := fnv.New32a()
	io.WriteString(hash, class+"/"+object)
	name := t.paint(instanceColors[hash.Sum32()%uint32(len(instanceColors))], "["+class+"/"+short(object)+"] ")
	return &lines{emit: func(s string) { t.write(t.out, name+s) }}, &lines{emit: func(s string) { t.write(t.err, name+s) }}
}

func short(object string) string {
	if len(object) > 8 {
		return object[:8]
	}
	return object
}

// lines hands on whole lines.
type lines struct {
	mu   sync.Mutex // guards rest
	rest []byte
	emit func(string)
}

// longest is the length at which a line without an end is handed on in pieces.
const longest = 64 << 10

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.rest = append(l.rest, p...)
	for {
		i := bytes.IndexByte(l.rest, '\n')
		if i < 0 {
			if len(l.rest) > longest {
				l.emit(string(l.rest))
				l.rest = nil
			}
			return len(p), nil
		}
		l.emit(strings.TrimRight(string(l.rest[:i]), "\r"))
		l.rest = l.rest[i+1:]
	}
}

// Close hands on what has no end of line.
func (l *lines) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.rest) > 0 {
		l.emit(string(l.rest))
		l.rest = nil
	}
	return nil
}
