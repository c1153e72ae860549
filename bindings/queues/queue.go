package queues

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"paddock/bindings"
	"paddock/polyfills/messages"
)

// Limits of the local platform.
const (
	maxMessage = 128 * 1000 // bytes
	maxBatch   = 288 * 1000 // bytes
	maxCount   = 100        // messages of a batch
	maxDelay   = 86400      // seconds
)

// message is one message. Its Attempts are the deliveries that failed.
type message = messages.Message

// delayed is a message that is not to be delivered yet.
type delayed struct {
	*message
	due time.Time
}

// queue is the state of one queue. It is safe for concurrent use.
type queue struct {
	name  string
	other func(name string) *queue // finds the dead letter queue
	wake  chan struct{}            // holds one when the state has changed

	mu       sync.Mutex // guards the rest
	consumer *consumer  // nil: messages are dropped
	running  bool       // the task that delivers
	ready    []*message
	later    []delayed
	flush    time.Time // when the next batch goes, full or not; zero: not set
}

// errMultiple is the error for a second Worker that consumes a queue.
func errMultiple(queue, first, second string) error {
	return fmt.Errorf("ERR_MULTIPLE_CONSUMERS: Multiple consumers defined for queue %q: %q and %q", queue, first, second)
}

// consume makes c the queue's consumer.
func (q *queue) consume(host bindings.Host, c *consumer) error {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.consumer != nil && q.consumer.worker != c.worker {
		return errMultiple(q.name, q.consumer.worker, c.worker)
	}
	q.consumer = c
	if !q.running {
		q.running = true
		host.Background(func(ctx context.Context) { q.run(ctx, host.Workers(), host.Log()) })
	}
	return nil
}

// measure gives the metrics; the lock is held.
func (q *queue) measure() messages.Metrics {
	m := messages.Metrics{Count: float64(len(q.ready))}
	for _, msg := range q.ready {
		m.Bytes += float64(len(msg.Body))
	}
	if len(q.ready) > 0 {
		m.Oldest = q.ready[0].Sent
	}
	return m
}

func (q *queue) metrics() messages.Metrics {
	q.mu.Lock()
	defer q.mu.Unlock()
	return q.measure()
}

// outgoing is a message that is sent, and after how many seconds it may be delivered.
type outgoing struct {
	messages.Message
	delay *int // nil: as the rest of its batch
}

// refusal is why messages are not taken, in the local platform's words.
type refusal struct{ reason string }

func (r *refusal) Error() string { return r.reason }

// errInternal is a refusal that the local platform does not explain.
var errInternal = &refusal{"Internal Server Error"}

// send takes messages and gives the metrics of before. delay is for those that have none of their own.
func (q *queue) send(now time.Time, sending []outgoing, delay *int) (messages.Metrics, error) {
	q.mu.Lock()
	defer q.mu.Unlock()
	before := q.measure()
	if q.consumer == nil {
		return before, nil
	}
	if err := check(sending, delay); err != nil {
		return before, err
	}
	for i := range sending {
		m := &sending[i]
		m.ID, m.Sent = newID(), now
		seconds := 0
		switch {
		case m.delay != nil:
			seconds = *m.delay
		case delay != nil:
			seconds = *delay
		}
		q.put(&m.Message, seconds)
	}
	return before, nil
}

func newID() string {
	var id [16]byte
	_, _ = rand.Read(id[:]) // never fails
	return hex.EncodeToString(id[:])
}

// check refuses what is beyond the limits.
func check(sending []outgoing, delay *int) error {
	total := 0
	wrong := func(delay *int) bool { return delay != nil && (*delay < 0 || *delay > maxDelay) }
	if len(sending) > maxCount {
		return &refusal{fmt.Sprintf("batch message count of %d exceeds limit of %d", len(sending), maxCount)}
	}
	for _, m := range sending {
		total += len(m.Body)
		switch {
		case len(m.Body) > maxMessage:
			return &refusal{fmt.Sprintf("message length of %d bytes exceeds limit of %d", len(m.Body), maxMessage)}
		case wrong(m.delay):
			return errInternal
		case m.Format == "json" && string(m.Body) == "undefined": // as of a function: no JSON at all
			return errInternal
		}
	}
	if total > maxBatch {
		return &refusal{fmt.Sprintf("batch size of %d bytes exceeds limit of %d", total, maxBatch)}
	}
	if wrong(delay) {
		return errInternal
	}
	return nil
}

// put lets a message wait for its delivery; the lock is held.
func (q *queue) put(m *message, seconds int) {
	if seconds <= 0 {
		q.push(m)
	} else {
		q.later = append(q.later, delayed{m, time.Now().Add(time.Duration(seconds) * time.Second)})
	}
	select {
	case q.wake <- struct{}{}:
	default:
	}
}

