package htmlrewriter

import (
	"io"

	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/htmlrewriter/rewrite"
	"paddock/polyfills/streams"
)

// staleMessage is what a token says outside of its handler.
const staleMessage = "This content token is no longer valid. Content tokens are only valid during the execution of the relevant content handler."

// token is a token that a handler has got; nil behind it: its time is over.
type token[T any] struct{ of *T }

func (t *token[T]) live(vm *jsruntime.VM) *T {
	if t.of == nil {
		vm.Throwf(jsruntime.TypeError, staleMessage)
	}
	return t.of
}

// expire ends the token's time.
func (t *token[T]) expire() { t.of = nil }

// given are the arguments of a method that takes content.
type given struct {
	value jsruntime.Value
	text  string // when value is neither a stream nor a Response
	html  bool
}

// contentArgs reads them; it throws.
func contentArgs(vm *jsruntime.VM, args jsruntime.Args, method, class string) given {
	needArg(vm, len(args) > 0, method, class, 1, "string or JsReadableStream or Response")
	g := given{value: args[0]}
	if !g.streams() {
		g.text = vm.Text(args[0])
	}
	needArg(vm, isDictionary(args.At(1)), method, class, 2, "ContentOptions")
	if o := jsruntime.AsObject(args.At(1)); o != nil {
		html := o.Get("html")
		g.html = !jsruntime.IsUndefined(html) && html.ToBoolean()
	}
	return g
}

func (g given) streams() bool {
	_, isResponse := fetch.ResponseFrom(g.value)
	return isResponse || streams.IsReadable(g.value)
}

// content takes it out of the script; false: a Response without a body is no content. A stream that
// cannot be read fails when its place is reached.
func (g given) content(vm *jsruntime.VM) (c rewrite.Content, ok bool) {
	if !g.streams() {
		return rewrite.Content{Text: g.text, HTML: g.html}, true
	}
	var r io.ReadCloser
	var err error
	if response, isResponse := fetch.ResponseFrom(g.value); isResponse {
		if !response.HasBody() {
			return rewrite.Content{}, false
		}
		r, err = response.TakeBody(vm)
	} else if streams.Locked(g.value) {
		err = fetch.ErrLocked
	} else {
		r, err = streams.Reader(vm, g.value)
	}
	if err != nil {
		r = failing{err}
	}
	return rewrite.Content{Reader: r, HTML: g.html}, true
}

// onlyText is content where the platform takes no streams.
func (g given) onlyText(vm *jsruntime.VM) rewrite.Content {
	if g.streams() {
		vm.Throwf(jsruntime.TypeError, "Replacing content in HTML comments using a ReadableStream or Response object is not implemented. You must provide a string.")
	}
	return rewrite.Content{Text: g.text, HTML: g.html}
}

// failing is a reader that only has an error.
type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func (f failing) Close() error { return nil }

// insertion adds a method that takes content, of any kind, to a class of tokens.
func insertion[T, P any](c *jsruntime.Class[T], name string, of func(*T) *token[P], apply func(*P, rewrite.Content)) *jsruntime.Class[T] {
	return c.MethodThis(name, 0, func(vm *jsruntime.VM, this *jsruntime.Object, t *T, args jsruntime.Args) jsruntime.Value {
		g := contentArgs(vm, args, name, c.Name())
		p := of(t).live(vm)
		if content, ok := g.content(vm); ok {
			apply(p, content)
		}
		return this
	})
}

// textInsertion is insertion without streams.
func textInsertion[T, P any](c *jsruntime.Class[T], name string, of func(*T) *token[P], apply func(*P, rewrite.Content)) *jsruntime.Class[T] {
	return c.MethodThis(name, 0, func(vm *jsruntime.VM, this *jsruntime.Object, t *T, args jsruntime.Args) jsruntime.Value {
		content := contentArgs(vm, args, name, c.Name()).onlyText(vm)
		apply(of(t).live(vm), content)
		return this
	})
}

// command adds a method without arguments that gives the token.
func command[T, P any](c *jsruntime.Class[T], name string, of func(*T) *token[P], do func(*P)) *jsruntime.Class[T] {
	return c.MethodThis(name, 0, func(vm *jsruntime.VM, this *jsruntime.Object, t *T, _ jsruntime.Args) jsruntime.Value {
		do(of(t).live(vm))
		return this
	})
}

// text adds a property whose text can be set, unless set is nil.
func text[T, P any](c *jsruntime.Class[T], name string, of func(*T) *token[P], get func(*P) string, set func(*P, string) error) *jsruntime.Class[T] {
	read := func(vm *jsruntime.VM, t *T) jsruntime.Value { return vm.ToValue(get(of(t).live(vm))) }
	if set == nil {
		return c.Getter(name, read)
	}
	return c.Accessor(name, read, func(vm *jsruntime.VM, t *T, v jsruntime.Value) {
		s := vm.Text(v)
		if err := set(of(t).live(vm), s); err != nil {
			vm.Throw(parserError(err))
		}
	})
}

// flag adds a property that is true or false.
func flag[T, P any](c *jsruntime.Class[T], name string, of func(*T) *token[P], get func(*P) bool) *jsruntime.Class[T] {
	return c.Getter(name, func(vm *jsruntime.VM, t *T) jsruntime.Value { return vm.ToValue(get(of(t).live(vm))) })
}
