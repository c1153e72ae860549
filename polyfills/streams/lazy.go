package streams

import "paddock/jsruntime"

// lazy is a promise of the standard's internal slots (closed, ready, finish): the engine's
// promise is made when a script first asks for it. A rejection counts as handled.
type lazy struct {
	vm              *jsruntime.VM
	promise         value
	resolve, reject func(value)
	settled         bool
	failed          bool
	result          value
}

func newLazy(vm *jsruntime.VM) *lazy { return &lazy{vm: vm} }

// fulfil resolves a pending promise; later calls do nothing.
func (p *lazy) fulfil(v value) {
	if p.settled {
		return
	}
	p.settled, p.result = true, v
	if p.promise != nil {
		p.resolve(v)
	}
}

// fail rejects a pending promise; later calls do nothing.
func (p *lazy) fail(reason value) {
	if p.settled {
		return
	}
	p.settled, p.failed, p.result = true, true, reason
	if p.promise != nil {
		p.reject(reason)
	}
}

// get gives the promise.
func (p *lazy) get() value {
	if p.promise != nil {
		return p.promise
	}
	switch {
	case p.failed:
		p.promise = rejected(p.vm, p.result)
		p.vm.MarkHandled(p.promise)
	case p.settled:
		p.promise = p.vm.Resolved(p.result)
	default:
		p.promise, p.resolve, p.reject = p.vm.NewResolvers()
		p.vm.MarkHandled(p.promise)
	}
	return p.promise
}
