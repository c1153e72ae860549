package loader

import (
	"net/http"
	"strings"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/rpc"
)

// noOutbound is what a Worker is told that may not use the internet.
const noOutbound = "This worker is not permitted to access the internet via global functions like fetch(). It must use capabilities (such as bindings in 'env') to talk to the outside world."

// maxCode and maxEnv are the platform's limits, in bytes.
const (
	maxCode = 64 << 20
	maxEnv  = 1 << 20
)

// read makes a Worker's code of {compatibilityDate, compatibilityFlags, mainModule, modules, env,
// globalOutbound}.
func read(vm *jsruntime.VM, v jsruntime.Value) (code bindings.DynamicCode, err error) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return code, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the Promise: it is not of type 'WorkerCode'.")
	}
	if thrown := vm.Try(func() { code, err = readObject(vm, o) }); thrown != nil {
		return code, thrown
	}
	return code, err
}

func readObject(vm *jsruntime.VM, o *jsruntime.Object) (code bindings.DynamicCode, err error) {
	for _, name := range []string{"tails", "streamingTails", "limits"} {
		if v := o.Get(name); v != nil && !jsruntime.IsUndefined(v) {
			return code, &bindings.Unsupported{Feature: name + " of Workers that a script has loaded"}
		}
	}
	for _, field := range []struct {
		name string
		to   *string
	}{{"compatibilityDate", &code.Date}, {"mainModule", &code.Main}} {
		v := o.Get(field.name)
		if v == nil || !jsruntime.IsString(v) {
			return code, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the '%s' field on 'WorkerCode': the provided value is not of type 'string'.", field.name)
		}
		*field.to = v.String()
	}
	if flags := jsruntime.AsObject(o.Get("compatibilityFlags")); flags != nil {
		for _, key := range flags.Keys() {
			code.Flags = append(code.Flags, vm.Text(flags.Get(key)))
		}
	}
	if code.Modules, err = readModules(vm, jsruntime.AsObject(o.Get("modules"))); err != nil {
		return code, err
	}
	if code.Env, err = readEnv(vm, jsruntime.AsObject(o.Get("env"))); err != nil {
		return code, err
	}
	code.Outbound, err = readOutbound(o.Get("globalOutbound"))
	return code, err
}

func readModules(vm *jsruntime.VM, o *jsruntime.Object) ([]bindings.DynamicModule, error) {
	if o == nil || len(o.Keys()) == 0 {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Dynamic Worker code must contain at least one module.")
	}
	var modules []bindings.DynamicModule
	size := 0
	for _, name := range o.Keys() {
		m, err := readModule(vm, name, o.Get(name))
		if err != nil {
			return nil, err
		}
		size += len(m.Data)
		modules = append(modules, m)
	}
	if size > maxCode {
		return nil, jsruntime.Errorf(jsruntime.PlainError, "Dynamic Worker code size (%d bytes) exceeds the maximum allowed size of %d bytes.", size, maxCode)
	}
	return modules, nil
}

// kinds are the modules' types by the property that holds their text or bytes.
var kinds = map[string]string{"js": "ESModule", "cjs": "CommonJS", "text": "Text", "data": "Data", "json": "JSON", "wasm": "CompiledWasm"}

func readModule(vm *jsruntime.VM, name string, v jsruntime.Value) (bindings.DynamicModule, error) {
	m := bindings.DynamicModule{Name: name}
	if jsruntime.IsString(v) {
		switch {
		case strings.HasSuffix(name, ".js"):
			m.Type, m.Data = "ESModule", []byte(vm.Text(v))
			return m, nil
		case strings.HasSuffix(name, ".py"):
			return m, errPython
		}
		text := "Module name must end with '.js' or '.py' (or the content must be an object indicating the type explicitly). Got: " + name
		for _, ext := range []string{".ts", ".tsx", ".jsx"} {
			if strings.HasSuffix(name, ext) {
				text += ". If you're trying to load TypeScript, bundle it first with '@cloudflare/worker-bundler' and pass the generated JavaScript modules."
			}
		}
		return m, jsruntime.Errorf(jsruntime.TypeError, "%s", text)
	}
	o := jsruntime.AsObject(v)
	if o == nil {
		return m, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for map entry '%s': the provided value is not of type 'WasmModule or Module or string'.", name)
	}
	given := 0
	for _, kind := range []string{"js", "cjs", "text", "data", "json", "py", "wasm"} {
		v := o.Get(kind)
		if v == nil || jsruntime.IsUndefined(v) {
			continue
		}
		given++
		if err := fill(&m, vm, kind, v); err != nil {
			return m, err
		}
	}
	if given != 1 {
		return m, jsruntime.Errorf(jsruntime.TypeError, "Each module must contain exactly one of 'js', 'cjs', 'text', 'data', 'json', 'py', or 'wasm'. Module '%s' contained %d properties.", name, given)
	}
	return m, nil
}

// errPython refuses Workers in Python.
var errPython = &bindings.Unsupported{Feature: "Python modules of Workers that a script has loaded"}

// fill gives a module what stands under the property of its kind.
func fill(m *bindings.DynamicModule, vm *jsruntime.VM, kind string, v jsruntime.Value) error {
	m.Type = kinds[kind]
	switch kind {
	case "py":
		return errPython
	case "json":
		text, ok := json.Stringify(vm, v)
		if !ok {
			text = "null"
		}
		m.Data = []byte(text)
	case "data", "wasm":
		data, ok := jsruntime.Bytes(v)
		if !ok {
			return jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the '%s' field on 'Module': the provided value is not of type 'ArrayBuffer or ArrayBufferView'.", kind)
		}
		m.Data = append([]byte(nil), data...)
	default:
		m.Data = []byte(vm.Text(v))
	}
	return nil
}

func readEnv(vm *jsruntime.VM, o *jsruntime.Object) ([]bindings.DynamicValue, error) {
	if o == nil {
		return nil, nil
	}
	var env []bindings.DynamicValue
	size := 0
	for _, name := range o.Keys() {
		m, err := rpc.Encode(vm, o.Get(name))
		if err != nil {
			return nil, err
		}
		size += len(name) + len(m.Data)
		env = append(env, bindings.DynamicValue{Name: name, Value: m})
	}
	if size > maxEnv {
		return nil, jsruntime.Errorf(jsruntime.PlainError, "Dynamic Worker env size (%d bytes) exceeds the maximum allowed size of %d bytes.", size, maxEnv)
	}
	return env, nil
}

// readOutbound gives what takes a Worker's fetch(): null forbids it.
func readOutbound(v jsruntime.Value) (http.RoundTripper, error) {
	switch {
	case v == nil || jsruntime.IsUndefined(v):
		return nil, nil
	case jsruntime.IsNull(v):
		return forbidden{}, nil
	}
	service, ok := rpc.ServiceOf(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Incorrect type for the 'globalOutbound' field on 'WorkerCode': the provided value is not of type 'Fetcher'.")
	}
	return service, nil
}

// forbidden is the internet of a Worker that may not use it.
type forbidden struct{}

// RoundTrip implements http.RoundTripper.
func (forbidden) RoundTrip(*http.Request) (*http.Response, error) {
	return nil, jsruntime.Errorf(jsruntime.PlainError, noOutbound)
}
