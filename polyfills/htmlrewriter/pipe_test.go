package htmlrewriter

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/synctest"
)

func TestPipe_TheWriterWaits(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPipe(nil, func() {})
		wrote := ""
		go func() {
			_, _ = io.WriteString(p, "a")
			_ = p.flush()
			wrote = "first"
			_, _ = io.WriteString(p, strings.Repeat("b", pipeSize+1))
			wrote = "all"
			p.end(io.EOF)
		}()
		synctest.Wait()
		if wrote != "" {
			t.Fatalf("before the first read: %q", wrote)
		}
		b := make([]byte, 1)
		if n, err := p.Read(b); n != 1 || err != nil {
			t.Fatal(n, err)
		}
		synctest.Wait()
		if wrote != "first" {
			t.Fatalf("with a full pipe: %q", wrote)
		}
		rest, err := io.ReadAll(p)
		if err != nil || len(rest) != pipeSize+1 || wrote != "all" {
			t.Fatalf("%d bytes, %v, %q", len(rest), err, wrote)
		}
	})
}

func TestPipe_TheReaderGoes(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		closed := 0
		p := newPipe(nil, func() { closed++ })
		failed := make(chan error, 1)
		go func() {
			_, _ = io.WriteString(p, "a")
			failed <- p.flush()
		}()
		synctest.Wait()
		_, _ = p.Close(), p.Close()
		if err := <-failed; !errors.Is(err, io.ErrClosedPipe) || closed != 1 {
			t.Errorf("%v, closed %d times", err, closed)
		}
		if _, err := io.WriteString(p, "b"); !errors.Is(err, io.ErrClosedPipe) {
			t.Error(err)
		}
	})
}
