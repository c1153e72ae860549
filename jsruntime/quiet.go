package jsruntime

import (
	"runtime/metrics"
	"time"
)

// quiet tells when nothing goes on in the program: all its goroutines wait for a time, for another program or the
// kernel. What two events of one isolate read and write between them runs on other goroutines, and in such a
// moment their isolate has nothing to do. On the platform it is the event loop of the thread that must be without
// events, which serves all that runs in the process (workerd, IoContext::PendingEvent).
type quiet struct {
	looks int           // how often it was found so, without a break
	pause time.Duration // until the next look
}

// quietLooks is how often the program must be found quiet: a goroutine may be in a short call of the kernel or of SQLite.
const quietLooks = 3

const (
	firstPause = 200 * time.Microsecond
	maxPause   = 20 * time.Millisecond // while it is not quiet
)

// reset says that something has gone on.
func (q *quiet) reset() { *q = quiet{pause: firstPause} }

// look reports whether the program is quiet, but for the goroutine that asks.
func (q *quiet) look() bool {
	samples := []metrics.Sample{{Name: "/sched/goroutines/running:goroutines"}, {Name: "/sched/goroutines/runnable:goroutines"}}
	metrics.Read(samples)
	if samples[0].Value.Uint64() > 1 || samples[1].Value.Uint64() > 0 {
		q.looks, q.pause = 0, min(2*q.pause, maxPause)
		return false
	}
	q.looks, q.pause = q.looks+1, firstPause
	return q.looks >= quietLooks
}
