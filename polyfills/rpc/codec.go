package rpc

import (
	"context"
	"errors"
	"sync/atomic"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/compat"
	"paddock/polyfills/fetch"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// target is the host side of RpcTarget.
type target struct{}

// WhyNot implements jsruntime.Uncloneable.
func (*target) WhyNot() string { return "Remote RPC references can only be serialized for RPC." }

// targetClass is the class whose instances cross over by reference.
var targetClass = jsruntime.NewClass[target]("RpcTarget").
	Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *target { return &target{} })

// TargetClass gives the constructor RpcTarget of cloudflare:workers.
func TargetClass(vm *jsruntime.VM) jsruntime.Value { return targetClass.Object(vm) }

// IsTarget reports whether v is an RpcTarget.
func IsTarget(v jsruntime.Value) bool {
	for o := jsruntime.AsObject(v); o != nil && jsruntime.IsProxy(o) && !jsruntime.Hosted(o); o = jsruntime.AsObject(v) {
		target := o.Export().(jsruntime.Proxy).Target()
		if target == nil { // it has been revoked
			return false
		}
		v = target // a script's proxy of one is one, too
	}
	_, ok := targetClass.From(v)
	return ok
}

// codec carries over by reference what cannot be cloned. stubs (nil: nobody asks) collects the
// stubs that it makes.
func codec(stubs *[]*stub) *jsruntime.Codec {
	return &jsruntime.Codec{Encode: encode, Strict: true, NewStacks: true,
		Decode: func(vm *jsruntime.VM, external any) (jsruntime.Value, error) {
			v, err := decode(vm, external)
			s, ok := stubClass.From(v)
			if _, service := fetcherClass.From(v); ok && !service && stubs != nil { // services are nobody's to give up
				*stubs = append(*stubs, s)
			}
			return v, err
		}}
}

// Encode makes a message of a value.
func Encode(vm *jsruntime.VM, v jsruntime.Value) (jsruntime.Message, error) {
	return made(vm.Serialize(v, codec(nil), nil))
}

// EncodeResult is Encode of what a call gives: the stubs in it become the caller's, and are given up here
// when the caller has given them up.
func EncodeResult(vm *jsruntime.VM, v jsruntime.Value) (jsruntime.Message, error) {
	c := codec(nil)
	c.Encode = func(vm *jsruntime.VM, o *jsruntime.Object) (any, bool, error) {
		external, ok, err := encode(vm, o)
		if s, isStub := stubClass.From(o); ok && isStub && !s.disposed {
			if r, carried := external.(carriedReceiver); carried {
				external = carriedReceiver{&moved{Receiver: r.Receiver, frame: vm.Frame(), stub: s}}
			}
		}
		return external, ok, err
	}
	m, err := made(vm.Serialize(v, c, nil))
	var large *jsruntime.Error
	if errors.As(err, &large) && large.Class == jsruntime.PlainError { // the caller has it from afar
		err = &jsruntime.Error{Class: large.Class, Msg: large.Msg, Props: map[string]any{"remote": true}}
	}
	return m, err
}

// moved is what stands behind a stub that a call has given to its caller.
type moved struct {
	Receiver
	frame *jsruntime.Frame
	stub  *stub        // the callee's
	stubs atomic.Int32 // that refer to it, but the first
}

// Dup implements Shared.
func (m *moved) Dup() { m.stubs.Add(1) }

// Dispose gives the callee's stub up with the last of the caller's.
func (m *moved) Dispose() {
	if m.stubs.Add(-1) != -1 {
		return
	}
	m.Receiver.Dispose()
	m.frame.Post(m.stub.dispose)
}

// maxMessage is how large the arguments of a call may be, and its result.
const maxMessage = 32 << 20

// made refuses messages that are too large, and gives up what those carry that cannot be sent.
func made(m jsruntime.Message, err error) (jsruntime.Message, error) {
	if err == nil && len(m.Data) > maxMessage {
		err = jsruntime.Errorf(jsruntime.PlainError,
			"Serialized RPC arguments or return values are limited to 32MiB, but the size of this value was: %d bytes.", len(m.Data))
	}
	if err != nil {
		Discard(m)
		return jsruntime.Message{}, err
	}
	return m, nil
}

