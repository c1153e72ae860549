package worker

import (
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"paddock/bindings"
	"paddock/jsruntime"
	"paddock/polyfills/fetch"
	"paddock/polyfills/rpc"
	"paddock/polyfills/serviceworker"
	"paddock/polyfills/streams"
	"paddock/polyfills/trace"
	"paddock/polyfills/websocket"
)

// Fetch delivers a request to this version.
func (w *Worker) Fetch(ctx context.Context, to bindings.Target, req *http.Request) (*http.Response, error) {
	return w.begin(ctx, to, req)()
}

// begin sends a request off; wait gives the answer.
func (w *Worker) begin(ctx context.Context, to bindings.Target, req *http.Request) (wait func() (*http.Response, error)) {
	type outcome struct {
		resp *http.Response
		err  error
	}
	ch := make(chan outcome, 1)
	var request *jsruntime.Object
	d := w.deliver(ctx, event{
		name: "fetch", to: to, waited: true, // which is cheaper than a function that the context calls
		info: func(vm *jsruntime.VM) trace.Info { return fetch.Told(vm, req) },
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			request = fetch.NewRequest(vm, req)
			if r.listeners {
				return serviceworker.Fetch(vm, request, r.context), nil
			}
			return r.call("fetch", request)
		},
		gone: func(vm *jsruntime.VM) { fetch.Disconnect(vm, request) },
		done: func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
			var resp *http.Response
			if err == nil {
				resp, err = w.response(vm, to, v, exchange{req, request}, out)
			}
			fail(out.recorder, err)
			if err != nil && vm != nil && jsruntime.Called(ctx) { // else the one who asks tells of it
				w.unanswered(to, "fetch", err)
				err = rpc.Thrown(vm, err)
			}
			out.settle(vm, func(lost error) {
				if lost != nil {
					if resp != nil {
						_ = resp.Body.Close()
					}
					resp, err = nil, lost
				}
				ch <- outcome{resp, err}
			})
		},
	})
	return func() (*http.Response, error) {
		select {
		case o := <-ch:
			return o.resp, o.err
		case <-ctx.Done():
			w.behind(d.left)
			// The delivery is aborted; what it still answers is thrown away.
			go discard(ch, func(o outcome) *http.Response { return o.resp })
			return nil, context.Cause(ctx)
		}
	}
}

// discard closes the response of an event whose caller has gone. The event's end is certain,
// because its scope is aborted.
func discard[T any](ch <-chan T, response func(T) *http.Response) {
	if resp := response(<-ch); resp != nil {
		_ = resp.Body.Close()
	}
}

// exchange is a request, as the host and as scripts have it.
type exchange struct {
	host   *http.Request
	script *jsruntime.Object
}

