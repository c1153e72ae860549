package streams

import (
	"math"
)

const invalidSize = "The return value of a queuing strategy's size function must be a finite, non-NaN, non-negative number"

// entry is a chunk in a queue.
type entry struct {
	value value
	size  float64
	last  bool // the close sentinel
}

// queue is the standard's queue-with-sizes.
type queue struct {
	entries []entry
	total   float64
}

func validSize(size float64) bool { return size >= 0 && !math.IsInf(size, 1) }

func (q *queue) empty() bool { return len(q.entries) == 0 }

func (q *queue) push(e entry) {
	q.entries = append(q.entries, e)
	q.total += e.size
}

func (q *queue) peek() entry {
	return q.entries[0]
}

func (q *queue) shift() entry {
	if len(q.entries) == 0 {
		return entry{} // the queue was reset while its head was in flight
	}
	e := q.entries[0]
	q.entries[0] = entry{}
	q.entries = q.entries[1:]
	q.total = max(0, q.total-e.size) // rounding errors
	return e
}

// keepFirst drops the chunks behind the first, but not the close sentinel.
func (q *queue) keepFirst() {
	entries := q.entries
	q.reset()
	for i, e := range entries {
		if e.last || i == 0 {
			q.push(e)
		}
	}
}

func (q *queue) reset() { *q = queue{} }
