package inspect

import (
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
)

// printer shows one value.
type printer struct {
	Options
	vm       *jsruntime.VM
	indent   int
	deepest  int // level of the object that was shown last: see join
	seen     []*jsruntime.Object
	circular map[*jsruntime.Object]int
	describe jsruntime.Callable // Object.getOwnPropertyDescriptor
}

func newPrinter(vm *jsruntime.VM, o Options) *printer {
	return &printer{Options: o, vm: vm, describe: describer.Get(vm)}
}

var describer = jsruntime.NewSlot(func(vm *jsruntime.VM) jsruntime.Callable {
	fn, _ := jsruntime.AsFunction(vm.Get("Object").(*jsruntime.Object).Get("getOwnPropertyDescriptor"))
	return fn
})

var customSymbol = jsruntime.NewSlot(func(vm *jsruntime.VM) *jsruntime.Symbol {
	s, _ := vm.CallMethod(vm.Get("Symbol").(*jsruntime.Object), "for", vm.ToValue("nodejs.util.inspect.custom")).(*jsruntime.Symbol)
	return s
})

// style marks text.
func (p *printer) style(text, kind string) string {
	if p.Style == nil {
		return text
	}
	return p.Style(text, kind)
}

// value shows v at a level of nesting.
func (p *printer) value(v jsruntime.Value, level int) string {
	o := jsruntime.AsObject(v)
	if o == nil {
		return p.primitive(v)
	}
	target := o
	proxies := 0
	for p.vm.KindOf(target) == "Proxy" {
		proxy := target.Export().(jsruntime.Proxy)
		if p.ShowProxy {
			return p.proxy(proxy, level)
		}
		if target = proxy.Target(); target == nil {
			open, end := p.style("Proxy(", "special"), p.style(")", "special")
			return strings.Repeat(open, proxies) + p.style("<Revoked Proxy>", "special") + strings.Repeat(end, proxies)
		}
		proxies++
	}
	if _, ok := jsruntime.Host(target); ok && proxies > 0 { // a stub, which is no proxy to its user
		return p.classOf(target, level).name + " {}"
	}
	if text, ok := p.customized(o, target, level); ok {
		return text
	}
	if slices.Contains(p.seen, target) {
		if p.circular == nil {
			p.circular = map[*jsruntime.Object]int{}
		}
		if p.circular[target] == 0 {
			p.circular[target] = len(p.circular) + 1
		}
		return p.style("[Circular *"+strconv.Itoa(p.circular[target])+"]", "special")
	}
	open, end := p.style("Proxy(", "special"), p.style(")", "special")
	return strings.Repeat(open, proxies) + p.object(target, level) + strings.Repeat(end, proxies)
}

// proxy shows target and handler.
func (p *printer) proxy(proxy jsruntime.Proxy, level int) string {
	if proxy.Target() == nil {
		return p.style("<Revoked Proxy>", "special")
	}
	if level > p.Depth {
		return p.style("Proxy [Array]", "special")
	}
	p.deepest = level
	s := &shape{open: "Proxy [", close: "]", list: true, entries: []string{p.nested(proxy.Target(), level), p.nested(jsruntime.HandlerOf(proxy), level)}}
	return p.join(s, level)
}

// customized lets the object show itself.
func (p *printer) customized(o, target *jsruntime.Object, level int) (string, bool) {
	if !p.Custom {
		return "", false
	}
	fn, ok := jsruntime.AsFunction(target.GetSymbol(customSymbol.Get(p.vm)))
	if !ok || isPrototype(target) {
		return "", false
	}
	var depth jsruntime.Value = jsruntime.Null()
	if p.Depth < All {
		depth = p.vm.ToValue(p.Depth - level)
	}
	v := p.vm.Call(fn, o, depth, p.given(depth), p.inspector())
	text := ""
	if result := jsruntime.AsObject(v); result == nil {
		text = v.String()
	} else if result != o && result != target {
		text = p.value(v, level)
	} else {
		return "", false
	}
	return strings.ReplaceAll(text, "\n", "\n"+strings.Repeat(" ", p.indent)), true
}

// isPrototype tells whether o is what instances of its class inherit from.
func isPrototype(o *jsruntime.Object) bool {
	ctor := jsruntime.AsObject(o.Get("constructor"))
	return ctor != nil && jsruntime.AsObject(ctor.Get("prototype")) == o
}

// given makes the options that an object gets that shows itself.
func (p *printer) given(depth jsruntime.Value) *jsruntime.Object {
	options := p.vm.NewObject()
	set := func(name string, v any) {
		if err := options.Set(name, v); err != nil {
			p.vm.Throw(err)
		}
	}
	limit := func(n int) any {
		if n >= All {
			return p.vm.ToValue("Infinity").ToNumber()
		}
		return n
	}
	set("stylize", p.vm.NewFunction("stylize", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		return p.vm.ToValue(p.style(call.Argument(0).String(), call.Argument(1).String()))
	}))
	set("showHidden", p.ShowHidden)
	set("depth", depth)
	set("colors", p.Style != nil)
	set("customInspect", p.Custom)
	set("showProxy", p.ShowProxy)
	set("maxArrayLength", limit(p.MaxItems))
	set("maxStringLength", limit(p.MaxText))
	set("breakLength", limit(p.Break))
	if p.Dense || p.Compact == 0 {
		set("compact", p.Dense)
	} else {
		set("compact", p.Compact)
	}
	set("sorted", p.Sort != nil)
	set("getters", p.Getters != "")
	set("numericSeparator", p.Separators)
	if p.Options.given != nil { // options of the script's own, and functions
		for _, key := range p.Options.given.Keys() {
			if v := options.Get(key); v == nil || jsruntime.IsFunction(p.Options.given.Get(key)) && key != "stylize" {
				set(key, p.Options.given.Get(key))
			}
		}
	}
	return options
}

// inspector makes the inspect function for objects that show themselves: node:util's, where it
// can be had.
func (p *printer) inspector() jsruntime.Value {
	if util, ok := p.vm.Module("node:util"); ok {
		return util.(*jsruntime.Object).Get("inspect")
	}
	return p.vm.NewFunction("inspect", 2, func(call jsruntime.FunctionCall) jsruntime.Value {
		options := Defaults()
		if o := jsruntime.AsObject(call.Argument(1)); o != nil {
			options = Read(p.vm, o)
		}
		return p.vm.ToValue(Value(p.vm, call.Argument(0), options))
	})
}

// nested shows a value inside of another.
func (p *printer) nested(v jsruntime.Value, level int) string {
	p.indent += 2
	text := p.value(v, level+1)
	p.indent -= 2
	return text
}
