package url

import (
	"slices"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/encoding"
)

// originalURL is the host side of a URL of the original kind; its parameters are its query itself.
type originalURL struct {
	url    *original
	params *jsruntime.Object // nil until asked for
}

// originalParams is the host side of URLSearchParams of the original kind.
type originalParams struct{ of *original }

var (
	originalClass       = jsruntime.NewClass[originalURL]("URL")
	originalParamsClass = jsruntime.NewClass[originalParams]("URLSearchParams")
)

// show makes a value of text whose bytes may be no UTF-8, as they were decoded.
func show(vm *jsruntime.VM, s string) jsruntime.Value { return vm.ToValue(encoding.UTF8([]byte(s))) }

func newOriginal(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *originalURL {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'URL': constructor parameter 1 is not of type 'string'.")
	}
	text := vm.Text(args[0])
	var u *original
	var ok bool
	if v := args.At(1); jsruntime.IsUndefined(v) {
		if u, ok = parseOriginal(text); !ok {
			vm.Throwf(jsruntime.TypeError, "Invalid URL string.")
		}
	} else {
		base, isURL := parseOriginal(vm.Text(v))
		if !isURL {
			vm.Throwf(jsruntime.TypeError, "Invalid base URL string.")
		}
		if u, ok = base.resolve(text); !ok {
			vm.Throwf(jsruntime.TypeError, "Invalid relative URL string.")
		}
	}
	u.dropPort()
	return &originalURL{url: u}
}

func defineOriginalURL() {
	c := originalClass.Constructor(1, newOriginal)
	href := func(vm *jsruntime.VM, o *originalURL) jsruntime.Value {
		text, err := o.url.href()
		if err != nil {
			vm.Throw(err)
		}
		return vm.ToValue(text)
	}
	c.Accessor("href", href, func(vm *jsruntime.VM, o *originalURL, v jsruntime.Value) {
		u, ok := parseOriginal(vm.Text(v))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to set the 'href' property on 'URL': the provided value is not of type 'valid URL string'.")
		}
		*o.url = *u
	})
	c.Getter("origin", func(vm *jsruntime.VM, o *originalURL) jsruntime.Value { return show(vm, o.url.origin()) })
	for _, p := range []struct {
		name string
		get  func(*original) string
		set  func(*original, string) error
	}{
		{"protocol", func(u *original) string { return u.scheme + ":" }, (*original).setProtocol},
		{"username", (*original).username, (*original).setUsername},
		{"password", (*original).password, (*original).setPassword},
		{"host", func(u *original) string { return u.host }, (*original).setHost},
		{"hostname", (*original).hostname, (*original).setHostname},
		{"port", (*original).port, (*original).setPort},
		{"pathname", (*original).pathname, (*original).setPathname},
		{"search", (*original).search, (*original).setSearch},
		{"hash", (*original).hash, (*original).setHash},
	} {
		c.Accessor(p.name,
			func(vm *jsruntime.VM, o *originalURL) jsruntime.Value { return show(vm, p.get(o.url)) },
			func(vm *jsruntime.VM, o *originalURL, v jsruntime.Value) {
				if err := p.set(o.url, vm.Text(v)); err != nil {
					vm.Throw(err)
				}
			})
	}
	c.Getter("searchParams", func(vm *jsruntime.VM, o *originalURL) jsruntime.Value {
		if o.params == nil {
			o.params = originalParamsClass.New(vm, &originalParams{o.url})
		}
		return o.params
	})
	text := func(vm *jsruntime.VM, o *originalURL, _ jsruntime.Args) jsruntime.Value { return href(vm, o) }
	c.Method("toString", 0, text).Method("toJSON", 0, text)
}

