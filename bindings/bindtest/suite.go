package bindtest

import (
	"context"
	"encoding/json"
	"errors"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"paddock/bindings"
)

// Suite says how to use a kind. Scripts are the bodies of async functions, in which the
// binding is called B.
type Suite struct {
	Kind    bindings.Kind
	Key     string // one of its wrangler keys; "" for a kind that is there without being declared
	Section string // a value of Key, whose first binding is tested
	// Wrong are values of Key that are refused, by the place that the error names.
	Wrong map[string]string
	// Dispatcher receives events; nil if the kind sends none.
	Dispatcher bindings.Dispatcher

	Use   string // a script that uses the binding
	Want  string // what Use gives
	State *State // nil for a kind that has no state
}

// State says how to see the state of a kind.
type State struct {
	Write string // a script that changes the state
	Read  string // a script that gives something of it as text
	Empty string // what Read gives before
	Full  string // what Read gives after
}

// Run tests what every kind promises.
func Run(t *testing.T, s Suite) {
	t.Helper()
	if s.Key != "" {
		t.Run("wrong configuration is refused with its place", s.refuses)
		t.Run("its bindings have a name and a place", s.names)
	}
	t.Run("opening, using and closing leaves no goroutine behind", s.leaksNothing)
	t.Run("it does what it says", func(t *testing.T) {
		w, _ := s.world(t, s.host(t, t.TempDir()))
		expect(t, w, s.Use, s.Want)
	})
	if s.State == nil {
		return
	}
	t.Run("its state outlives a reopening", s.survives)
	t.Run("two isolates see one state", s.isShared)
	t.Run("resetting empties it", s.resets)
}

func (s Suite) host(t *testing.T, dir string) *Host {
	t.Helper()
	h := NewHost(t, dir)
	h.SetDispatcher(s.Dispatcher)
	return h
}

// world opens the binding and gives an isolate that has it.
func (s Suite) world(t *testing.T, h *Host) (*World, bindings.Resource) {
	t.Helper()
	r := h.Open(s.Kind, s.Key, s.Section)
	t.Cleanup(func() {
		if err := r.Close(); err != nil {
			t.Error(err)
		}
	})
	return NewWorld(h, Env{"B": r}), r
}

func expect(t *testing.T, w *World, script, want string) {
	t.Helper()
	if got := w.Eval(script); got != want {
		t.Errorf("%s\ngives %q, want %q", script, got, want)
	}
}

func (s Suite) refuses(t *testing.T) {
	if !slices.Contains(s.Kind.Keys(), s.Key) {
		t.Errorf("%s is none of its keys: %v", s.Key, s.Kind.Keys())
	}
	if len(s.Wrong) == 0 {
		t.Fatal("the suite has no wrong section")
	}
	for section, place := range s.Wrong {
		_, err := s.Kind.Parse(project, s.Key, json.RawMessage(section))
		var invalid *bindings.Invalid
		switch {
		case !errors.As(err, &invalid):
			t.Errorf("%s: got %v, want an error with a place", section, err)
		case invalid.Path != place:
			t.Errorf("%s: the error names %q, want %q: %v", section, invalid.Path, place, err)
		}
	}
}

func (s Suite) names(t *testing.T) {
	specs, err := s.Kind.Parse(project, s.Key, json.RawMessage(s.Section))
	if err != nil {
		t.Fatal(err)
	}
	for i, spec := range specs {
		if spec.Name == "" || i == 0 && spec.Type == "" || !strings.HasPrefix(spec.Path, s.Key) {
			t.Errorf("the binding has no name, type or place: %+v", spec)
		}
	}
}

func (s Suite) leaksNothing(t *testing.T) {
	before := runtime.NumGoroutine()
	t.Run("once", func(t *testing.T) {
		w, _ := s.world(t, s.host(t, t.TempDir()))
		w.Eval(s.Use)
	})
	// Goroutines that were told to end take a moment.
	deadline := time.Now().Add(10 * time.Second)
	for runtime.NumGoroutine() > before {
		if time.Now().After(deadline) {
			stacks := make([]byte, 1<<20)
			t.Fatalf("%d goroutines before, %d after:\n%s", before, runtime.NumGoroutine(), stacks[:runtime.Stack(stacks, true)])
		}
		runtime.Gosched()
	}
}

func (s Suite) survives(t *testing.T) {
	dir := t.TempDir()
	t.Run("written", func(t *testing.T) {
		w, _ := s.world(t, s.host(t, dir))
		expect(t, w, s.State.Read, s.State.Empty)
		w.Eval(s.State.Write)
		expect(t, w, s.State.Read, s.State.Full)
	})
	t.Run("read", func(t *testing.T) {
		w, _ := s.world(t, s.host(t, dir))
		expect(t, w, s.State.Read, s.State.Full)
	})
}

func (s Suite) isShared(t *testing.T) {
	h := s.host(t, t.TempDir())
	one, r := s.world(t, h)
	same := NewWorld(h, Env{"B": r})
	other, _ := s.world(t, h) // a second opening
	one.Eval(s.State.Write)
	expect(t, same, s.State.Read, s.State.Full)
	expect(t, other, s.State.Read, s.State.Full)
}

func (s Suite) resets(t *testing.T) {
	w, r := s.world(t, s.host(t, t.TempDir()))
	resetter, ok := r.(bindings.Resetter)
	if !ok {
		t.Fatalf("%T has state and no Reset", r)
	}
	w.Eval(s.State.Write)
	if err := resetter.Reset(context.Background()); err != nil {
		t.Fatal(err)
	}
	expect(t, w, s.State.Read, s.State.Empty)
	w.Eval(s.State.Write)
	expect(t, w, s.State.Read, s.State.Full)
}
