package wasm

import (
	"strings"
	"sync"

	"paddock/jsruntime"
)

// Source is the bytes of a module of the project, shared by isolates.
type Source struct {
	name   string
	binary []byte
	load   func() (*parsed, error)
}

// parsed is a source taken apart.
type parsed struct {
	*layout
	relinked []byte
}

// NewSource makes a source of a file; name is for messages. What is wrong with the bytes is told
// when a script imports it.
func NewSource(name string, binary []byte) *Source {
	s := &Source{name: name, binary: binary}
	s.load = sync.OnceValues(func() (*parsed, error) {
		l, err := parse(binary)
		if err != nil {
			return nil, err
		}
		return &parsed{l, l.relinked()}, nil
	})
	return s
}

// module is the host side of WebAssembly.Module.
type module struct{ *parsed }

// NewModule gives the WebAssembly.Module of a source, the same for each call in an isolate. It
// throws a CompileError for bytes that are no valid module.
func NewModule(vm *jsruntime.VM, s *Source) jsruntime.Value {
	w := worldSlot.Get(vm)
	if o, ok := w.modules[s]; ok {
		return o
	}
	p, err := s.load()
	if err == nil {
		err = w.validate(p.relinked)
	}
	if err != nil {
		w.throwf("CompileError", "WebAssembly.Module(): %s (%s)", complaint(s.binary, err), s.name)
	}
	w.knows(p.types)
	o := moduleClass.New(vm, &module{p})
	w.modules[s] = o
	return o
}

// complaint is what is wrong with a module, in V8's words where they are likely to be met.
func complaint(binary []byte, err error) string {
	switch {
	case len(binary) == 0:
		return "BufferSource argument is empty"
	case !strings.HasPrefix(string(binary), "\x00asm"):
		return "expected magic word 00 61 73 6d, found " + hex(binary, 0) + " @+0"
	case len(binary) < 8 || string(binary[4:8]) != "\x01\x00\x00\x00":
		return "expected version 01 00 00 00, found " + hex(binary, 4) + " @+4"
	}
	return err.Error()
}

// hex writes up to four bytes from an offset.
func hex(b []byte, from int) string {
	const digits = "0123456789abcdef"
	var out []string
	for _, c := range b[min(from, len(b)):min(from+4, len(b))] {
		out = append(out, string([]byte{digits[c>>4], digits[c&15]}))
	}
	return strings.Join(out, " ")
}

// disallowed is what the platform says of bytes that a script would compile too late.
const disallowed = "Wasm code generation disallowed by embedder"

var moduleClass = jsruntime.NewClass[module]("Module").
	NeedsNew("WebAssembly.Module(): WebAssembly.Module must be invoked with 'new'").
	Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *module {
		w := worldSlot.Get(vm)
		if !codeSlot.Get(vm).allowed {
			w.throwf("CompileError", "WebAssembly.Module(): "+disallowed)
		}
		return w.compile("WebAssembly.Module()", args.At(0))
	}).
	Setup(func(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
		check(vm, proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue("WebAssembly.Module"), jsruntime.No, jsruntime.Yes, jsruntime.No))
		static := func(name string, length int, fn func(m *module, args jsruntime.Args) jsruntime.Value) {
			f := vm.NewFunction(name, length, func(call jsruntime.FunctionCall) jsruntime.Value {
				m, ok := host[module](call.Argument(0))
				if !ok {
					vm.Throwf(jsruntime.TypeError, "WebAssembly.Module.%s(): Argument 0 must be a WebAssembly.Module", name)
				}
				return fn(m, call.Arguments)
			})
			check(vm, ctor.DefineDataProperty(name, f, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
		}
		static("imports", 1, func(m *module, _ jsruntime.Args) jsruntime.Value {
			var list []jsruntime.Value
			for _, i := range m.imports {
				list = append(list, record(vm, "module", i.module, "name", i.name, "kind", kindNames[i.kind]))
			}
			return vm.NewArrayOf(list...)
		})
		static("exports", 1, func(m *module, _ jsruntime.Args) jsruntime.Value {
			var list []jsruntime.Value
			for _, e := range m.exports {
				list = append(list, record(vm, "name", e.name, "kind", kindNames[e.kind]))
			}
			return vm.NewArrayOf(list...)
		})
		static("customSections", 2, func(m *module, args jsruntime.Args) jsruntime.Value {
			if jsruntime.IsUndefined(args.At(1)) {
				vm.Throwf(jsruntime.TypeError, "WebAssembly.Module.customSections(): Argument 1 is required")
			}
			wanted := vm.Text(args.At(1))
			var list []jsruntime.Value
			for _, s := range m.sections {
				if s.id == customSection && s.name == wanted {
					list = append(list, vm.NewBuffer(append([]byte(nil), s.body...)))
				}
			}
			return vm.NewArrayOf(list...)
		})
	})

// record makes an object of names and strings in turn.
func record(vm *jsruntime.VM, pairs ...string) jsruntime.Value {
	o := vm.NewObject()
	for i := 0; i < len(pairs); i += 2 {
		check(vm, o.Set(pairs[i], pairs[i+1]))
	}
	return o
}

// valid tells whether bytes are a module that an isolate could run.
func (w *world) valid(binary []byte) bool {
	l, err := parse(binary)
	if err != nil {
		return false
	}
	compiled, err := w.translate(l.relinked())
	return err == nil && compiled.Close(w.ctx) == nil
}

// validate compiles a module, which finds what is wrong with it. The machine code stays in the cache, for its instances.
func (w *world) validate(binary []byte) error {
	_, err := w.translate(binary)
	return err
}

// host gives the struct of an instance of a class. It is Class.From for the definition of the class
// itself.
func host[T any](v jsruntime.Value) (*T, bool) {
	o := jsruntime.AsObject(v)
	if o == nil {
		return nil, false
	}
	found, _ := jsruntime.Host(o)
	self, ok := found.(*T)
	return self, ok
}
