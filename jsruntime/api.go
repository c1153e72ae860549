package jsruntime

import (
	"fmt"
	"maps"
	"slices"

	"github.com/dop251/goja"
)

// API is one piece of what scripts find: globals, installed lazily, and modules.
type API struct {
	Name string
	// Globals gives the names of globals with what makes each, when first used. As on the platform they
	// are enumerable and inherited: they stand on the prototype of the global object, once an
	// earlier API has given it one.
	Globals map[string]func(*VM) Value
	// Own lists those of Globals that the global object has itself.
	Own []string
	// BuiltIn says that Globals are of the language: the global object has them itself, and they are
	// not enumerable.
	BuiltIn bool
	// Modules gives the host modules it serves by specifier, as "cloudflare:workers".
	Modules map[string]func(*VM) Value
	// Exports names, in order, all that those of Modules export which have no default export. The others may
	// be called as modules of CommonJS are.
	Exports map[string][]string
	// Named gives what those of Modules that have a default export export by name, of what they are as modules of
	// CommonJS; without an entry it is what has enumerable properties there.
	Named map[string]func(*VM, *Object) map[string]Export
	// Install runs once per VM, before any script; nil: nothing to do. It must be cheap.
	Install func(*VM) error
}

// install puts the APIs on the global object.
func (vm *VM) install(apis []API) error {
	vm.hide()
	for _, api := range apis {
		for name, make := range api.Globals {
			vm.defineLazy(vm.holder(api, name), name, make, goja.ToFlag(!api.BuiltIn))
		}
		for specifier, make := range api.Modules {
			vm.sources[specifier] = func() Value { return make(vm) }
		}
		maps.Copy(vm.exports, api.Exports)
		maps.Copy(vm.named, api.Named)
		if api.Install != nil {
			if err := api.Install(vm); err != nil {
				return fmt.Errorf("install %s: %w", api.Name, err)
			}
		}
	}
	exception := func(vm *VM) Value { return DOMExceptionClass.Object(vm) }
	vm.defineLazy(vm.holder(API{}, "DOMException"), "DOMException", exception, Yes)
	return nil
}

// holder is the object on which a global of an API stands.
func (vm *VM) holder(api API, name string) *Object {
	if vm.scope == nil || api.BuiltIn || slices.Contains(api.Own, name) {
		return vm.GlobalObject()
	}
	return vm.scope
}

// SetScope gives the global object its prototype: the one of the class that it is an instance of. Globals
// of later APIs stand there.
func (vm *VM) SetScope(prototype *Object) error {
	vm.scope = prototype
	return vm.GlobalObject().SetPrototype(prototype)
}

// DeleteGlobal takes a global of an API away.
func (vm *VM) DeleteGlobal(name string) error {
	for _, holder := range []*Object{vm.GlobalObject(), vm.scope} {
		if vm.lazy[lazyGlobal{holder, name}] {
			if err := holder.Delete(name); err != nil {
				return err
			}
		}
	}
	return nil
}

// lazyGlobal is a property that is made when first read.
type lazyGlobal struct {
	holder *Object
	name   string
}

// defineLazy puts a property on the global object, or the one that it inherits from, that is made when first read.
// One function is both its getter and its setter, which alone is given an argument: there are a hundred.
func (vm *VM) defineLazy(holder *Object, name string, make func(*VM) Value, enumerable PropertyFlag) {
	vm.lazy[lazyGlobal{holder, name}] = true
	access := vm.newAccess(func(call FunctionCall) Value {
		if len(call.Arguments) == 0 {
			v := make(vm)
			must(holder.DefineDataProperty(name, v, Yes, Yes, enumerable))
			return v
		}
		heir, flag := AsObject(call.This), Yes // it may inherit from the holder
		if heir == nil {
			heir = vm.GlobalObject()
		}
		if heir.SameAs(holder) {
			flag = enumerable
		}
		if err := heir.DefineDataProperty(name, call.Argument(0), Yes, Yes, flag); err != nil {
			vm.Throw(err)
		}
		return Undefined()
	})
	must(holder.DefineAccessorProperty(name, access, access, Yes, enumerable))
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
