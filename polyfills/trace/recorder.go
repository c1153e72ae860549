package trace

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"strings"
	"sync"
	"time"

	"paddock/jsruntime"
)

// limit is how many bytes are kept of one event: the rest is left out.
const limit = 256 << 10

// overhead stands for what a record takes besides its texts.
const overhead = 64

// The platform's words for what did not fit.
const (
	tooManyLogs       = `["Log size limit exceeded: More than 256KB of data (across console.log statements, exception, request metadata and headers) was logged during a single request. Subsequent data for this request will not be recorded in logs, appear when tailing this Worker's logs, or in Tail Workers."]`
	tooMuchInfo       = `["Trace resource limit exceeded; could not capture event info."]`
	tooManyExceptions = "Trace resource limit exceeded; subsequent exceptions not recorded."
	tooManyMessages   = "workerd.LimitExceeded"
)

// Recorder keeps what happens during one event. Its methods may be called from any goroutine.
type Recorder struct {
	now     func() time.Time
	streams []func(Event)
	done    func(*Trace)
	ids     ids
	root    *Span // of the event itself; nil: no stream is told
	here    *Span // of the method of a binding that is running; for the loop only

	mu       sync.Mutex // guards the rest
	open     []*Span    // have begun and not ended
	trace    Trace
	used     int
	full     struct{ logs, exceptions, channels bool }
	sequence int
	holds    int
	returned bool
	over     bool
}

// ids name an event in streams.
type ids struct{ trace, invocation, span, parent string }

// Options say who is told.
type Options struct {
	Now func() time.Time
	// Context is what the event came with: it tells of the span that caused it.
	Context context.Context
	// Streams are told of each event when it happens, in order.
	Streams []func(Event)
	// Done is told of all when the last hold is released; nil: nobody is.
	Done func(*Trace)
}

// Begin makes a recorder of an event, held once. Of t it reads who is called and how.
func Begin(t Trace, o Options) *Recorder {
	r := &Recorder{now: o.Now, streams: o.Streams, done: o.Done, trace: t, holds: 1}
	r.trace.Began, r.trace.Outcome = o.Now(), OK
	if len(r.streams) > 0 {
		parent := parentOf(o.Context)
		r.ids = ids{trace: cmp.Or(parent.trace, randomHex(16)), invocation: randomHex(16), span: randomHex(8), parent: parent.span}
		r.root = &Span{r: r, id: r.ids.span, lasting: true}
	}
	if f, ok := t.Info.(Fetch); ok {
		size := f.size()
		if size > limit {
			r.trace.Info = Fetch{Method: f.Method}
			r.trace.Truncated = true
			r.trace.Logs = append(r.trace.Logs, Log{At: r.trace.Began, Level: "warn", Message: tooMuchInfo})
		} else {
			r.used = size
		}
	}
	began := r.trace
	r.emit(r.trace.Began, Onset{Trace: &began, span: r.ids.span})
	return r
}

func (f Fetch) size() int {
	n := len(f.URL) + len(f.CF)
	for _, h := range f.Header {
		n += len(h[0]) + len(h[1])
	}
	return n
}

