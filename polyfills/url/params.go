package url

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
)

// Params is the host side of URLSearchParams: an ordered list of pairs.
type Params struct {
	pairs  []pair
	owner  *object           // whose query follows the list; nil for a list of its own
	object *jsruntime.Object // the one object of an owner
}

type pair struct{ name, value string }

// often is after how many pairs what goes over them looks whether the script must stop.
const often = 1 << 12

// parse reads application/x-www-form-urlencoded text.
func (p *Params) parse(vm *jsruntime.VM, query string) {
	p.pairs = nil
	Pairs(query, func(name, value string) {
		if p.pairs = append(p.pairs, pair{name, value}); len(p.pairs)%often == 0 {
			vm.Breathe()
		}
	})
}

// Pairs calls f for each pair of application/x-www-form-urlencoded text (URL standard, section 5.1).
func Pairs(text string, f func(name, value string)) {
	for text != "" {
		var part string
		part, text, _ = strings.Cut(text, "&")
		if part == "" {
			continue
		}
		name, value, _ := strings.Cut(part, "=")
		f(decode(name), decode(value))
	}
}

func decode(s string) string {
	if !strings.ContainsAny(s, "%+") {
		if utf8.ValidString(s) {
			return strings.Clone(s) // which does not keep the rest
		}
		return encoding.UTF8([]byte(s))
	}
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '+':
			b = append(b, ' ')
		case s[i] == '%' && i+2 < len(s) && hex(s[i+1]) >= 0 && hex(s[i+2]) >= 0:
			b = append(b, byte(hex(s[i+1])<<4|hex(s[i+2])))
			i += 2
		default:
			b = append(b, s[i])
		}
	}
	return encoding.UTF8(b)
}

func hex(c byte) int {
	switch {
	case '0' <= c && c <= '9':
		return int(c - '0')
	case 'a' <= c && c <= 'f':
		return int(c-'a') + 10
	case 'A' <= c && c <= 'F':
		return int(c-'A') + 10
	}
	return -1
}

// String serializes the list (URL standard, section 5.2).
func (p *Params) String() string {
	var b strings.Builder
	for i, pair := range p.pairs {
		if i > 0 {
			b.WriteByte('&')
		}
		EncodeForm(&b, pair.name)
		b.WriteByte('=')
		EncodeForm(&b, pair.value)
	}
	return b.String()
}

// EncodeForm writes s percent-encoded as application/x-www-form-urlencoded.
func EncodeForm(b *strings.Builder, s string) {
	const digits = "0123456789ABCDEF"
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == ' ':
			b.WriteByte('+')
		case '0' <= c && c <= '9', 'a' <= c && c <= 'z', 'A' <= c && c <= 'Z', c == '*', c == '-', c == '.', c == '_':
			b.WriteByte(c)
		default:
			b.WriteByte('%')
			b.WriteByte(digits[c>>4])
			b.WriteByte(digits[c&15])
		}
	}
}

// changed makes the owner's query follow.
func (p *Params) changed() {
	if p.owner != nil {
		p.owner.url.SetSearch(p.String())
	}
}

var paramsClass = jsruntime.NewClass[Params]("URLSearchParams")

