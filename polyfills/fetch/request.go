package fetch

import (
	"context"
	"io"
	"net/http"
	neturl "net/url"
	"slices"
	"strconv"
	"strings"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
	"paddock/polyfills/abort"
	"paddock/polyfills/compat"
	"paddock/polyfills/headers"
	"paddock/polyfills/streams"
	"paddock/polyfills/trace"
	"paddock/polyfills/url"
)

// Request is the host side of a Request.
type Request struct {
	message
	method   string
	url      string
	redirect string
	signal   jsruntime.Value // nil: none was given
	client   client          // of an incoming request
	cf       jsruntime.Value
	unread   *properties // of cf, where it is nil: no script has read it yet
	cache    string
	fetcher  *jsruntime.Object // whose fetch() the global one calls; nil: nobody's
	asSent   bool              // encodeResponseBody: "manual"
	host     *http.Request     // an incoming request; nil for one that a script made
}

var requestClass = jsruntime.NewClass[Request]("Request")

// NewRequest shows an incoming request to scripts. Its URL must be absolute, or it is made so by
// the Host header.
func NewRequest(vm *jsruntime.VM, r *http.Request) *jsruntime.Object {
	q := incoming(r)
	if bodied(r) {
		q.receive(vm, r)
	}
	if jsruntime.Called(r.Context()) { // else it comes from outside, and ends with its connection
		q.body.endWithEvent(vm)
	}
	return requestClass.New(vm, q)
}

// incoming is the request without its body.
func incoming(r *http.Request) *Request {
	q := &Request{method: r.Method, redirect: "manual", host: r, unread: propertiesOf(r)}
	q.headers = headers.Headers{Header: r.Header, Guard: headers.Immutable}
	if r.Header == nil {
		q.headers.Header = http.Header{}
	}
	if r.Host != "" && len(r.Header["Host"]) == 0 {
		q.headers.Header["Host"] = []string{r.Host}
	}
	q.url = absolute(r)
	return q
}

// bodied reports whether a request has a body: one that is empty is a body where a header tells of it
// (RFC 7230, section 3.3), whatever the method.
func bodied(r *http.Request) bool {
	return len(r.Header["Content-Length"]) > 0 || len(r.Header["Transfer-Encoding"]) > 0 || r.ContentLength != 0 && r.Body != nil && r.Body != http.NoBody
}

// bytesOf is the body of r, which may be nil there.
func bytesOf(r *http.Request) io.ReadCloser {
	if r.Body == nil {
		return http.NoBody
	}
	return r.Body
}

// receive gives the request the body of r, and has the headers tell of it, as those of a request from
// another Worker need not.
func (q *Request) receive(vm *jsruntime.VM, r *http.Request) {
	q.body = native(vm, bytesOf(r), r.ContentLength)
	h := q.headers.Header
	switch {
	case len(h["Content-Length"]) > 0 || len(h["Transfer-Encoding"]) > 0:
	case r.ContentLength >= 0:
		h["Content-Length"] = []string{strconv.FormatInt(r.ContentLength, 10)}
	default:
		h["Transfer-Encoding"] = []string{"chunked"}
	}
}

// Told gives what tail Workers are told of an incoming request.
func Told(vm *jsruntime.VM, r *http.Request) trace.Fetch {
	f := trace.Fetch{Method: r.Method, URL: absolute(r)}
	if p := propertiesOf(r); p != nil {
		f.CF, _ = json.Stringify(vm, p.object(vm))
	}
	for name, values := range r.Header {
		f.Header = append(f.Header, [2]string{strings.ToLower(name), strings.Join(values, ", ")})
	}
	if r.Host != "" && len(r.Header["Host"]) == 0 {
		f.Header = append(f.Header, [2]string{"host", r.Host})
	}
	slices.SortFunc(f.Header, func(a, b [2]string) int { return strings.Compare(a[0], b[0]) })
	return f
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
	path, odd := r.URL.RequestURI(), false
	if raw := r.URL.RawPath; raw != "" && r.URL.Opaque == "" {
		if escaped := r.URL.EscapedPath(); escaped != raw { // what only net/url escapes, as |
			path, odd = raw+strings.TrimPrefix(path, escaped), true
		}
	}
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
	full := scheme + "://" + host + path
	if odd || dotted(path) {
		if u, err := url.Parse(full, ""); err == nil {
			return u.Href(false)
		}
	}
	return full
}

