package jsruntime

import (
	"reflect"
	"sync"
	"unsafe"

	"github.com/dop251/goja"
	"github.com/dop251/goja/unistring"

	"paddock/jsruntime/dialect"
)

// templates is how the engine makes properties of its own objects when they are first asked for: by lists, one for each
// kind of object, that all runtimes share.
type templates struct {
	values, list  uintptr // of such an object: the properties that are made; the list
	kinds         map[unsafe.Pointer]bool
	listType      reflect.Type
	props         reflect.StructField // of a list: what makes each property
	property      unsafe.Pointer
	propertyValue uintptr
	lent          sync.Map // lists of the engine, and of ours, with ours
}

var theTemplates = sync.OnceValue(func() *templates {
	rt := goja.New()
	m := theMachine()
	class := rt.Get("Object").(*Object)
	class.Get("keys")
	plain := behind(rt.Get("Math").(*Object)).Type()
	t := &templates{
		values: dialect.EngineField(plain, "values").Offset, list: dialect.EngineField(plain, "tmpl").Offset, kinds: map[unsafe.Pointer]bool{},
		listType: dialect.EngineField(plain, "tmpl").Type.Elem(),
	}
	t.props = dialect.EngineField(t.listType, "props")
	for _, o := range []*Object{rt.GlobalObject(), class, rt.Get("Array").(*Object).Get("prototype").(*Object)} {
		of := behind(o).Type()
		if dialect.EngineField(of, "values").Offset != t.values || dialect.EngineField(of, "tmpl").Offset != t.list {
			panic("the engine keeps the properties of " + of.String() + " elsewhere")
		}
		t.kinds[m.table(o)] = true
	}
	made := (*at[map[unistring.String]Value](m.inside(class), t.values))["keys"]
	t.property = (*[2]unsafe.Pointer)(unsafe.Pointer(&made))[0]
	t.propertyValue = dialect.EngineField(reflect.TypeOf(made).Elem(), "value").Offset
	return t
})

// value gives the object that a property holds.
func (t *templates) value(property Value) *Object {
	words := (*[2]unsafe.Pointer)(unsafe.Pointer(&property))
	if words[0] != t.property {
		return nil
	}
	o, _ := (*at[Value](words[1], t.propertyValue)).(*Object)
	return o
}

// lend has the VM be told of the properties of an object that the engine makes from now on (see propertyMade), and gives what
// stands for the list by which it makes them; nil: all properties of the object are made.
func (vm *VM) lend(o *Object) unsafe.Pointer {
	t := theTemplates()
	if !t.kinds[vm.machine.table(o)] {
		return nil
	}
	list := at[unsafe.Pointer](vm.machine.inside(o), t.list)
	ours, ok := t.lent.Load(*list)
	if !ok {
		ours, _ = t.lent.LoadOrStore(*list, t.copied(*list))
		t.lent.Store(ours, ours)
	}
	*list = ours.(unsafe.Pointer)
	return *list
}

// madeProperties gives those that an object with such a list has.
func (vm *VM) madeProperties(o *Object) map[unistring.String]Value {
	return *at[map[unistring.String]Value](vm.machine.inside(o), theTemplates().values)
}

// copied copies a list, so that a VM is told of what is made by it. Engines without a VM have the engine's.
func (t *templates) copied(list unsafe.Pointer) unsafe.Pointer {
	ours := reflect.New(t.listType)
	ours.Elem().Set(reflect.NewAt(t.listType, list).Elem())
	props := reflect.NewAt(t.props.Type, ours.Elem().FieldByIndex(t.props.Index).Addr().UnsafePointer()).Elem()
	making := reflect.TypeFor[func(*goja.Runtime) Value]()
	told := reflect.MakeMapWithSize(props.Type(), props.Len())
	for entry := props.MapRange(); entry.Next(); {
		name, original := entry.Key().String(), entry.Value().Convert(making).Interface().(func(*goja.Runtime) Value)
		made := func(r *goja.Runtime) Value {
			property := original(r)
			if of, ok := (*fieldOf[goja.AsyncContextTracker](reflect.ValueOf(r).Elem(), "asyncContextTracker")).(tracker); ok {
				of.vm.propertyMade(ours.UnsafePointer(), name, property)
			}
			return property
		}
		told.SetMapIndex(entry.Key(), reflect.ValueOf(made).Convert(props.Type().Elem()))
	}
	props.Set(told)
	return ours.UnsafePointer()
}