// response makes the host's response of what a handler gave. The scope stays alive until a
// body that is still to come has been read.
func (w *Worker) response(vm *jsruntime.VM, to bindings.Target, v jsruntime.Value, ex exchange, out outlet) (resp *http.Response, err error) {
	if thrown := vm.Try(func() { resp, err = fetch.ToResponse(vm, v, ex.host.Method) }); thrown != nil {
		err = thrown
	}
	if err != nil {
		var thrown *jsruntime.Exception
		if !errors.As(err, &thrown) {
			err = vm.Wrap(vm.ErrorValue(err))
		}
		return nil, err
	}
	if resp.StatusCode == http.StatusSwitchingProtocols {
		if !websocket.IsUpgrade(ex.host.Header) {
			_ = resp.Body.Close()
			return nil, vm.Wrap(vm.NewErrorObject(jsruntime.TypeError, "Worker tried to return a WebSocket in a response to a request which did not contain the header \"Upgrade: websocket\"."))
		}
		// Messages go on for as long as the socket lives; it releases the scope itself.
		websocket.Handshake(ex.host, resp)
		returned(out.recorder, 0)
		if c, ok := resp.Body.(*websocket.Carrier); ok && c.Sleeps() {
			return resp, nil
		}
		release, scope := out.hold(), vm.Scope()
		resp.Body = fetch.OnClose(resp.Body, func() { scope.Post(func(*jsruntime.VM) { release() }) })
		return resp, nil
	}
	if fetch.IsBuffered(resp.Body) {
		returned(out.recorder, resp.StatusCode)
		return resp, nil
	}
	release, scope := out.hold(), vm.Scope()
	read := func() {}
	b := &body{
		ReadCloser: resp.Body, left: resp.ContentLength, called: jsruntime.Called(ex.host.Context()),
		broken: func(err error) {
			fail(out.recorder, err)
			w.uncaught(to, "stream", err)
		},
		closed: func(early, whole bool) {
			if whole {
				returned(out.recorder, resp.StatusCode)
			}
			scope.Post(func(vm *jsruntime.VM) {
				read()
				if early && ex.host.Method != http.MethodHead {
					vm.Enter(func() { fetch.Disconnect(vm, ex.script) })
				}
				release()
			})
		},
	}
	if starved := streams.Starving(resp.Body, scope); starved != nil && to.Object == "" {
		over, answered := scope.Reading(starved), scope.Answering(func() {
			b.hung.Store(true)
			w.report("stream", ErrHung)
			scope.Abort(ErrHung)
		})
		read = func() { over(); answered() }
	}
	resp.Body = b
	return resp, nil
}

// body tells when a response's body has been read or given up early, and when it breaks: its reader
// has the status already and sees only that the rest is missing. Others than the reader may close it, more than once.
type body struct {
	io.ReadCloser
	left   int64       // bytes to come; < 0: unknown
	ended  atomic.Bool // the body has come to its end, or broke
	broke  atomic.Bool
	hung   atomic.Bool // nothing more will come
	called bool        // by another Worker, which is told why it breaks
	broken func(error)
	once   sync.Once // for closed
	closed func(early, whole bool)
}

func (b *body) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	if err != nil && b.hung.Load() {
		err = ErrHung
	}
	if b.left -= int64(n); err != nil || b.left == 0 {
		b.ended.Store(true)
	}
	if err != nil && err != io.EOF && !b.broke.Swap(true) {
		b.broken(err)
	}
	if err != nil && err != io.EOF && b.called {
		err = rpc.RemoteFetch(err)
	}
	return n, err
}

// Gather has what comes in small pieces come as one, where that is a script's stream.
func (b *body) Gather() {
	if g, ok := b.ReadCloser.(interface{ Gather() }); ok {
		g.Gather()
	}
}

func (b *body) Close() error {
	err := b.ReadCloser.Close()
	b.once.Do(func() { b.closed(!b.ended.Load(), !b.broke.Load()) })
	return err
}

// Invoke delivers an RPC operation to this version.
func (w *Worker) Invoke(ctx context.Context, to bindings.Target, op rpc.Op, reply rpc.Reply) {
	performed := rpc.Performed{Release: func() { rpc.Discard(op.Args) }} // where it does not begin
	var span *trace.Span
	w.deliver(ctx, event{
		name: "rpc", to: to,
		info: func(*jsruntime.VM) trace.Info { return trace.RPC{} },
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			if recorder := trace.Of(vm); recorder != nil {
				span = recorder.Call(ctx, op.Name(), op.Get)
			}
			kind := rpc.InstanceOfClass
			if r.plain {
				kind = rpc.Handlers
			}
			var err error
			trace.InSpan(vm, span, func() { performed, err = rpc.Perform(vm, r.object, kind, op, r.env, r.ctx) })
			return performed.Result, err
		},
		done: func(vm *jsruntime.VM, v jsruntime.Value, err error, out outlet) {
			var m jsruntime.Message
			span.Close()
			if err == nil {
				returned(out.recorder, 0)
				if m, err = rpc.EncodeResult(vm, v); err != nil {
					err = rpc.Thrown(vm, err)
				}
			} else if vm != nil {
				w.unanswered(to, "rpc", err)
				err = rpc.Thrown(vm, err)
			}
			if performed.Called && to.Object != "" {
				err = rpc.ThrownBy(to.Object, err)
			}
			performed.Release()
			if vm != nil && len(m.Externals) > 0 { // what the result refers to lives as long as its stubs
				var hung func()
				if scope := vm.Scope(); to.Object == "" {
					hung = func() {
						w.report("stream", ErrHung)
						scope.Abort(ErrHung)
					}
				}
				rpc.OnGivenUp(vm, m, out.hold(), hung)
			}
			out.settle(vm, func(lost error) {
				if lost != nil {
					m, err = jsruntime.Message{}, lost
				}
				reply(m, err)
			})
		},
	})
}