// encodeArguments makes a message of the arguments of a call. Before rpc_params_dup_stubs the stubs
// among them become the callee's: here they can no longer be used.
func encodeArguments(vm *jsruntime.VM, args []jsruntime.Value) (jsruntime.Message, error) {
	if compat.Of(vm).Has("rpc_params_dup_stubs") {
		c := codec(nil)
		c.Encode = func(vm *jsruntime.VM, o *jsruntime.Object) (any, bool, error) {
			o, err := duplicate(vm, o)
			if err != nil {
				return nil, true, err
			}
			return encode(vm, o)
		}
		return made(vm.SerializeList(args, c))
	}
	var given []*stub
	c := codec(nil)
	c.Encode = func(vm *jsruntime.VM, o *jsruntime.Object) (any, bool, error) {
		external, ok, err := encode(vm, o)
		if s, isStub := stubClass.From(o); ok && isStub {
			if _, carried := external.(carriedReceiver); carried {
				given = append(given, s)
			}
		}
		return external, ok, err
	}
	m, err := made(vm.SerializeList(args, c))
	if err == nil {
		for _, s := range given {
			s.end()
		}
	}
	return m, err
}

// Decode makes the value of a message.
func Decode(vm *jsruntime.VM, m jsruntime.Message) (jsruntime.Value, error) {
	if m.Data == nil {
		return jsruntime.Undefined(), nil
	}
	return vm.Deserialize(m, codec(nil))
}

// decodeAll is Decode that tells the stubs in the value too.
func decodeAll(vm *jsruntime.VM, m jsruntime.Message) (v jsruntime.Value, stubs []*stub, err error) {
	if m.Data == nil {
		return jsruntime.Undefined(), nil, nil
	}
	v, err = vm.Deserialize(m, codec(&stubs))
	return v, stubs, err
}

// decodeArguments makes the arguments of a call, and tells the stubs in them.
func decodeArguments(vm *jsruntime.VM, m jsruntime.Message) (args []jsruntime.Value, stubs []*stub, err error) {
	args, err = vm.DeserializeList(m, codec(&stubs))
	return args, stubs, err
}

// decodeResult makes the value of a result: an object can be disposed of, with its stubs.
func decodeResult(vm *jsruntime.VM, m jsruntime.Message) (jsruntime.Value, error) {
	v, stubs, err := decodeAll(vm, m)
	if len(stubs) > 0 && vm.InEvent() && vm.Gate() == nil { // an object's live as long as it does
		vm.Scope().OnEnd(func() {
			for _, s := range stubs {
				s.expire()
			}
		})
	}
	o, sym := jsruntime.AsObject(v), disposeSymbol(vm)
	if err != nil || o == nil || sym == nil {
		return v, err
	}
	if _, ok := stubClass.From(o); ok {
		return v, nil
	}
	dispose := vm.NewFunction("", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		disposeAll(vm, stubs)
		return jsruntime.Undefined()
	})
	return v, o.DefineDataPropertySymbol(sym, dispose, jsruntime.Yes, jsruntime.Yes, jsruntime.No)
}

func disposeAll(vm *jsruntime.VM, stubs []*stub) {
	for _, s := range stubs {
		s.dispose(vm)
	}
}

// Externals of a message.
type (
	carriedReceiver struct{ Receiver }
	carriedService  struct{ Service }
)

