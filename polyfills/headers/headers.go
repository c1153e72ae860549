// Package headers is the class Headers of the Fetch standard, over http.Header.
//
// The one idea: names are kept in Go's canonical form, so that a request or response of
// net/http is seen without a copy, and shown in lower case, sorted, as the standard wants.
//
// Platform: https://developers.cloudflare.com/workers/runtime-apis/headers/
package headers

import (
	"fmt"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/http/httpguts"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
	"paddock/polyfills/encoding"
)

// Guard says who may change the headers.
type Guard uint8

// The guards.
const (
	Open      Guard = iota
	Immutable       // of an incoming request or of what fetch() gave
)

// Headers is the host side of the class. The zero value is empty and open.
type Headers struct {
	Header http.Header
	Guard  Guard
	sorted []entry // for iteration; nil after a change
}

type entry struct{ name, value string }

// API gives the global.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "headers", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"Headers": func(vm *jsruntime.VM) jsruntime.Value { return class.Object(vm) },
	}, Install: func(vm *jsruntime.VM) error {
		vm.OnClone(cloneTag, unclone)
		return nil
	}}
}

// New makes a Headers object that shows h.
func New(vm *jsruntime.VM, h http.Header, guard Guard) *jsruntime.Object {
	return class.New(vm, &Headers{Header: h, Guard: guard})
}

// Wrap makes the object of a struct that the caller holds.
func Wrap(vm *jsruntime.VM, h *Headers) *jsruntime.Object { return class.New(vm, h) }

// From gives the host side of a Headers object.
func From(v jsruntime.Value) (*Headers, bool) { return class.From(v) }

// Fill makes headers of a HeadersInit: another Headers, a sequence of pairs or a record.
func Fill(vm *jsruntime.VM, init jsruntime.Value) http.Header {
	h := &Headers{Header: http.Header{}}
	h.fill(vm, init)
	return h.Header
}

func (h *Headers) fill(vm *jsruntime.VM, init jsruntime.Value) {
	if jsruntime.IsUndefined(init) {
		return
	}
	o := jsruntime.AsObject(init)
	if o == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to construct 'Headers': constructor parameter 1 is not of type 'Headers or Sequence or object'.")
	}
	if other, ok := From(o); ok {
		for name, values := range other.Header {
			h.Header[name] = append(h.Header[name], values...)
		}
		return
	}
	if vm.IsIterable(o) {
		vm.Iterate(o, func(item jsruntime.Value) bool {
			h.appendPair(vm, item)
			return true
		})
		return
	}
	vm.Entries(o, func(name string, v jsruntime.Value) { h.append(vm, vm.ToValue(name), v) })
}

// appendPair appends an item of a sequence.
func (h *Headers) appendPair(vm *jsruntime.VM, item jsruntime.Value) {
	if !vm.IsIterable(item) {
		vm.Throwf(jsruntime.TypeError, "Incorrect type: the provided value is not of type 'Sequence'.")
	}
	var parts []jsruntime.Value
	vm.Iterate(item, func(part jsruntime.Value) bool {
		parts = append(parts, part)
		return len(parts) < 3
	})
	if len(parts) != 2 {
		vm.Throwf(jsruntime.TypeError, "To initialize a Headers object from a sequence, each inner sequence must have exactly two elements.")
	}
	h.append(vm, parts[0], parts[1])
}

// name checks a header's name and gives its canonical form.
func name(vm *jsruntime.VM, v jsruntime.Value) string {
	s := vm.Text(v)
	if !httpguts.ValidHeaderFieldName(s) {
		vm.Throwf(jsruntime.TypeError, "Invalid header name.")
	}
	return textproto.CanonicalMIMEHeaderKey(s)
}

// value normalizes the value of a header with a name as scripts write it (Fetch, "normalize"), and checks it. It may
// have any characters, which go out as UTF-8; in the standard they end at U+00FF, and the platform warns of what
// browsers might refuse.
func value(vm *jsruntime.VM, name, v jsruntime.Value) string {
	s := strings.Trim(vm.WTF8(v), " \t\r\n")
	ascii := true
	for i := range len(s) {
		switch c := s[i]; {
		case c == 0 || c == '\r' || c == '\n':
			vm.Throwf(jsruntime.TypeError, "Invalid header value.")
		case c >= utf8.RuneSelf:
			ascii = false
		}
	}
	if !ascii {
		warn(vm, vm.Text(name), s)
	}
	return s
}

