package fetch

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"

	"paddock/jsruntime"
	"paddock/polyfills/abort"
	"paddock/polyfills/compat"
	"paddock/polyfills/globalscope"
	"paddock/polyfills/trace"
	"paddock/polyfills/websocket"
)

// DoOptions shape a fetch.
type DoOptions struct {
	// Base resolves relative URLs; "" for none.
	Base string
	// Owner is the class whose fetch() was called, for errors; "" for the global object's.
	Owner string
	// Refused is why the transport cannot be used, which is told of requests that are well formed;
	// nil: it can.
	Refused error
}

// Do fetches: args are those of fetch(input, init). It gives a promise of the Response. What
// answers the request is transport, the network's or a stub's.
func Do(vm *jsruntime.VM, transport http.RoundTripper, args jsruntime.Args, opts DoOptions) jsruntime.Value {
	if len(args) == 0 {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'fetch' on '%s': parameter 1 is not of type 'Request or string'.", cmp.Or(opts.Owner, "ServiceWorkerGlobalScope"))
	}
	if init := args.At(1); !jsruntime.IsNullish(init) && jsruntime.AsObject(init) == nil {
		vm.Throwf(jsruntime.TypeError, "Failed to execute 'fetch' on '%s': parameter 2 is not of type 'RequestInitializerDict or Request'.", cmp.Or(opts.Owner, "ServiceWorkerGlobalScope"))
	}
	globalscope.NeedsEvent(vm)
	q := newRequest(vm, args, opts.Base)
	if q.signal != nil && abort.IsOfClient(q.signal) && !passesSignals(vm) {
		q.signal = nil
	}
	if q.signal != nil && abort.Aborted(q.signal) {
		promise, _, reject := vm.NewResolvers()
		reject(abort.Reason(q.signal))
		return promise
	}
	if q.fetcher != nil && opts.Owner == "" {
		return handOver(vm, q)
	}
	if strings.HasPrefix(q.url, "data:") {
		return dataURL(vm, q)
	}
	if !strings.HasPrefix(q.url, "http:") && !strings.HasPrefix(q.url, "https:") {
		q.url = formerly(vm, q.url, opts)
	}
	if opts.Owner == "" {
		warnOfPort(vm, q.url)
	}
	if opts.Refused != nil {
		vm.Throw(opts.Refused)
	}
	span := trace.Open(vm, "fetch")
	ctx, cancel := abort.Context(vm, signalOf(q), span.Carry(vm.Calling(vm.Context())))
	req, err := q.out(vm, ctx)
	if err != nil {
		cancel()
		span.Close()
		vm.Throw(err)
	}
	asking(span, req)
	f := following{
		follow:            q.redirect == "follow",
		keepAuthorization: !compat.Of(vm).Has("strip_authorization_on_cross_origin_redirect"),
	}
	upgrade := websocket.IsUpgrade(req.Header)
	if upgrade {
		websocket.Request(vm, req.Header)
	}
	br := knowsBrotli(vm)
	receive := func(transport http.RoundTripper) (*reply, error) {
		p, err := roundTrip(transport, req, f)
		answered(span, p)
		if err != nil {
			defer cancel()
			return nil, failure(ctx, err)
		}
		if !upgrade || p.resp.StatusCode != http.StatusSwitchingProtocols {
			settleBody(p.resp, req.Method)
			if p.resp.Body != nil && p.resp.Body != http.NoBody && !IsBuffered(p.resp.Body) {
				p.resp.Body = newFetched(ctx, p.resp.Body, cancel)
			}
			if !q.asSent {
				decode(p.resp, br)
			}
		}
		return p, nil
	}
	return jsruntime.AsyncFrom(vm, func() func(context.Context) (*reply, error) {
		begun := begin(transport, req)
		return func(context.Context) (*reply, error) { return receive(begun) }
	}, func(vm *jsruntime.VM, p *reply) (jsruntime.Value, error) {
		o := NewResponse(vm, p.resp)
		r, _ := ResponseFrom(o)
		r.url, r.redirected, r.encoded = p.url, p.redirected, q.asSent
		r.body.scoped = true // its connection ends with the context of the running scope
		return o, nil
	})
}

// settleBody has an answer to HEAD be without a body, and every other one have a body, be it empty, unless its status
// forbids that, as the standard says.
func settleBody(resp *http.Response, method string) {
	switch {
	case method == http.MethodHead || method == http.MethodConnect:
		if resp.Body != nil {
			_ = resp.Body.Close()
		}
		resp.Body = http.NoBody
	case (resp.Body == nil || resp.Body == http.NoBody) && !nullBodyStatus(resp.StatusCode):
		resp.Body = empty()
	}
}

// handOver has the fetcher of a request answer it.
func handOver(vm *jsruntime.VM, q *Request) jsruntime.Value {
	to := q.fetcher
	q.fetcher = nil
	fn, _ := jsruntime.AsFunction(to.Get("fetch")) // see isFetcher
	return vm.Call(fn, to, requestClass.New(vm, q))
}

func signalOf(q *Request) jsruntime.Value {
	if q.signal == nil {
		return jsruntime.Undefined()
	}
	return q.signal
}

// fetched is the body of an answer from outside: it fails once its request is aborted, even when
// more has come already, and releases the request's context when it is closed. It is closed when the event is over.
type fetched struct {
	io.ReadCloser
	ctx   context.Context
	done  context.CancelFunc
	close func() error // closes ReadCloser, once
}

func newFetched(ctx context.Context, body io.ReadCloser, done context.CancelFunc) *fetched {
	f := &fetched{ReadCloser: body, ctx: ctx, close: sync.OnceValue(body.Close)}
	stop := context.AfterFunc(ctx, func() { _ = f.close() }) // nobody is left to be told
	f.done = func() {
		stop()
		done()
	}
	return f
}

func (f *fetched) Read(p []byte) (int, error) {
	if f.ctx.Err() != nil {
		return 0, context.Cause(f.ctx)
	}
	n, err := f.ReadCloser.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		err = failure(f.ctx, err)
	}
	return n, err
}

func (f *fetched) Close() error {
	err := f.close()
	f.done()
	return err
}

// failure gives a failed fetch the platform's words.
func failure(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return context.Cause(ctx)
	}
	var js *jsruntime.Error
	var ex *jsruntime.Exception
	if errors.As(err, &js) || errors.As(err, &ex) {
		return err
	}
	var op interface{ PlatformError() bool }
	if errors.As(err, &op) || strings.HasPrefix(err.Error(), "Container") || strings.HasPrefix(err.Error(), "Connecting to a container") {
		return err
	}
	return jsruntime.ConnectionLost(err)
}