func randomHex(n int) string {
	b := make([]byte, n)
	_, _ = rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// recorderKey is the key of a scope's *Recorder.
type recorderKey struct{}

// Of gives the recorder of the running event; nil if nobody is told of it.
func Of(vm *jsruntime.VM) *Recorder {
	r, _ := vm.Scope().Value(recorderKey{}).(*Recorder)
	return r
}

// Set makes r the recorder of what runs in a scope from now on; nil: none.
func Set(s *jsruntime.Scope, r *Recorder) { s.SetValue(recorderKey{}, r) }

// take reserves room for a record; false: there is none.
func (r *Recorder) take(size int) bool {
	if r.used+size > limit {
		r.trace.Truncated = true
		return false
	}
	r.used += size
	return true
}

// Log keeps a call of the console.
func (r *Recorder) Log(l Log) {
	r.mu.Lock()
	defer r.mu.Unlock()
	l.At = r.now()
	size := overhead + len(l.Message)
	for _, e := range l.Errors {
		if e != nil {
			size += len(e.Name) + len(e.Message) + len(e.Stack)
		}
	}
	told := l
	if told.Cut = len(l.Message) > limit; told.Cut {
		told.Message = strings.ToValidUTF8(l.Message[:limit], "")
	}
	r.emitIn(cmp.Or(l.span, r.ids.span), l.At, Logged{told})
	switch {
	case r.full.logs:
	case r.take(size):
		r.trace.Logs = append(r.trace.Logs, l)
	default:
		r.full.logs = true
		r.trace.Logs = append(r.trace.Logs, Log{At: l.At, Level: "warn", Message: tooManyLogs})
	}
}

// Throw keeps an error that the event threw and nobody caught.
func (r *Recorder) Throw(e Exception) {
	r.mu.Lock()
	defer r.mu.Unlock()
	e.At = r.now()
	r.emit(e.At, Thrown{e})
	switch {
	case r.full.exceptions:
	case r.take(overhead + len(e.Name) + len(e.Message) + len(e.Stack)):
		r.trace.Exceptions = append(r.trace.Exceptions, e)
	default:
		r.full.exceptions = true
		r.trace.Exceptions = append(r.trace.Exceptions, Exception{At: e.At, Name: "Error", Message: tooManyExceptions})
	}
}

// Publish keeps a message on a channel, in V8's serialization format.
func (r *Recorder) Publish(vm *jsruntime.VM, channel string, message []byte) {
	span := enclosingID(vm)
	r.mu.Lock()
	defer r.mu.Unlock()
	p := Published{At: r.now(), Channel: channel, Message: message}
	size := overhead + len(channel) + len(message)
	if size <= limit {
		r.emitIn(cmp.Or(span, r.ids.span), p.At, p)
	}
	switch {
	case r.full.channels:
	case r.take(size):
		r.trace.Channels = append(r.trace.Channels, p)
	default:
		r.full.channels = true
		r.trace.Channels = append(r.trace.Channels, Published{At: p.At, Channel: tooManyMessages})
	}
}

// Method tells which method is called. It is kept in the Info.
func (r *Recorder) Method(name string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.trace.Info = RPC{name}
	r.emit(r.now(), Attributes{{"jsrpc.method", name}})
}

// Call begins the span in which a method of the event's receiver is called, with a context that may tell
// of the caller's span; get: a property is read. It tells of the method, too.
func (r *Recorder) Call(ctx context.Context, name string, get bool) *Span {
	s := r.root.Open("jsRpcCall")
	r.Method(name)
	s.Called(ctx, "entrypoint", name, get)
	return s
}

// Called notes what a call of RPC that came with ctx is about.
func (s *Span) Called(ctx context.Context, kind, name string, get bool) {
	s.Set("jsrpc.method", name)
	s.Set("jsrpc.target_kind", kind)
	s.Set("jsrpc.operation", Operation(get))
	if caller := Caller(ctx); caller != "" {
		s.Set("jsrpc.caller_span_id", caller)
	}
}

// Operation is the platform's word for what is done over RPC.
func Operation(get bool) string {
	if get {
		return "getProperty"
	}
	return "call"
}

// Return tells that the handler is through; status is that of its response, or 0.
func (r *Recorder) Return(status int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.returned {
		return
	}
	r.returned = true
	r.trace.Status = status
	r.emit(r.now(), Returned{status})
}

// End says how the event ended. The first that is not OK stays.
func (r *Recorder) End(outcome string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.trace.Outcome == OK {
		r.trace.Outcome = outcome
	}
}

// Hold keeps the event from being over until Release is called.
func (r *Recorder) Hold() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.holds++
}

// Release takes a hold back. The last one tells that the event is over.
func (r *Recorder) Release() {
	r.mu.Lock()
	r.holds--
	last := r.holds == 0
	r.mu.Unlock()
	if last {
		r.Finish()
	}
}

// Finish tells that the event is over, whatever holds it.
func (r *Recorder) Finish() {
	r.mu.Lock()
	if r.over {
		r.mu.Unlock()
		return
	}
	for len(r.open) > 0 {
		r.close(r.open[len(r.open)-1])
	}
	r.emit(r.now(), Over{r.trace.Outcome})
	r.over = true
	all := r.trace
	r.mu.Unlock()
	if r.done != nil {
		r.done(&all)
	}
}

// emit tells the streams of something in the event's own span.
func (r *Recorder) emit(at time.Time, what Happening) { r.emitIn(r.ids.span, at, what) }

// emitIn tells the streams of something in a span. A stream only queues it.
func (r *Recorder) emitIn(span string, at time.Time, what Happening) {
	if len(r.streams) == 0 || r.over {
		return
	}
	e := Event{At: at, What: what, Sequence: r.sequence, ids: r.ids}
	e.ids.span = span
	r.sequence++
	for _, tell := range r.streams {
		tell(e)
	}
}