// dotted reports whether a path may have segments that a URL does not keep: . and .., in any form.
func dotted(path string) bool {
	return strings.Contains(path, "/.") || strings.Contains(path, "/%2e") || strings.Contains(path, "/%2E") || strings.Contains(path, "\\")
}

// From gives the host side of a Request.
func From(v jsruntime.Value) (*Request, bool) { return requestClass.From(v) }

// newRequest follows the constructor of the standard: input is a Request or a URL.
func newRequest(vm *jsruntime.VM, args jsruntime.Args, base string) *Request {
	q := &Request{method: http.MethodGet, redirect: "follow"}
	given, isRequest := From(args.At(0))
	if isRequest {
		q.copy(vm, given)
	} else {
		q.url = requestURL(vm, url.Text(args.At(0)), base)
	}
	var init *jsruntime.Object
	if v := args.At(1); !jsruntime.IsNullish(v) {
		if init = jsruntime.AsObject(v); init == nil {
			vm.Throwf(jsruntime.TypeError, "Failed to construct 'Request': constructor parameter 2 is not of type 'RequestInitializerDict or Request'.")
		}
	}
	var hasMethod, hasBody bool // of what init changes
	if initRequest, ok := From(initValue(init)); ok {
		// A Request as init is a dictionary: its body becomes that of both.
		u := q.url
		q.copy(vm, initRequest)
		q.url = u
		q.share(vm, initRequest)
		isRequest = false
	} else if init != nil {
		hasMethod, hasBody = q.init(vm, init)
	}
	if isRequest && !hasBody {
		q.inherit(vm, given)
	}
	if q.headers.Header == nil {
		q.headers.Header = http.Header{}
	}
	// A request that came so is passed on, as long as neither is changed.
	if (hasMethod || hasBody) && q.body.present && (q.method == http.MethodGet || q.method == http.MethodHead) {
		vm.Throwf(jsruntime.TypeError, "Request with a GET or HEAD method cannot have a body.")
	}
	q.nameType()
	return q
}

// requestURL gives the URL of a new Request; in the past it stayed as it was written.
func requestURL(vm *jsruntime.VM, input, base string) string {
	if base == "" && !compat.Of(vm).Has("fetch_standard_url") {
		return input
	}
	u, err := url.Parse(input, base)
	if err != nil {
		vm.Throwf(jsruntime.TypeError, "Invalid URL: %s", input)
	}
	return u.Href(false)
}

func initValue(init *jsruntime.Object) jsruntime.Value {
	if init == nil {
		return nil
	}
	return init
}

// copy takes over everything but the body.
func (q *Request) copy(vm *jsruntime.VM, from *Request) {
	q.method, q.url, q.redirect, q.signal, q.cache, q.asSent = from.method, from.url, from.redirect, from.passed(vm), from.cache, from.asSent
	q.cf, q.unread, q.fetcher = copyCF(vm, from.cf), from.unread, from.fetcher
	q.headers.Header = from.headers.Header.Clone()
}