// warn tells on the console, if there is one, of a value with characters that are not ASCII.
func warn(vm *jsruntime.VM, name, value string) {
	console := jsruntime.AsObject(vm.Get("console"))
	if console == nil {
		return
	}
	var raw strings.Builder
	for i := range len(value) {
		fmt.Fprintf(&raw, `\x%02x`, value[i])
	}
	vm.CallMethod(console, "warn", show(vm, `A header value for "`+name+`" contains non-ASCII characters: "`+value+`" (raw bytes: "`+raw.String()+
		`"). As a quirk to support Unicode, we are encoding values as UTF-8 in the header, but in a browser this would likely result in a TypeError exception. `+
		`Consider encoding this string in ASCII for compatibility with browser implementations of the Fetch specification.`))
}

// show makes the string that scripts see. On the wire, values are UTF-8, as the platform has
// it; what is not, is replaced.
func show(vm *jsruntime.VM, s string) jsruntime.Value {
	if !utf8.ValidString(s) {
		s = encoding.UTF8([]byte(s))
	}
	return vm.ToValue(s)
}

func (h *Headers) writable(vm *jsruntime.VM) {
	if h.Guard == Immutable {
		vm.Throwf(jsruntime.TypeError, "Can't modify immutable headers.")
	}
	h.sorted = nil
	if h.Header == nil {
		h.Header = http.Header{}
	}
}

func (h *Headers) append(vm *jsruntime.VM, k, v jsruntime.Value) {
	h.writable(vm)
	key, text := name(vm, k), value(vm, k, v)
	h.Header[key] = append(h.Header[key], text)
}

// Get gives the combined value of a header; ok is false when there is none.
func (h *Headers) Get(canonical string) (text string, ok bool) {
	values, ok := h.Header[canonical]
	switch {
	case !ok || len(values) == 0:
		return "", false
	case len(values) == 1:
		return values[0], true
	}
	return strings.Join(values, ", "), true
}

// entries lists the headers as iteration shows them; the list never changes.
func (h *Headers) entries(vm *jsruntime.VM) []entry {
	if h.sorted == nil {
		h.sorted = make([]entry, 0, len(h.Header))
		for name, values := range h.Header {
			lower := strings.ToLower(name)
			if lower == "set-cookie" && compat.Of(vm).Has("http_headers_getsetcookie") {
				for _, v := range values {
					h.sorted = append(h.sorted, entry{lower, v})
				}
				continue
			}
			if len(values) > 0 {
				h.sorted = append(h.sorted, entry{lower, strings.Join(values, ", ")})
			}
		}
		slices.SortStableFunc(h.sorted, func(a, b entry) int { return strings.Compare(a.name, b.name) })
	}
	return h.sorted
}

// Carry gives the headers a form in which they cross over RPC.
func (h *Headers) Carry() any { return carried(h.Header.Clone()) }

// Carry makes that form of headers of the host.
func Carry(h http.Header) any { return carried(h) }

// Carried gives the headers that Carry gave that form.
func Carried(external any) (h http.Header, ok bool) {
	c, ok := external.(carried)
	return http.Header(c), ok
}

type carried http.Header

// Uncarry makes the object again.
func (c carried) Uncarry(vm *jsruntime.VM) (jsruntime.Value, error) {
	return New(vm, http.Header(c), Open), nil
}

// Tell implements the console's Teller.
func (h *Headers) Tell(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	if err := o.Set("immutable", h.Guard == Immutable); err != nil {
		vm.Throw(err)
	}
	return o
}

// Set sets a header by its canonical name, for host code; it throws when the headers are immutable.
func (h *Headers) Set(vm *jsruntime.VM, canonical, text string) {
	h.writable(vm)
	h.Header[canonical] = []string{text}
}
