package jsruntime

import (
	"context"
	"errors"
	"testing"
	"time"
)

func TestWatchdog(t *testing.T) {
	t.Parallel()
	const limit, start = 800 * time.Millisecond, int64(time.Hour)
	type look struct {
		turn        int64
		after, busy time.Duration // since the start
	}
	for name, c := range map[string]struct {
		looks []look
		barks bool
	}{
		"a turn that computes all the time is stopped":           {[]look{{start, 100 * time.Millisecond, 100 * time.Millisecond}, {start, 801 * time.Millisecond, 801 * time.Millisecond}}, true},
		"a turn that has not lasted that long is not":            {[]look{{start, 100 * time.Millisecond, 100 * time.Millisecond}, {start, 700 * time.Millisecond, 1400 * time.Millisecond}}, false},
		"a turn that waits for the processor is not":             {[]look{{start, 100 * time.Millisecond, 10 * time.Millisecond}, {start, 5 * time.Second, 500 * time.Millisecond}}, false},
		"what the process did in an earlier turn does not count": {[]look{{start - 1, 0, 0}, {start, 900 * time.Millisecond, 900 * time.Millisecond}}, false},
		"the next turn begins anew":                              {[]look{{start - int64(time.Second), 0, 0}, {start, 100 * time.Millisecond, 790 * time.Millisecond}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			w := watchdog{limit: limit}
			var got bool
			for _, l := range c.looks {
				got = w.barks(l.turn, time.Unix(0, start).Add(l.after), l.busy)
			}
			if got != c.barks {
				t.Errorf("got %v", got)
			}
		})
	}
}

func TestHoarder(t *testing.T) {
	t.Parallel()
	type look struct {
		turn int64
		heap uint64
	}
	for name, c := range map[string]struct {
		looks []look
		barks bool
	}{
		"a turn that takes more than the limit is stopped": {[]look{{1, 50}, {1, 151}}, true},
		"one that takes less is not":                       {[]look{{1, 50}, {1, 150}}, false},
		"nor one that gives memory back":                   {[]look{{1, 500}, {1, 50}}, false},
		"what earlier turns took does not count":           {[]look{{1, 50}, {2, 151}, {2, 200}}, false},
	} {
		t.Run(name, func(t *testing.T) {
			h := hoarder{limit: 100}
			var got bool
			for _, l := range c.looks {
				got = h.barks(l.turn, l.heap)
			}
			if got != c.barks {
				t.Errorf("got %v", got)
			}
		})
	}
}

// It runs alone: what other tests take would count.
func TestIsolate_Crowded(t *testing.T) {
	const grown = 32 << 20
	opts := Options{CPULimit: 2 * time.Second, Live: metric("/gc/heap/live:bytes") + grown}
	grow := func(iso *Isolate) error {
		return iso.Do(context.Background(), func(vm *VM) error {
			_, err := vm.RunString(`(globalThis.kept ??= []).push(new Uint8Array(1 << 20)); for (let i = 0; i < 1e5; i++);`)
			return err
		})
	}
	func() { // nobody keeps it
		iso, err := New(context.Background(), opts)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = iso.Close() }()
		for turns := 0; ; turns++ {
			if err := grow(iso); errors.Is(err, ErrMemoryLimit) {
				return
			} else if err != nil {
				t.Fatal(err)
			}
			if turns > 64*grown>>20 {
				t.Fatalf("%d turns have grown without an end", turns)
			}
		}
	}()
	if err := grow(open(t, opts)); err != nil {
		t.Errorf("the next one: %v", err)
	}
}
