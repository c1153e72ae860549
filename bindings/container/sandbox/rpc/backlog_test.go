package rpc

import (
	"errors"
	"io"
	"testing"
)

func TestBacklog(t *testing.T) {
	t.Parallel()
	t.Run("what waits is read at once", func(t *testing.T) {
		t.Parallel()
		b, room := newBacklog(), make([]byte, 10)
		for _, event := range []string{"a", "b", "c"} {
			if _, err := b.Write([]byte(event)); err != nil {
				t.Fatal(err)
			}
		}
		b.finish(errors.New("over"))
		if n, err := b.Read(room); string(room[:n]) != "abc" || err != nil {
			t.Errorf("%q, %v", room[:n], err)
		}
		if _, err := b.Read(room); err == nil || err.Error() != "over" {
			t.Error(err)
		}
	})
	t.Run("a slow reader holds the writer back, and gets all", func(t *testing.T) {
		t.Parallel()
		b, event := newBacklog(), make([]byte, 1000)
		const events = 1000
		go func() {
			for range events {
				_, _ = b.Write(event)
				b.mu.Lock()
				if n := b.waiting.Len(); n > maxBacklog+len(event) {
					t.Errorf("%d bytes wait", n)
				}
				b.mu.Unlock()
			}
			b.finish(nil)
		}()
		if n, err := io.Copy(io.Discard, io.LimitReader(b, 1<<30)); n != events*1000 || err != nil {
			t.Error(n, err)
		}
	})
	t.Run("nobody waits for a reader that has gone", func(t *testing.T) {
		t.Parallel()
		b := newBacklog()
		done := make(chan error)
		go func() {
			for {
				if _, err := b.Write(make([]byte, 1000)); err != nil {
					done <- err
					return
				}
			}
		}()
		_ = b.Close()
		if err := <-done; !errors.Is(err, io.ErrClosedPipe) {
			t.Error(err)
		}
	})
}
