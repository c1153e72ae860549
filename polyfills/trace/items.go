package trace

import (
	"time"

	"paddock/jsruntime"
	"paddock/jsruntime/json"
)

// thing is the host struct of what tail handlers are given; all that they show are own properties.
type thing struct{ _ int }

// Classes of what tail handlers are given. Scripts cannot construct them.
var (
	itemClass      = jsruntime.NewClass[thing]("TraceItem")
	logClass       = jsruntime.NewClass[thing]("TraceLog")
	exceptionClass = jsruntime.NewClass[thing]("TraceException")
	channelClass   = jsruntime.NewClass[thing]("TraceDiagnosticChannelEvent")
	fetchClass     = jsruntime.NewClass[thing]("FetchEventInfo")
	responseClass  = jsruntime.NewClass[thing]("Response")
	rpcClass       = jsruntime.NewClass[thing]("JsRpcEventInfo")
	connectClass   = jsruntime.NewClass[thing]("ConnectEventInfo")
	scheduledClass = jsruntime.NewClass[thing]("ScheduledEventInfo")
	alarmClass     = jsruntime.NewClass[thing]("AlarmEventInfo")
	queueClass     = jsruntime.NewClass[thing]("QueueEventInfo")
	emailClass     = jsruntime.NewClass[thing]("EmailEventInfo")
	tailClass      = jsruntime.NewClass[thing]("TailEventInfo")
	tailItemClass  = jsruntime.NewClass[thing]("TailItem")
	customClass    = jsruntime.NewClass[thing]("CustomEventInfo")
	socketClass    = jsruntime.NewClass[thing]("HibernatableWebSocketEventInfo")
	socketKinds    = map[string]*jsruntime.Class[thing]{
		"message": jsruntime.NewClass[thing]("Message"), "close": jsruntime.NewClass[thing]("Close"), "error": jsruntime.NewClass[thing]("Error"),
	}
	requestClass = jsruntime.NewClass[request]("Request").
			Method("getUnredacted", 0, func(_ *jsruntime.VM, r *request, _ jsruntime.Args) jsruntime.Value { return r.unredacted() })
)

// request is the host side of what is told of a request.
type request struct{ unredacted func() *jsruntime.Object }

// fields are properties of an object, in order.
type fields []field

type field struct {
	name  string
	value any // what vm.ToValue takes
}

// make gives an instance of a class with its own properties, which are read-only.
func (fs fields) make(vm *jsruntime.VM, class *jsruntime.Class[thing]) *jsruntime.Object {
	o := class.New(vm, &thing{})
	fs.define(vm, o)
	return o
}

func (fs fields) define(vm *jsruntime.VM, o *jsruntime.Object) {
	for _, f := range fs {
		if err := o.DefineDataProperty(f.name, vm.ToValue(f.value), jsruntime.No, jsruntime.Yes, jsruntime.Yes); err != nil {
			vm.Throw(err)
		}
	}
}

// plain gives an ordinary object.
func (fs fields) plain(vm *jsruntime.VM) *jsruntime.Object {
	o := vm.NewObject()
	for _, f := range fs {
		if err := o.Set(f.name, vm.ToValue(f.value)); err != nil {
			vm.Throw(err)
		}
	}
	return o
}

// NewItems makes the argument of a tail handler, for traces that tell what kind of event it was.
func NewItems(vm *jsruntime.VM, traces []*Trace) *jsruntime.Object {
	var items []jsruntime.Value
	for _, t := range traces {
		if t.Info != nil {
			items = append(items, newItem(vm, t))
		}
	}
	return vm.NewArrayOf(items...)
}

func newItem(vm *jsruntime.VM, t *Trace) *jsruntime.Object {
	return fields{
		{"wallTime", 0},
		{"cpuTime", 0},
		{"truncated", t.Truncated},
		{"executionModel", t.model()},
		{"outcome", t.Outcome},
		{"durableObjectId", orUndefined(vm, t.ObjectID)},
		{"preview", jsruntime.Undefined()},
		{"tailAttributes", jsruntime.Undefined()},
		{"scriptTags", jsruntime.Undefined()},
		{"dispatchNamespace", jsruntime.Undefined()},
		{"scriptVersion", jsruntime.Undefined()},
		{"entrypoint", orUndefined(vm, t.Entrypoint)},
		{"scriptName", t.Script},
		{"diagnosticsChannelEvents", list(vm, t.Channels, newPublished)},
		{"exceptions", list(vm, t.Exceptions, newException)},
		{"logs", list(vm, t.Logs, newLog)},
		{"eventTimestamp", t.Began.UnixMilli()},
		{"event", t.Info.item(vm, t)},
	}.make(vm, itemClass)
}

// model is the platform's word for what kind of receiver there was.
func (t *Trace) model() string {
	if t.ObjectID != "" {
		return "durableObject"
	}
	return "stateless"
}

func orUndefined(vm *jsruntime.VM, s string) jsruntime.Value {
	if s == "" {
		return jsruntime.Undefined()
	}
	return vm.ToValue(s)
}

