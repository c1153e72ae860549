package browser

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"paddock/polyfills/websocket"
)

// parting is how long the one side of a conversation may take to end after the other.
const parting = time.Second

// change makes of a message of the one side what the other gets; ok is false for nothing.
type change func(websocket.Message) (m websocket.Message, ok bool)

func unchanged(m websocket.Message) (websocket.Message, bool) { return m, true }

// relay passes messages between a Worker and a browser until both have ended. When a browser goes
// without a word, as it does on Browser.close, the Worker's side is closed nonetheless.
func relay(ctx context.Context, worker, browser io.ReadWriteCloser, out, in change) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	toWorker, ours := websocket.NewPipe()
	toBrowser, theirs := websocket.NewPipe()
	var all sync.WaitGroup
	all.Go(func() { websocket.Pump(ctx, worker, toWorker, false) })
	all.Go(func() { websocket.Pump(ctx, browser, toBrowser, true) })
	pass := func(from, to *websocket.End, make change) {
		defer time.AfterFunc(parting, cancel)
		for {
			m, err := from.Receive(ctx)
			if err != nil {
				to.Close(codeOf(err))
				return
			}
			if m, ok := make(m); ok {
				to.Send(m)
			}
		}
	}
	all.Go(func() { pass(theirs, ours, out) })
	all.Go(func() { pass(ours, theirs, in) })
	all.Wait()
}

// noStatus is the code of an end without one, of RFC 6455, section 7.4.1.
const noStatus = 1005

// codeOf gives how a conversation is closed whose other side has ended with an error.
func codeOf(err error) (code uint16, reason string) {
	var closed *websocket.CloseError
	if errors.As(err, &closed) && !closed.Lost() {
		return closed.Code, closed.Reason
	}
	return noStatus, ""
}
