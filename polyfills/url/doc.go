// Package url is URL and URLSearchParams of the URL standard, https://url.spec.whatwg.org/.
//
// The one idea: the parser is a library's, but URLs that are in their normal form already, as
// nearly all are, do not need it. What is here is that, the surface, and the live link between
// a URL and its searchParams. Before 2022-10-31 the two globals are others, which the platform had before it
// followed the standard: the files original*.go.
package url

import (
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/compat"
)

// define completes the classes once per process: their members refer to the classes.
var define = sync.OnceFunc(func() {
	defineURL()
	defineParams()
	defineOriginalURL()
	defineOriginalParams()
})

// API gives the globals.
func API() jsruntime.API {
	define()
	return jsruntime.API{Name: "url", Globals: map[string]func(*jsruntime.VM) jsruntime.Value{
		"URL": func(vm *jsruntime.VM) jsruntime.Value {
			if compat.Of(vm).Has("url_standard") {
				return urlClass.Object(vm)
			}
			return originalClass.Object(vm)
		},
		"URLSearchParams": func(vm *jsruntime.VM) jsruntime.Value {
			if compat.Of(vm).Has("url_standard") {
				return paramsClass.Object(vm)
			}
			return originalParamsClass.Object(vm)
		},
	}}
}

// Text gives what a string or a URL object says.
func Text(v jsruntime.Value) string {
	if u, ok := urlClass.From(v); ok {
		return u.url.Href(false)
	}
	return v.String()
}

// ParamsOf gives the serialization of a URLSearchParams object.
func ParamsOf(v jsruntime.Value) (string, bool) {
	if p, ok := paramsClass.From(v); ok {
		return p.String(), true
	}
	if p, ok := originalParamsClass.From(v); ok {
		return p.of.form(), true
	}
	return "", false
}
