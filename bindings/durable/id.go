package durable

import (
	"sync"

	"paddock/bindings/store"
	"paddock/jsruntime"
	"paddock/polyfills/rpc"
)

// ID is the host side of a DurableObjectId.
type ID struct {
	key   string // of the namespace that made it
	hex   string
	name  string
	named bool
}

var (
	idClass        = jsruntime.NewClass[ID]("DurableObjectId")
	namespaceClass = jsruntime.NewClass[namespace]("DurableObjectNamespace")
	// loopbackClass is the class of what stands on ctx.exports.
	loopbackClass = jsruntime.NewClass[loopbackNamespace]("LoopbackDurableObjectNamespace")
	// stubClass is the class of stubs, whose struct is that of a Fetcher.
	stubClass = jsruntime.NewClass[struct{ _ byte }]("DurableObject").
			Setup(func(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
			fetcher := jsruntime.AsObject(rpc.FetcherClass(vm))
			for _, err := range []error{ctor.SetPrototype(fetcher), proto.SetPrototype(jsruntime.AsObject(fetcher.Get("prototype")))} {
				if err != nil {
					vm.Throw(err)
				}
			}
		})
)

type loopbackNamespace struct{ *namespace }

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineID()
	defineNamespace()
	jsruntime.Extends(loopbackClass, namespaceClass, func(l *loopbackNamespace) *namespace { return l.namespace })
	defineStorage()
	defineSQL()
	defineFacets()
})

func defineID() {
	idClass.
		Method("toString", 0, func(vm *jsruntime.VM, id *ID, _ jsruntime.Args) jsruntime.Value { return vm.ToValue(id.hex) }).
		Method("equals", 1, func(vm *jsruntime.VM, id *ID, args jsruntime.Args) jsruntime.Value {
			other, ok := idClass.From(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'equals' on 'DurableObjectId': parameter 1 is not of type 'DurableObjectId'.")
			}
			return vm.ToValue(id.hex == other.hex)
		}).
		Getter("name", func(vm *jsruntime.VM, id *ID) jsruntime.Value {
			if !id.named {
				return jsruntime.Undefined()
			}
			return vm.ToValue(id.name)
		}).
		Method("toJSON", 0, func(vm *jsruntime.VM, id *ID, _ jsruntime.Args) jsruntime.Value {
			o := vm.NewObject()
			if id.named {
				if err := o.Set("name", id.name); err != nil {
					vm.Throw(err)
				}
			}
			return o
		}).
		Getter("jurisdiction", func(*jsruntime.VM, *ID) jsruntime.Value { return jsruntime.Undefined() })
}

// fromName is idFromName.
func (n *namespace) fromName(vm *jsruntime.VM, args jsruntime.Args, method string) *ID {
	if len(args) == 0 {
		vm.Throw(wrongType("DurableObjectNamespace", method, 1, "string"))
	}
	name := vm.WTF8(args[0])
	return &ID{key: n.key, hex: n.names.id(n.key, name), name: name, named: true}
}

// names are the ids of objects by their names: making one takes longer than the rest of idFromName,
// and programs ask for the same ones again.
type names struct {
	mu    sync.Mutex // guards known
	known map[string]string
}

// maxNames is how many of them are remembered.
const maxNames = 1024

// id gives the id of the object of a namespace that has a name.
func (n *names) id(key, name string) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	id, ok := n.known[name]
	if ok {
		return id
	}
	id = store.ObjectID(key, name)
	if n.known == nil || len(n.known) >= maxNames {
		n.known = map[string]string{}
	}
	n.known[name] = id
	return id
}

func defineNamespace() {
	namespaceClass.
		Method("newUniqueId", 0, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			o, err := dictionary("DurableObjectNamespace", "newUniqueId", args, 0, "NewUniqueIdOptions")
			if err == nil && o != nil && !jsruntime.IsNullish(o.Get("jurisdiction")) {
				err = errJurisdiction
			}
			if err != nil {
				vm.Throw(err)
			}
			return idClass.New(vm, &ID{key: n.key, hex: store.NewObjectID(n.key)})
		}).
		Method("idFromName", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			return idClass.New(vm, n.fromName(vm, args, "idFromName"))
		}).
		Method("idFromString", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			if len(args) == 0 {
				vm.Throw(wrongType("DurableObjectNamespace", "idFromString", 1, "string"))
			}
			hex, err := store.ParseObjectID(n.key, vm.Text(args[0]))
			if err != nil {
				vm.Throw(err)
			}
			return idClass.New(vm, &ID{key: n.key, hex: hex})
		}).
		Method("get", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			id, ok := idClass.From(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'get' on 'DurableObjectNamespace': parameter 1 is not of type 'DurableObjectId'.")
			}
			checkGet(vm, "get", args)
			return n.stub(vm, id)
		}).
		Method("getByName", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			id := n.fromName(vm, args, "getByName")
			checkGet(vm, "getByName", args)
			return n.stub(vm, id)
		}).
		MethodThis("jurisdiction", 1, func(vm *jsruntime.VM, this *jsruntime.Object, _ *namespace, args jsruntime.Args) jsruntime.Value {
			if !jsruntime.IsNullish(args.At(0)) {
				vm.Throw(errJurisdiction)
			}
			return this
		})
}

var errJurisdiction = jsruntime.Errorf(jsruntime.PlainError, "Jurisdiction restrictions are not implemented in workerd.")

// checkGet refuses what get and getByName do not take as options, which have no effect here.
func checkGet(vm *jsruntime.VM, method string, args jsruntime.Args) {
	o, err := dictionary("DurableObjectNamespace", method, args, 1, "GetDurableObjectOptions")
	if err == nil && o != nil {
		if mode := o.Get("routingMode"); !jsruntime.IsNullish(mode) && vm.Text(mode) != "primary-only" {
			err = jsruntime.Errorf(jsruntime.RangeError, "unknown routingMode: %s", vm.Text(mode))
		}
	}
	if err != nil {
		vm.Throw(err)
	}
}