func encode(vm *jsruntime.VM, o *jsruntime.Object) (external any, ok bool, err error) {
	if _, ok := promiseClass.From(o); ok { // or a property, which has the same struct
		name := promiseClass.Name()
		if o.Prototype().SameAs(propertyClass.Prototype(vm)) {
			name = propertyClass.Name()
		}
		return nil, true, unsupported(name)
	}
	if _, ok := loopbackClass.From(o); ok || hosted(o) { // what stands on ctx.exports
		return nil, true, unsupported(jsruntime.AsObject(o.Get("constructor")).Get("name").String())
	}
	if c, ok := objectClass.From(o); ok {
		return carriedClass{*c}, true, nil
	}
	if f, ok := fetcherClass.From(o); ok {
		return carriedService{f.service}, true, f.owner.Refusal(vm, f.kind)
	}
	if s, ok := stubClass.From(o); ok {
		if s.disposed { // which only shows when it is used
			return carriedReceiver{gone{}}, true, nil
		}
		if err := s.usable(vm); err != nil {
			return nil, true, err
		}
		return carriedReceiver{dup(s.receiver)}, true, nil
	}
	if jsruntime.IsProxy(o) {
		return carryProxy(vm, o)
	}
	if v := o.GetSymbol(jsruntime.SymToStringTag); jsruntime.IsString(v) {
		switch kind := v.String(); kind {
		case "Promise", "WeakMap", "WeakSet", "WeakRef", "ServiceWorkerGlobalScope":
			return nil, true, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "#<%s> could not be cloned.", kind)
		}
	}
	if IsTarget(o) || jsruntime.IsFunction(o) {
		return carriedReceiver{lend(vm, o)}, true, nil
	}
	if streams.IsReadable(o) {
		length := int64(-1)
		if n, ok := streams.KnownLength(o); ok {
			length = n
		}
		if streams.Locked(o) {
			return nil, true, jsruntime.Errorf(jsruntime.TypeError, "The ReadableStream has been locked to a reader.")
		}
		r, err := streams.Reader(vm, o)
		return carriedStream{&distant{ReadCloser: r}, length}, true, err
	}
	if streams.IsWritable(o) {
		w, err := carryWritable(vm, o)
		return w, true, err
	}
	if abort.IsSignal(o) {
		if !compat.Of(vm).Has("enable_abortsignal_rpc") {
			return nil, true, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "AbortSignal serialization is not enabled.")
		}
		s, err := carrySignal(vm, o)
		return s, true, err
	}
	if v, ok, err := fetch.Carry(vm, o); ok || err != nil {
		return v, ok, err
	}
	if h, ok := headers.From(o); ok {
		return h.Carry(), true, nil
	}
	return nil, false, nil
}

// gone is what a stub stands for that was carried when it had been disposed of.
type gone struct{}

func (gone) Invoke(_ context.Context, op Op, reply Reply) {
	Discard(op.Args)
	reply(jsruntime.Message{}, errDisposed)
}
func (gone) Dispose() {}

// hosted tells whether a function is what the host made to be called, and no stub.
func hosted(o *jsruntime.Object) bool {
	if !jsruntime.IsFunction(o) || !jsruntime.Hosted(o) {
		return false
	}
	_, stub := ReceiverOf(o)
	return !stub
}

func unsupported(class string) error {
	return jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "Could not serialize object of type \"%s\". This type does not support serialization.", class)
}

// carryProxy hands a proxy of a script out by reference, if it looks like what may be.
func carryProxy(vm *jsruntime.VM, o *jsruntime.Object) (external any, ok bool, err error) {
	err = vm.Try(func() { ok = passable(vm, o) })
	if err == nil && !ok {
		err = jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "Proxy could not be serialized because it is not a valid RPC receiver type. The Proxy must emulate either a plain object or an RpcTarget, as indicated by the Proxy's prototype chain.")
	}
	if err != nil {
		return nil, true, err
	}
	return carriedReceiver{lend(vm, o)}, true, nil
}

func decode(vm *jsruntime.VM, external any) (jsruntime.Value, error) {
	switch x := external.(type) {
	case carriedService:
		return NewService(vm, x.Service, Options{Kind: Channel}), nil
	case carriedReceiver:
		return NewStub(vm, x.Receiver), nil
	case interface {
		Uncarry(*jsruntime.VM) (jsruntime.Value, error)
	}:
		return x.Uncarry(vm)
	}
	return nil, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "unknown object in an RPC message")
}
