package eventsource

import (
	"bytes"
	"strconv"
	"strings"
	"time"

	"paddock/polyfills/encoding"
)

// Event is what a stream said between two empty lines.
type Event struct {
	Name, Data string
	ID         string // the last one that was said, up to here
}

// Parser reads the format text/event-stream (HTML, section 9.2.6). As on the platform, and
// unlike in the standard, an event field without a value names the event "", and an id may
// contain NUL. The zero value is at the start of a stream.
type Parser struct {
	// ID is the last event ID.
	ID string
	// Retry is the reconnection time that was asked for; 0: none was.
	Retry time.Duration

	rest    []byte // the beginning of a line
	started bool   // past the byte order mark
	afterCR bool   // a line feed now belongs to the line end before
	named   bool   // there was an event field
	name    string
	data    strings.Builder
	lines   int // of data
}

// Feed reads the next bytes and calls f for each event that they complete.
func (p *Parser) Feed(b []byte, f func(Event)) {
	p.rest = append(p.rest, b...)
	if !p.started {
		if len(p.rest) < 3 && strings.HasPrefix("\xef\xbb\xbf", string(p.rest)) {
			return
		}
		p.started = true
		p.rest = bytes.TrimPrefix(p.rest, []byte("\xef\xbb\xbf"))
	}
	rest := p.rest
	for len(rest) > 0 {
		if p.afterCR {
			p.afterCR = false
			if rest[0] == '\n' { // the second half of a line end
				rest = rest[1:]
				continue
			}
		}
		end := bytes.IndexAny(rest, "\r\n")
		if end < 0 {
			break
		}
		p.afterCR = rest[end] == '\r'
		p.line(rest[:end], f)
		rest = rest[end+1:]
	}
	p.rest = append(p.rest[:0], rest...)
}

func (p *Parser) line(line []byte, f func(Event)) {
	if len(line) == 0 {
		p.dispatch(f)
		return
	}
	field, value, _ := bytes.Cut(line, []byte(":"))
	value = bytes.TrimPrefix(value, []byte(" "))
	switch text := encoding.UTF8(value); string(field) {
	case "data":
		if p.lines++; p.lines > 1 {
			p.data.WriteByte('\n')
		}
		p.data.WriteString(text)
	case "event":
		p.name, p.named = text, true
	case "id":
		p.ID = text
	case "retry":
		if ms, err := strconv.ParseUint(text, 10, 32); err == nil {
			p.Retry = time.Duration(ms) * time.Millisecond
		}
	}
}

// dispatch ends an event at an empty line; one without data is dropped, by the platform also one whose data is empty.
func (p *Parser) dispatch(f func(Event)) {
	e := Event{Name: "message", Data: p.data.String(), ID: p.ID}
	if p.named {
		e.Name = p.name
	}
	p.name, p.named, p.lines = "", false, 0
	p.data.Reset()
	if e.Data != "" {
		f(e)
	}
}
