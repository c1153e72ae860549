package htmlrewriter

import (
	"paddock/jsruntime"
	"paddock/polyfills/blob"
	"paddock/polyfills/compat"
	"paddock/polyfills/fetch"
	"paddock/polyfills/htmlrewriter/rewrite"
)

// rewriter is the host side of an HTMLRewriter.
type rewriter struct {
	rules    []rule
	document []documentHandlers
}

// rule is a call of on().
type rule struct {
	selector                *rewrite.Selector
	element, comments, text *handler
}

// documentHandlers is a call of onDocument().
type documentHandlers struct{ doctype, comments, text, end *handler }

// handler is a function with the object that it was found in.
type handler struct {
	call jsruntime.Callable
	this jsruntime.Value
}

var class = jsruntime.NewClass[rewriter]("HTMLRewriter").
	Constructor(0, func(*jsruntime.VM, jsruntime.Args, *jsruntime.Object) *rewriter { return &rewriter{} }).
	MethodThis("on", 0, on).
	MethodThis("onDocument", 0, onDocument).
	Method("transform", 0, transform)

func on(vm *jsruntime.VM, this *jsruntime.Object, r *rewriter, args jsruntime.Args) jsruntime.Value {
	needArg(vm, len(args) > 0, "on", "HTMLRewriter", 1, "string")
	text := vm.Text(args[0])
	needArg(vm, len(args) > 1 && isDictionary(args[1]), "on", "HTMLRewriter", 2, "ElementContentHandlers")
	get := func(name string) *handler { return field(vm, args[1], "ElementContentHandlers", name) }
	h := rule{element: get("element"), comments: get("comments"), text: get("text")}
	var err error
	if h.selector, err = rewrite.ParseSelector(text); err != nil {
		vm.Throw(parserError(err))
	}
	r.rules = append(r.rules, h)
	return this
}

func onDocument(vm *jsruntime.VM, this *jsruntime.Object, r *rewriter, args jsruntime.Args) jsruntime.Value {
	needArg(vm, len(args) > 0 && isDictionary(args[0]), "onDocument", "HTMLRewriter", 1, "DocumentContentHandlers")
	get := func(name string) *handler { return field(vm, args[0], "DocumentContentHandlers", name) }
	r.document = append(r.document, documentHandlers{get("doctype"), get("comments"), get("text"), get("end")})
	return this
}

// needArg throws the TypeError of an argument of the wrong type.
func needArg(vm *jsruntime.VM, ok bool, method, class string, n int, want string) {
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type '%s'.", method, class, n, want)
	}
}

// isDictionary reports whether v may be a dictionary of Web IDL.
func isDictionary(v jsruntime.Value) bool {
	return jsruntime.IsNullish(v) || jsruntime.AsObject(v) != nil
}

// field reads a handler of a dictionary.
func field(vm *jsruntime.VM, dictionary jsruntime.Value, owner, name string) *handler {
	o := jsruntime.AsObject(dictionary)
	if o == nil {
		return nil
	}
	v := o.Get(name)
	if jsruntime.IsUndefined(v) {
		return nil
	}
	call, ok := jsruntime.AsFunction(v)
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type 'function'.", name, owner)
	}
	return &handler{call, o}
}

// parserError is an error of package rewrite as scripts see it.
func parserError(err error) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Parser error: %v", err)
}

func transform(vm *jsruntime.VM, r *rewriter, args jsruntime.Args) jsruntime.Value {
	response, ok := fetch.ResponseFrom(args.At(0))
	needArg(vm, ok, "transform", "HTMLRewriter", 1, "Response")
	if response.Failed() {
		vm.Throwf(jsruntime.TypeError, "HTMLRewriter cannot transform an error response")
	}
	if !response.HasBody() {
		return args[0]
	}
	charset, err := charsetOf(response.Header().Get("Content-Type"))
	if err != nil {
		vm.Throw(parserError(err))
	}
	body, err := response.TakeBody(vm)
	if err != nil {
		vm.Throw(err)
	}
	j := newJob(vm, body)
	j.start(vm, r.options(j, charset, compat.Of(vm).Has("html_rewriter_treats_esi_include_as_void_tag")))
	return response.With(vm, j.stream(vm))
}

// charsetOf is the encoding that a Content-Type names; UTF-8 when it names none.
func charsetOf(contentType string) (rewrite.Charset, error) {
	mime, _ := blob.ParseMIME(contentType)
	label, ok := mime.Param("charset")
	if !ok {
		return rewrite.Charset{}, nil
	}
	return rewrite.NewCharset(label)
}

// options are the handlers, as they are now, called by j.
func (r *rewriter) options(j *job, charset rewrite.Charset, voidESI bool) rewrite.Options {
	o := rewrite.Options{Charset: charset, VoidESI: voidESI, Reading: j.inserting}
	for _, h := range r.rules {
		o.Rules = append(o.Rules, rewrite.Rule{Selector: h.selector, ElementHandlers: rewrite.ElementHandlers{
			Element: caller(j, h.element, newElement(j)), Comments: caller(j, h.comments, newComment), Text: caller(j, h.text, newText),
		}})
	}
	for _, h := range r.document {
		o.Document = append(o.Document, rewrite.DocumentHandlers{
			Doctype: caller(j, h.doctype, newDoctype), Comments: caller(j, h.comments, newComment),
			Text: caller(j, h.text, newText), End: caller(j, h.end, newDocumentEnd),
		})
	}
	return o
}
