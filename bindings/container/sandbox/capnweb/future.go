package capnweb

import (
	"context"
	"sync"
)

// future is a value that may not be known yet.
type future struct {
	done chan struct{}

	mu    sync.Mutex // guards what follows
	value any
	err   error
	known bool
	then  []func()
}

func newFuture() *future { return &future{done: make(chan struct{})} }

// settle makes the value known; only the first call counts, which it reports.
func (f *future) settle(value any, err error) bool {
	f.mu.Lock()
	if f.known {
		f.mu.Unlock()
		return false
	}
	f.value, f.err, f.known = value, err, true
	then := f.then
	f.then = nil
	close(f.done)
	f.mu.Unlock()
	for _, fn := range then {
		fn()
	}
	return true
}

// whenKnown calls fn once the value is known, maybe at once.
func (f *future) whenKnown(fn func()) {
	f.mu.Lock()
	if !f.known {
		f.then = append(f.then, fn)
		f.mu.Unlock()
		return
	}
	f.mu.Unlock()
	fn()
}

// wait gives the value.
func (f *future) wait(ctx context.Context) (any, error) {
	select {
	case <-f.done:
		return f.value, f.err
	default:
	}
	select {
	case <-f.done:
		return f.value, f.err
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// resolved replaces the futures within a value by what they come to. It changes arrays and objects
// in place.
func resolved(ctx context.Context, v any) (any, error) {
	switch v := v.(type) {
	case *future:
		// What it comes to has none itself.
		return v.wait(ctx)
	case []any:
		for i := range v {
			r, err := resolved(ctx, v[i])
			if err != nil {
				return nil, err
			}
			v[i] = r
		}
	case map[string]any:
		for name := range v {
			r, err := resolved(ctx, v[name])
			if err != nil {
				return nil, err
			}
			v[name] = r
		}
	}
	return v, nil
}

// hasFutures tells whether a value must be waited for.
func hasFutures(v any) bool {
	switch v := v.(type) {
	case *future:
		return true
	case []any:
		for i := range v {
			if hasFutures(v[i]) {
				return true
			}
		}
	case map[string]any:
		for _, value := range v {
			if hasFutures(value) {
				return true
			}
		}
	}
	return false
}
