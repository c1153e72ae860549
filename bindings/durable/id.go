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

// define completes the classes once per process: their members refer to them.
var define = sync.OnceFunc(func() {
	defineID()
	defineNamespace()
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
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'DurableObjectNamespace': parameter 1 is not of type 'string'.", method)
	}
	name := args.At(0).String()
	return &ID{key: n.key, hex: store.ObjectID(n.key, name), name: name, named: true}
}

func defineNamespace() {
	namespaceClass.
		Method("newUniqueId", 0, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			if o := jsruntime.AsObject(args.At(0)); o != nil && !jsruntime.IsNullish(o.Get("jurisdiction")) {
				vm.Throwf(jsruntime.PlainError, "Jurisdiction restrictions are not implemented in workerd.")
			}
			return idClass.New(vm, &ID{key: n.key, hex: store.NewObjectID(n.key)})
		}).
		Method("idFromName", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			return idClass.New(vm, n.fromName(vm, args, "idFromName"))
		}).
		Method("idFromString", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			hex, err := store.ParseObjectID(n.key, args.At(0).String())
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
			return n.stub(vm, id)
		}).
		Method("getByName", 1, func(vm *jsruntime.VM, n *namespace, args jsruntime.Args) jsruntime.Value {
			return n.stub(vm, n.fromName(vm, args, "getByName"))
		}).
		Method("jurisdiction", 1, func(vm *jsruntime.VM, _ *namespace, _ jsruntime.Args) jsruntime.Value {
			vm.Throwf(jsruntime.PlainError, "Jurisdiction restrictions are not implemented in workerd.")
			return nil
		})
}
