package fetch

import (
	"context"
	"net/http"
	neturl "net/url"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/headers"
	"paddock/polyfills/url"
)

// Request is the host side of a Request.
type Request struct {
	message
	method   string
	url      string
	redirect string
	signal   jsruntime.Value // nil: none was given
	cf       jsruntime.Value
	cache    string
	host     *http.Request // an incoming request; nil for one that a script made
}

var requestClass = jsruntime.NewClass[Request]("Request")

// NewRequest shows an incoming request to scripts. Its URL must be absolute, or it is made so by
// the Host header.
func NewRequest(vm *jsruntime.VM, r *http.Request) *jsruntime.Object {
	return requestClass.New(vm, incoming(r))
}

func incoming(r *http.Request) *Request {
	q := &Request{method: r.Method, redirect: "manual", host: r}
	q.headers = headers.Headers{Header: r.Header, Guard: headers.Immutable}
	if r.Header == nil {
		q.headers.Header = http.Header{}
	}
	if r.Host != "" && len(r.Header["Host"]) == 0 {
		q.headers.Header["Host"] = []string{r.Host}
	}
	if r.Body != nil && r.Body != http.NoBody && (r.ContentLength != 0 || len(r.TransferEncoding) > 0) && r.Method != http.MethodGet && r.Method != http.MethodHead {
		q.body = native(r.Body, r.ContentLength)
	}
	q.url = absolute(r)
	return q
}

// absolute gives the URL of an incoming request as scripts see it.
func absolute(r *http.Request) string {
	scheme := r.URL.Scheme
	if scheme == "" {
		scheme = "http"
		if r.TLS != nil {
			scheme = "https"
		}
	}
	host := r.Host
	if host == "" {
		host = r.URL.Host
	}
	path := r.URL.RequestURI()
	if r.URL.Opaque != "" || !strings.HasPrefix(path, "/") {
		path = r.URL.EscapedPath()
		if r.URL.RawQuery != "" {
			path += "?" + r.URL.RawQuery
		}
		if !strings.HasPrefix(path, "/") {
			path = "/" + path
		}
	}
	if scheme == "http" {
		host = strings.TrimSuffix(host, ":80")
	} else {
		host = strings.TrimSuffix(host, ":443")
	}
	return scheme + "://" + host + path
}

// From gives the host side of a Request.
func From(v jsruntime.Value) (*Request, bool) { return requestClass.From(v) }

// newRequest follows the constructor of the standard: input is a Request or a URL.
func newRequest(vm *jsruntime.VM, args jsruntime.Args, base string) *Request {
	q := &Request{method: http.MethodGet, redirect: "follow"}
	init := jsruntime.AsObject(args.At(1))
	given, isRequest := From(args.At(0))
	// A Request as init gives its members, as @cloudflare/containers relies on.
	initRequest, initIsRequest := (*Request)(nil), false
	if init != nil {
		initRequest, initIsRequest = From(init)
	}
	option := func(name string) jsruntime.Value {
		if init == nil {
			return jsruntime.Undefined()
		}
		v := init.Get(name)
		if v == nil {
			return jsruntime.Undefined()
		}
		return v
	}
	if isRequest {
		q.method, q.url, q.redirect, q.signal, q.cf, q.cache = given.method, given.url, given.redirect, given.signal, given.cf, given.cache
		if given.host != nil {
			q.redirect = "follow"
		}
		q.headers.Header = given.headers.Header.Clone()
	} else {
		input := url.Text(args.At(0))
		u, err := url.Parse(input, base)
		if err != nil {
			vm.Throwf(jsruntime.TypeError, "Invalid URL: %s", input)
		}
		q.url = u.Href(false)
	}
	if v := option("method"); !jsruntime.IsUndefined(v) {
		q.method = method(vm, v.String())
	}
	if v := option("headers"); !jsruntime.IsUndefined(v) {
		q.headers.Header = headers.Fill(vm, v)
	}
	if q.headers.Header == nil {
		q.headers.Header = http.Header{}
	}
	if v := option("redirect"); !jsruntime.IsUndefined(v) {
		q.redirect = v.String()
		if q.redirect != "follow" && q.redirect != "manual" {
			vm.Throwf(jsruntime.TypeError, "Invalid redirect value, must be one of \"follow\" or \"manual\" (\"error\" won't be implemented since it does not make sense at the edge; use \"manual\" and check the response status code).")
		}
	}
	if v := option("signal"); !jsruntime.IsUndefined(v) {
		if jsruntime.IsNull(v) {
			q.signal = nil
		} else if !abort.IsSignal(v) {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'Request': member signal is not of type 'AbortSignal'.")
		} else {
			q.signal = v
		}
	}
	if v := option("cf"); !jsruntime.IsUndefined(v) {
		q.cf = v
	}
	if v := option("cache"); !jsruntime.IsUndefined(v) {
		q.cache = v.String()
	}
	switch {
	case initIsRequest:
		q.inherit(vm, initRequest)
	case !jsruntime.IsNullish(option("body")):
		q.body = extract(vm, option("body"))
	case isRequest && jsruntime.IsUndefined(option("body")):
		q.inherit(vm, given)
	}
	if q.body.present && (q.method == http.MethodGet || q.method == http.MethodHead) {
		vm.Throwf(jsruntime.TypeError, "Request with a GET or HEAD method cannot have a body.")
	}
	q.nameType()
	return q
}

