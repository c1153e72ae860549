package rpc

import (
	"errors"
	"math"
	"net/http"
	"strconv"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/fetch"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/trace"
)

// stub is the host side of every kind of stub.
type stub struct {
	receiver Receiver
	disposed bool
	over     bool               // the event that it belongs to is
	service  bool               // it is one of a service
	owner    jsruntime.Owner    // the event that may use it
	kind     string             // the platform's name for what it does its I/O with
	own      []jsruntime.Member // properties of its own
}

var (
	// stubClass is the class of stubs for functions and RpcTargets that came over RPC.
	stubClass = jsruntime.NewClass[stub]("RpcStub")
	// fetcherClass is the class of stubs that also take requests.
	fetcherClass = jsruntime.NewClass[fetcher]("Fetcher")
	// promiseClass and propertyClass are those of what stubs give.
	promiseClass  = jsruntime.NewClass[awaited]("RpcPromise")
	propertyClass = jsruntime.NewClass[awaited]("RpcProperty")
)

// Define completes the classes once per process: their members refer to them.
var Define = sync.OnceFunc(func() {
	stubClass.Constructor(1, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *stub { return &stub{} }).
		Method("dup", 0, func(vm *jsruntime.VM, s *stub, _ jsruntime.Args) jsruntime.Value {
			if s.disposed {
				vm.Throw(errDisposed)
			}
			s.owner.Check(vm, traced)
			return NewStub(vm, dup(s.receiver))
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) { tag(vm, proto, "JsRpcStub") })
	for class, name := range map[*jsruntime.Class[awaited]]string{promiseClass: "JsRpcPromise", propertyClass: "JsRpcProperty"} {
		for method, length := range map[string]int{"then": 2, "catch": 1, "finally": 1} {
			class.Method(method, length, func(vm *jsruntime.VM, a *awaited, args jsruntime.Args) jsruntime.Value {
				for i := range length {
					if v := args.At(i); !jsruntime.IsFunction(v) && (i == 0 || !jsruntime.IsUndefined(v)) {
						vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type 'Function'.", method, name, i+1)
					}
				}
				return vm.CallMethod(a.settles(), method, args...)
			})
		}
		class.Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) { tag(vm, proto, name) })
	}
	jsruntime.Extends(fetcherClass, stubClass, func(f *fetcher) *stub { return &f.stub }).
		AsyncMethod("fetch", 1, func(vm *jsruntime.VM, f *fetcher, args jsruntime.Args) (jsruntime.Value, error) {
			return f.fetch(vm, args), nil
		}).
		Method("connect", 0, connect).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			oldHelpers(vm, proto)
			extraHandlers(vm, proto)
		})
	jsruntime.Extends(loopbackClass, fetcherClass, func(l *loopback) *fetcher { return &l.fetcher })
})

type fetcher struct {
	stub
	service Service
}

// fetch sends a request.
func (f *fetcher) fetch(vm *jsruntime.VM, args jsruntime.Args) (v jsruntime.Value) {
	span := toObject(vm, objectOf(f.service))
	trace.InSpan(vm, span, func() {
		v = fetch.Do(vm, f.service, args, fetch.DoOptions{Owner: "Fetcher", Refused: f.usable(vm)})
	})
	return span.Until(vm, v)
}

// WhyNot implements jsruntime.Uncloneable.
func (*fetcher) WhyNot() string { return "ServiceStub cannot be serialized in this context." }

// tag gives the instances of a class the name that String() shows.
func tag(vm *jsruntime.VM, proto *jsruntime.Object, name string) {
	if !compat.Of(vm).Has("set_tostring_tag") {
		name = "Object" // and not Function, which stubs are to the engine
	}
	if err := proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue(name), jsruntime.No, jsruntime.Yes, jsruntime.No); err != nil {
		vm.Throw(err)
	}
}

// RPCClass gives the constructor RpcStub of cloudflare:workers.
func RPCClass(vm *jsruntime.VM) jsruntime.Value { return constructors.Get(vm) }

