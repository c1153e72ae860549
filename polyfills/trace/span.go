package trace

import (
	"context"
	"math/big"
	"time"

	"paddock/jsruntime"
)

// Span is a piece of an event's work, of which streams are told when it begins and ends. The nil span is
// one of which nobody is told: its methods do nothing.
type Span struct {
	r          *Recorder
	id         string
	attributes Attributes
	lasting    bool // its end is the event's own business: attributes are told at once
	awaited    bool // it ends with a promise
	over       bool
}

// Attribute is a fact about a span. Value is a string, bool, float64 or int64: those are bigints in
// JavaScript.
type Attribute struct {
	Name  string
	Value any
}

// Types of what happens with spans.
type (
	// Opened is the beginning of a span, in that in which it is told of.
	Opened struct{ Name, span string }
	// Closed is the end of a span.
	Closed struct{}
	// Renamed is a new name of a span.
	Renamed struct{ Name string }
	// Status is how a span went: "ok", "error" or "unset".
	Status struct{ Code, Message string }
)

// Kind implements Happening.
func (Opened) Kind() string { return "spanOpen" }

// Kind implements Happening.
func (Closed) Kind() string { return "spanClose" }

// Kind implements Happening.
func (Renamed) Kind() string { return "spanUpdate" }

// Kind implements Happening.
func (Status) Kind() string { return "spanUpdate" }

func (o Opened) fields(*jsruntime.VM) fields { return fields{{"name", o.Name}, {"spanId", o.span}} }

func (Closed) fields(*jsruntime.VM) fields { return fields{{"outcome", OK}} }

func (n Renamed) fields(vm *jsruntime.VM) fields {
	return fields{{"info", fields{{"type", "name"}, {"name", n.Name}}.plain(vm)}}
}

func (s Status) fields(vm *jsruntime.VM) fields {
	status := fields{{"code", s.Code}}
	if s.Message != "" {
		status = append(status, field{"message", s.Message})
	}
	return fields{{"info", fields{{"type", "status"}, {"status", status.plain(vm)}}.plain(vm)}}
}

// value is what scripts see of an attribute.
func (a Attribute) value() any {
	if n, ok := a.Value.(int64); ok {
		return big.NewInt(n)
	}
	return a.Value
}

// Streams tells whether somebody is told of the running event's spans.
func Streams(vm *jsruntime.VM) bool { return enclosing(vm) != nil }

// Open begins a span of the running event, within the one that is active; nil where nobody is told.
func Open(vm *jsruntime.VM, name string) *Span {
	return enclosing(vm).Open(name)
}

// enclosing is the span in which something runs; nil where nobody is told of spans.
func enclosing(vm *jsruntime.VM) *Span {
	r := Of(vm)
	if r == nil || r.root == nil {
		return nil
	}
	if s, ok := activeSpan(vm); ok && s.Span != nil {
		return s.Span
	}
	return r.root
}

// enclosingID is the identifier of the span in which something runs; "" for the event's own.
func enclosingID(vm *jsruntime.VM) string {
	if s := enclosing(vm); s != nil {
		return s.id
	}
	return ""
}

// Open begins a span within this one.
func (s *Span) Open(name string) *Span {
	if s == nil {
		return nil
	}
	in := &Span{r: s.r, id: randomHex(8)}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.emitIn(s.id, s.r.now(), Opened{name, in.id})
	s.r.open = append(s.r.open, in)
	return in
}