// inherit takes over the body of another request, which is used up.
func (q *Request) inherit(vm *jsruntime.VM, from *Request) {
	if !from.body.present {
		return
	}
	if err := from.body.check(); err != nil {
		vm.Throwf(jsruntime.TypeError, "Cannot reconstruct a Request with a used body.")
	}
	q.body = from.body
	q.body.mime = ""
	from.body.used = true
	if from.body.kind == streamBody { // the stream lives on in the new request
		from.body = Body{present: true, kind: dataBody, used: true}
	}
}

// method normalizes and checks a method.
func method(vm *jsruntime.VM, s string) string {
	upper := strings.ToUpper(s)
	switch upper {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH":
		return upper
	}
	for i := 0; i < len(upper); i++ {
		if c := upper[i]; c <= ' ' || c >= 0x7f || strings.ContainsRune("()<>@,;:\\\"/[]?={}", rune(c)) {
			vm.Throwf(jsruntime.TypeError, "Invalid HTTP method string: %s", s)
		}
	}
	if s == "" {
		vm.Throwf(jsruntime.TypeError, "Invalid HTTP method string: %s", s)
	}
	return upper
}

func defineRequest() {
	c := requestClass.
		Constructor(1, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Request {
			return newRequest(vm, args, "")
		}).
		Getter("method", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.method) }).
		Getter("url", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.url) }).
		Getter("headers", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return q.headersObject(vm) }).
		Getter("redirect", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.redirect) }).
		Getter("signal", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			if q.signal == nil {
				signal, _ := abort.NewSignal(vm)
				q.signal = signal
			}
			return q.signal
		}).
		Getter("cf", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			if q.cf == nil && q.host != nil {
				q.cf = placeholder(vm)
			}
			return q.cf
		}).
		Getter("cache", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			if q.cache == "" {
				return jsruntime.Undefined()
			}
			return vm.ToValue(q.cache)
		}).
		Getter("fetcher", func(*jsruntime.VM, *Request) jsruntime.Value { return jsruntime.Null() }).
		Getter("integrity", func(vm *jsruntime.VM, _ *Request) jsruntime.Value { return vm.ToValue("") }).
		Getter("keepalive", func(vm *jsruntime.VM, _ *Request) jsruntime.Value { return vm.ToValue(false) })
	c.Method("clone", 0, func(vm *jsruntime.VM, q *Request, _ jsruntime.Args) jsruntime.Value {
		twin := *q
		twin.message, twin.host = q.twin(vm), nil
		if twin.cf == nil && q.host != nil {
			twin.cf = placeholder(vm)
		}
		return c.New(vm, &twin)
	})
	jsruntime.Extends(c, bodyClass, func(q *Request) *message { return &q.message })
}

// placeholder is request.cf as local development knows it: values of a data centre in Austin.
func placeholder(vm *jsruntime.VM) jsruntime.Value {
	o := vm.NewObject()
	for _, p := range []struct {
		name string
		v    any
	}{
		{"asOrganization", ""}, {"asn", 395747}, {"colo", "DFW"}, {"city", "Austin"}, {"region", "Texas"},
		{"regionCode", "TX"}, {"metroCode", "635"}, {"postalCode", "78701"}, {"country", "US"},
		{"continent", "NA"}, {"timezone", "America/Chicago"}, {"latitude", "30.27130"}, {"longitude", "-97.74260"},
		{"clientTcpRtt", 0}, {"httpProtocol", "HTTP/1.1"}, {"requestPriority", "weight=192;exclusive=0"},
		{"tlsCipher", "AEAD-AES128-GCM-SHA256"}, {"tlsVersion", "TLSv1.3"}, {"edgeRequestKeepAliveStatus", 1},
		{"clientAcceptEncoding", "gzip, deflate, br"},
	} {
		if err := o.Set(p.name, p.v); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// ToRequest takes a Request out for the host: its body is used up.
func ToRequest(vm *jsruntime.VM, v jsruntime.Value) (*http.Request, error) {
	q, ok := From(v)
	if !ok {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "value is not a Request")
	}
	return q.out(vm, vm.Context())
}

// out makes the outgoing request.
func (q *Request) out(vm *jsruntime.VM, ctx context.Context) (*http.Request, error) {
	u, err := neturl.Parse(q.url)
	if err != nil {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Invalid URL: %s", q.url)
	}
	u.Fragment, u.RawFragment = "", ""
	r := &http.Request{
		Method: q.method, URL: u, Host: u.Host, Header: q.headers.Header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if q.body.present {
		body, length, err := q.body.take(vm)
		if err != nil {
			return nil, err
		}
		r.Body, r.ContentLength = body, length
		if length == 0 {
			r.Body = http.NoBody
		}
	}
	r.Header.Del("Host")
	r.Header.Del("Content-Length") // http.Request says it in ContentLength
	return r.WithContext(ctx), nil
}
