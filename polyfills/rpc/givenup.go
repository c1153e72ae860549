package rpc

import (
	"io"
	"net/http"

	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/streams"
)

// OnGivenUp calls f, on the loop, when nobody refers any more to what a message hands out by
// reference, and its streams and bodies have been read or given up. It is for messages that were just made. Where
// they are what an event answers, hung is called, on the loop, if its streams wait for what can never come.
func OnGivenUp(vm *jsruntime.VM, m jsruntime.Message, f, hung func()) {
	left, scope := 1, vm.Scope()
	gone := func() {
		if left--; left == 0 {
			f()
		}
	}
	closed := func() { scope.Post(func(*jsruntime.VM) { gone() }) }
	lent := func(r Receiver) {
		if m, ok := r.(*moved); ok {
			r = m.Receiver
		}
		e, ok := r.(*export)
		if !ok { // it is another event's
			return
		}
		left++
		before := e.givenUp
		e.givenUp = func() {
			if before != nil {
				before()
			}
			gone()
		}
	}
	reading, answered := 0, func() {}
	watch := func(rc io.ReadCloser) io.ReadCloser {
		if rc == http.NoBody || fetch.IsBuffered(rc) {
			return rc
		}
		left++
		starved := streams.Starving(rc, scope)
		if starved == nil || hung == nil {
			return &watched{ReadCloser: rc, over: closed}
		}
		if reading++; reading == 1 {
			answered = scope.Answering(hung)
		}
		read := scope.Reading(starved)
		return &watched{ReadCloser: rc, over: func() {
			scope.Post(func(*jsruntime.VM) {
				read()
				if reading--; reading == 0 {
					answered()
				}
				gone()
			})
		}}
	}
	for n, external := range m.Externals {
		switch x := external.(type) {
		case carriedReceiver:
			lent(x.Receiver)
		case carriedWritable:
			lent(x.Receiver)
		case carriedSignal:
			lent(x.Receiver)
		case carriedStream:
			m.Externals[n] = carriedStream{watch(x.ReadCloser), x.length}
		default:
			switch req, resp, _ := fetch.Carried(external); {
			case req != nil && req.Body != nil:
				req.Body = watch(req.Body)
			case resp != nil && resp.StatusCode == http.StatusSwitchingProtocols:
				left++
				resp.Body = fetch.OnClose(resp.Body, closed)
			case resp != nil && resp.Body != nil:
				resp.Body = watch(resp.Body)
			}
		}
	}
	gone()
}
