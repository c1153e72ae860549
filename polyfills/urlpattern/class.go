package urlpattern

import (
	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// API gives the global URLPattern.
func API() jsruntime.API {
	return jsruntime.API{Name: "urlpattern", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"URLPattern": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
	}}
}

// class is the class URLPattern.
var class = define()

func define() *jsruntime.Class[Pattern] {
	c := jsruntime.NewClass[Pattern]("URLPattern").
		Constructor(0, construct).
		Setup(func(vm *jsruntime.VM, _, proto *jsruntime.Object) {
			if !isOriginal(vm) {
				return
			}
			if err := proto.Delete("hasRegExpGroups"); err != nil {
				vm.Throw(err)
			}
		}).
		Getter("hasRegExpGroups", func(vm *jsruntime.VM, p *Pattern) jsruntime.Value {
			for _, c := range p.components {
				if c.hasRegExp {
					return vm.ToValue(true)
				}
			}
			return vm.ToValue(false)
		}).
		Method("test", 0, func(vm *jsruntime.VM, p *Pattern, args jsruntime.Args) jsruntime.Value {
			from := read(vm, args, "Failed to test URLPattern")
			in, ok := from.components()
			if ok {
				_, ok = p.match(in)
			}
			return vm.ToValue(ok)
		}).
		Method("exec", 0, func(vm *jsruntime.VM, p *Pattern, args jsruntime.Args) jsruntime.Value {
			from := read(vm, args, "Failed to exec URLPattern")
			in, ok := from.components()
			if !ok {
				return jsruntime.Null()
			}
			groups, ok := p.match(in)
			if !ok {
				return jsruntime.Null()
			}
			return p.result(vm, from, in, groups)
		})
	for i, name := range componentNames {
		c.Getter(name, func(vm *jsruntime.VM, p *Pattern) jsruntime.Value { return vm.ToValue(p.components[i].text) })
	}
	return c
}

// input is what a pattern is made of or matches: text with a base, or members.
type input struct {
	text    string
	base    *string
	members *members // nil: text
}

// read converts the arguments (input, baseURL); a base beside members is an error.
func read(vm *jsruntime.VM, args jsruntime.Args, failure string) input {
	var in input
	if v := args.At(0); jsruntime.IsNullish(v) || jsruntime.AsObject(v) != nil {
		in.members = readMembers(vm, jsruntime.AsObject(v))
	} else {
		in.text = vm.Text(v)
	}
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		base := vm.Text(v)
		in.base = &base
	}
	if in.members != nil && in.base != nil {
		if isOriginal(vm) {
			failure = "A baseURL is not allowed when input is an object."
		}
		vm.Throwf(jsruntime.TypeError, "%s", failure)
	}
	return in
}

// isOriginal tells whether the Worker has the platform's first URLPattern, of before the flag
// urlpattern_standard: there what a text or a base URL leaves open is empty, where the standard
// has a wildcard.
func isOriginal(vm *jsruntime.VM) bool { return !compat.Of(vm).Has("urlpattern_standard") }

// readMembers converts a URLPatternInit dictionary; nil is an empty one.
func readMembers(vm *jsruntime.VM, o *jsruntime.Object) *members {
	m := &members{}
	if o == nil {
		return m
	}
	member := func(name string) *string {
		v := o.Get(name)
		if jsruntime.IsUndefined(v) {
			return nil
		}
		text := vm.Text(v)
		return &text
	}
	m.base = member("baseURL")
	// The members are read in the order of their names, as Web IDL has it.
	for _, c := range [...]int{hash, hostname, password, pathname, port, protocol, search, username} {
		m.parts[c] = member(componentNames[c])
	}
	return m
}

// components gives the components to match; ok is false when the input is no URL.
func (in *input) components() (c [componentCount]string, ok bool) {
	switch {
	case in.members != nil:
		return in.members.inputs()
	case in.base != nil && *in.base == "":
		return c, false
	case in.base != nil:
		return inputsOf(in.text, *in.base)
	}
	return inputsOf(in.text, "")
}

func construct(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Pattern {
	failure, original := "Failed to construct URLPattern", isOriginal(vm)
	if original {
		failure = "Syntax error in URL Pattern"
	}
	options := jsruntime.AsObject(args.At(2))
	if options == nil && !jsruntime.IsNullish(args.At(2)) {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'URLPattern': constructor parameter 3 is not of type 'URLPatternOptions'.")
	}
	if o := jsruntime.AsObject(args.At(1)); o != nil || jsruntime.IsNull(args.At(1)) {
		options, args = o, args[:1]
	}
	ignoreCase := options != nil && options.Get("ignoreCase") != nil && options.Get("ignoreCase").ToBoolean()
	if original && jsruntime.AsObject(args.At(0)) != nil {
		args = args[:1] // a base beside members does not count
	}
	in := read(vm, args, failure)
	compile := engine(vm)
	m, err := in.members, error(nil)
	closed := original && (m == nil || m.base != nil)
	if m == nil {
		if m, err = compile.parseShorthand(in.text); err == nil && in.base == nil && !m.has(protocol) {
			err = errInvalid // there is nothing that it could be relative to
			if original {
				failure += ": a relative pattern must have a base URL."
			}
		}
		if err == nil {
			m.base, m.fromText = in.base, true
		}
	}
	var p *Pattern
	if err == nil {
		p, err = compile.pattern(m, ignoreCase, closed)
	}
	if err != nil {
		vm.Throwf(jsruntime.TypeError, "%s", failure)
	}
	return p
}

// result is the standard's URLPatternResult.
func (p *Pattern) result(vm *jsruntime.VM, from input, in [componentCount]string, groups [componentCount][]*string) jsruntime.Value {
	result := vm.NewObject()
	set := func(o *jsruntime.Object, name string, v jsruntime.Value) {
		if err := o.DefineDataProperty(name, v, jsruntime.Yes, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
	set(result, "inputs", from.list(vm, set))
	for i, c := range p.components {
		caught := vm.NewObject()
		for g, name := range c.names {
			v := jsruntime.Undefined()
			if g < len(groups[i]) && groups[i][g] != nil {
				v = vm.ToValue(*groups[i][g])
			}
			set(caught, name, v)
		}
		part := vm.NewObject()
		set(part, "input", vm.ToValue(in[i]))
		set(part, "groups", caught)
		set(result, componentNames[i], part)
	}
	return result
}

// list gives the inputs as a script passed them.
func (in *input) list(vm *jsruntime.VM, set func(*jsruntime.Object, string, jsruntime.Value)) jsruntime.Value {
	if in.members == nil {
		if in.base == nil {
			return vm.NewArrayOf(vm.ToValue(in.text))
		}
		return vm.NewArrayOf(vm.ToValue(in.text), vm.ToValue(*in.base))
	}
	o := vm.NewObject()
	for i, name := range componentNames {
		if v := in.members.parts[i]; v != nil {
			set(o, name, vm.ToValue(*v))
		}
	}
	if in.members.base != nil {
		set(o, "baseURL", vm.ToValue(*in.members.base))
	}
	return vm.NewArrayOf(o)
}