// init reads a RequestInit in the platform's order; it reports whether that has a say about the
// method and the body. What the platform takes without meaning to do it is checked, and no more.
func (q *Request) init(vm *jsruntime.VM, o *jsruntime.Object) (hasMethod, hasBody bool) {
	if v := o.Get("method"); !jsruntime.IsUndefined(v) {
		hasMethod, q.method = true, method(vm, vm.Text(v))
	}
	if v := o.Get("headers"); !jsruntime.IsUndefined(v) {
		need(vm, jsruntime.AsObject(v) != nil, "headers", "RequestInitializerDict", "Headers or Sequence or object")
		q.headers.Header = headers.Fill(vm, v)
	}
	if v := o.Get("body"); !jsruntime.IsUndefined(v) {
		hasBody, q.body = true, extract(vm, v)
	}
	if v := o.Get("redirect"); !jsruntime.IsUndefined(v) {
		q.redirect = vm.Text(v)
		if q.redirect != "follow" && q.redirect != "manual" {
			vm.Throwf(jsruntime.TypeError, "Invalid redirect value, must be one of \"follow\" or \"manual\" (\"error\" won't be implemented since it does not make sense at the edge; use \"manual\" and check the response status code).")
		}
	}
	switch v := o.Get("fetcher"); {
	case jsruntime.IsNull(v):
		q.fetcher = nil
	case !jsruntime.IsUndefined(v):
		q.fetcher = nil
		if o := jsruntime.AsObject(v); needOrNull(vm, isFetcher(o), "fetcher", "RequestInitializerDict", "Fetcher") {
			q.fetcher = o
		}
	}
	if v := o.Get("cf"); !jsruntime.IsUndefined(v) {
		need(vm, jsruntime.AsObject(v) != nil, "cf", "RequestInitializerDict", "Object")
		q.cf = v
	}
	if v := o.Get("cache"); !jsruntime.IsUndefined(v) {
		if !compat.Of(vm).Has("cache_option_enabled") {
			vm.Throwf(jsruntime.PlainError, "The 'cache' field on 'RequestInitializerDict' is not implemented.")
		}
		q.cache = vm.Text(v)
		if !cacheModes(vm)[q.cache] {
			vm.Throwf(jsruntime.TypeError, "Unsupported cache mode: %s", q.cache)
		}
	}
	q.checkCf(vm)
	if v := o.Get("integrity"); !jsruntime.IsUndefined(v) && vm.Text(v) != "" {
		vm.Throwf(jsruntime.TypeError, "Subrequest integrity checking is not implemented. The integrity option must be either undefined or an empty string.")
	}
	switch v := o.Get("signal"); {
	case jsruntime.IsNull(v):
		q.signal = nil
	case !jsruntime.IsUndefined(v):
		q.signal = nil
		if needOrNull(vm, abort.IsSignal(v), "signal", "RequestInitializerDict", "AbortSignal") {
			q.signal = v
		}
	}
	if v := o.Get("encodeResponseBody"); !jsruntime.IsUndefined(v) {
		q.asSent = manual(vm, v, "encodeResponseBody")
	}
	return hasMethod, hasBody
}

// need throws unless a field of a dictionary has the type that is wanted.
func need(vm *jsruntime.VM, ok bool, field, dictionary, want string) {
	if !ok {
		vm.Throwf(jsruntime.TypeError, "Incorrect type for the '%s' field on '%s': the provided value is not of type '%s'.", field, dictionary, want)
	}
}

// needOrNull is need for a field that may be null, which before 2022-06-01 everything wrong is taken for. It
// reports whether the value is right.
func needOrNull(vm *jsruntime.VM, ok bool, field, dictionary, want string) bool {
	if !ok && compat.Of(vm).Has("dont_substitute_null_on_type_error") {
		need(vm, false, field, dictionary, want)
	}
	return ok
}

// isFetcher tells whether an object, which may be nil, is the platform's own and has a fetch().
func isFetcher(o *jsruntime.Object) bool {
	return o != nil && jsruntime.Hosted(o) && jsruntime.IsFunction(o.Get("fetch"))
}

// manual reads encodeBody and encodeResponseBody.
func manual(vm *jsruntime.VM, v jsruntime.Value, field string) bool {
	switch text := vm.Text(v); text {
	case "manual":
		return true
	case "automatic":
	default:
		vm.Throwf(jsruntime.TypeError, "%s: unexpected value: %s", field, text)
	}
	return false
}

