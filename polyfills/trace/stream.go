package trace

import (
	"time"

	"paddock/jsruntime"
)

// Event is one thing that happens during an event of a Worker, as a tailStream handler is told of it.
type Event struct {
	At       time.Time
	What     Happening
	Sequence int
	ids      ids
}

// Happening is what happens: one of Onset, Logged, Thrown, Published, Attributes, Opened, Closed, Renamed,
// Status, Returned, Over.
type Happening interface {
	// Kind is its name, which is also that of the method for it.
	Kind() string
	fields(vm *jsruntime.VM) fields
}

// Types of what happens.
type (
	// Onset is the beginning. Its Trace tells who is called and how.
	Onset struct {
		*Trace
		span string
	}
	// Logged is a call of the console.
	Logged struct{ Log }
	// Thrown is an error that nobody caught.
	Thrown struct{ Exception }
	// Attributes are facts that are known later than the beginning.
	Attributes []Attribute
	// Returned is the end of the handler, with the status of its response or 0.
	Returned struct{ Status int }
	// Over is the end.
	Over struct{ Outcome string }
)

// Kind implements Happening.
func (Onset) Kind() string { return "onset" }

// Kind implements Happening.
func (Logged) Kind() string { return "log" }

// Kind implements Happening.
func (Thrown) Kind() string { return "exception" }

// Kind implements Happening.
func (Published) Kind() string { return "diagnosticChannel" }

// Kind implements Happening.
func (Attributes) Kind() string { return "attributes" }

// Kind implements Happening.
func (Returned) Kind() string { return "return" }

// Kind implements Happening.
func (Over) Kind() string { return "outcome" }

// NewEvent makes the object that a tailStream handler, or what it gave, is called with.
func NewEvent(vm *jsruntime.VM, e Event) *jsruntime.Object {
	span, in := fields{{"traceId", e.ids.trace}}, e.ids.span
	if e.What.Kind() == "onset" { // which opens the event's span, within the one that caused it
		in = e.ids.parent
	}
	if in != "" {
		span = append(span, field{"spanId", in})
	}
	return fields{
		{"spanContext", span.plain(vm)},
		{"invocationId", e.ids.invocation},
		{"timestamp", date(vm, e.At)},
		{"sequence", e.Sequence},
		{"event", append(fields{{"type", e.What.Kind()}}, e.What.fields(vm)...).plain(vm)},
	}.plain(vm)
}

func (o Onset) fields(vm *jsruntime.VM) fields {
	fs := fields{{"executionModel", o.model()}, {"spanId", o.span}}
	if o.Entrypoint != "" {
		fs = append(fs, field{"entrypoint", o.Entrypoint})
	}
	if o.ObjectID != "" {
		fs = append(fs, field{"durableObjectId", o.ObjectID})
	}
	return append(fs, field{"scriptName", o.Script}, field{"scriptTags", vm.NewArrayOf()}, field{"info", o.Info.fields(vm).plain(vm)})
}

func (l Logged) fields(vm *jsruntime.VM) fields {
	fs := fields{{"level", l.Level}}
	if l.Cut {
		fs = append(fs, field{"message", l.Message}, field{"truncated", true})
	} else {
		fs = append(fs, field{"message", parse(vm, l.Message)})
	}
	if l.Errors != nil {
		fs = append(fs, field{"errorInfo", errorInfo(vm, l.Log)})
	}
	return fs
}

func (t Thrown) fields(*jsruntime.VM) fields { return t.info() }

func (p Published) fields(vm *jsruntime.VM) fields {
	return fields{{"channel", p.Channel}, {"message", p.value(vm)}}
}

func (a Attributes) fields(vm *jsruntime.VM) fields {
	return fields{{"info", list(vm, a, func(vm *jsruntime.VM, one Attribute) jsruntime.Value {
		return fields{{"name", one.Name}, {"value", one.value()}}.plain(vm)
	})}}
}

func (r Returned) fields(vm *jsruntime.VM) fields {
	if r.Status == 0 {
		return nil
	}
	return fields{{"info", fields{{"type", "fetch"}, {"statusCode", r.Status}}.plain(vm)}}
}

func (o Over) fields(*jsruntime.VM) fields {
	return fields{{"outcome", o.Outcome}, {"cpuTime", 0}, {"wallTime", 0}}
}

func (f Fetch) fields(vm *jsruntime.VM) fields {
	fs := fields{{"type", "fetch"}, {"method", f.Method}, {"url", f.URL}}
	if f.CF != "" {
		fs = append(fs, field{"cfJson", parse(vm, f.CF)})
	}
	return append(fs, field{"headers", list(vm, f.Header, func(vm *jsruntime.VM, h [2]string) jsruntime.Value {
		return fields{{"name", h[0]}, {"value", h[1]}}.plain(vm)
	})})
}

func (RPC) fields(*jsruntime.VM) fields { return fields{{"type", "jsrpc"}} }

func (Connect) fields(*jsruntime.VM) fields { return fields{{"type", "connect"}} }

func (s Scheduled) fields(vm *jsruntime.VM) fields {
	return fields{{"type", "scheduled"}, {"scheduledTime", date(vm, s.Time)}, {"cron", s.Cron}}
}

func (a Alarm) fields(vm *jsruntime.VM) fields {
	return fields{{"type", "alarm"}, {"scheduledTime", date(vm, a.Time)}}
}

func (q Queue) fields(*jsruntime.VM) fields {
	return fields{{"type", "queue"}, {"queueName", q.Name}, {"batchSize", q.Size}}
}

func (e Email) fields(*jsruntime.VM) fields {
	return fields{{"type", "email"}, {"mailFrom", e.From}, {"rcptTo", e.To}, {"rawSize", e.Size}}
}

func (t Tail) fields(vm *jsruntime.VM) fields {
	return fields{{"type", "trace"}, {"traces", list(vm, t.Scripts, func(vm *jsruntime.VM, script string) jsruntime.Value {
		return vm.ToValue(script)
	})}}
}

func (w WebSocket) fields(vm *jsruntime.VM) fields {
	info := fields{{"type", w.Kind}}
	if w.Kind == "close" {
		info = append(info, field{"code", w.Code}, field{"wasClean", w.WasClean})
	}
	return fields{{"type", "hibernatableWebSocket"}, {"info", info.plain(vm)}}
}

func (Custom) fields(*jsruntime.VM) fields { return fields{{"type", "custom"}} }