// push makes a message ready; the lock is held.
func (q *queue) push(m *message) {
	q.ready = append(q.ready, m)
	q.plan()
}

// plan sets when the next batch goes: at once when it is full; the lock is held.
func (q *queue) plan() {
	switch {
	case len(q.ready) == 0:
		q.flush = time.Time{}
	case len(q.ready) >= q.consumer.batchSize():
		q.flush = time.Now()
	case q.flush.IsZero():
		q.flush = time.Now().Add(q.consumer.batchTimeout())
	}
}

// run delivers batches until ctx ends.
func (q *queue) run(ctx context.Context, to bindings.Dispatcher, log *slog.Logger) {
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		q.running = false
	}()
	for ctx.Err() == nil {
		batch, c, m, wait := q.next(time.Now())
		if len(batch) > 0 {
			q.deliver(ctx, to, log, c, batch, m)
			continue
		}
		var alarm <-chan time.Time
		var timer *time.Timer
		if wait >= 0 {
			timer = time.NewTimer(wait)
			alarm = timer.C
		}
		select {
		case <-ctx.Done():
		case <-q.wake:
		case <-alarm:
		}
		if timer != nil {
			timer.Stop()
		}
	}
}

// next takes the batch that is to go now, with the metrics of what stays behind; else it tells
// how long to wait, < 0 for until something changes.
func (q *queue) next(now time.Time) (batch []*message, c *consumer, m messages.Metrics, wait time.Duration) {
	q.mu.Lock()
	defer q.mu.Unlock()
	wait = -1
	soonest := func(at time.Time) {
		if d := at.Sub(now); wait < 0 || d < wait {
			wait = d
		}
	}
	rest := q.later[:0]
	for _, l := range q.later {
		if l.due.After(now) {
			rest = append(rest, l)
			soonest(l.due)
			continue
		}
		q.push(l.message)
	}
	q.later = rest
	if q.flush.IsZero() {
		return nil, nil, m, wait
	}
	if q.flush.After(now) {
		soonest(q.flush)
		return nil, nil, m, wait
	}
	n := min(q.consumer.batchSize(), len(q.ready))
	batch, q.ready = q.ready[:n:n], q.ready[n:]
	q.flush = time.Time{}
	q.plan()
	return batch, q.consumer, q.measure(), 0
}

// deliver sends a batch to the consumer and deals with what it did not take.
func (q *queue) deliver(ctx context.Context, to bindings.Dispatcher, log *slog.Logger, c *consumer, batch []*message, m messages.Metrics) {
	begun := time.Now()
	b := &messages.Batch{Queue: q.name, Metrics: m}
	for _, msg := range batch {
		delivered := *msg
		delivered.Attempts++
		b.Messages = append(b.Messages, delivered)
	}
	err := to.Notify(ctx, bindings.Target{Worker: c.worker}, bindings.QueueEvent(b))
	if ctx.Err() != nil {
		return // the session ends, and its messages with it
	}
	took := time.Since(begun)
	again := b.Retried(err)
	var dead []*message
	q.mu.Lock()
	for _, msg := range batch {
		delay, retry := again[msg.ID]
		if !retry {
			continue
		}
		msg.Attempts++
		if msg.Attempts < c.attempts() {
			if delay == nil {
				delay = &c.RetryDelay
			}
			q.put(msg, *delay)
			continue
		}
		dead = append(dead, msg)
	}
	q.mu.Unlock()
	q.bury(log, c, dead)
	log.Info(fmt.Sprintf("QUEUE %s %d/%d (%dms)", q.name, len(batch)-len(again), len(batch), took.Milliseconds()))
}

// bury gives messages up: to the dead letter queue if there is one.
func (q *queue) bury(log *slog.Logger, c *consumer, dead []*message) {
	attempts := "attempts"
	if c.attempts() == 1 {
		attempts = "attempt"
	}
	for _, msg := range dead {
		if c.DeadLetters == "" {
			log.Warn(fmt.Sprintf("Dropped message %q on queue %q after %d failed %s!", msg.ID, q.name, c.attempts(), attempts))
			continue
		}
		log.Warn(fmt.Sprintf("Moving message %q on queue %q to dead letter queue %q after %d failed %s...", msg.ID, q.name, c.DeadLetters, c.attempts(), attempts))
		msg.Attempts = 0
		q.other(c.DeadLetters).adopt(msg)
	}
}

// adopt takes a message of another queue as it is.
func (q *queue) adopt(m *message) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.consumer != nil {
		q.put(m, 0)
	}
}