func defineOriginalParams() {
	c := originalParamsClass.Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *originalParams {
		return &originalParams{&original{query: originalQuery(vm, args.At(0))}}
	})
	c.Getter("size", func(vm *jsruntime.VM, p *originalParams) jsruntime.Value { return vm.ToValue(len(p.of.query)) })
	for _, m := range []struct {
		name  string
		texts int
		call  func(vm *jsruntime.VM, p *original, texts []string) jsruntime.Value
	}{
		{"append", 2, func(_ *jsruntime.VM, u *original, s []string) jsruntime.Value {
			u.query = append(u.query, originalPair{name: s[0], value: s[1]})
			return nil
		}},
		{"delete", 1, func(_ *jsruntime.VM, u *original, s []string) jsruntime.Value {
			u.query = slices.DeleteFunc(u.query, func(p originalPair) bool { return p.name == s[0] })
			return nil
		}},
		{"get", 1, func(vm *jsruntime.VM, u *original, s []string) jsruntime.Value {
			if i := u.find(s[0]); i >= 0 {
				return show(vm, u.query[i].value)
			}
			return jsruntime.Null()
		}},
		{"getAll", 1, func(vm *jsruntime.VM, u *original, s []string) jsruntime.Value {
			var values []jsruntime.Value
			for _, p := range u.query {
				if p.name == s[0] {
					values = append(values, show(vm, p.value))
				}
			}
			return vm.NewArrayOf(values...)
		}},
		{"has", 1, func(vm *jsruntime.VM, u *original, s []string) jsruntime.Value { return vm.ToValue(u.find(s[0]) >= 0) }},
		{"set", 2, func(_ *jsruntime.VM, u *original, s []string) jsruntime.Value {
			u.put(originalPair{name: s[0], value: s[1]})
			return nil
		}},
		{"sort", 0, func(_ *jsruntime.VM, u *original, _ []string) jsruntime.Value {
			slices.SortStableFunc(u.query, func(a, b originalPair) int { return compareUnits(a.name, b.name) })
			return nil
		}},
		{"toString", 0, func(vm *jsruntime.VM, u *original, _ []string) jsruntime.Value { return vm.ToValue(u.form()) }},
	} {
		c.Method(m.name, m.texts, func(vm *jsruntime.VM, p *originalParams, args jsruntime.Args) jsruntime.Value {
			texts := make([]string, m.texts)
			for i := range texts {
				if i >= len(args) {
					vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'URLSearchParams': parameter %d is not of type 'string'.", m.name, i+1)
				}
				texts[i] = vm.Text(args[i])
			}
			return m.call(vm, p.of, texts)
		})
	}
	c.MethodThis("forEach", 1, func(vm *jsruntime.VM, this *jsruntime.Object, p *originalParams, args jsruntime.Args) jsruntime.Value {
		fn, ok := jsruntime.AsFunction(args.At(0))
		if !ok {
			vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'URLSearchParams': parameter 1 is not of type 'function'.")
		}
		receiver := args.At(1)
		if jsruntime.IsNull(receiver) {
			receiver = jsruntime.Undefined()
		}
		for i := 0; i < len(p.of.query); i++ {
			vm.Call(fn, receiver, show(vm, p.of.query[i].value), show(vm, p.of.query[i].name), this)
		}
		return nil
	})
	jsruntime.Pairs(c, func(vm *jsruntime.VM, p *originalParams, i int) (k, v jsruntime.Value, ok bool) {
		if i >= len(p.of.query) {
			return nil, nil, false
		}
		return show(vm, p.of.query[i].name), show(vm, p.of.query[i].value), true
	})
}

// find gives the place of the first pair of a name, -1 for none.
func (u *original) find(name string) int {
	return slices.IndexFunc(u.query, func(p originalPair) bool { return p.name == name })
}

// put makes a pair the only one of its name, where the first one was.
func (u *original) put(p originalPair) {
	i := u.find(p.name)
	if i < 0 {
		u.query = append(u.query, p)
		return
	}
	u.query[i] = p
	rest := slices.DeleteFunc(u.query[i+1:], func(q originalPair) bool { return q.name == p.name })
	u.query = u.query[:i+1+len(rest)]
}

// form is the query with an equals sign in every pair.
func (u *original) form() string {
	var b strings.Builder
	for i, p := range u.query {
		if i > 0 {
			b.WriteByte('&')
		}
		EncodeForm(&b, p.name)
		b.WriteByte('=')
		EncodeForm(&b, p.value)
	}
	return b.String()
}

// originalQuery makes a query of another list, a text, an array of pairs or a record. What iterates is
// a record, too.
func originalQuery(vm *jsruntime.VM, v jsruntime.Value) []originalPair {
	if p, ok := originalParamsClass.From(v); ok {
		return slices.Clone(p.of.query)
	}
	o := jsruntime.AsObject(v)
	var query []originalPair
	switch {
	case jsruntime.IsUndefined(v):
	case o == nil:
		for part := range strings.SplitSeq(strings.TrimPrefix(vm.Text(v), "?"), "&") {
			if part == "" {
				continue
			}
			name, value, _ := strings.Cut(part, "=")
			name, _ = decodeOriginal(name, true)
			value, _ = decodeOriginal(value, true)
			query = append(query, originalPair{name: name, value: value})
		}
	case o.ClassName() == "Array":
		vm.Iterate(o, func(item jsruntime.Value) bool {
			query = append(query, originalPairOf(vm, len(query), item))
			return true
		})
	default:
		vm.Entries(o, func(name string, value jsruntime.Value) {
			query = append(query, originalPair{name: name, value: vm.Text(value)})
		})
	}
	return query
}

// originalPairOf makes a pair of element i of an array.
func originalPairOf(vm *jsruntime.VM, i int, item jsruntime.Value) originalPair {
	inner := jsruntime.AsObject(item)
	if inner == nil || inner.ClassName() != "Array" {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for array element %d: the provided value is not of type 'Array'.", i)
	}
	var texts []string
	vm.Iterate(inner, func(part jsruntime.Value) bool {
		texts = append(texts, vm.Text(part))
		return true
	})
	if len(texts) != 2 {
		vm.Throwf(jsruntime.TypeError, "To initialize a URLSearchParams object from an array-of-arrays, each inner array must have exactly two elements.")
	}
	return originalPair{name: texts[0], value: texts[1]}
}
