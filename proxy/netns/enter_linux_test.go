package netns

import (
	"testing"

	"golang.org/x/sys/unix"
)

// TestOnThread holds that work is never done on the first thread, on which goroutines are as on others.
func TestOnThread(t *testing.T) {
	t.Parallel()
	for range 100 {
		done := make(chan int)
		go onThread(func() { done <- unix.Gettid() })
		if tid := <-done; tid == unix.Getpid() {
			t.Fatal("work was done on a thread that cannot end")
		}
	}
}
