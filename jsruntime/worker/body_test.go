package worker

import (
	"io"
	"strings"
	"sync"
	"testing"
)

// A caller that goes closes a body that another goroutine reads, and closes when it is done.
func TestBody_ClosesOnce(t *testing.T) {
	t.Parallel()
	closed := 0
	b := &body{ReadCloser: io.NopCloser(strings.NewReader("text")), left: 4, closed: func(bool, bool) { closed++ }}
	var all sync.WaitGroup
	for _, f := range []func(){func() { _, _ = io.ReadAll(b); _ = b.Close() }, func() { _ = b.Close() }} {
		all.Go(f)
	}
	all.Wait()
	if closed != 1 {
		t.Errorf("closed %d times", closed)
	}
}
