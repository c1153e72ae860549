package crypto

import "paddock/jsruntime"

var constantOps = map[string]op{"settle": settle}

// settle gives the properties of an object as constants of one without a prototype: nobody counts or changes
// them, but for the one whose name is the second argument.
func settle(vm *jsruntime.VM, args jsruntime.Args) jsruntime.Value {
	values, free := args.At(0).(*jsruntime.Object), args.At(1).String()
	o := vm.CreateObject(nil)
	for _, name := range values.Keys() {
		flag := jsruntime.No
		if name == free {
			flag = jsruntime.Yes
		}
		if err := o.DefineDataProperty(name, values.Get(name), flag, flag, jsruntime.No); err != nil {
			vm.Throw(err)
		}
	}
	return o
}
