package workflows

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"paddock/jsruntime"
)

// state is where an instance is. The numbers are those of the local platform's files.
type state int

const (
	queued state = iota
	running
	paused
	errored
	terminated
	complete
	pausing
	waiting
)

// String gives the name that scripts see.
func (s state) String() string {
	if names := stateNames(); s >= 0 && int(s) < len(names) {
		return names[s]
	}
	return "unknown"
}

func stateNames() []string {
	return []string{"queued", "running", "paused", "errored", "terminated", "complete", "waitingForPause", "waiting"}
}

// finite tells that nothing will happen any more, but by a restart.
func (s state) finite() bool { return s == errored || s == terminated || s == complete }

// Events of the journal, by the local platform's numbers; those of steps are in step.js too.
const (
	queuedEvent      = 0
	started          = 1
	succeeded        = 2
	failed           = 3
	terminatedEvent  = 4
	stepStarted      = 5
	stepSucceeded    = 6
	stepFailed       = 7
	sleepStarted     = 8
	sleepEnded       = 9
	attemptStarted   = 10
	attemptSucceeded = 11
	attemptFailed    = 12
	waitStarted      = 14
	waitEnded        = 15
	waitTimedOut     = 16
)

// Keys of an instance's own values.
const (
	metadataKey  = "INSTANCE_METADATA"
	statusKey    = "ENGINE_STATUS"
	pausedAtKey  = "PADDOCK_PAUSED_AT" // milliseconds since the epoch, in decimal digits
	eventsPrefix = "EVENT_MAP\n"
)

// event is what was sent to an instance: an object {payload, type, timestamp}.
type event struct {
	key    string // in the journal
	number int    // of those that were sent to the instance, from 0
	data   []byte
}

// instance is one instance of a workflow. It is safe for concurrent use.
type instance struct {
	flow    *workflow
	object  string
	path    string
	users   int  // guarded by flow.mu
	deleted bool // set before the last user goes

	mu      sync.Mutex // guards the rest
	journal *journal
	state   state
	run     *run // nil: none is under way
	events  map[string][]event
	sent    int // events that were ever given a key
}

// restore reads what an earlier session has left.
func (i *instance) restore() error {
	data, err := i.journal.get(statusKey)
	if err != nil {
		return err
	}
	i.state = decodeState(data)
	rows, err := i.journal.query("SELECT key, value FROM _cf_KV WHERE key >= ? AND key < ? ORDER BY key", eventsPrefix, eventsPrefix+"\xff")
	if err != nil {
		return err
	}
	for _, row := range rows {
		key, _ := row[0].(string)
		data, _ := row[1].([]byte)
		kind, number := splitEventKey(key)
		i.events[kind] = append(i.events[kind], event{key, number, data})
		i.sent = max(i.sent, number+1)
	}
	for _, list := range i.events { // keys are ordered as text, by which 10 stands before 9
		slices.SortFunc(list, func(a, b event) int { return cmp.Compare(a.number, b.number) })
	}
	return nil
}

// known reports whether the instance has been created.
func (i *instance) known() (bool, error) {
	data, err := i.journal.get(metadataKey)
	return data != nil, err
}

// metadata reads what the journal keeps of the instance's beginning; nil: it was never created.
func (i *instance) metadata() ([]byte, error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.deleted {
		return nil, nil
	}
	return i.journal.get(metadataKey)
}

// now gives the state of now.
func (i *instance) now() state {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.state
}

// exists gives errNotFound for an instance that was not created or is deleted.
func (i *instance) exists() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if known, err := i.known(); err != nil || !known || i.deleted {
		return errors.Join(err, errNotFound)
	}
	return nil
}

func (i *instance) setState(s state) error {
	i.state = s
	return i.journal.put(statusKey, encodeState(s))
}

// create makes the instance and begins its run. One that exists goes on as it is, and created is false.
func (i *instance) create(metadata []byte, params string) (created bool, err error) {
	i.mu.Lock()
	defer i.mu.Unlock()
	if known, err := i.known(); known || err != nil {
		return false, err
	}
	err = i.journal.together(func() error {
		return errors.Join(i.journal.put(metadataKey, metadata), i.setState(queued), i.logStart(params))
	})
	if err != nil {
		return false, err
	}
	return true, i.begin()
}

func (i *instance) logStart(params string) error {
	meta := fmt.Sprintf(`{"params":%s,"trigger":{"source":0}}`, params)
	return errors.Join(i.journal.log(record{event: queuedEvent, metadata: meta}), i.journal.log(record{event: started, metadata: "{}"}))
}