// uncaught reports what an event threw.
func (w *Worker) uncaught(_ bindings.Target, where string, err error) {
	var ex *jsruntime.Exception
	if errors.As(err, &ex) {
		w.report(where, ex)
	}
}

// unanswered reports what an event threw that another called, but not of calls that went too deep: that
// comes through every event of a circle, and whoever called the first of them tells of it.
func (w *Worker) unanswered(to bindings.Target, where string, err error) {
	var ex *jsruntime.Exception
	if errors.As(err, &ex) && ex.Message == errDepth.Msg {
		return
	}
	w.uncaught(to, where, err)
}

// alarm delivers an event that has no result to an object and waits for its end.
func (w *Worker) alarm(ctx context.Context, to bindings.Target, info trace.Info, run func(*jsruntime.VM, receiver) (jsruntime.Value, error)) error {
	ch := make(chan error, 1)
	w.deliver(ctx, event{name: "alarm", to: to, run: run, info: told(info),
		done: func(vm *jsruntime.VM, _ jsruntime.Value, err error, out outlet) {
			if err != nil {
				fail(out.recorder, err)
				w.uncaught(to, "alarm", err)
			} else {
				returned(out.recorder, 0)
			}
			out.settle(vm, func(lost error) { ch <- cmp.Or(lost, err) })
		}})
	return <-ch
}

// Call delivers an event to a handler of an object, if it has one, and does not wait.
func (w *Worker) Call(to bindings.Target, ev bindings.Event, done func()) {
	w.deliver(w.ctx, event{name: ev.Handler, to: to, info: told(ev.Info),
		run: func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
			values, err := ev.Arguments(vm)
			if err != nil || !jsruntime.IsFunction(r.object.Get(ev.Handler)) {
				return nil, err
			}
			return r.call(ev.Handler, values...)
		},
		done: func(vm *jsruntime.VM, _ jsruntime.Value, err error, out outlet) {
			if err != nil {
				fail(out.recorder, err)
				w.uncaught(to, ev.Handler, err)
			} else {
				returned(out.recorder, 0)
			}
			if done != nil {
				out.settle(vm, func(error) { done() }) // behind what the handler has sent
			}
		}})
}

// alarmInfo is the class of alarm's argument.
var alarmInfo = jsruntime.NewClass[struct{ _ int }]("AlarmInvocationInfo")

// Alarm delivers alarm(info).
func (w *Worker) Alarm(ctx context.Context, to bindings.Target, scheduled time.Time, retry int) error {
	return w.alarm(ctx, to, trace.Alarm{Time: scheduled}, func(vm *jsruntime.VM, r receiver) (jsruntime.Value, error) {
		info := vm.CreateObject(alarmInfo.Prototype(vm))
		for _, m := range []struct {
			name  string
			value any
		}{{"isRetry", retry > 0}, {"retryCount", retry}, {"scheduledTime", scheduled.UnixMilli()}} {
			if err := info.Set(m.name, m.value); err != nil {
				return nil, err
			}
		}
		return r.call("alarm", info)
	})
}
