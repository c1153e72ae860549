package url

import (
	"paddock/jsruntime"
)

// object is the host side of a URL.
type object struct {
	url    *Parsed
	params *Params
}

func parseOrThrow(vm *jsruntime.VM, args jsruntime.Args) *Parsed {
	input, base := Text(args.At(0)), ""
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		base = Text(v)
		if base == "" {
			vm.Throwf(jsruntime.TypeError, "Invalid base URL string.")
		}
	}
	u, err := Parse(input, base)
	if err != nil {
		vm.Throwf(jsruntime.TypeError, "Invalid URL string.")
	}
	return u
}

var urlClass = jsruntime.NewClass[object]("URL")

func defineURL() {
	c := urlClass.
		Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *object {
			return &object{url: parseOrThrow(vm, args)}
		}).
		Getter("origin", func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(Origin(o.url)) }).
		Getter("searchParams", func(vm *jsruntime.VM, o *object) jsruntime.Value {
			if o.params == nil {
				o.params = &Params{owner: o}
				o.params.parse(o.url.Query())
				o.params.object = paramsClass.New(vm, o.params)
			}
			return o.params.object
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
		{"hash", (*Parsed).Hash, (*Parsed).SetHash},
	} {
		c.Accessor(p.name,
			func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(p.get(o.url)) },
			func(_ *jsruntime.VM, o *object, v jsruntime.Value) { p.set(o.url, v.String()) })
	}
	href := func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(o.url.Href(false)) }
	c.Accessor("search",
		func(vm *jsruntime.VM, o *object) jsruntime.Value { return vm.ToValue(o.url.Search()) },
		func(_ *jsruntime.VM, o *object, v jsruntime.Value) {
			o.url.SetSearch(v.String())
			o.refresh()
		})
	c.Accessor("href", href, func(vm *jsruntime.VM, o *object, v jsruntime.Value) {
		u, err := Parse(v.String(), "")
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Invalid URL string.")
		}
		o.url = u
		o.refresh()
	})
	text := func(vm *jsruntime.VM, o *object, _ jsruntime.Args) jsruntime.Value { return href(vm, o) }
	c.Method("toString", 0, text).Method("toJSON", 0, text)
	c.Static("canParse", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		return vm.ToValue(tryParse(args) != nil)
	})
	c.Static("parse", 1, func(vm *jsruntime.VM, _ jsruntime.Value, args jsruntime.Args) jsruntime.Value {
		u := tryParse(args)
		if u == nil {
			return jsruntime.Null()
		}
		return c.New(vm, &object{url: u})
	})
}

func tryParse(args jsruntime.Args) *Parsed {
	base := ""
	if v := args.At(1); !jsruntime.IsUndefined(v) {
		if base = Text(v); base == "" {
			return nil
		}
	}
	u, err := Parse(Text(args.At(0)), base)
	if err != nil {
		return nil
	}
	return u
}

// refresh reads the parameters again after the query has changed.
func (o *object) refresh() {
	if o.params != nil {
		o.params.parse(o.url.Query())
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