// inherit takes over the body of another request, which is used up.
func (q *Request) inherit(vm *jsruntime.VM, from *Request) {
	if !from.body.present {
		return
	}
	switch {
	case from.body.isUsed():
		vm.Throwf(jsruntime.TypeError, "Cannot reconstruct a Request with a used body.")
	case from.body.check() != nil:
		vm.Throwf(jsruntime.TypeError, "The ReadableStream has been locked to a reader.")
	}
	q.body = from.body
	q.body.mime = ""
	from.body.used = true
	if q.body.kind == streamBody {
		q.body.stream = streams.Move(vm, q.body.stream)
	}
}

// share takes the body of a request that is given as a dictionary: both have the one stream.
func (q *Request) share(vm *jsruntime.VM, from *Request) {
	if !from.body.present {
		return
	}
	if from.body.isUsed() {
		vm.Throwf(jsruntime.TypeError, "This ReadableStream is disturbed (has already been read from), and cannot be used as a body.")
	}
	stream := from.body.asStream(vm).(*jsruntime.Object)
	q.body = Body{present: true, kind: streamBody, stream: stream}
}

// standardMethods are those that the Fetch standard normalizes.
var standardMethods = []string{"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"}

// method checks a method: the platform knows these, in any case.
func method(vm *jsruntime.VM, s string) string {
	upper := strings.ToUpper(s)
	if s != upper && !compat.Of(vm).Has("upper_case_all_http_methods") && !slices.Contains(standardMethods, upper) {
		vm.Throwf(jsruntime.TypeError, "Invalid HTTP method string: %s", s)
	}
	if KnownMethod(upper) {
		return upper
	}
	vm.Throwf(jsruntime.TypeError, "Invalid HTTP method string: %s", s)
	return ""
}

// KnownMethod tells whether the platform knows a method, in upper case.
func KnownMethod(method string) bool {
	switch method {
	case "GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "PURGE", "OPTIONS", "TRACE",
		"COPY", "LOCK", "MKCOL", "MOVE", "PROPFIND", "PROPPATCH", "SEARCH", "UNLOCK", "ACL",
		"REPORT", "MKACTIVITY", "CHECKOUT", "MERGE", "MSEARCH", "NOTIFY", "SUBSCRIBE", "UNSUBSCRIBE", "QUERY", "BAN":
		return true
	}
	return false
}

func defineRequest() {
	c := requestClass.
		Constructor(0, func(vm *jsruntime.VM, args jsruntime.Args, _ *jsruntime.Object) *Request {
			if len(args) == 0 {
				vm.Throwf(jsruntime.TypeError, "Failed to construct 'Request': constructor parameter 1 is not of type 'Request or string'.")
			}
			return newRequest(vm, args, "")
		}).
		Getter("method", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.method) }).
		Getter("url", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.url) }).
		Getter("headers", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return q.headersObject(vm) }).
		Getter("redirect", func(vm *jsruntime.VM, q *Request) jsruntime.Value { return vm.ToValue(q.redirect) }).
		Getter("fetcher", func(_ *jsruntime.VM, q *Request) jsruntime.Value {
			if q.fetcher == nil {
				return jsruntime.Null()
			}
			return q.fetcher
		}).
		Getter("signal", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			if q.signal == nil {
				q.signal = q.client.signal(vm)
			}
			return q.signal
		}).
		Getter("cf", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			return q.readCF(vm)
		}).
		Getter("integrity", func(vm *jsruntime.VM, _ *Request) jsruntime.Value { return vm.ToValue("") }).
		Getter("keepalive", func(vm *jsruntime.VM, _ *Request) jsruntime.Value { return vm.ToValue(false) }).
		Getter("cache", func(vm *jsruntime.VM, q *Request) jsruntime.Value {
			if q.cache == "" {
				return jsruntime.Undefined()
			}
			return vm.ToValue(q.cache)
		}).
		Setup(func(vm *jsruntime.VM, ctor, proto *jsruntime.Object) {
			standAlone(vm, ctor)
			if compat.Of(vm).Has("cache_option_enabled") {
				return
			}
			if err := proto.Delete("cache"); err != nil {
				vm.Throw(err)
			}
		})
	c.Method("clone", 0, func(vm *jsruntime.VM, q *Request, _ jsruntime.Args) jsruntime.Value {
		twin := *q
		twin.message, twin.host, twin.cf, twin.signal = q.twin(vm), nil, copyCF(vm, q.cf), q.passed(vm)
		return c.New(vm, &twin)
	})
	jsruntime.Extends(c, bodyClass, func(q *Request) *message { return &q.message })
}

