package jsruntime

import (
	"testing"
	"time"
)

func TestMeter(t *testing.T) {
	t.Parallel()
	const limit = 800 * time.Millisecond
	type turn struct{ lasts, busy time.Duration } // busy: the process, while it lasts
	repeat := func(n int, of turn) []turn {
		var turns []turn
		for range n {
			turns = append(turns, of)
		}
		return turns
	}
	const ms = time.Millisecond
	for name, c := range map[string]struct {
		turns []turn
		limit time.Duration
		free  bool
		over  bool
	}{
		"turns that compute for longer than the limit together are too many": {repeat(81, turn{10 * ms, 10 * ms}), limit, false, true},
		"those that do not are not":                     {repeat(79, turn{10 * ms, 10 * ms}), limit, false, false},
		"nor those that wait for the processor":         {repeat(200, turn{10 * ms, ms}), limit, false, false},
		"without a limit there may be any number":       {repeat(200, turn{10 * ms, 10 * ms}), -1, false, false},
		"and there may of an event that is not metered": {repeat(200, turn{10 * ms, 10 * ms}), limit, true, false},
	} {
		t.Run(name, func(t *testing.T) {
			m, process, over := meter{free: c.free}, time.Duration(0), false
			for _, turn := range c.turns {
				process += turn.busy
				over = over || m.spend(turn.lasts, c.limit, func() time.Duration { return process })
			}
			if over != c.over {
				t.Errorf("got %v", over)
			}
		})
	}
	s := &Scope{meter: meter{spent: limit, watched: true, free: true}}
	if s.Renew(); s.meter != (meter{free: true}) {
		t.Errorf("renewed: %+v", s.meter)
	}
}
