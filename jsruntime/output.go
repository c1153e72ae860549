package jsruntime

import "time"

// How turns that follow each other at once may share what AtOutput runs.
const (
	shareFor  = 2 * time.Millisecond // from the first of them
	longTurn  = time.Millisecond     // behind one as long others are expected, which nothing should wait for
	careAfter = 100                  // turns that share nothing after a long one
)

// turnHook is a function of AtTurnEnd with the scope that ran then.
type turnHook struct {
	scope *Scope
	run   func() error
}

// emission is what a scope sends at the turn's end: send unless the scope is lost, or settle in
// any case.
type emission struct {
	scope  *Scope
	send   func()
	settle func(lost error)
}

// output is what the turns of a loop have to do and to send at their ends.
type output struct {
	turn   uint64
	ending []turnHook
	emits  []emission
	lost   map[*Scope]error // scopes that a hook has aborted in this turn

	shared []turnHook          // of AtOutput, still to be run
	held   []emission          // of scopes that wait for one of these, in their order
	waits  map[*Scope]struct{} // these scopes
	since  time.Time           // when shared got its first
	care   int                 // turns that must share nothing
}

// Turn is the number of the running turn.
func (vm *VM) Turn() uint64 { return vm.output.turn }

// AtTurnEnd runs f once the turn's microtasks are done and before anything that the turn
// emitted leaves. An error aborts the running scope, and what the turn emitted for it is not sent.
func (vm *VM) AtTurnEnd(f func() error) {
	vm.output.ending = append(vm.output.ending, turnHook{vm.frame.scope, f})
}

// AtOutput is AtTurnEnd for what costs the same for one turn as for many, as making writes durable.
// Turns that follow at once may go by before f runs; nothing that they or this one emit for the
// running scope leaves until then, and an error takes all of that back.
func (vm *VM) AtOutput(f func() error) {
	o := &vm.output
	if len(o.shared) == 0 {
		o.since = time.Now()
		o.waits = map[*Scope]struct{}{}
	}
	o.shared = append(o.shared, turnHook{vm.frame.scope, f})
	o.waits[vm.frame.scope] = struct{}{}
}

// Emit runs f at the turn's end, after the hooks of AtTurnEnd and AtOutput: everything that leaves the
// isolate (answers, outgoing calls) goes through here. f must not touch JavaScript.
func (vm *VM) Emit(f func()) {
	vm.output.emits = append(vm.output.emits, emission{scope: vm.frame.scope, send: f})
}

// Settle is Emit for what somebody waits for: f is told when a hook of the turn has aborted the
// scope, and with it what the scope has to say.
func (vm *VM) Settle(s *Scope, f func(lost error)) {
	vm.output.emits = append(vm.output.emits, emission{scope: s, settle: f})
}

// sharesAt tells whether a turn that has run from begun until now may leave hooks of AtOutput to the next
// one, which is there already.
func (o *output) sharesAt(begun, now time.Time) bool {
	if now.Sub(begun) > longTurn {
		o.care = careAfter
	} else if o.care > 0 {
		o.care--
	}
	return o.care == 0 && len(o.shared) > 0 && now.Sub(o.since) < shareFor
}

// microtasks runs those that wait. The engine may be found broken only here, after a mistake of its that
// nobody saw.
func (vm *VM) microtasks() (err error) {
	defer func() {
		if x := recover(); x != nil {
			err = vm.recovered(x)
		}
	}()
	_, err = vm.nop(nil)
	return err
}

// endTurn runs what is left of a turn, and lets out what it emitted; with share, what waits for a hook of
// AtOutput is kept for the next turn.
func (vm *VM) endTurn(share bool) {
	o := &vm.output
	for range 1000 { // hooks may cause microtasks, which may cause hooks
		vm.fatalLog(vm.microtasks())
		settled := vm.tellWatchers()
		if !share {
			o.ending, o.shared = append(o.ending, o.shared...), nil
		}
		if len(o.ending) == 0 && !settled {
			break
		}
		hooks := o.ending
		o.ending = nil
		for _, hook := range hooks {
			if err := vm.guard(hook.run); err != nil {
				o.lose(hook.scope, err)
			}
		}
	}
	if !share {
		o.emits, o.held = append(o.held, o.emits...), nil
		clear(o.waits)
	}
	for len(o.emits) > 0 {
		emits := o.emits
		o.emits = nil
		for _, e := range emits {
			o.let(e)
		}
	}
	o.lost = nil
	o.turn++
	if len(vm.rejections.untold) > 0 {
		vm.tellRejections()
		vm.iso.Post(func(*VM) {}) // a turn for the microtasks that were caused
	}
}

// lose aborts a scope whose hook has failed.
func (o *output) lose(s *Scope, err error) {
	if o.lost == nil {
		o.lost = map[*Scope]error{}
	}
	o.lost[s] = err
	s.Abort(err)
}

// let sends an emission, or keeps it while its scope waits for a hook of AtOutput.
func (o *output) let(e emission) {
	lost := o.lost[e.scope]
	if _, waits := o.waits[e.scope]; waits && lost == nil {
		o.held = append(o.held, e)
		return
	}
	switch {
	case e.settle != nil:
		e.settle(lost)
	case lost == nil:
		e.send()
	}
}
