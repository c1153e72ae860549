package wasm

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/experimental"

	"paddock/jsruntime"
)

// Cache keeps the machine code of every module that the isolates which are given it have loaded, so that
// a reload does not make it again.
type Cache struct{ code wazero.CompilationCache }

// NewCache makes an empty cache.
func NewCache() *Cache { return &Cache{wazero.NewCompilationCache()} }

// features are the proposals that the platform has and wazero too.
const features = api.CoreFeaturesV2 | experimental.CoreFeaturesTailCall | experimental.CoreFeaturesExtendedConst | experimental.CoreFeaturesExceptionHandling

// world is everything of WebAssembly in one isolate. It belongs to the loop.
type world struct {
	vm      *jsruntime.VM
	runtime wazero.Runtime
	ctx     context.Context // ends when the isolate must stop

	classes    classes
	modules    map[*Source]*jsruntime.Object
	signatures []signature // all that functions of this world may have, each once
	functions  map[api.FunctionDefinition]*function
	byRef      map[uint64]*function // by a reference's bits
	memories   map[api.Memory]*memory
	refs       refs
	probe      api.Module // a table of one element, see function.go
	depth      int        // calls into modules that are running, or wait
	following  int        // functions of JavaScript that run for an errand
	errands    sync.WaitGroup
	thrown     any // the panic of JavaScript that a module called
	tables     []*table
	globals    []*global
	hidden     bool // a module keeps references where scripts cannot see them
}

// worldSlot holds each isolate's world; cacheSlot is set before it is made.
var (
	worldSlot = jsruntime.NewSlot(newWorld)
	cacheSlot = jsruntime.NewSlot(func(*jsruntime.VM) *Cache { return NewCache() })
)

func newWorld(vm *jsruntime.VM) *world {
	w := &world{
		vm: vm, ctx: vm.Interrupted(), modules: map[*Source]*jsruntime.Object{},
		functions: map[api.FunctionDefinition]*function{}, byRef: map[uint64]*function{}, memories: map[api.Memory]*memory{},
	}
	w.classes = newClasses(vm)
	// The checks cost about 60 ns in every turn of a loop, and 3 µs in every call from a script, but
	// nothing else can stop a module.
	config := wazero.NewRuntimeConfig().WithCoreFeatures(features).WithCloseOnContextDone(true).WithCompilationCache(cacheSlot.Get(vm).code)
	w.runtime = wazero.NewRuntimeWithConfig(context.WithoutCancel(w.ctx), config)
	// A scope ends with its isolate.
	vm.NewScope(vm.Isolate().Context(), nil).OnEnd(func() {
		w.errands.Wait() // which end with w.ctx
		_ = w.runtime.Close(context.Background())
	})
	return w
}

// large is the size of a module, in bytes, from which sharing out its compilation pays.
const large = 64 << 10

// translate makes machine code of bytes, of many on all processors: megabytes take seconds.
func (w *world) translate(binary []byte) (wazero.CompiledModule, error) {
	ctx := w.ctx
	if len(binary) >= large {
		ctx = experimental.WithCompilationWorkers(ctx, runtime.GOMAXPROCS(0))
	}
	return w.runtime.CompileModule(ctx, binary)
}

// instantiate makes an instance of bytes. lend gives, by module name, what exports an import.
func (w *world) instantiate(binary []byte, lend func(name string) api.Module) (api.Module, error) {
	compiled, err := w.translate(binary)
	if err != nil {
		return nil, err
	}
	ctx := experimental.WithImportResolver(w.ctx, experimental.ImportResolver(lend))
	m, err := w.runtime.InstantiateModule(ctx, compiled, anonymous())
	if err != nil {
		return nil, errors.Join(err, compiled.Close(w.ctx))
	}
	return m, nil
}

// assembled makes an instance of bytes of our own, which cannot fail.
func (w *world) assembled(binary []byte, lender api.Module) api.Module {
	m, err := w.instantiate(binary, func(string) api.Module { return lender })
	if err != nil {
		w.vm.Throw(w.failure(err))
	}
	return m
}

// call calls into a module. It throws what that ends with.
func (w *world) call(f api.Function, stack []uint64) {
	w.depth++
	err := f.CallWithStack(w.ctx, stack)
	w.depth--
	w.moved()
	if err != nil {
		w.raise(err)
	}
}

// raise throws what a call has ended with.
func (w *world) raise(err error) {
	if thrown := w.thrown; thrown != nil {
		w.thrown = nil
		panic(thrown)
	}
	w.vm.Throw(w.failure(err))
}

// traps are the engine's words for what ends a module, with V8's. The first that is found counts.
var traps = []struct{ engine, class, words string }{
	{"stack overflow", jsruntime.RangeError, "Maximum call stack size exceeded"},
	{"out of bounds memory access", "RuntimeError", "memory access out of bounds"},
	{"integer divide by zero", "RuntimeError", "divide by zero"},
	{"integer overflow", "RuntimeError", "float unrepresentable in integer range"},
	{"invalid conversion to integer", "RuntimeError", "float unrepresentable in integer range"},
	{"invalid table access", "RuntimeError", "null function"},
	{"indirect call type mismatch", "RuntimeError", "function signature mismatch"},
	{"null reference", "RuntimeError", "dereferencing a null pointer"},
	{"unreachable", "RuntimeError", "unreachable"},
}

// failure makes what scripts see of an error of the engine.
func (w *world) failure(err error) error {
	if cause := context.Cause(w.ctx); cause != nil {
		w.vm.Interrupt(cause) // the script that waits for this call ends too
		return cause
	}
	text, _, _ := strings.Cut(err.Error(), "\n")
	for _, t := range traps {
		if strings.Contains(text, t.engine) {
			return w.newError(t.class, "%s", t.words)
		}
	}
	if strings.Contains(text, "uncaught exception") {
		return jsruntime.Errorf(jsruntime.PlainError, "not emulated: WebAssembly exceptions that leave their module")
	}
	return w.newError("RuntimeError", "%s", text)
}

// newError makes an instance of one of the classes of WebAssembly, or of a global one.
func (w *world) newError(class, format string, args ...any) error {
	ctor := w.classes.errors[class]
	if ctor == nil {
		return jsruntime.Errorf(class, format, args...)
	}
	o, err := w.vm.New(ctor, w.vm.ToValue(fmt.Sprintf(format, args...)))
	if err != nil {
		return err
	}
	return w.vm.Wrap(o)
}

func (w *world) throwf(class, format string, args ...any) {
	w.vm.Throw(w.newError(class, format, args...))
}

// collect forgets values that modules no longer refer to, when there are many and no module
// runs that might keep one on its stack.
func (w *world) collect() {
	if w.depth > 0 || w.hidden || !w.refs.crowded() {
		return
	}
	live := map[uint64]bool{}
	for _, t := range w.tables {
		if t.typ == externref {
			for i := range t.size() {
				live[t.raw(i)] = true
			}
		}
	}
	for _, g := range w.globals {
		if g.typ == externref {
			live[g.value.Get()] = true
		}
	}
	w.refs.sweep(live)
}

func anonymous() wazero.ModuleConfig {
	return wazero.NewModuleConfig().WithName("").WithStartFunctions()
}
