package processes

import (
	"context"
	"strings"
	"sync"
	"unicode/utf8"

	"paddock/bindings/container/sandbox"
)

const (
	// maxLog is how much of a process's output is kept, in bytes. The oldest part goes first.
	maxLog = 16 << 20
	// window is how far a process may be ahead of whoever holds it back, in bytes.
	window = 1 << 20
	// maxEvent bounds the text of one event, in bytes.
	maxEvent = 64 << 10
)

// chunk is a piece of output, as it was read.
type chunk struct {
	stream sandbox.Stream
	text   string
}

// logbook is the output of one process. It is written by one goroutine for each stream, and read
// by any number.
type logbook struct {
	mu      sync.Mutex
	changed *sync.Cond
	chunks  []chunk
	first   int // number of chunks that were dropped
	size    int // of the chunks, in bytes
	ended   bool
	rest    map[sandbox.Stream][]byte // the start of a character whose end is not yet there

	paced  bool // the process is held back by whoever reads
	unread int  // bytes that he has not read
}

func newLogbook(paced bool) *logbook {
	l := &logbook{rest: map[sandbox.Stream][]byte{}, paced: paced}
	l.changed = sync.NewCond(&l.mu)
	return l
}

// write adds output. It blocks while the process is to be held back.
func (l *logbook) write(stream sandbox.Stream, b []byte) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.add(stream, l.whole(stream, b))
	for l.paced && l.unread > window {
		l.changed.Wait()
	}
}

// whole gives the text up to the last whole character.
func (l *logbook) whole(stream sandbox.Stream, b []byte) string {
	b = append(l.rest[stream], b...)
	cut := len(b)
	for back := 1; back < utf8.UTFMax && back <= len(b); back++ {
		if c := b[len(b)-back]; utf8.RuneStart(c) {
			if !utf8.FullRune(b[len(b)-back:]) {
				cut = len(b) - back
			}
			break
		}
	}
	l.rest[stream] = append([]byte(nil), b[cut:]...)
	return strings.ToValidUTF8(string(b[:cut]), "\ufffd")
}

func (l *logbook) add(stream sandbox.Stream, text string) {
	if text == "" {
		return
	}
	l.chunks = append(l.chunks, chunk{stream, text})
	l.size += len(text)
	l.unread += len(text)
	for l.size > maxLog {
		l.size -= len(l.chunks[0].text)
		l.chunks[0].text = ""
		l.chunks = l.chunks[1:]
		l.first++
	}
	l.changed.Broadcast()
}

// end ends the output.
func (l *logbook) end() {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, stream := range []sandbox.Stream{sandbox.Stdout, sandbox.Stderr} {
		if len(l.rest[stream]) > 0 {
			l.add(stream, "\ufffd")
		}
	}
	l.ended, l.paced = true, false
	l.changed.Broadcast()
}

// drop forgets what was kept, and tells how much that was.
func (l *logbook) drop() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.first += len(l.chunks)
	l.chunks, l.size = nil, 0
}

// kept gives how much is kept, in bytes.
func (l *logbook) kept() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.size
}

// all gives the output of each stream.
func (l *logbook) all() (stdout, stderr string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out, errs strings.Builder
	for _, c := range l.chunks {
		if c.stream == sandbox.Stdout {
			out.WriteString(c.text)
		} else {
			errs.WriteString(c.text)
		}
	}
	return out.String(), errs.String()
}

// follow gives what there is and what comes, until the end, an error of emit, or the end of ctx.
// With pace, the process waits for emit.
func (l *logbook) follow(ctx context.Context, pace bool, emit func(sandbox.Stream, string) error) error {
	stop := context.AfterFunc(ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.changed.Broadcast()
	})
	defer stop()
	if pace {
		defer l.unpace()
	}
	next := 0
	for {
		piece, ok := l.next(ctx, &next, pace)
		if !ok {
			return ctx.Err()
		}
		if err := emit(piece.stream, piece.text); err != nil {
			return err
		}
	}
}

// next waits for the chunk with a number, joined with those of its stream that follow it.
func (l *logbook) next(ctx context.Context, next *int, pace bool) (chunk, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for *next >= l.first+len(l.chunks) {
		if l.ended || ctx.Err() != nil {
			return chunk{}, false
		}
		l.changed.Wait()
	}
	if ctx.Err() != nil {
		return chunk{}, false
	}
	*next = max(*next, l.first)
	one := l.chunks[*next-l.first]
	*next++
	if *next < l.first+len(l.chunks) {
		one = l.join(one, next)
	}
	if pace {
		l.unread -= len(one.text)
		l.changed.Broadcast()
	}
	return one, true
}

func (l *logbook) join(one chunk, next *int) chunk {
	var text strings.Builder
	text.WriteString(one.text)
	for *next < l.first+len(l.chunks) {
		c := l.chunks[*next-l.first]
		if c.stream != one.stream || text.Len()+len(c.text) > maxEvent {
			break
		}
		text.WriteString(c.text)
		*next++
	}
	return chunk{one.stream, text.String()}
}

// unpace lets the process go on.
func (l *logbook) unpace() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.paced = false
	l.changed.Broadcast()
}
