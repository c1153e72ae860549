// Package formdata is FormData of the XMLHttpRequest standard, with its two forms on the wire.
//
// The one idea: a list of names with text or a file; multipart and urlencoded bodies are read
// into it and written from it in Go.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/web-standards/
package formdata

import (
	"slices"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/blob"
)

// FormData is the host side of the class.
type FormData struct{ entries []entry }

type entry struct {
	name string
	text string
	file *blob.File        // nil for text
	show *jsruntime.Object // the file's object, made once
}

// API gives the global.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "formdata", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"FormData": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
	}}
}

// From gives the host side of a FormData object.
func From(v jsruntime.Value) (*FormData, bool) { return class.From(v) }

// New makes the object of a list that [Parse] gave.
func New(vm *jsruntime.VM, f *FormData) *jsruntime.Object {
	now := vm.Now().UnixMilli()
	for i := range f.entries {
		if e := &f.entries[i]; e.file != nil && e.show == nil {
			e.file.LastModified = now // the wire does not say
		}
	}
	return class.New(vm, f)
}

func (e *entry) value(vm *jsruntime.VM) jsruntime.Value {
	if e.file == nil {
		return vm.ToValue(e.text)
	}
	if e.show == nil {
		e.show = blob.NewFile(vm, e.file)
	}
	return e.show
}

// need throws unless there are n arguments.
func need(vm *jsruntime.VM, args jsruntime.Args, n int, method string) {
	if len(args) >= n {
		return
	}
	kind := "string"
	if len(args) == 1 {
		kind = "File or Blob or string"
	}
	vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'FormData': parameter %d is not of type '%s'.", method, len(args)+1, kind)
}

// newEntry makes an entry of the arguments (name, value, filename).
func newEntry(vm *jsruntime.VM, args jsruntime.Args, method string) entry {
	need(vm, args, 2, method)
	e := entry{name: vm.Text(args[0])}
	b, isBlob := blob.From(args[1])
	if !isBlob {
		e.text = vm.Text(args[1])
		return e
	}
	f, isFile := blob.FileFrom(args[1])
	if isFile {
		e.show, _ = args[1].(*jsruntime.Object)
	} else { // the platform names it as its field, the standard "blob"
		f = &blob.File{Blob: *b, Name: e.name, LastModified: vm.Now().UnixMilli()}
	}
	if v := args.At(2); !jsruntime.IsUndefined(v) {
		f, e.show = &blob.File{Blob: *b, Name: vm.Text(v), LastModified: vm.Now().UnixMilli()}, nil
	}
	e.file = f
	return e
}

// named gives the first argument.
func named(vm *jsruntime.VM, args jsruntime.Args, method string) string {
	need(vm, args, 1, method)
	return vm.Text(args[0])
}

var class = jsruntime.NewClass[FormData]("FormData")

// define completes the class once per process: its members refer to it.
var define = sync.OnceFunc(func() {
	c := class.
		Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *FormData { return &FormData{} }).
		Method("append", 2, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			f.entries = append(f.entries, newEntry(vm, args, "append"))
			return nil
		}).
		Method("set", 2, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			e := newEntry(vm, args, "set")
			i := slices.IndexFunc(f.entries, func(old entry) bool { return old.name == e.name })
			if i < 0 {
				f.entries = append(f.entries, e)
				return nil
			}
			f.entries[i] = e
			rest := slices.DeleteFunc(f.entries[i+1:], func(old entry) bool { return old.name == e.name })
			f.entries = f.entries[:i+1+len(rest)]
			return nil
		}).
		Method("delete", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := named(vm, args, "delete")
			f.entries = slices.DeleteFunc(f.entries, func(e entry) bool { return e.name == name })
			return nil
		}).
		Method("get", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := named(vm, args, "get")
			for i := range f.entries {
				if f.entries[i].name == name {
					return f.entries[i].value(vm)
				}
			}
			return jsruntime.Null()
		}).
		Method("getAll", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := named(vm, args, "getAll")
			var values []jsruntime.Value
			for i := range f.entries {
				if f.entries[i].name == name {
					values = append(values, f.entries[i].value(vm))
				}
			}
			return vm.NewArrayOf(values...)
		}).
		Method("has", 1, func(vm *jsruntime.VM, f *FormData, args jsruntime.Args) jsruntime.Value {
			name := named(vm, args, "has")
			return vm.ToValue(slices.ContainsFunc(f.entries, func(e entry) bool { return e.name == name }))
		}).
		MethodThis("forEach", 1, func(vm *jsruntime.VM, this *jsruntime.Object, f *FormData, args jsruntime.Args) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'FormData': parameter 1 is not of type 'function'.")
			}
			for i := 0; i < len(f.entries); i++ {
				vm.Call(fn, args.At(1), f.entries[i].value(vm), vm.ToValue(f.entries[i].name), this)
			}
			return nil
		})
	jsruntime.Pairs(c, func(vm *jsruntime.VM, f *FormData, i int) (k, v jsruntime.Value, ok bool) {
		if i >= len(f.entries) {
			return nil, nil, false
		}
		return vm.ToValue(f.entries[i].name), f.entries[i].value(vm), true
	})
})
