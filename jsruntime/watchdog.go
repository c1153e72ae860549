package jsruntime

import "time"

// watchdog tells when a turn has taken more than a limit. On a busy machine a turn lasts longer than
// it computes: so it is the time of the processor that must be over the limit, too. Nobody tells that
// of one turn; that of the whole process is never less.
type watchdog struct {
	limit time.Duration
	turn  int64         // the beginning of the turn that was seen last, in Unix nanoseconds
	spent time.Duration // the process's time of the processor when it was first seen
}

// barks is asked again and again while turns last, at most an eighth of the limit apart.
func (w *watchdog) barks(start int64, now time.Time, spent time.Duration) bool {
	if start != w.turn {
		w.turn, w.spent = start, spent
	}
	return now.UnixNano()-start > int64(w.limit) && spent-w.spent > w.limit*3/4
}

// wallTime stands for the time of the processor where the system does not tell it.
func wallTime() time.Duration { return time.Duration(time.Now().UnixNano()) }
