package cache

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/streams"
	"paddock/polyfills/trace"
)

// handle is the host side of a Cache in one isolate.
type handle struct {
	storage *storage
	name    string // "" for the default cache
}

// handles is the host side of CacheStorage.
type handles struct {
	*storage
	first *jsruntime.Object // caches.default
}

var (
	errURL  = jsruntime.Errorf(jsruntime.TypeError, "Invalid URL. Cache API keys must be fully-qualified, valid URLs.")
	errName = jsruntime.Errorf(jsruntime.TypeError, "Cache name is too long.")
)

// maxName is the length of a name, in bytes, that is too long.
const maxName = 1024

var storageClass = missing(jsruntime.NewClass[handles]("CacheStorage").
	AsyncMethod("open", 1, func(vm *jsruntime.VM, s *handles, args jsruntime.Args) (jsruntime.Value, error) {
		if len(args) == 0 {
			return nil, wrongType("open", "CacheStorage", 1, "string")
		}
		name := vm.Text(args[0])
		if len(name) >= maxName {
			return nil, errName
		}
		return cacheClass.New(vm, &handle{s.storage, name}), nil
	}).
	OwnGetter("default", func(_ *jsruntime.VM, s *handles) jsruntime.Value { return s.first }),
	"CacheStorage", "match", "has", "delete", "keys")

var cacheClass = missing(jsruntime.NewClass[handle]("Cache").
	AsyncMethod("match", 1, trace.Async("cache_match", match)).
	AsyncMethod("put", 2, trace.Async("cache_put", put)).
	AsyncMethod("delete", 1, trace.Async("cache_delete", remove)),
	"Cache", "add", "addAll", "matchAll", "keys")

// missing adds the methods that the platform has not either.
func missing[T any](class *jsruntime.Class[T], name string, methods ...string) *jsruntime.Class[T] {
	for _, method := range methods {
		class = class.Method(method, 1, func(vm *jsruntime.VM, _ *T, _ jsruntime.Args) jsruntime.Value {
			vm.Throwf(jsruntime.PlainError, "Failed to execute '%s' on '%s': the method is not implemented.", method, name)
			return nil
		})
	}
	return class
}

func wrongType(method, class string, parameter int, want string) error {
	return jsruntime.Errorf(jsruntime.TypeError, "Failed to execute '%s' on '%s': parameter %d is not of type '%s'.", method, class, parameter, want)
}

// object makes the global caches.
func (s *storage) object(vm *jsruntime.VM) jsruntime.Value {
	return storageClass.New(vm, &handles{s, cacheClass.New(vm, &handle{s, ""})})
}

// asked is what a method is asked for.
type asked struct {
	url, given   string // of the request, and the key that it brings; "" if it brings none
	header       http.Header
	method       string
	ignoreMethod *bool // nil: the options say nothing
	site         bool  // a file of Workers Sites, which is never stored
}

// sitePrefix begins the paths by which such files are asked for.
const sitePrefix = "/$__MINIFLARE_SITES__$/"

func ofSite(target string) bool {
	if !strings.Contains(target, sitePrefix) {
		return false
	}
	u, err := url.Parse(target)
	return err == nil && strings.HasPrefix(u.Path, sitePrefix)
}

// asks reads the request that is the first argument of a method. The second one, of methods but put, are options.
func asks(vm *jsruntime.VM, method string, args jsruntime.Args) (a asked, err error) {
	if len(args) == 0 {
		return a, wrongType(method, "Cache", 1, "Request or string")
	}
	if method != "put" {
		if a.ignoreMethod, err = readOptions(method, args.At(1)); err != nil {
			return a, err
		}
	}
	globalscope.NeedsEvent(vm)
	q := fetch.Coerce(vm, args[0])
	if cf := jsruntime.AsObject(q.CF()); cf != nil {
		if key := cf.Get("cacheKey"); key != nil && key.ToBoolean() {
			a.given = vm.Text(key)
		}
	}
	a.url, a.header, a.method, a.site = q.URL(), q.Header().Clone(), q.Method(), ofSite(q.URL())
	tellRequest(trace.Here(vm), method, a)
	return a, nil
}

// readOptions reads what a dictionary of options says of ignoreMethod. The others the platform knows by name alone.
func readOptions(method string, v jsruntime.Value) (ignoreMethod *bool, err error) {
	if jsruntime.IsNullish(v) {
		return nil, nil
	}
	options := jsruntime.AsObject(v)
	if options == nil {
		return nil, wrongType(method, "Cache", 2, "CacheQueryOptions")
	}
	if ignore := options.Get("ignoreMethod"); ignore != nil && !jsruntime.IsUndefined(ignore) {
		ignoreMethod = new(ignore.ToBoolean())
	}
	for _, name := range []string{"ignoreSearch", "ignoreVary", "cacheName"} {
		if option := options.Get(name); option != nil && !jsruntime.IsUndefined(option) {
			return nil, jsruntime.Errorf(jsruntime.PlainError, "The '%s' field on 'CacheQueryOptions' is not implemented.", name)
		}
	}
	return ignoreMethod, nil
}

