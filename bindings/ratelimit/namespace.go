package ratelimit

import (
	"sync"
	"time"
)

// namespace counts calls.
type namespace struct {
	now func() time.Time

	mu      sync.Mutex // guards windows, swept
	windows map[bucket]window
	swept   int64 // the second of the last sweep
}

// bucket is what calls are counted for.
type bucket struct {
	key    string
	period float64
}

// window is how many calls a bucket has had since the window began.
type window struct {
	epoch int64
	count float64
}

// take counts a call and tells whether it is within the limit.
func (n *namespace) take(b bucket, limit float64) bool {
	second := n.now().Unix()
	epoch := second / int64(b.period)
	n.mu.Lock()
	defer n.mu.Unlock()
	n.sweep(second)
	w := n.windows[b]
	if w.epoch != epoch {
		w = window{epoch: epoch}
	}
	if w.count >= limit {
		return false
	}
	w.count++
	n.windows[b] = w
	return true
}

// sweep forgets the windows that are over, once a minute: keys may be addresses of clients.
func (n *namespace) sweep(second int64) {
	if second-n.swept < 60 {
		return
	}
	n.swept = second
	for b, w := range n.windows {
		if w.epoch != second/int64(b.period) {
			delete(n.windows, b)
		}
	}
}

// forget begins all windows anew.
func (n *namespace) forget() {
	n.mu.Lock()
	defer n.mu.Unlock()
	clear(n.windows)
}
