package process

import (
	"os"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sys/unix"

	"paddock/bindings/container"
	"paddock/bindings/container/enginetest"
	"paddock/bindings/container/launch"
)

// TestEngine_Signals has every thread of this process, which answers what programs call, get signals all the time.
func TestEngine_Signals(t *testing.T) {
	needs(t, launch.LinkSeccomp)
	done := make(chan struct{})
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		pace := time.NewTicker(time.Millisecond)
		defer pace.Stop()
		for {
			select {
			case <-done:
				return
			case <-pace.C:
				interrupt(t)
			}
		}
	}()
	defer func() {
		close(done)
		<-ended
	}()
	e := New(Options{Egress: launch.LinkSeccomp, StateDir: t.TempDir()})
	enginetest.Sockets(t, func(*testing.T) container.Engine { return e }, enginetest.Traits{Transparent: true, IPv6: true})
}

// interrupt sends a signal to each thread, as the runtime does to have goroutines make way.
func interrupt(t *testing.T) {
	tasks, err := os.ReadDir("/proc/self/task")
	if err != nil {
		t.Error(err)
	}
	for _, task := range tasks {
		if tid, err := strconv.Atoi(task.Name()); err == nil {
			_ = unix.Tgkill(os.Getpid(), tid, unix.SIGURG) // it may have ended
		}
	}
}
