package jsruntime

import "fmt"

// API is one piece of what scripts find: globals, installed lazily, and modules.
type API struct {
	Name string
	// Globals gives the names on the global object with what makes each, when first used.
	Globals map[string]func(*VM) Value
	// Modules gives the host modules it serves by specifier, as "cloudflare:workers".
	Modules map[string]func(*VM) Value
	// Install runs once per VM, before any script; nil: nothing to do. It must be cheap.
	Install func(*VM) error
}

// install puts the APIs on the global object.
func (vm *VM) install(apis []API) error {
	vm.hide()
	vm.defineLazy("DOMException", func(vm *VM) Value { return DOMExceptionClass.Object(vm) })
	for _, api := range apis {
		for name, make := range api.Globals {
			vm.defineLazy(name, make)
		}
		for specifier, make := range api.Modules {
			vm.sources[specifier] = func() Value { return make(vm) }
		}
		if api.Install != nil {
			if err := api.Install(vm); err != nil {
				return fmt.Errorf("install %s: %w", api.Name, err)
			}
		}
	}
	return nil
}

// defineLazy puts a property on the global object that is made when first read.
func (vm *VM) defineLazy(name string, make func(*VM) Value) {
	global := vm.GlobalObject()
	vm.lazy[name] = true
	set := func(v Value) { must(global.DefineDataProperty(name, v, Yes, Yes, No)) }
	get := vm.ToValue(func(FunctionCall) Value {
		v := make(vm)
		set(v)
		return v
	})
	setter := vm.ToValue(func(call FunctionCall) Value {
		heir := AsObject(call.This)
		if heir == nil || heir.SameAs(global) {
			set(call.Argument(0))
		} else if err := heir.DefineDataProperty(name, call.Argument(0), Yes, Yes, Yes); err != nil { // it inherits from the global object
			vm.Throw(err)
		}
		return Undefined()
	})
	must(global.DefineAccessorProperty(name, get, setter, Yes, No))
}

// Module gives the exports of a host module; ok is false when there is none of that name.
func (vm *VM) Module(specifier string) (exports Value, ok bool) {
	if v, ok := vm.modules[specifier]; ok {
		return v, true
	}
	make, ok := vm.sources[specifier]
	if !ok {
		return nil, false
	}
	v := make()
	vm.modules[specifier] = v
	return v, true
}

// DefineModule adds a host module, or replaces one that was not used yet.
func (vm *VM) DefineModule(specifier string, make func(*VM) Value) {
	vm.sources[specifier] = func() Value { return make(vm) }
}
