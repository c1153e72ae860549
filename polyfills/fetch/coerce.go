package fetch

import (
	"net/http"

	"paddock/jsruntime"
)

// Coerce gives the Request that v is, or the one for the URL that v is converted to. It throws
// what the constructor of Request throws.
func Coerce(vm *jsruntime.VM, v jsruntime.Value) *Request {
	if q, ok := From(v); ok {
		return q
	}
	return newRequest(vm, jsruntime.Args{v}, "")
}

// Method is the request's method.
func (q *Request) Method() string { return q.method }

// URL is the request's URL, with its fragment.
func (q *Request) URL() string { return q.url }

// Header gives the request's headers, which are not to be changed.
func (q *Request) Header() http.Header { return q.headers.Header }

// CF gives the request's property cf; nil for none.
func (q *Request) CF() jsruntime.Value { return q.cf }

// Header gives the response's headers, which are not to be changed.
func (p *Response) Header() http.Header { return p.headers.Header }
