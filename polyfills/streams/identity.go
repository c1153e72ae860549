package streams

import (
	"io"

	"paddock/jsruntime"
)

// identity is the host side of IdentityTransformStream.
type identity struct {
	readable *stream
	writable *writable
}

// fixed is the host side of FixedLengthStream.
type fixed struct{ identity }

// identityClass and fixedClass are the platform's own transforms of bytes.
var (
	identityClass = jsruntime.NewClass[identity]("IdentityTransformStream")
	fixedClass    = jsruntime.NewClass[fixed]("FixedLengthStream")
)

// newIdentity makes a pair of streams over a conduit. length < 0: any number of bytes.
func newIdentity(vm *jsruntime.VM, length int64, plan strategy) identity {
	c := &conduit{limit: length}
	src := &conduitSource{c: c}
	k := &conduitSink{c: c, src: src}
	id := identity{readable: newNative(vm, src, length, Transformed), writable: newNativeWritable(vm, k, plan)}
	src.stream, src.writable = id.readable, id.writable
	return id
}

// conduitSource is the reading end of a conduit on the loop.
type conduitSource struct {
	c        *conduit
	stream   *stream
	writable *writable
}

func (s *conduitSource) pull(vm *jsruntime.VM, max int, done func([]byte, error)) {
	s.c.startRead(&readOp{party: newParty(vm, s.c.isRemote(writeEnd)), max: max, done: done}, true)
}

// cancel makes the writing side fail with the reason.
func (s *conduitSource) cancel(vm *jsruntime.VM, reason value) value {
	err := vm.Wrap(asError(vm, reason, "Stream was cancelled."))
	s.c.fail(err, err, true)
	if jsruntime.AsObject(reason) == nil {
		reason = err.Value
	}
	s.writable.control.failIfNeeded(reason)
	return done(vm)
}

// asError gives a reason as the other side of a conduit gets it: what is no error becomes the
// message of one, and undefined the text none.
func asError(vm *jsruntime.VM, reason value, none string) value {
	o := jsruntime.AsObject(reason)
	switch {
	case o != nil && o.ClassName() == "Error", pedantic(vm):
		return reason
	case o != nil:
		return vm.NewErrorObject(jsruntime.PlainError, "#<"+o.ClassName()+">")
	case jsruntime.IsUndefined(reason):
		return vm.NewErrorObject(jsruntime.PlainError, none)
	}
	return vm.NewErrorObject(jsruntime.PlainError, reason.String())
}

// live says that the writer is a script, or a pipe of one.
func (s *conduitSource) live() bool { return true }

// detach gives the reading end to a goroutine.
func (s *conduitSource) detach(vm *jsruntime.VM) io.ReadCloser {
	s.c.detachEnd(readEnd, true)
	scope := vm.Scope()
	return &conduitReader{
		c: s.c, scope: scope, gone: vm.Context().Done(), closed: make(chan struct{}),
		onClose: func() {
			err := jsruntime.Errorf(jsruntime.TypeError, "The readable side of this TransformStream was closed.")
			s.c.fail(err, err, false)
			scope.Post(func(vm *jsruntime.VM) {
				vm.Enter(func() { s.writable.control.failIfNeeded(vm.ErrorValue(err)) })
			})
		},
	}
}

// settle closes or errors the readable side without waiting for a read.
func (s *conduitSource) settle(err error) {
	if n := s.stream.control.(*native); s.stream.state == stateReadable && n.idle() && len(n.carry) == 0 && n.eof == nil {
		n.eof = err
		n.end()
	}
}

// conduitSink is the writing end of a conduit on the loop.
type conduitSink struct {
	c   *conduit
	src *conduitSource
}

func (k *conduitSink) write(vm *jsruntime.VM, b []byte) value {
	r := newResolver(vm)
	k.c.startWrite(&writeOp{party: newParty(vm, k.c.isRemote(readEnd)), b: b, done: func(err error) {
		if err != nil {
			if !k.c.isRemote(readEnd) {
				k.src.settle(err)
			}
			r.reject(vm.ErrorValue(err))
			return
		}
		r.resolve(undefined())
	}}, true)
	return r.promise
}

func (k *conduitSink) close(vm *jsruntime.VM) value {
	if err := k.c.finish(true); err != nil {
		k.src.settle(err)
		return vm.RejectedWith(err)
	}
	k.src.settle(io.EOF)
	return done(vm)
}

func (k *conduitSink) abort(vm *jsruntime.VM, reason value) value {
	err := vm.Wrap(asError(vm, reason, "undefined"))
	k.c.fail(err, err, true)
	k.src.settle(err)
	return done(vm)
}

// interrupt lets the write in flight fail with the reason.
func (k *conduitSink) interrupt(vm *jsruntime.VM, reason value) {
	err := vm.Wrap(reason)
	k.c.fail(err, err, true)
}

func (k *conduitSink) detach(vm *jsruntime.VM) sinkWriter {
	k.c.detachEnd(writeEnd, true)
	return &conduitWriter{c: k.c, done: make(chan struct{}), fail: func(err error) { k.c.fail(err, err, false) }}
}

func (k *conduitSink) attach() { k.c.detachEnd(writeEnd, false) }

// identityPlan reads the option highWaterMark, in bytes, of argument i of the constructor of class;
// without it one write may wait.
func identityPlan(vm *jsruntime.VM, class string, a args, i int) strategy {
	m := dictionaryMembers(vm, class, "QueuingStrategy", a, i)
	if jsruntime.IsUndefined(m.mark) {
		return strategy{highWaterMark: 1}
	}
	plan := extract(vm, members{mark: m.mark}, 0)
	plan.size = func(chunk value) float64 {
		data, _ := sinkBytes(vm, chunk)
		return float64(len(data))
	}
	return plan
}

func defineIdentity() {
	jsruntime.Extends(identityClass, transformClass, identityParent).
		Setup(unlinked).
		Constructor(0, func(vm *jsruntime.VM, a args, _ *object) *identity {
			id := newIdentity(vm, -1, identityPlan(vm, "IdentityTransformStream", a, 0))
			return &id
		}).
		Getter("readable", func(_ *jsruntime.VM, id *identity) value { return id.readable.value() }).
		Getter("writable", func(_ *jsruntime.VM, id *identity) value { return id.writable.value() })
	jsruntime.Extends(fixedClass, identityClass, func(f *fixed) *identity { return &f.identity }).
		Setup(unlinked).
		Constructor(1, func(vm *jsruntime.VM, a args, _ *object) *fixed {
			if len(a) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to construct 'FixedLengthStream': constructor parameter 1 is not of type 'bigint'.")
			}
			n := lengthOf(vm, a[0])
			return &fixed{newIdentity(vm, int64(n), identityPlan(vm, "FixedLengthStream", a, 1))}
		})
}

// identityParent is what TransformStream's own members see of an identity.
func identityParent(id *identity) *transform {
	return &transform{vm: id.readable.vm, readable: id.readable, writable: id.writable}
}
