package durable

import "paddock/jsruntime"

// transaction is the host side of the argument of transaction()'s closure.
type transaction struct {
	*Storage
	rolledBack bool
}

// transact runs the closure of transaction(), which all other events of the object wait for.
// Closures of one event run one after the other, but one that is begun in another nests.
func (s *Storage) transact(vm *jsruntime.VM, closure jsruntime.Value) (jsruntime.Value, error) {
	fn, ok := jsruntime.AsFunction(closure)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Failed to execute 'transaction' on 'DurableObjectStorage': parameter 1 is not of type 'function'.")
	}
	if s.running == nil {
		return s.enter(vm, fn)
	}
	if _, nested := vm.Var(s.running); nested {
		return s.enter(vm, fn)
	}
	promise, resolve, reject := vm.NewResolvers()
	frame := vm.Frame()
	s.waiting = append(s.waiting, func() {
		vm.InFrame(frame, func() {
			result, err := s.enter(vm, fn)
			if err != nil {
				reject(vm.ErrorValue(err))
				return
			}
			resolve(result)
		})
	})
	return promise, nil
}

// enter begins a transaction and calls its closure. What was written before is none of its business,
// whatever becomes of it.
func (s *Storage) enter(vm *jsruntime.VM, fn jsruntime.Callable) (jsruntime.Value, error) {
	if s.depth == 0 {
		if err := s.commit(); err != nil {
			s.failed = err
			s.hook(vm)
			return nil, err
		}
	}
	end, err := s.savepoint(vm)
	if err != nil {
		return nil, err
	}
	s.holds++
	t := &transaction{Storage: s}
	outermost := s.running == nil
	if outermost {
		s.running = t
	}
	gate := vm.Gate()
	if gate == nil {
		gate = s.object.Gate()
	}
	var promise jsruntime.Value
	leave := gate.Inside(func() {
		vm.WithVar(s.running, jsruntime.Null(), func() {
			promise = vm.Promised(func() (jsruntime.Value, error) {
				return fn(jsruntime.Undefined(), transactionClass.New(vm, t))
			})
		})
	})
	finish := func(commit bool) {
		s.holds--
		err := end(commit && !t.rolledBack)
		s.hook(vm)
		leave()
		if outermost {
			s.running = nil
			s.next()
		}
		if err != nil && commit {
			vm.Throw(err)
		}
	}
	return vm.ThenValue(promise, func(v jsruntime.Value) jsruntime.Value {
		finish(true)
		return v
	}, func(reason jsruntime.Value) jsruntime.Value {
		finish(false)
		panic(reason)
	}), nil
}

// next begins the closure that has waited longest.
func (s *Storage) next() {
	if len(s.waiting) > 0 {
		begin := s.waiting[0]
		s.waiting = s.waiting[1:]
		begin()
	}
}
