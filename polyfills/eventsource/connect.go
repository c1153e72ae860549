package eventsource

import (
	"context"
	"fmt"
	"net/http"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/events"
	"paddock/polyfills/fetch"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// connect sends the request.
func (s *Source) connect(vm *jsruntime.VM) {
	head := http.Header{"Accept": {"text/event-stream"}, "Cache-Control": {"no-cache"}}
	if s.parser.ID != "" {
		head["Last-Event-Id"] = []string{s.parser.ID} // which a script could not set to every text
	}
	init := vm.NewObject()
	for name, v := range map[string]any{"headers": headers.New(vm, head, headers.Open), "signal": s.newAbort(vm)} {
		if err := init.Set(name, v); err != nil {
			vm.Throw(err)
		}
	}
	args := jsruntime.Args{vm.ToValue(s.url), init}
	answer := vm.ToPromise(vm.Promised(func() (jsruntime.Value, error) {
		if s.fetcher != nil {
			return vm.CallMethod(s.fetcher, "fetch", args...), nil
		}
		return fetch.Do(vm, fetch.Network(configured.Get(vm).Transport), args, fetch.DoOptions{}), nil
	}))
	vm.Then(answer, func(v jsruntime.Value) { s.answered(vm, v) }, func(reason jsruntime.Value) {
		if s.state == closed {
			return
		}
		s.fail(vm, reason, false)
	})
}

// answered checks the answer and begins to read it.
func (s *Source) answered(vm *jsruntime.VM, v jsruntime.Value) {
	if s.state == closed {
		return
	}
	o := jsruntime.AsObject(v)
	resp, ok := fetch.ResponseFrom(v)
	if !ok {
		s.failWith(vm, jsruntime.TypeError, "The fetcher did not give a Response.", false)
		return
	}
	if refusal := refuse(resp); refusal != "" {
		s.failWith(vm, "AbortError", refusal, false)
		return
	}
	stream := o.Get("body")
	if !streams.IsReadable(stream) {
		again := !s.barren
		s.barren = true
		if !again {
			s.failWith(vm, jsruntime.PlainError, "The server provided no content.", false)
			return
		}
		s.failWith(vm, jsruntime.PlainError, "The server provided no content. Will try reconnecting.", true)
		s.reconnect(vm)
		return
	}
	s.barren = false
	body, err := streams.Reader(vm, stream)
	if err != nil {
		s.ended(vm, err)
		return
	}
	s.parser = Parser{ID: s.parser.ID, Retry: s.parser.Retry}
	s.state = open
	events.Fire(vm, s.object, "open")
	if s.state == open {
		s.read(vm, body)
		return
	}
	_ = body.Close()
}

// refuse says why a response is no stream of events; "": it is one.
func refuse(r *fetch.Response) string {
	if status := r.Status(); status < 200 || status > 299 {
		return fmt.Sprintf("The response status code was %d.", status)
	}
	mime := r.ContentType()
	if mime == "" {
		return "No content type header was present in the response."
	}
	if kind, _ := blob.ParseMIME(mime); kind.Essence != "text/event-stream" {
		return fmt.Sprintf("The content type '%s' is invalid.", mime)
	}
	return ""
}

// reconnect connects again after a while.
func (s *Source) reconnect(vm *jsruntime.VM) {
	pause := s.parser.Retry
	if pause == 0 {
		pause = defaultRetry
	}
	pause = min(max(pause, minRetry), maxRetry)
	wait := configured.Get(vm).Wait
	jsruntime.Async(vm, func(ctx context.Context) (struct{}, error) {
		_ = wait(ctx, pause) // an event that is over does not come back here
		return struct{}{}, nil
	}, func(vm *jsruntime.VM, _ struct{}) (jsruntime.Value, error) {
		if s.state == connecting {
			vm.Enter(func() { s.connect(vm) })
		}
		return nil, nil
	})
}
