package websocket

import (
	"context"
	"runtime"
	"testing"
)

func TestEnd_GivesWay(t *testing.T) {
	t.Parallel()
	full := func() (near, far *End) {
		near, far = NewPipe()
		for range maxWaiting {
			near.Send(Message{})
			near.giveWay(t.Context()) // not yet
		}
		near.Send(Message{})
		return near, far
	}
	for name, move := range map[string]func(near, far *End, cancel func()){
		"until the other end takes something":         func(_, far *End, _ func()) { far.take() },
		"until the other end has closed":              func(_, far *End, _ func()) { far.Close(codeNormal, "") },
		"until its context is over":                   func(_, _ *End, cancel func()) { cancel() },
		"until much that is long has been taken, too": func(_, far *End, _ func()) { far.take(); far.take() },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			near, far := full()
			if name == "until much that is long has been taken, too" {
				near, far = NewPipe()
				near.Send(Message{})
				near.Send(Message{Data: make([]byte, maxHeld+1)})
			}
			gone := make(chan struct{})
			go func() {
				near.giveWay(ctx)
				close(gone)
			}()
			for far.mu.Lock(); !far.blocks; far.mu.Lock() { // until it waits
				far.mu.Unlock()
				runtime.Gosched()
			}
			far.mu.Unlock()
			select {
			case <-gone:
				t.Error("it has not waited")
			default:
			}
			move(near, far, cancel)
			<-gone
		})
	}
}
