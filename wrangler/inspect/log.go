package inspect

import (
	"slices"
	"sync"

	"paddock/proxy"
)

// Log collects records. The zero value is ready; it is safe for concurrent use.
type Log struct {
	mu      sync.Mutex // guards records
	records []proxy.Record
}

// Add is told of a request or flow that has ended.
func (l *Log) Add(r proxy.Record) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.records = append(l.records, r)
}

// Records gives what was told so far, in the order in which it began.
func (l *Log) Records() []proxy.Record {
	l.mu.Lock()
	defer l.mu.Unlock()
	all := slices.Clone(l.records)
	slices.SortStableFunc(all, func(a, b proxy.Record) int { return a.Start.Compare(b.Start) })
	return all
}

// Unmatched gives what no handler took: what was let out or refused.
func (l *Log) Unmatched() []proxy.Record {
	return slices.DeleteFunc(l.Records(), func(r proxy.Record) bool { return r.Action == proxy.Intercept })
}
