package jsruntime

// watch is a promise that host code waits for.
type watch struct {
	promise *Promise
	frame   *Frame
	settled func(*Promise)
}

// maxWatched is how many promises are looked at after each turn; more of them are left to
// [VM.Then], so that a turn's price does not grow with what waits.
const maxWatched = 64

// Watch calls settled in the running frame when p has settled, at the end of that turn and
// before anything that the turn emitted leaves. It spares the four objects that the engine makes
// for a reaction, which counts where there is one for each event. A rejection counts as handled.
func (vm *VM) Watch(p *Promise, settled func(*Promise)) {
	if vm.foreign(vm.objectOf(p)) != nil {
		p = vm.follow(p)
	}
	if len(vm.watched) < maxWatched {
		vm.watched = append(vm.watched, watch{p, vm.frame, settled})
		return
	}
	vm.Then(vm.ToValue(p), func(Value) { settled(p) }, func(Value) { settled(p) })
}

// tellWatchers reports whether a promise that was watched has settled.
func (vm *VM) tellWatchers() bool {
	var settled []watch
	kept := vm.watched[:0]
	for _, w := range vm.watched {
		if w.promise.State() == Pending {
			kept = append(kept, w)
			continue
		}
		settled = append(settled, w)
	}
	clear(vm.watched[len(kept):])
	vm.watched = kept
	for _, w := range settled {
		if w.promise.State() == Rejected {
			mark := func() error {
				vm.InFrame(w.frame, func() { vm.MarkHandled(vm.ToValue(w.promise)) })
				return nil
			}
			if err := vm.guard(mark); err != nil { // the isolate is being ended
				vm.fatalLog(err)
			}
		}
		if err := vm.guard(func() error { vm.InFrame(w.frame, func() { w.settled(w.promise) }); return nil }); err != nil {
			vm.fatalLog(err)
		}
	}
	return len(settled) > 0
}
