package url

import (
	"paddock/jsruntime"
)

// object is the host side of a URL.
type object struct {
	url    *Parsed
	params *Params
}

// usv converts an argument that stands for a URL. Of a URL object that a script gave no other
// toString, no script runs.
func usv(vm *jsruntime.VM, v jsruntime.Value) string {
	if u, ok := urlClass.From(v); ok && v.(*jsruntime.Object).Get("toString") == urlClass.Prototype(vm).Get("toString") {
		return u.url.Href(false)
	}
	return vm.Text(v)
}

// parse parses the arguments (url, base), nil if they make no URL.
func parse(vm *jsruntime.VM, args jsruntime.Args, missing string) *Parsed {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "%s 1 is not of type 'USVString'.", missing)
	}
	input, base := usv(vm, args[0]), ""
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		if base = usv(vm, v); base == "" {
			return nil
		}
	}
	u, err := Parse(input, base)
	if err != nil {
		return nil
	}
	return u
}

var urlClass = jsruntime.NewClass[object]("URL")

func defineURL() {
	c := urlClass.
		Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *object {
			u := parse(vm, args, "Failed to construct 'URL': constructor parameter")
			if u == nil {
				vm.Throwf(jsruntime.TypeError, "Invalid URL string.")
			}
			return &object{url: u}
		}).
		Getter("origin", func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(Origin(o.url)) })
	href := func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(o.url.Href(false)) }
	c.Accessor("href", href, func(vm *jsruntime.VM, o *object, v jsruntime.Value) {
		u, err := Parse(vm.Text(v), "")
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Failed to set the 'href' property on 'URL': the provided value is not of type 'valid URL string'.")
		}
		o.url = u
		o.refresh(vm)
	})
	type part struct {
		name string
		get  func(*Parsed) string
		set  func(*Parsed, string)
	}
	for _, p := range []part{
		{"protocol", (*Parsed).Protocol, (*Parsed).SetProtocol},
		{"username", (*Parsed).Username, (*Parsed).SetUsername},
		{"password", (*Parsed).Password, (*Parsed).SetPassword},
		{"host", (*Parsed).Host, (*Parsed).SetHost},
		{"hostname", (*Parsed).Hostname, (*Parsed).SetHostname},
		{"port", (*Parsed).Port, (*Parsed).SetPort},
		{"pathname", (*Parsed).Pathname, (*Parsed).SetPathname},
		{"search", (*Parsed).Search, (*Parsed).SetSearch},
		{"hash", (*Parsed).Hash, (*Parsed).SetHash},
	} {
		c.Accessor(p.name,
			func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(p.get(o.url)) },
			func(vm *jsruntime.VM, o *object, v jsruntime.Value) {
				p.set(o.url, vm.Text(v))
				if p.name == "search" {
					o.refresh(vm)
				}
			})
	}
	c.Getter("searchParams", func(vm *jsruntime.VM, o *object) jsruntime.Value {
		if o.params == nil {
			o.params = &Params{owner: o}
			o.params.parse(vm, o.url.Query())
			o.params.object = paramsClass.New(vm, o.params)
		}
		return o.params.object
	})
	text := func(vm *jsruntime.VM, o *object, _ jsruntime.Args) jsruntime.Value { return href(vm, o) }
	c.Method("toString", 0, text).Method("toJSON", 0, text)
	c.Static("canParse", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(parse(vm, args, "Failed to execute 'canParse' on 'URL': parameter") != nil)
	})
	for _, name := range []string{"createObjectURL", "revokeObjectURL"} {
		c.Static(name, 0, func(vm *jsruntime.VM, _ jsruntime.Value, _ jsruntime.Args) jsruntime.Value {
			vm.Throwf(jsruntime.PlainError, "URL.%s() is not implemented", name)
			return nil
		})
	}
	c.Static("parse", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		u := parse(vm, args, "Failed to execute 'parse' on 'URL': parameter")
		if u == nil {
			return jsruntime.Null()
		}
		return c.New(vm, &object{url: u})
	})
}

// refresh reads the parameters again after the query has changed.
func (o *object) refresh(vm *jsruntime.VM) {
	if o.params != nil {
		o.params.parse(vm, o.url.Query())
	}
}

// Origin gives the serialization of a URL's origin, "null" for opaque ones.
func Origin(u *Parsed) string {
	switch u.Protocol() {
	case "http:", "https:", "ws:", "wss:", "ftp:":
		return u.Protocol() + "//" + u.Host()
	case "blob:":
		if inner, err := Parse(u.Pathname(), ""); err == nil && (inner.Protocol() == "http:" || inner.Protocol() == "https:") {
			return Origin(inner)
		}
	}
	return "null"
}
