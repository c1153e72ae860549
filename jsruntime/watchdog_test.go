package jsruntime

import (
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
		"nothing is stopped between turns":                       {[]look{{start, 100 * time.Millisecond, 0}, {0, 2 * time.Second, 2 * time.Second}}, false},
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