// carryOn begins the run of an instance that is not done.
func (i *instance) carryOn() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	known, err := i.known()
	if err != nil || !known {
		return err
	}
	switch {
	case i.state == pausing:
		return i.pauseNow()
	case i.state == paused || i.state.finite():
		return nil
	}
	return i.begin()
}

// begin starts the task of a run, unless one is under way. The lock is held.
func (i *instance) begin() error {
	if i.run != nil || i.deleted {
		return nil
	}
	data, err := i.journal.get(metadataKey)
	if err != nil {
		return err
	}
	if err := i.setState(running); err != nil {
		return err
	}
	r := newRun(i, data)
	i.run = r
	i.flow.background(i, r.execute)
	return nil
}

// halt breaks the run off and waits until it has gone. The lock is held, and given up meanwhile.
func (i *instance) halt() {
	r := i.run
	if r == nil {
		return
	}
	r.stop(errHalted)
	i.mu.Unlock()
	<-r.gone
	i.mu.Lock()
}

// pause stops the instance as soon as no step is under way.
func (i *instance) pause() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	if i.state != running && i.state != waiting {
		return nil
	}
	if i.run != nil && i.run.steps > 0 {
		return i.setState(pausing)
	}
	return i.pauseNow()
}

// pauseNow is pause when no step is under way. The lock is held.
func (i *instance) pauseNow() error {
	now := i.flow.host.Now().UnixMilli()
	err := errors.Join(i.setState(paused), i.journal.put(pausedAtKey, fmt.Append(nil, now)))
	if i.run != nil {
		i.run.stop(errHalted)
	}
	return err
}

// resume lets a paused instance go on.
func (i *instance) resume() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	switch i.state {
	case pausing:
		if err := i.setState(running); err != nil {
			return err
		}
		i.run.admit()
		return nil
	case paused:
		i.halt() // it may still be on its way out
		if err := i.journal.together(i.makeUpFor); err != nil {
			return err
		}
		return i.begin()
	}
	return nil
}

// makeUpFor moves what is waited for by the time that the instance was paused.
func (i *instance) makeUpFor() error {
	data, err := i.journal.get(pausedAtKey)
	if err != nil {
		return err
	}
	var at int64
	if _, err := fmt.Sscan(string(data), &at); err != nil { // the local platform paused it
		at = i.flow.host.Now().UnixMilli()
	}
	return errors.Join(i.journal.shift(i.flow.host.Now().UnixMilli()-at), i.journal.remove(pausedAtKey), i.setState(queued))
}

// startingPoint is a step from which an instance is to begin again.
type startingPoint struct {
	name  string
	event int64 // that the step's beginning has in the journal
	count int   // which of the steps of that name
}

// restart takes back what was done, from a step on or (nil) all, and begins again.
func (i *instance) restart(at *startingPoint, params string) error {
	i.mu.Lock()
	defer i.mu.Unlock()
	var groups []string
	if at != nil {
		var err error
		if groups, err = i.journal.from(*at); err != nil {
			return err
		}
		if groups == nil {
			return refused("instance.cannot_restart", fmt.Sprintf("Step %q not found in execution history", at.name))
		}
	}
	i.halt()
	err := i.journal.together(func() error {
		if err := i.journal.forget(groups); err != nil {
			return err
		}
		for _, list := range i.events {
			for _, e := range list {
				if err := i.journal.remove(e.key); err != nil {
					return err
				}
			}
		}
		if at == nil {
			if err := i.logStart(params); err != nil {
				return err
			}
		}
		return errors.Join(i.journal.remove(pausedAtKey), i.setState(queued))
	})
	if err != nil {
		return err
	}
	i.events = map[string][]event{}
	return i.begin()
}

// remove ends the instance and deletes it.
func (i *instance) remove() error {
	i.mu.Lock()
	defer i.mu.Unlock()
	i.deleted = true
	i.halt()
	return i.journal.remove(metadataKey)
}

// errHalted is why a run ends that is not done.
var errHalted = errors.New("Aborting engine: the instance has been paused, terminated, restarted or deleted") //nolint:staticcheck // begins like the platform's

// refused is an error of the platform's binding.
func refused(code, text string) error {
	return remote(fmt.Sprintf("WorkflowError: (%s) %s", code, text))
}

// remote is an error as it comes from the platform's service.
func remote(text string) error {
	return &jsruntime.Error{Class: jsruntime.PlainError, Msg: text, Props: map[string]any{"remote": true}}
}

// retryLater is how long a run waits for a Worker that is not there yet.
const retryLater = 100 * time.Millisecond

// wait waits for d or the end of ctx.
func wait(ctx context.Context, d time.Duration) {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
	case <-ctx.Done():
	}
}