// passes tells whether a request has a method for which the cache works.
func (a asked) passes() bool {
	return a.method == http.MethodGet || a.ignoreMethod != nil && *a.ignoreMethod
}

// ofWeb tells whether a request is for the web, of which alone there are responses.
func (a asked) ofWeb() bool {
	return strings.HasPrefix(a.url, "http:") || strings.HasPrefix(a.url, "https:")
}

// sought is the key of what is to be found or deleted.
func (a asked) sought() (string, error) {
	key, err := keyOf(a.url, a.given)
	if err == nil && !a.ofWeb() {
		err = jsruntime.Errorf(jsruntime.TypeError, "Fetch API cannot load: %s", a.url)
	}
	return key, err
}

func match(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
	a, err := asks(vm, "match", args)
	if err != nil || !a.passes() {
		return nil, err
	}
	key, err := a.sought()
	if err != nil || a.site {
		return nil, err
	}
	span := trace.Here(vm)
	return jsruntime.Async(vm, func(ctx context.Context) (*http.Response, error) {
		c, err := h.storage.open(h.name)
		if err != nil {
			return nil, err
		}
		return c.Match(ctx, key, a.header)
	}, func(vm *jsruntime.VM, resp *http.Response) (jsruntime.Value, error) {
		tellFound(span, resp)
		if resp == nil {
			return nil, nil
		}
		return fetch.NewResponse(vm, resp), nil
	}), nil
}

func put(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
	if len(args) == 0 {
		return nil, wrongType("put", "Cache", 1, "Request or string")
	}
	given, ok := fetch.ResponseFrom(args.At(1))
	if !ok {
		return nil, wrongType("put", "Cache", 2, "Response")
	}
	if given.Failed() {
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cache is unable to store an error response")
	}
	a, err := asks(vm, "put", args)
	if err != nil {
		return nil, err
	}
	switch {
	case a.method != http.MethodGet:
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot cache response to non-GET request.")
	case given.Status() == http.StatusPartialContent:
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot cache response to a range request (206 Partial Content).")
	case strings.Contains(given.Header().Get("Vary"), "*"):
		return nil, jsruntime.Errorf(jsruntime.TypeError, "Cannot cache response with 'Vary: *' header.")
	case given.Status() == http.StatusNotModified:
		warn(vm, "Ignoring attempt to Cache.put() a 304 status response. 304 responses are not meaningful to cache, and a potential source of bugs. Consider validating that the response status is meaningful to cache before calling Cache.put().")
		return nil, nil
	case given.Status() == http.StatusSwitchingProtocols:
		return nil, jsruntime.Errorf(jsruntime.TypeError, `Worker tried to return a WebSocket in a response to a request which did not contain the header "Upgrade: websocket".`)
	case given.Locked():
		return nil, fetch.ErrLocked
	}
	resp, err := fetch.ToResponse(vm, args[1], http.MethodGet)
	if err != nil {
		return nil, err
	}
	key, err := keyOf(a.url, a.given)
	if err != nil {
		return nil, errors.Join(err, resp.Body.Close())
	}
	span := trace.Here(vm)
	tellPayload(span, resp)
	return jsruntime.AsyncReading(vm, streams.Starving(resp.Body, vm.Scope()), func(ctx context.Context) (struct{}, error) {
		if a.site || !a.ofWeb() {
			_, err := io.Copy(io.Discard, resp.Body)
			return struct{}{}, errors.Join(err, resp.Body.Close())
		}
		c, err := h.storage.open(h.name)
		if err != nil {
			_ = resp.Body.Close()
			return struct{}{}, err
		}
		return struct{}{}, c.Put(ctx, key, a.header, resp)
	}, func(*jsruntime.VM, struct{}) (jsruntime.Value, error) {
		span.Set("cache.response.success", true)
		return nil, nil
	}), nil
}

// warn tells the user of something that goes on.
func warn(vm *jsruntime.VM, text string) {
	if console := jsruntime.AsObject(vm.Get("console")); console != nil {
		vm.CallMethod(console, "warn", vm.ToValue(text))
	}
}

func remove(vm *jsruntime.VM, h *handle, args jsruntime.Args) (jsruntime.Value, error) {
	a, err := asks(vm, "delete", args)
	if err != nil {
		return nil, err
	}
	if !a.passes() {
		return vm.ToValue(false), nil
	}
	key, err := a.sought()
	if err != nil {
		return nil, err
	}
	span := trace.Here(vm)
	return jsruntime.Async(vm, func(ctx context.Context) (bool, error) {
		c, err := h.storage.open(h.name)
		if err != nil {
			return false, err
		}
		return c.Delete(ctx, key)
	}, func(vm *jsruntime.VM, found bool) (jsruntime.Value, error) {
		tellRemoved(span, found)
		return vm.ToValue(found), nil
	}), nil
}
