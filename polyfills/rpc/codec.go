package rpc

import (
	"io"

	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
)

// target is the host side of RpcTarget.
type target struct{}

// targetClass is the class whose instances cross over by reference.
var targetClass = jsruntime.NewClass[target]("RpcTarget").
	Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *target { return &target{} })

// TargetClass gives the constructor RpcTarget of cloudflare:workers.
func TargetClass(vm *jsruntime.VM) jsruntime.Value { return targetClass.Object(vm) }

// IsTarget reports whether v is an RpcTarget.
func IsTarget(v jsruntime.Value) bool { _, ok := targetClass.From(v); return ok }

// codec carries over by reference what cannot be cloned.
func codec() *jsruntime.Codec {
	return &jsruntime.Codec{Encode: encode, Decode: decode, Strict: true}
}

// Encode makes a message of a value.
func Encode(vm *jsruntime.VM, v jsruntime.Value) (jsruntime.Message, error) {
	return vm.Serialize(v, codec(), nil)
}

// Decode makes the value of a message.
func Decode(vm *jsruntime.VM, m jsruntime.Message) (jsruntime.Value, error) {
	if m.Data == nil {
		return jsruntime.Undefined(), nil
	}
	return vm.Deserialize(m, codec())
}

// Externals of a message.
type (
	carriedReceiver struct{ Receiver }
	carriedService  struct{ Service }
	carriedStream   struct {
		io.ReadCloser
		length int64
	}
)

// Uncarry makes the stream again.
func (c carriedStream) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	return streams.NewReadable(vm, c.ReadCloser, streams.ReadableOptions{Length: c.length}), nil
}

func encode(vm *jsruntime.VM, o *jsruntime.Object) (external any, ok bool, err error) {
	if s, ok := ServiceOf(o); ok {
		return carriedService{s}, true, nil
	}
	if r, ok := ReceiverOf(o); ok {
		return carriedReceiver{r}, true, nil
	}
	if IsTarget(o) || jsruntime.IsFunction(o) {
		return carriedReceiver{newExport(vm, o)}, true, nil
	}
	if streams.IsReadable(o) {
		length := int64(-1)
		if n, ok := streams.KnownLength(o); ok {
			length = n
		}
		r, err := streams.Reader(vm, o)
		return carriedStream{r, length}, true, err
	}
	if streams.IsWritable(o) {
		return nil, true, jsruntime.Errorf(jsruntime.PlainError, "not emulated: WritableStream over RPC")
	}
	if v, ok, err := fetch.Carry(vm, o); ok || err != nil {
		return v, ok, err
	}
	if h, ok := headers.From(o); ok {
		return h.Carry(), true, nil
	}
	return nil, false, nil
}

func decode(vm *jsruntime.VM, external any) (jsruntime.Value, error) {
	switch x := external.(type) {
	case carriedService:
		return NewService(vm, x.Service, Options{}), nil
	case carriedReceiver:
		return NewStub(vm, x.Receiver), nil
	case interface {
		Uncarry(*jsruntime.VM) (jsruntime.Value, error)
	}:
		return x.Uncarry(vm)
	}
	return nil, jsruntime.Errorf(jsruntime.DOMError+"DataCloneError", "unknown object in an RPC message")
}
