// Package trace is what tail Workers are told of the events of other Workers: who was called, what
// it logged and threw, and how it ended.
//
// The one idea: a [Recorder] belongs to one event. Whoever lets the event happen begins and ends it
// (jsruntime/worker), whatever has something to tell finds it with [Of]: the console, a channel of
// node:diagnostics_channel. What it keeps are Go values, so that they can be told in another isolate:
// as a [Trace] when all is over ([NewItems]), or as each [Event] happens ([NewEvent]).
//
// Work that takes its time has a [Span] of its own, of which only streams are told: subrequests, calls,
// methods of bindings, and what scripts make with tracing.enterSpan. As in the local platform no times
// are measured.
//
// Platform: https://developers.cloudflare.com/workers/observability/logs/tail-workers/
package trace

import (
	"time"

	"paddock/jsruntime"
)

// Outcomes of an event.
const (
	OK             = "ok"
	Failed         = "exception"
	Canceled       = "canceled"
	ExceededCPU    = "exceededCpu"
	ExceededMemory = "exceededMemory"
)

// Trace is what is known of an event when it is over.
type Trace struct {
	Script     string // the Worker's name
	Entrypoint string // "" for the default one
	ObjectID   string // of a Durable Object; "" for stateless events
	Began      time.Time
	Info       Info // nil: nothing is told of such an event
	Status     int  // of the answer to a request; 0: there was none
	Logs       []Log
	Exceptions []Exception
	Channels   []Published
	Outcome    string
	Truncated  bool // some of it was too much
}

// Log is one call of the console.
type Log struct {
	At      time.Time
	Level   string // "log", "info", "warn", "error" or "debug"
	Message string // JSON: an array of the arguments
	// Errors tells of arguments that are errors, by their places; nil: there are none.
	Errors []*Exception
	// Cut says that Message is too long, and only its beginning.
	Cut  bool
	span string // in which it was written; "": the event's own
}

// Exception is an error that an event threw, or wrote to its console.
type Exception struct {
	At            time.Time
	Name, Message string
	Stack         string // without the line of name and message
}

// Published is a message on a channel of node:diagnostics_channel.
type Published struct {
	At      time.Time
	Channel string
	Message []byte // in V8's serialization format; nil: there were too many
}

// Info is what kind of event it was: one of the types below.
type Info interface {
	// item makes the object that stands as event in a TraceItem.
	item(vm *jsruntime.VM, t *Trace) *jsruntime.Object
	// fields gives what streams tell of it.
	fields(vm *jsruntime.VM) fields
}

// Fetch is a request.
type Fetch struct {
	Method, URL string
	CF          string      // JSON; "" for none
	Header      [][2]string // names in lower case, in order
}

// RPC is a call of a method, or the reading of a property.
type RPC struct{ Method string }

// Connect is a connection.
type Connect struct{}

// Scheduled is a cron trigger.
type Scheduled struct {
	Time time.Time
	Cron string
}

// Alarm is that of a Durable Object.
type Alarm struct{ Time time.Time }

// Queue is a batch of messages.
type Queue struct {
	Name string
	Size int
}

// Email is a mail.
type Email struct {
	From, To string
	Size     int
}

// Tail is a call of a tail Worker, about the scripts named.
type Tail struct{ Scripts []string }

// WebSocket is something that happens to a hibernating socket: "message", "close" or "error".
type WebSocket struct {
	Kind     string
	Code     int
	WasClean bool
}

// Custom is an event of which nothing more is told.
type Custom struct{}