// constructors are a constructor for scripts in each VM: what it makes are proxies, which a
// class's own constructor cannot give.
var constructors = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Object {
	ctor := jsruntime.AsObject(vm.ToValue(func(call jsruntime.ConstructorCall) *jsruntime.Object {
		o := jsruntime.AsObject(jsruntime.Args(call.Arguments).At(0))
		if o == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'JsRpcStub': constructor parameter 1 is not of type 'Object'.")
		}
		if p := o.Prototype(); !IsTarget(o) && !jsruntime.IsFunction(o) && p != nil && !p.SameAs(root(vm)) {
			vm.Throwf(jsruntime.TypeError, "RpcStubs can only wrap plain objects, functions, and RpcTarget derivatives.")
		}
		return NewStub(vm, newExport(vm, o))
	}))
	err := errors.Join(ctor.Set("prototype", stubClass.Prototype(vm)),
		ctor.DefineDataProperty("name", vm.ToValue("RpcStub"), jsruntime.No, jsruntime.Yes, jsruntime.No))
	if err != nil {
		vm.Throw(err)
	}
	return ctor
})

// PromiseClass gives the constructor RpcPromise of cloudflare:workers.
func PromiseClass(vm *jsruntime.VM) jsruntime.Value { return promiseClass.Object(vm) }

// PropertyClass gives the constructor RpcProperty of cloudflare:workers.
func PropertyClass(vm *jsruntime.VM) jsruntime.Value { return propertyClass.Object(vm) }

// FetcherClass gives the constructor Fetcher.
func FetcherClass(vm *jsruntime.VM) jsruntime.Value { return fetcherClass.Object(vm) }

// errDisposed is the error of a stub that was disposed of.
var errDisposed = jsruntime.Errorf(jsruntime.PlainError, "RPC stub used after being disposed.")

// errPromiseDisposed is that of an RpcPromise.
var errPromiseDisposed = jsruntime.Errorf(jsruntime.PlainError, "RPC promise used after being disposed.")

// dispose gives the stub up.
func (s *stub) dispose(vm *jsruntime.VM) {
	over := s.disposed || s.over
	if s.disposed = true; over {
		return
	}
	receiver := s.receiver
	vm.Settle(vm.Scope(), func(error) { receiver.Dispose() })
}

// end gives the stub up without waiting for the turn's end.
func (s *stub) end() {
	if !s.disposed {
		s.disposed = true
		s.receiver.Dispose()
	}
}

// expire gives the stub up because the event that it belongs to is over, which it tells others that use it.
func (s *stub) expire() {
	if !s.disposed && !s.over {
		s.over = true
		s.receiver.Dispose()
	}
}

// NewStub makes the stub of a function or an RpcTarget.
func NewStub(vm *jsruntime.VM, r Receiver) *jsruntime.Object {
	s := &stub{receiver: r, owner: vm.Owner(), kind: "Client"}
	return newProxy(vm, callable(vm, stubClass.New(vm, s), s))
}

// Options shape a service's stub.
type Options struct {
	// Class is the constructor whose prototype the stub has, a host class that extends
	// Fetcher; nil: Fetcher.
	Prototype func(vm *jsruntime.VM) *jsruntime.Object
	// Own are own properties, as id and name of a Durable Object's stub.
	Own []jsruntime.Member
	// Kind makes the stub belong to the event that runs: it is the platform's name for what the
	// stub does its I/O with. Empty: all events may use the stub, as a binding.
	Kind string
}

// Names of what stubs of one event do their I/O with.
const (
	// Outgoing is that of Durable Objects, their facets and ports of containers.
	Outgoing = "OutgoingFactory"
	// Channel is that of other services.
	Channel = "SubrequestChannel"
)

