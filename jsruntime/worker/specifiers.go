package worker

import (
	"fmt"
	"path"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/url"
)

// The program knows its modules by the bundle. What is left to this file are the specifiers that
// nobody knew when it was bundled, and import.meta. Both depend on new_module_registry, with which
// modules are named by URLs.

// bundleFolder is where the platform has a Worker's modules.
const bundleFolder = "/bundle/"

// require gives a host module to the program.
func (h *home) require(vm *jsruntime.VM, specifier string) jsruntime.Value {
	m, ok := vm.Module(specifier)
	if !ok {
		vm.Throwf(jsruntime.PlainError, "%s", h.missing(vm, specifier))
	}
	vm.Namespace(specifier) // before the program changes exports
	return m
}

// namespace gives the namespace of a host module to the program.
func (h *home) namespace(vm *jsruntime.VM, specifier string) jsruntime.Value {
	m, ok := vm.Namespace(specifier)
	if !ok {
		vm.Throwf(jsruntime.PlainError, "%s", h.missing(vm, specifier))
	}
	return m
}

// load gives what the program requires by a specifier that it has put together.
func (h *home) load(vm *jsruntime.VM, specifier string) jsruntime.Value {
	return h.require(vm, h.found(vm, specifier))
}

// imported gives what it imports by such a specifier.
func (h *home) imported(vm *jsruntime.VM, specifier string) jsruntime.Value {
	return h.namespace(vm, h.found(vm, specifier))
}

// found gives the full name of the module of the host that a specifier means. It throws if the Worker has none.
func (h *home) found(vm *jsruntime.VM, specifier string) string {
	set := compat.Of(vm)
	scheme, name, _ := strings.Cut(specifier, ":")
	switch scheme {
	case "cloudflare", "workerd":
		if _, ok := vm.Module(specifier); ok {
			return specifier
		}
	case "node":
		if set.Node() && set.Builtin(name) || set.Has("nodejs_als") && name == "async_hooks" {
			return specifier
		}
	}
	if named := "node:" + specifier; bare(vm, specifier) {
		if set.Builtin(specifier) {
			return named
		}
		specifier = named
	}
	vm.Throwf(jsruntime.PlainError, "%s", h.missing(vm, specifier))
	return ""
}

// bare reports whether a specifier names a module of Node's without "node:".
func bare(vm *jsruntime.VM, specifier string) bool {
	if specifier == "test" || !compat.Of(vm).Has("nodejs_compat_v2") {
		return false
	}
	_, ok := vm.Module("node:" + specifier)
	return ok
}

// missing is what the platform says of a module that there is not.
func (h *home) missing(vm *jsruntime.VM, specifier string) string {
	if compat.Of(vm).Has("new_module_registry") {
		if at, err := h.locate(vm, specifier); err == nil {
			specifier = at
		}
		return "Module not found: " + specifier
	}
	if host := strings.HasPrefix(specifier, "node:") || strings.HasPrefix(specifier, "cloudflare:"); host {
		return fmt.Sprintf("No such module \"%s\".", specifier)
	}
	name := path.Clean(strings.TrimLeft(specifier, "/"))
	if name == ".." || strings.HasPrefix(name, "../") {
		return fmt.Sprintf("No such module \"%s\"", specifier) // the platform's words for these have no full stop
	}
	return fmt.Sprintf("No such module \"%s\".", name)
}

// locate gives the URL that a specifier in the main module means.
func (h *home) locate(vm *jsruntime.VM, specifier string) (string, error) {
	if bare(vm, specifier) {
		return "node:" + specifier, nil
	}
	u, err := url.Parse(specifier, "file://"+bundleFolder+h.worker.opts.Main)
	if err != nil {
		return "", err
	}
	return u.Href(false), nil
}

// meta makes the import.meta of the bundle's one module.
func (h *home) meta(vm *jsruntime.VM) *jsruntime.Object {
	meta := vm.NewObject()
	if err := meta.SetPrototype(nil); err != nil {
		vm.Throw(err)
	}
	if !compat.Of(vm).Has("new_module_registry") {
		return meta
	}
	file := bundleFolder + h.worker.opts.Main
	for _, p := range []struct {
		name  string
		value any
	}{
		{"main", true},
		{"url", "file://" + file},
		{"filename", file},
		{"dirname", path.Dir(file)},
		{"resolve", vm.NewFunction("", 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			specifier := call.Argument(0).String()
			at, err := h.locate(vm, specifier)
			if err != nil {
				vm.Throwf(jsruntime.TypeError, "Invalid module specifier: %s", specifier)
			}
			return vm.ToValue(at)
		})},
	} {
		if err := meta.Set(p.name, p.value); err != nil {
			vm.Throw(err)
		}
	}
	return meta
}

// host makes the function that gives the program what its bundle does not have: modules of the host by their names, as
// require() does; as its member namespace, as import does; as load and import those whose names only a run
// knows; as attributes what checks the options of an import(); as imports what takes the function that import() is in the
// texts of eval; and as meta import.meta.
func (h *home) host(vm *jsruntime.VM) *jsruntime.Object {
	require := vm.NewFunction("require", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return h.require(vm, call.Argument(0).String())
	})
	for name, give := range map[string]func(*jsruntime.VM, string) jsruntime.Value{
		"namespace": h.namespace, "load": h.load, "import": h.imported,
	} {
		fn := vm.NewFunction(name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
			return give(vm, call.Argument(0).String())
		})
		if err := require.Set(name, fn); err != nil {
			vm.Throw(err)
		}
	}
	isNamespace := vm.NewFunction("isNamespace", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		return vm.ToValue(vm.IsNamespace(call.Argument(0)))
	})
	if err := require.Set("isNamespace", isNamespace); err != nil {
		vm.Throw(err)
	}
	if err := require.Set("attributes", importAttributes(vm)); err != nil {
		vm.Throw(err)
	}
	imports := vm.NewFunction("imports", 1, func(call jsruntime.FunctionCall) jsruntime.Value {
		vm.ImportForTexts(call.Argument(0))
		return nil
	})
	if err := require.Set("imports", imports); err != nil {
		vm.Throw(err)
	}
	var meta *jsruntime.Object // made when it is used, which is rare
	get := vm.NewFunction("meta", 0, func(jsruntime.FunctionCall) jsruntime.Value {
		if meta == nil {
			meta = h.meta(vm)
		}
		return meta
	})
	if err := require.DefineAccessorProperty("meta", get, nil, jsruntime.No, jsruntime.No); err != nil {
		vm.Throw(err)
	}
	return require
}