func defineParams() {
	c := paramsClass.
		Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Params {
			return newParams(vm, args.At(0))
		}).
		Getter("size", func(vm *jsruntime.VM, p *Params) jsruntime.Value { return vm.ToValue(len(p.pairs)) }).
		Method("append", 2, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 2, "append")
			p.pairs = append(p.pairs, pair{vm.Text(args[0]), vm.Text(args[1])})
			p.changed()
			return nil
		}).
		Method("delete", 1, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "delete")
			name := vm.Text(args[0])
			match := matcher(vm, args)
			p.pairs = slices.DeleteFunc(p.pairs, func(q pair) bool { return q.name == name && match(q.value) })
			p.changed()
			return nil
		}).
		Method("get", 1, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "get")
			name := vm.Text(args[0])
			for _, q := range p.pairs {
				if q.name == name {
					return vm.ToValue(q.value)
				}
			}
			return jsruntime.Null()
		}).
		Method("getAll", 1, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "getAll")
			name := vm.Text(args[0])
			var values []jsruntime.Value
			for _, q := range p.pairs {
				if q.name == name {
					values = append(values, vm.ToValue(q.value))
				}
			}
			return vm.NewArrayOf(values...)
		}).
		Method("has", 1, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 1, "has")
			name := vm.Text(args[0])
			match := matcher(vm, args)
			return vm.ToValue(slices.ContainsFunc(p.pairs, func(q pair) bool { return q.name == name && match(q.value) }))
		}).
		Method("set", 2, func(vm *jsruntime.VM, p *Params, args jsruntime.Args) jsruntime.Value {
			need(vm, args, 2, "set")
			name, value := vm.Text(args[0]), vm.Text(args[1])
			i := slices.IndexFunc(p.pairs, func(q pair) bool { return q.name == name })
			if i < 0 {
				p.pairs = append(p.pairs, pair{name, value})
			} else {
				p.pairs[i].value = value
				rest := slices.DeleteFunc(p.pairs[i+1:], func(q pair) bool { return q.name == name })
				p.pairs = p.pairs[:i+1+len(rest)]
			}
			p.changed()
			return nil
		}).
		Method("sort", 0, func(vm *jsruntime.VM, p *Params, _ jsruntime.Args) jsruntime.Value {
			compared := 0
			slices.SortStableFunc(p.pairs, func(a, b pair) int {
				if compared++; compared%often == 0 {
					vm.Breathe()
				}
				return compareUnits(a.name, b.name)
			})
			p.changed()
			return nil
		}).
		Method("toString", 0, func(vm *jsruntime.VM, p *Params, _ jsruntime.Args) jsruntime.Value {
			return vm.ToValue(p.String())
		}).
		MethodThis("forEach", 1, func(vm *jsruntime.VM, this *jsruntime.Object, p *Params, args jsruntime.Args) jsruntime.Value {
			fn, ok := jsruntime.AsFunction(args.At(0))
			if !ok {
				vm.Throwf(jsruntime.TypeError, "Failed to execute 'forEach' on 'URLSearchParams': parameter 1 is not of type 'function'.")
			}
			for i := 0; i < len(p.pairs); i++ {
				vm.Call(fn, args.At(1), vm.ToValue(p.pairs[i].value), vm.ToValue(p.pairs[i].name), this)
			}
			return nil
		})
	jsruntime.Pairs(c, func(vm *jsruntime.VM, p *Params, i int) (k, v jsruntime.Value, ok bool) {
		if i >= len(p.pairs) {
			return nil, nil, false
		}
		return vm.ToValue(p.pairs[i].name), vm.ToValue(p.pairs[i].value), true
	})
}

// matcher tells whether a value is the one that the second argument asks for.
func matcher(vm *jsruntime.VM, args jsruntime.Args) func(string) bool {
	v := args.At(1)
	if jsruntime.IsUndefined(v) || !compat.Of(vm).Has("urlsearchparams_delete_has_value_arg") {
		return func(string) bool { return true }
	}
	want := vm.Text(v)
	return func(value string) bool { return value == want }
}

func need(vm *jsruntime.VM, args jsruntime.Args, n int, method string) {
	if len(args) < n {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on 'URLSearchParams': parameter %d is not of type 'USVString'.", method, len(args)+1)
	}
}

// compareUnits orders by UTF-16 code units, as JavaScript does.
func compareUnits(a, b string) int {
	for a != "" && b != "" {
		x, width := utf8.DecodeRuneInString(a)
		y, other := utf8.DecodeRuneInString(b)
		if x != y {
			if (x > 0xffff) != (y > 0xffff) {
				x, y = firstUnit(x), firstUnit(y)
			}
			return cmp.Compare(x, y)
		}
		a, b = a[width:], b[other:]
	}
	return cmp.Compare(len(a), len(b))
}

// firstUnit is the first UTF-16 code unit of a character.
func firstUnit(r rune) rune {
	if high, _ := utf16.EncodeRune(r); high != utf8.RuneError {
		return high
	}
	return r
}

// newParams makes a list of a string, a record, a sequence of pairs or another list.
func newParams(vm *jsruntime.VM, v jsruntime.Value) *Params {
	p := &Params{}
	o := jsruntime.AsObject(v)
	switch {
	case jsruntime.IsUndefined(v):
	case o == nil:
		p.parse(vm, strings.TrimPrefix(vm.Text(v), "?"))
	case vm.IsIterable(o):
		vm.Iterate(o, func(item jsruntime.Value) bool {
			p.pairs = append(p.pairs, newPair(vm, item))
			return true
		})
	default:
		vm.Entries(o, func(name string, value jsruntime.Value) { p.record(name, vm.Text(value)) })
	}
	return p
}

// newPair makes a pair of an item of a sequence.
func newPair(vm *jsruntime.VM, item jsruntime.Value) pair {
	if !vm.IsIterable(item) {
		vm.Throwf(jsruntime.TypeError, "Incorrect type: the provided value is not of type 'Sequence'.")
	}
	var parts []string
	vm.Iterate(item, func(part jsruntime.Value) bool {
		parts = append(parts, vm.Text(part))
		return len(parts) < 3
	})
	if len(parts) != 2 {
		vm.Throwf(jsruntime.TypeError, "Invalid URL search params sequence.")
	}
	return pair{parts[0], parts[1]}
}

// record adds a member of a record. Names that only differ in broken surrogates are one.
func (p *Params) record(name, value string) {
	i := slices.IndexFunc(p.pairs, func(q pair) bool { return q.name == name })
	if i < 0 || !strings.Contains(name, "\ufffd") {
		p.pairs = append(p.pairs, pair{name, value})
		return
	}
	p.pairs[i].value = value
}