// NewService makes the stub of a service.
func NewService(vm *jsruntime.VM, service Service, opts Options) *jsruntime.Object {
	f := &fetcher{stub: stub{receiver: service, service: true, kind: opts.Kind, own: opts.Own}, service: service}
	if opts.Kind != "" {
		f.owner = vm.Owner()
	}
	target := fetcherClass.New(vm, f)
	if opts.Prototype != nil {
		if err := target.SetPrototype(opts.Prototype(vm)); err != nil {
			vm.Throw(err)
		}
	}
	for _, m := range opts.Own { // the proxy's names are those of its target
		if err := target.DefineDataProperty(m.Name, m.Value, jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	return newProxy(vm, target)
}

// callable makes a function with the prototype and the struct of model, which calls the receiver.
func callable(vm *jsruntime.VM, model *jsruntime.Object, s *stub) *jsruntime.Object {
	fn := bare(vm, model.Prototype(), func(args []jsruntime.Value) jsruntime.Value { return invoke(vm, s, nil, args) })
	stubClass.Adopt(fn, s)
	return fn
}

// newProxy makes every property that target, which carries a stub, does not have a method of the receiver.
func newProxy(vm *jsruntime.VM, target *jsruntime.Object) *jsruntime.Object {
	return vm.ToValue(vm.NewProxy(target, stubTraps.Get(vm))).(*jsruntime.Object)
}

// stubTraps are those of all stubs of a VM: what is a stub's own they find behind its target.
var stubTraps = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.ProxyTraps {
	rpc := compat.Of(vm).Has("rpc") || compat.Of(vm).Has("experimental")
	return &jsruntime.ProxyTraps{
		Get: func(target *jsruntime.Object, name string, _ jsruntime.Value) jsruntime.Value {
			if name == jsruntime.HostKey {
				return target.Get(name)
			}
			s, _ := stubClass.From(target)
			if v, ok := s.ownProperty(name); ok {
				return v
			}
			if v := inherited(target, name); v != nil && !(s.service && name == "dup") { // only what came over RPC can be given up
				return v
			}
			switch {
			case name == "then" || name == "toJSON" || isIndex(name):
				return jsruntime.Undefined()
			case s.service && !rpc:
				warnWithoutRPC(vm, name)
				return jsruntime.Undefined()
			}
			return newProperty(vm, s, []string{name})
		},
		GetSym: func(target *jsruntime.Object, sym *jsruntime.Symbol, _ jsruntime.Value) jsruntime.Value {
			if s, _ := stubClass.From(target); sym == disposeSymbol(vm) && !s.service {
				return vm.NewFunction("", 0, func(jsruntime.FunctionCall) jsruntime.Value {
					s.dispose(vm)
					return jsruntime.Undefined()
				})
			}
			return orUndefined(target.GetSymbol(sym))
		},
		Has: func(target *jsruntime.Object, name string) bool {
			s, _ := stubClass.From(target)
			if _, ok := s.ownProperty(name); ok {
				return true
			}
			return (!s.service || rpc) && name != "then" && name != "toJSON" && !isIndex(name) || inherited(target, name) != nil
		},
	}
})

func (s *stub) ownProperty(name string) (jsruntime.Value, bool) {
	for _, m := range s.own {
		if m.Name == name {
			return m.Value, true
		}
	}
	return nil, false
}

// warned tells that a VM's script has been warned of RPC that it has not.
var warned = jsruntime.NewSlot(func(*jsruntime.VM) bool { return false })

// warnWithoutRPC tells once why services of a Worker from before the flag rpc have no methods.
func warnWithoutRPC(vm *jsruntime.VM, name string) {
	if warned.Get(vm) || name == "idFromName" { // which itty-durable asks every binding for
		return
	}
	warned.Set(vm, true)
	vm.CallMethod(jsruntime.AsObject(vm.Get("console")), "warn", vm.ToValue("WARNING: Tried to access method or property '"+name+
		"' on a Service Binding or Durable Object stub. Are you trying to use RPC? If so, please enable the 'rpc' compat flag or update your compat date to 2024-04-03 or later (see https://developers.cloudflare.com/workers/configuration/compatibility-dates/ ). If you are not trying to use RPC, please note that in the future, this property (and all other property names) will appear to be present as an RPC method."))
}

// isIndex tells whether a name is an index of arrays: stubs have no members of such names.
func isIndex(name string) bool {
	if name == "" || name[0] < '0' || name[0] > '9' || name[0] == '0' && len(name) > 1 {
		return false
	}
	n, err := strconv.ParseUint(name, 10, 32)
	return err == nil && n < math.MaxUint32
}

// inherited gives a property of a stub's class; functions' own properties (name, length) and
// those of Object do not count, so that methods of these names can be called.
func inherited(target *jsruntime.Object, name string) jsruntime.Value {
	if name == "name" || name == "length" || name == "prototype" || name == "caller" || name == "arguments" {
		return nil
	}
	v := target.Get(name)
	if jsruntime.IsUndefined(v) {
		return nil
	}
	return v
}

func orUndefined(v jsruntime.Value) jsruntime.Value {
	if v == nil {
		return jsruntime.Undefined()
	}
	return v
}

// property is stub.name: callable, awaitable, and with properties of its own.
type property struct {
	vm   *jsruntime.VM
	stub *stub
	path []string
}

func newProperty(vm *jsruntime.VM, s *stub, path []string) jsruntime.Value {
	return newAwaitable(vm, propertyClass, &property{vm, s, path})
}

func (p *property) call(args []jsruntime.Value) jsruntime.Value {
	return invoke(p.vm, p.stub, p.path, args)
}

func (p *property) read() jsruntime.Value {
	if err := p.stub.usable(p.vm); err != nil {
		return p.vm.RejectedWith(err)
	}
	return send(p.vm, p.stub.receiver, Op{Path: p.path, Get: true})
}

func (*property) dispose() {}

func (p *property) property(name string) jsruntime.Value {
	return newProperty(p.vm, p.stub, longer(p.vm, p.path, name))
}

// longer is a path with another name behind it. It throws where that would be one too many, as a script sees it that only
// looks for the property.
func longer(vm *jsruntime.VM, path []string, name string) []string {
	if len(path) >= maxPath {
		vm.Throw(errDeep)
	}
	return append(path[:len(path):len(path)], name)
}

// maxPipeline is the depth to which calls on results that are not there yet may nest.
const maxPipeline = 64

// invoke calls a method and gives the RpcPromise of its result.
func invoke(vm *jsruntime.VM, s *stub, path []string, args []jsruntime.Value) jsruntime.Value {
	return newPromise(vm, s.call(vm, path, args, vm.Place()), 0)
}

// call calls a method and gives the promise of its result. place is where the script did it.
func (s *stub) call(vm *jsruntime.VM, path []string, args []jsruntime.Value, place jsruntime.Place) jsruntime.Value {
	if err := s.usable(vm); err != nil {
		return vm.RejectedWith(err)
	}
	globalscope.NeedsEvent(vm)
	message, err := encodeArguments(vm, args)
	if err != nil {
		return vm.RejectedWith(err)
	}
	return sendFrom(vm, s.receiver, Op{Path: path, Args: message}, place)
}

// usable is why the stub cannot be used; nil if it can.
func (s *stub) usable(vm *jsruntime.VM) error {
	if s.disposed {
		return errDisposed
	}
	return s.owner.Refusal(vm, s.kind)
}

// maxPath is how many names a call may go through.
const maxPath = 64

var errDeep = jsruntime.Errorf(jsruntime.TypeError, "RPC pipelined property path is too deep (max %d).", maxPath)

// send lets an operation leave at the turn's end and gives a promise of its result.
func send(vm *jsruntime.VM, r Receiver, op Op) jsruntime.Value {
	return sendFrom(vm, r, op, jsruntime.Place{})
}

// sendFrom is send for what a script does at a place: its errors have the stack of that.
func sendFrom(vm *jsruntime.VM, r Receiver, op Op, place jsruntime.Place) jsruntime.Value {
	d := vm.NewDeferred()
	spans := openCall(vm, r, op)
	ctx := spans.carry(vm.Calling(vm.Context()))
	release := hold(vm.Context(), r)
	vm.Emit(func() {
		r.Invoke(ctx, op, func(result jsruntime.Message, err error) {
			spans.close()
			release()
			d.Settle(func(vm *jsruntime.VM) (jsruntime.Value, error) {
				if err != nil {
					return nil, received(vm, err, place)
				}
				return decodeResult(vm, result)
			})
		})
	})
	return d.Promise
}

// traced is the kind of what the platform traces calls by, which it looks at first where it traces.
const traced = "TraceContextParent"

// ServiceOf gives what stands behind the stub of a service.
func ServiceOf(v jsruntime.Value) (Service, bool) {
	f, ok := fetcherClass.From(v)
	if !ok {
		return nil, false
	}
	return f.service, true
}

// RoundTripper gives the receiver of a stub's requests.
func RoundTripper(v jsruntime.Value) (http.RoundTripper, bool) {
	s, ok := ServiceOf(v)
	return s, ok
}

// ReceiverOf gives what stands behind any stub.
func ReceiverOf(v jsruntime.Value) (Receiver, bool) {
	s, ok := stubClass.From(v)
	if !ok {
		return nil, false
	}
	return s.receiver, true
}