func list[T any](vm *jsruntime.VM, items []T, show func(*jsruntime.VM, T) jsruntime.Value) *jsruntime.Object {
	values := make([]jsruntime.Value, len(items))
	for i, item := range items {
		values[i] = show(vm, item)
	}
	return vm.NewArrayOf(values...)
}

// parse reads JSON that was made here.
func parse(vm *jsruntime.VM, text string) jsruntime.Value {
	return json.Parse(vm, text)
}

func newLog(vm *jsruntime.VM, l Log) jsruntime.Value {
	return fields{
		{"errorInfo", errorInfo(vm, l)},
		{"message", parse(vm, l.Message)},
		{"level", l.Level},
		{"timestamp", l.At.UnixMilli()},
	}.make(vm, logClass)
}

// errorInfo tells of those arguments of a call of the console that are errors, with null for others.
func errorInfo(vm *jsruntime.VM, l Log) jsruntime.Value {
	if l.Errors == nil {
		return jsruntime.Undefined()
	}
	return list(vm, l.Errors, func(vm *jsruntime.VM, e *Exception) jsruntime.Value {
		if e == nil {
			return jsruntime.Null()
		}
		return e.info().plain(vm)
	})
}

// info gives name, message and, if there is one, stack.
func (e Exception) info() fields {
	fs := fields{{"name", e.Name}, {"message", e.Message}}
	if e.Stack != "" {
		fs = append(fs, field{"stack", e.Stack})
	}
	return fs
}

func newException(vm *jsruntime.VM, e Exception) jsruntime.Value {
	return fields{
		{"stack", orUndefined(vm, e.Stack)},
		{"name", e.Name},
		{"message", e.Message},
		{"timestamp", e.At.UnixMilli()},
	}.make(vm, exceptionClass)
}

func newPublished(vm *jsruntime.VM, p Published) jsruntime.Value {
	return fields{{"message", p.value(vm)}, {"channel", p.Channel}, {"timestamp", p.At.UnixMilli()}}.make(vm, channelClass)
}

// value makes the message anew.
func (p Published) value(vm *jsruntime.VM) jsruntime.Value {
	if p.Message == nil {
		return jsruntime.Undefined()
	}
	v, err := vm.Deserialize(jsruntime.Message{Data: p.Message}, nil)
	if err != nil {
		vm.Throw(err)
	}
	return v
}

func newRequest(vm *jsruntime.VM, f Fetch, redact bool) *jsruntime.Object {
	cf := jsruntime.Undefined()
	if f.CF != "" {
		cf = parse(vm, f.CF)
	}
	url := f.URL
	if redact {
		url = redactURL(url)
	}
	header := vm.NewObject()
	for _, h := range f.Header {
		value := h[1]
		if redact && redactHeader(h[0]) {
			value = redacted
		}
		if err := header.Set(h[0], value); err != nil {
			vm.Throw(err)
		}
	}
	o := requestClass.New(vm, &request{func() *jsruntime.Object { return newRequest(vm, f, false) }})
	fields{{"url", url}, {"method", f.Method}, {"headers", header}, {"cf", cf}}.define(vm, o)
	return o
}

func (f Fetch) item(vm *jsruntime.VM, t *Trace) *jsruntime.Object {
	response := jsruntime.Undefined()
	if t.Status != 0 {
		response = fields{{"status", t.Status}}.make(vm, responseClass)
	}
	return fields{{"request", newRequest(vm, f, true)}, {"response", response}}.make(vm, fetchClass)
}

func (c RPC) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"rpcMethod", c.Method}}.make(vm, rpcClass)
}

func (Connect) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{}.make(vm, connectClass)
}

func (s Scheduled) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"cron", s.Cron}, {"scheduledTime", s.Time.UnixMilli()}}.make(vm, scheduledClass)
}

func (a Alarm) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"scheduledTime", date(vm, a.Time)}}.make(vm, alarmClass)
}

func (q Queue) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"batchSize", q.Size}, {"queue", q.Name}}.make(vm, queueClass)
}

func (e Email) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"rawSize", e.Size}, {"rcptTo", e.To}, {"mailFrom", e.From}}.make(vm, emailClass)
}

func (t Tail) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{{"consumedEvents", list(vm, t.Scripts, func(vm *jsruntime.VM, script string) jsruntime.Value {
		return fields{{"scriptName", script}}.make(vm, tailItemClass)
	})}}.make(vm, tailClass)
}

func (w WebSocket) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	var fs fields
	if w.Kind == "close" {
		fs = fields{{"wasClean", w.WasClean}, {"code", w.Code}}
	}
	fs = append(fs, field{"webSocketEventType", w.Kind})
	return fields{{"getWebSocketEvent", fs.make(vm, socketKinds[w.Kind])}}.make(vm, socketClass)
}

func (Custom) item(vm *jsruntime.VM, _ *Trace) *jsruntime.Object {
	return fields{}.make(vm, customClass)
}

func date(vm *jsruntime.VM, t time.Time) *jsruntime.Object {
	o, err := vm.New(vm.Get("Date"), vm.ToValue(t.UnixMilli()))
	if err != nil {
		vm.Throw(err)
	}
	return o
}