// Set notes an attribute, which is told when the span ends. One that was set before is told once.
func (s *Span) Set(name string, value any) {
	if s == nil {
		return
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	switch {
	case s.over:
	case s.lasting:
		s.tell(Attributes{{name, value}})
	default:
		for i := range s.attributes {
			if s.attributes[i].Name == name {
				s.attributes[i].Value = value
				return
			}
		}
		s.attributes = append(s.attributes, Attribute{name, value})
	}
}

// Update tells of something about the span: [Renamed], [Status] or [Thrown].
func (s *Span) Update(what Happening) {
	if s == nil {
		return
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	if !s.over {
		s.tell(what)
	}
}

// Close ends the span, once.
func (s *Span) Close() {
	if s == nil {
		return
	}
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	s.r.close(s)
}

func (s *Span) tell(what Happening) { s.r.emitIn(s.id, s.r.now(), what) }

// close ends a span. The recorder is locked.
func (r *Recorder) close(s *Span) {
	if s.over {
		return
	}
	if len(s.attributes) > 0 {
		s.tell(s.attributes)
	}
	s.tell(Closed{})
	s.over = true
	for i, open := range r.open {
		if open == s {
			r.open = append(r.open[:i], r.open[i+1:]...)
			break
		}
	}
}

// Until closes the span when the promise v settles, or at once if v is none, and gives what scripts wait
// for instead of v: so they go on behind that.
func (s *Span) Until(vm *jsruntime.VM, v jsruntime.Value) jsruntime.Value {
	if s == nil {
		return v
	}
	if _, ok := jsruntime.AsPromise(v); !ok {
		s.Close()
		return v
	}
	s.awaited = true
	return vm.ThenValue(v, func(v jsruntime.Value) jsruntime.Value {
		s.Close()
		return v
	}, func(reason jsruntime.Value) jsruntime.Value {
		s.Close()
		return vm.RejectedWith(vm.Wrap(reason))
	})
}

// Method makes a method of a binding one that has a span of its own, in which f runs: what it does can
// say more with [Here].
func Method[T any](name string, f func(*jsruntime.VM, *T, jsruntime.Args) jsruntime.Value) func(*jsruntime.VM, *T, jsruntime.Args) jsruntime.Value {
	return func(vm *jsruntime.VM, host *T, args jsruntime.Args) jsruntime.Value {
		s := Open(vm, name)
		if s == nil {
			return f(vm, host, args)
		}
		defer s.enter()()
		return s.Until(vm, f(vm, host, args))
	}
}

// Async is [Method] for methods whose errors are rejections.
func Async[T any](name string, f func(*jsruntime.VM, *T, jsruntime.Args) (jsruntime.Value, error)) func(*jsruntime.VM, *T, jsruntime.Args) (jsruntime.Value, error) {
	return func(vm *jsruntime.VM, host *T, args jsruntime.Args) (jsruntime.Value, error) {
		s := Open(vm, name)
		if s == nil {
			return f(vm, host, args)
		}
		defer s.enter()()
		v, err := f(vm, host, args)
		return s.Until(vm, v), err
	}
}

// enter makes the span what [Here] gives until leave is called, which ends the span unless it is awaited.
func (s *Span) enter() (leave func()) {
	before := s.r.here
	s.r.here = s
	return func() {
		s.r.here = before
		if !s.awaited {
			s.Close()
		}
	}
}

// Here is the span of the method of [Method] that is running; nil if nobody is told of it.
func Here(vm *jsruntime.VM) *Span {
	if s := enclosing(vm); s != nil {
		return s.r.here
	}
	return nil
}

// parentKey is the key of the ids of the span that a context comes from.
type parentKey struct{}

// Carry gives the context of a call that is made in a span: what it begins elsewhere is told to belong to it.
func (s *Span) Carry(ctx context.Context) context.Context {
	if s == nil {
		return ctx
	}
	return context.WithValue(ctx, parentKey{}, ids{trace: s.r.ids.trace, span: s.id})
}

// parentOf gives the span that a context comes from, if there is one.
func parentOf(ctx context.Context) ids {
	if ctx == nil {
		return ids{}
	}
	parent, _ := ctx.Value(parentKey{}).(ids)
	return parent
}

// Caller is the identifier of the span that a call with ctx was made in; "" if nobody is told of it.
func Caller(ctx context.Context) string { return parentOf(ctx).span }

// When is a time as attributes have it.
func When(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }
