package leaktest

import (
	"runtime"
	"testing"
	"time"
)

func TestLeft(t *testing.T) {
	before := runtime.NumGoroutine()
	stop := make(chan struct{})
	go func() { <-stop }()
	ended := make(chan int)
	go func() { ended <- left(before+1, time.Millisecond) }() // this goroutine counts itself
	if n := <-ended; n != 1 {
		t.Errorf("of one goroutine that is left over it counts %d", n)
	}
	close(stop)
	if n := left(before, patience); n != 0 {
		t.Errorf("%d are left over of goroutines that have ended", n)
	}
}