// target is where the request goes.
func (q *Request) target(vm *jsruntime.VM) (*neturl.URL, error) {
	if compat.Of(vm).Has("fetch_standard_url") {
		return neturl.Parse(q.url)
	}
	u, err := url.Parse(q.url, "")
	if err != nil {
		return nil, err
	}
	return neturl.Parse(u.Href(false))
}

// checkCf refuses two ways at once to say how long an answer may be kept.
func (q *Request) checkCf(vm *jsruntime.VM) {
	cf := jsruntime.AsObject(q.cf)
	if cf == nil || jsruntime.IsUndefined(cf.Get("cacheControl")) {
		return
	}
	if !jsruntime.IsUndefined(cf.Get("cacheTtl")) {
		vm.Throwf(jsruntime.TypeError, "The 'cacheControl' and 'cacheTtl' options on cf are mutually exclusive. Use 'cacheControl' for explicit Cache-Control header directives, or 'cacheTtl' for a simplified TTL, but not both.")
	}
	if q.cache != "" {
		vm.Throwf(jsruntime.TypeError, "The 'cacheControl' option on cf cannot be used together with the 'cache' request option. The 'cache' option ('no-store'/'no-cache') maps to cache TTL behavior internally, which conflicts with explicit Cache-Control directives.")
	}
}

// cacheModes are those that requests may have.
func cacheModes(vm *jsruntime.VM) map[string]bool {
	set := compat.Of(vm)
	return map[string]bool{"no-store": true, "no-cache": set.Has("cache_no_cache_enabled"), "reload": set.Has("cache_reload_enabled")}
}

// out makes the outgoing request.
func (q *Request) out(vm *jsruntime.VM, ctx context.Context) (*http.Request, error) {
	u, err := q.target(vm)
	if err != nil { // a host that the standard allows and HTTP does not
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: %s", q.url)
	}
	u.Fragment, u.RawFragment = "", ""
	r := &http.Request{
		Method: q.method, URL: u, Host: u.Host, Header: q.headers.Header.Clone(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
	}
	if r.Header == nil {
		r.Header = http.Header{}
	}
	if q.cache != "" { // all modes are the same to caches on the way
		for _, name := range []string{"Cache-Control", "Pragma"} {
			if len(r.Header[name]) == 0 {
				r.Header[name] = []string{"no-cache"}
			}
		}
	}
	if q.body.present {
		body, length, err := q.body.take(vm)
		if err != nil {
			return nil, err
		}
		r.Body, r.ContentLength = body, length
		if length == 0 {
			r.Body = http.NoBody
			if !bodied(r) { // another Worker would take it for none
				r.Header["Content-Length"] = []string{"0"}
			}
		}
		r.GetBody = q.body.again()
	}
	if r.ContentLength == 0 && r.Method != http.MethodGet && r.Method != http.MethodHead {
		// Has net/http say that the length is 0, as the platform does. What the headers say of the length is
		// told to other Workers only; so is Host.
		r.Body, r.TransferEncoding = http.NoBody, []string{"identity"}
	}
	return r.WithContext(q.withCF(vm, ctx)), nil
}
