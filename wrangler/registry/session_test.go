package registry

import (
	"context"
	"errors"
	"net"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/hashicorp/yamux"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
	"paddock/polyfills/trace"
)

// deaf gives a connection to a process that was stopped: it takes what is sent and does nothing.
func deaf(t *testing.T) *session {
	t.Helper()
	here, there := net.Pipe()
	mux, err := yamux.Client(here, muxer())
	if err != nil {
		t.Fatal(err)
	}
	other, err := yamux.Server(there, muxer())
	if err != nil {
		t.Fatal(err)
	}
	s := newSession(mux, nil, nil)
	t.Cleanup(func() {
		s.end()
		_ = other.Close()
	})
	return s
}

func TestSession_Fetch(t *testing.T) {
	t.Parallel()
	t.Run("a request that is given up ends, also when the other process has stopped", func(t *testing.T) {
		t.Parallel()
		s := deaf(t)
		ctx, cancel := context.WithCancel(t.Context())
		req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://w/", nil)
		if err != nil {
			t.Fatal(err)
		}
		cancel()
		if _, err := s.fetch(ctx, opening{To: &target{Worker: "w"}}, req); !errors.Is(err, context.Canceled) {
			t.Errorf("the request gives %v", err)
		}
	})
}

func TestSession_Invoke(t *testing.T) {
	t.Parallel()
	t.Run("what goes home is released after the message that names it", func(t *testing.T) {
		t.Parallel()
		s := newSession(nil, nil, nil)
		args := rpc.Assemble(nil, []rpc.Part{{Receiver: &far{session: s, ref: 7}}})
		s.invoke(t.Context(), head{To: &target{Worker: "w"}}, rpc.Op{Path: []string{"m"}, Args: args}, func(jsruntime.Message, error) {})
		s.reply(1, rpc.Assemble(nil, []rpc.Part{{Receiver: &far{session: s, ref: 8}}}), nil)
		var kinds []string
		for _, p := range s.queue {
			kinds = append(kinds, p.head.Kind)
		}
		if !slices.Equal(kinds, []string{isCall, isRelease, isReply, isRelease}) {
			t.Errorf("there go %v", kinds)
		}
	})
	t.Run("a process that does not read gets no more than so much", func(t *testing.T) {
		t.Parallel()
		s := newSession(nil, nil, nil)
		var errs []error
		call := func(data []byte, parts ...rpc.Part) {
			s.invoke(t.Context(), head{}, rpc.Op{Args: rpc.Assemble(data, parts)}, func(_ jsruntime.Message, err error) { errs = append(errs, err) })
		}
		call(make([]byte, maxUnsent+1))
		if len(errs) != 0 {
			t.Fatalf("a long call gives %v", errs)
		}
		var up []string
		call(nil, rpc.Part{Receiver: given{name: "function", up: &up}})
		if len(errs) != 1 || !errors.Is(errs[0], errFull) || len(s.handed) != 0 || len(up) != 1 {
			t.Errorf("the next gives %v; %d things are handed out, %v given up", errs, len(s.handed), up)
		}
		if err := s.tell("w", nil, &trace.Trace{}); !errors.Is(err, errFull) {
			t.Errorf("a trace gives %v", err)
		}
		if len(s.queue) != 1 {
			t.Errorf("%d messages wait", len(s.queue))
		}
	})
}

func TestRegistry_FindByMany(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	a, b := open(t, dir), open(t, dir)
	a.Announce([]string{"w"})
	var all sync.WaitGroup
	found := make([]*session, 16)
	for i := range found {
		all.Go(func() {
			if p, ok := b.Find("w").(*process); ok {
				found[i] = p.session
				p.Invoke(t.Context(), bindings.Target{Worker: "w"}, rpc.Op{}, func(jsruntime.Message, error) {})
			}
		})
	}
	all.Wait()
	if found = slices.Compact(found); len(found) != 1 || found[0] == nil {
		t.Errorf("those who look for a Worker at once have %d connections to it", len(found))
	}
}
