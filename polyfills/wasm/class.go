package wasm

import (
	"math"

	"paddock/jsruntime"
)

// class is a class of the namespace over a host struct.
type class[T any] struct{ class *jsruntime.Class[T] }

// method is a method or accessor of a class. The receiver is checked in V8's words, which differ
// from the platform's for its own classes.
type method[T any] struct {
	name   string
	length int
	call   func(w *world, self *T, args jsruntime.Args) jsruntime.Value
	get    func(w *world, self *T) jsruntime.Value
	set    func(w *world, self *T, v jsruntime.Value)
}

type methods[T any] []method[T]

// filled is a struct that takes the arguments behind the descriptor.
type filled interface {
	finish(w *world, args jsruntime.Args, this *jsruntime.Object)
}

// newClass defines a class whose constructor takes a descriptor.
func newClass[T any](name, descriptor string, create func(*world, *jsruntime.Object) *T, members methods[T]) *class[T] {
	c := &class[T]{}
	c.class = jsruntime.NewClass[T](name).
		NeedsNew("WebAssembly."+name+"(): WebAssembly."+name+" must be invoked with 'new'").
		Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, this *jsruntime.Object) *T {
			o := jsruntime.AsObject(args.At(0))
			if o == nil {
				vm.Throwf(jsruntime.TypeError, "WebAssembly.%s(): Argument 0 must be a %s", name, descriptor)
			}
			w := worldSlot.Get(vm)
			self := create(w, o)
			if f, ok := any(self).(filled); ok {
				f.finish(w, args, this)
			}
			return self
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) { c.define(vm, name, proto, members) })
	return c
}

func (m *memory) finish(_ *world, _ jsruntime.Args, this *jsruntime.Object) { m.object = this }

func (t *table) finish(_ *world, args jsruntime.Args, this *jsruntime.Object) {
	t.object = this
	t.fill(args)
}

func (g *global) finish(w *world, args jsruntime.Args, this *jsruntime.Object) {
	g.object = this
	g.fill(w, args)
}

func (c *class[T]) define(vm *jsruntime.VM, name string, proto *jsruntime.Object, members methods[T]) {
	full := "WebAssembly." + name
	check(vm, proto.DefineDataPropertySymbol(jsruntime.SymToStringTag, vm.ToValue(full), jsruntime.No, jsruntime.Yes, jsruntime.No))
	self := func(v jsruntime.Value, where string) *T {
		t, ok := c.class.From(v)
		if !ok {
			vm.Throwf(jsruntime.TypeError, "%s: Receiver is not a %s", where, full)
		}
		return t
	}
	for _, m := range members {
		where := full + "." + m.name
		if m.call != nil {
			fn := vm.NewFunction(m.name, m.length, func(call jsruntime.FunctionCall) jsruntime.Value {
				v := m.call(worldSlot.Get(vm), self(call.This, where+"()"), call.Arguments)
				if v == nil {
					return jsruntime.Undefined()
				}
				return v
			})
			check(vm, proto.DefineDataProperty(m.name, fn, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes))
			continue
		}
		get := vm.NewFunction("get "+m.name, 0, func(call jsruntime.FunctionCall) jsruntime.Value {
			return m.get(worldSlot.Get(vm), self(call.This, where))
		})
		var set jsruntime.Value
		if m.set != nil {
			set = vm.NewFunction("set "+m.name, 1, func(call jsruntime.FunctionCall) jsruntime.Value {
				if len(call.Arguments) == 0 {
					vm.Throwf(jsruntime.TypeError, "set %s: Argument 0 is required", where)
				}
				m.set(worldSlot.Get(vm), self(call.This, "set "+where), call.Argument(0))
				return jsruntime.Undefined()
			})
		}
		check(vm, proto.DefineAccessorProperty(m.name, get, set, jsruntime.Yes, jsruntime.Yes))
	}
}

func check(vm *jsruntime.VM, err error) {
	if err != nil {
		vm.Throw(err)
	}
}

// address converts an argument that is to be an unsigned number of 32 bits.
func (w *world) address(where string, v jsruntime.Value) uint32 {
	return w.unsigned(v, where+": Argument 0")
}

// unsigned converts by Web IDL's [EnforceRange] unsigned long; what names the value.
func (w *world) unsigned(v jsruntime.Value, what string) uint32 {
	f := toNumber(v)
	switch {
	case math.IsNaN(f) || math.IsInf(f, 0):
		w.vm.Throwf(jsruntime.TypeError, "%s must be convertible to a valid number", what)
	case math.Trunc(f) < 0:
		w.vm.Throwf(jsruntime.TypeError, "%s must be non-negative", what)
	case f > math.MaxUint32:
		w.vm.Throwf(jsruntime.TypeError, "%s must be in the unsigned long range", what)
	}
	return uint32(f)
}

// limits reads the initial and maximum size of a descriptor.
func (w *world) limits(class string, descriptor *jsruntime.Object, upper uint32) limits {
	where := "WebAssembly." + class + "(): Property "
	read := func(name string, lower, upper uint32) (uint32, bool) {
		v := descriptor.Get(name)
		if jsruntime.IsUndefined(v) {
			return 0, false
		}
		n := w.unsigned(v, where+"'"+name+"'")
		if n > upper {
			w.vm.Throwf(jsruntime.RangeError, "%s'%s': value %d is above the upper bound %d", where, name, n, upper)
		}
		if n < lower {
			w.vm.Throwf(jsruntime.RangeError, "%s'%s': value %d is below the lower bound %d", where, name, n, lower)
		}
		return n, true
	}
	if address := descriptor.Get("address"); !jsruntime.IsUndefined(address) {
		switch kind := w.vm.Text(address); kind {
		case "i32":
		case "i64":
			w.vm.Throwf(jsruntime.PlainError, "not emulated: WebAssembly.%s with addresses of 64 bits", class)
		default:
			w.vm.Throwf(jsruntime.TypeError, "WebAssembly.%s(): Unknown address type '%s'; pass 'i32' or 'i64'", class, kind)
		}
	}
	var l limits
	var ok bool
	if l.min, ok = read("initial", 0, upper); !ok {
		w.vm.Throwf(jsruntime.TypeError, "%s'initial' is required", where)
	}
	if class == "Table" {
		upper = math.MaxUint32
	}
	l.max, l.hasMax = read("maximum", l.min, upper)
	return l
}
