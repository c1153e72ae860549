// Package structuredclone is the global structuredClone. The algorithm is jsruntime's
// ([jsruntime.VM.Clone]), the same that storage, queues and RPC use.
package structuredclone

import "paddock/jsruntime"

// API gives the global.
func API() jsruntime.API {
	return jsruntime.API{Name: "structuredclone", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"structuredClone": func(vm *jsruntime.VM) jsruntime.Value {
			return vm.NewGlobalFunction("structuredClone", 1, func(call jsruntime.FunctionCall) jsruntime.Value { return clone(vm, call.Arguments) })
		},
	}}
}

func clone(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'structuredClone' on 'ServiceWorkerGlobalScope': parameter 1 is not of type 'Value'.")
	}
	if v := args.At(1); !jsruntime.IsNullish(v) && jsruntime.AsObject(v) == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'structuredClone' on 'ServiceWorkerGlobalScope': parameter 2 is not of type 'StructuredCloneOptions'.")
	}
	var transfer []jsruntime.Value
	if options := jsruntime.AsObject(args.At(1)); options != nil {
		if list := options.Get("transfer"); !jsruntime.IsUndefined(list) {
			if !vm.IsIterable(list) {
				vm.Throwf(jsruntime.TypeError, "Incorrect type for the 'transfer' field on 'StructuredCloneOptions': the provided value is not of type 'Array'.")
			}
			vm.Iterate(list, func(v jsruntime.Value) bool {
				transfer = append(transfer, v)
				return true
			})
		}
	}
	v, err := vm.Clone(args[0], nil, transfer)
	if err != nil {
		vm.Throw(err)
	}
	return v
}
