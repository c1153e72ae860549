package htmlrewriter

import (
	"paddock/jsruntime"
	"paddock/polyfills/htmlrewriter/rewrite"
)

// element is the host side of an Element.
type element struct {
	token[rewrite.Element]
	job       *job
	iterators []*attributes
}

// attributes is the host side of an iterator over attributes.
type attributes struct {
	token[[][2]string] // what is left
	changed            bool
}

var (
	elementClass    = jsruntime.NewClass[element]("Element")
	attributesClass = jsruntime.NewClass[attributes]("AttributesIterator")
)

// newElement makes the object of an element for a handler of j.
func newElement(j *job) func(*jsruntime.VM, *rewrite.Element) (*jsruntime.Object, func()) {
	return func(vm *jsruntime.VM, of *rewrite.Element) (*jsruntime.Object, func()) {
		e := &element{token: token[rewrite.Element]{of}, job: j}
		return elementClass.New(vm, e), func() {
			e.expire()
			for _, it := range e.iterators {
				it.changed = false
				it.expire()
			}
		}
	}
}

func (e *element) handle() *token[rewrite.Element] { return &e.token }

func defineElement() {
	c, of := elementClass, (*element).handle
	text(c, "tagName", of, (*rewrite.Element).Name, (*rewrite.Element).SetName)
	c.Getter("attributes", iterate)
	flag(c, "removed", of, (*rewrite.Element).Removed)
	text(c, "namespaceURI", of, (*rewrite.Element).NamespaceURI, nil)
	c.Method("getAttribute", 0, getAttribute)
	c.Method("hasAttribute", 0, hasAttribute)
	c.MethodThis("setAttribute", 0, setAttribute)
	c.MethodThis("removeAttribute", 0, removeAttribute)
	insertion(c, "before", of, (*rewrite.Element).Before)
	insertion(c, "after", of, (*rewrite.Element).After)
	insertion(c, "prepend", of, (*rewrite.Element).Prepend)
	insertion(c, "append", of, (*rewrite.Element).Append)
	insertion(c, "replace", of, (*rewrite.Element).Replace)
	command(c, "remove", of, (*rewrite.Element).Remove)
	command(c, "removeAndKeepContent", of, (*rewrite.Element).RemoveAndKeepContent)
	insertion(c, "setInnerContent", of, (*rewrite.Element).SetInnerContent)
	c.Method("onEndTag", 0, onEndTag)
}

// name reads the name of an attribute.
func name(vm *jsruntime.VM, args jsruntime.Args, method string) string {
	needArg(vm, len(args) > 0, method, "Element", 1, "string")
	return vm.Text(args[0])
}

func getAttribute(vm *jsruntime.VM, e *element, args jsruntime.Args) jsruntime.Value {
	n := name(vm, args, "getAttribute")
	if v, ok := e.live(vm).Attribute(n); ok {
		return vm.ToValue(v)
	}
	return jsruntime.Null()
}

func hasAttribute(vm *jsruntime.VM, e *element, args jsruntime.Args) jsruntime.Value {
	n := name(vm, args, "hasAttribute")
	_, ok := e.live(vm).Attribute(n)
	return vm.ToValue(ok)
}

func setAttribute(vm *jsruntime.VM, this *jsruntime.Object, e *element, args jsruntime.Args) jsruntime.Value {
	n := name(vm, args, "setAttribute")
	needArg(vm, len(args) > 1, "setAttribute", "Element", 2, "string")
	v := vm.Text(args[1])
	if err := e.live(vm).SetAttribute(n, v); err != nil {
		vm.Throw(parserError(err))
	}
	e.invalidate()
	return this
}

func removeAttribute(vm *jsruntime.VM, this *jsruntime.Object, e *element, args jsruntime.Args) jsruntime.Value {
	n := name(vm, args, "removeAttribute")
	e.live(vm).RemoveAttribute(n)
	e.invalidate()
	return this
}

// invalidate ends the iterators over attributes that have changed.
func (e *element) invalidate() {
	for _, it := range e.iterators {
		it.changed = true
	}
}

func onEndTag(vm *jsruntime.VM, e *element, args jsruntime.Args) jsruntime.Value {
	call, ok := jsruntime.AsFunction(args.At(0))
	needArg(vm, ok, "onEndTag", "Element", 1, "function")
	h := &handler{call, jsruntime.Undefined()}
	if err := e.live(vm).OnEndTag(caller(e.job, h, newEndTag)); err != nil {
		vm.Throw(parserError(err))
	}
	return nil
}

func iterate(vm *jsruntime.VM, e *element) jsruntime.Value {
	list := e.live(vm).Attributes()
	it := &attributes{token: token[[][2]string]{&list}}
	e.iterators = append(e.iterators, it)
	return attributesClass.New(vm, it)
}

func defineAttributes() {
	attributesClass.
		Method("next", 0, func(vm *jsruntime.VM, it *attributes, _ jsruntime.Args) jsruntime.Value {
			if it.changed {
				vm.Throwf(jsruntime.PlainError, "The attributes of this element have been modified during iteration. You must create a new iterator after modifying attributes.")
			}
			list := it.live(vm)
			result := vm.NewObject()
			if len(*list) == 0 {
				_ = result.Set("done", true)
				return result
			}
			pair := (*list)[0]
			*list = (*list)[1:]
			_ = result.Set("done", false)
			_ = result.Set("value", vm.NewArrayOf(vm.ToValue(pair[0]), vm.ToValue(pair[1])))
			return result
		}).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			// The iterator's prototype is %IteratorPrototype%, from which it has Symbol.iterator.
			array := vm.CallMethod(vm.NewArray(), "values").(*jsruntime.Object)
			_ = proto.SetPrototype(array.Prototype().Prototype())
		})
}
