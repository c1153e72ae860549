package jsruntime

import "github.com/dop251/goja"

// rejections are the promises that are rejected and have no handler yet.
type rejections struct {
	untold []rejection
	at     map[*Promise]int // where each of them is in untold
	// early, if set, reports whether a microtask tells of them, rather than the turn's end.
	early func() bool
	tell  Value    // what that microtask runs
	due   bool     // one is waiting
	late  *Promise // whose handler, which came late, is being told of
}

// rejection is one of them.
type rejection struct {
	promise *Promise
	reason  Value
	object  Value  // the promise as scripts see it
	frame   *Frame // which rejected it
}

// TellRejectionsEarly has [Options.Unhandled] be told of a rejection in a microtask that follows it, rather than at
// the turn's end, while early reports true: too soon for handlers that come a few microtasks later.
func (vm *VM) TellRejectionsEarly(early func() bool) {
	r := &vm.rejections
	r.early = early
	r.tell = vm.Call(trampolines.Get(vm).later, Undefined(), &cell{Undefined(), func(Value) Value {
		r.due = false
		frame := vm.frame
		vm.tellRejections()
		vm.setFrame(frame)
		return Undefined()
	}})
}

func (vm *VM) trackRejection(p *Promise, op goja.PromiseRejectionOperation) {
	if op == goja.PromiseRejectionHandle {
		if !vm.rejections.remove(p) {
			vm.tellHandled(p)
		}
		return
	}
	r := &vm.rejections
	r.add(rejection{promise: p, reason: p.Result(), object: vm.ToValue(p), frame: vm.frame})
	if r.early == nil || r.due || !r.early() {
		return
	}
	r.due = true
	settled, _ := AsPromise(vm.settled)
	performPromiseThen(vm.Runtime, settled, r.tell, Undefined(), nil) // which runs no microtask, other than a call
}

// add puts a rejection behind the others.
func (r *rejections) add(one rejection) {
	if r.at == nil {
		r.at = map[*Promise]int{}
	}
	r.at[one.promise] = len(r.untold)
	r.untold = append(r.untold, one)
}

// remove takes a promise out, and puts the last one into its place, which gives the platform's order; false if it is
// not there.
func (r *rejections) remove(p *Promise) bool {
	i, ok := r.at[p]
	if !ok {
		return false
	}
	end := len(r.untold) - 1
	last := r.untold[end]
	r.untold[i], r.at[last.promise] = last, i
	r.untold[end] = rejection{}
	r.untold = r.untold[:end]
	delete(r.at, p)
	return true
}

// tellRejections tells of all that has no handler by now. What is rejected meanwhile waits for the next time.
func (vm *VM) tellRejections() {
	r := &vm.rejections
	for n := len(r.untold); n > 0 && len(r.untold) > 0; n-- {
		one := r.untold[0]
		r.remove(one.promise)
		if vm.iso.opts.Unhandled == nil {
			continue
		}
		vm.setFrame(one.frame)
		if err := vm.guard(func() error { vm.iso.opts.Unhandled(vm, one.reason, one.object); return nil }); err != nil {
			vm.fatalLog(err)
		}
	}
}

// tellHandled tells that a promise got a handler too late. One that who is told gives it, too, is not told of.
func (vm *VM) tellHandled(p *Promise) {
	r := &vm.rejections
	if vm.iso.opts.Handled == nil || r.late == p {
		return
	}
	outer := r.late
	r.late = p
	defer func() { r.late = outer }()
	vm.iso.opts.Handled(vm, vm.ToValue(p))
}
